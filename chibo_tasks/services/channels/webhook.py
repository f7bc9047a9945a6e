"""A webhook of the organization: every message of its members, signed, without titles, names or remarks."""

from typing import Any

from frappe.utils import get_url

from chibo_tasks import clock
from chibo_tasks.domain.messages import outcome, webhook
from chibo_tasks.services.channels import configuration, outgoing
from chibo_tasks.services.channels.parcel import Parcel


class Webhook:
	"""One run's way to the organizations' own systems."""

	def is_set_up(self) -> bool:
		return True

	def lane(self, row: Any) -> str:
		return f"Webhook {row.organization}"

	def send(self, parcel: Parcel) -> str:
		"""Post the message.

		Raises:
			Undelivered: the answer is no success; all but "gone for ever" (410) is tried again, as the specification
				of Standard Webhooks wants it.
		"""
		content = webhook.body(
			key=parcel.key,
			organization=parcel.organization,
			member=parcel.member,
			kind=parcel.kind,
			sent_at=parcel.sent_at,
			items=[
				webhook.Item(
					deadline=str(line.deadline),
					rule=line.rule,
					due_date=line.due_date,
					url=get_url(f"/chibo/viec/{line.deadline}"),
					urgent=line.urgent,
				)
				for line in parcel.lines
			],
		)
		post(parcel.organization, parcel.key, content)
		return parcel.key

	def close(self) -> None:
		pass


def post(organization: str, key: str, content: bytes) -> None:
	"""Sign `content` and send it to the address of `organization`."""
	own = configuration.of(organization, configuration.WEBHOOK)
	at = int(clock.moment().timestamp())
	answer = outgoing.post(
		own.address, data=content, headers=webhook.headers(own.secrets["signing"], key, at, content)
	)
	if answer.status_code == 410:
		raise outcome.Refused(outcome.GONE, "HTTP 410")
	if not 200 <= answer.status_code < 300:
		raise outcome.Unavailable(outcome.BUSY, f"HTTP {answer.status_code}")
