"""The ways out of the system, one file each, behind one small interface.

| file | channel |
|---|---|
| `mail.py` | e-mail, through the site's outgoing account |
| `web_push.py` | notifications of browsers and phones |
| `telegram.py` | a Telegram bot of the organization |
| `zalo.py` | Zalo Notification Service, off unless set up |
| `webhook.py` | an own system of the organization |
| `desk.py` | pointers on the platform's Desk; the bell itself (`services/bell.py`) reads our own records and needs no delivery |
| `configuration.py`, `keys.py` | which of them an organization uses, and the keys of the site |
| `parcel.py`, `outgoing.py` | what is delivered, rendered at that moment; HTTP to the outside |

A new channel is a class with the methods of `Channel` and a line in `CHANNELS`; leases, attempts and back-off are the
outbox's business.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from chibo_tasks.services.channels.configuration import EMAIL, TELEGRAM, WEB_PUSH, WEBHOOK, ZALO
from chibo_tasks.services.channels.mail import Mail
from chibo_tasks.services.channels.parcel import Parcel
from chibo_tasks.services.channels.telegram import Telegram
from chibo_tasks.services.channels.web_push import WebPush
from chibo_tasks.services.channels.webhook import Webhook
from chibo_tasks.services.channels.zalo import Zalo


class Channel(Protocol):
	"""One way out, open for one run of the delivery."""

	def is_set_up(self) -> bool:
		"""False when nothing can be sent and messages are to wait, without counting attempts."""

	def lane(self, row: Any) -> str:
		"""What fails together: when it is unavailable for one row, the others of the run need not try."""

	def send(self, parcel: Parcel) -> str:
		"""Hand over one parcel and return the id under which the other side knows it.

		Raises:
			chibo_tasks.domain.messages.outcome.Undelivered: it did not go out; the kind says what follows.
		"""

	def close(self) -> None:
		"""End the run."""


CHANNELS: Mapping[str, Callable[[], Channel]] = {
	EMAIL: Mail,
	WEB_PUSH: WebPush,
	TELEGRAM: Telegram,
	ZALO: Zalo,
	WEBHOOK: Webhook,
}
