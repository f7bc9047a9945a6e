from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from tests import factories
from tests.mail import MailServer
from tests.peer import Peer


@pytest.fixture
def wired(cell: factories.Cell, site: Any, mail_server: MailServer, peer: Peer) -> Iterator[factories.Cell]:
	"""A committed cell whose operator has allowed the peer's address."""
	site.use_mail_server(mail_server.port)
	site.configure(chibo_allowed_hosts=[peer.host], chibo_telegram_api=f"{peer.url}/telegram")
	site.configure(chibo_zalo_messages=f"{peer.url}/zalo", chibo_zalo_tokens=f"{peer.url}/token")
	frappe.db.delete("Chibo Outbox", {"state": "Waiting"})
	yield cell
	frappe.set_user("Administrator")
	frappe.db.set_value("Chibo Channel", {"organization": cell.name}, "enabled", 0)
	frappe.db.commit()
	site.configure(
		chibo_allowed_hosts=None, chibo_telegram_api=None, chibo_zalo_messages=None, chibo_zalo_tokens=None
	)
