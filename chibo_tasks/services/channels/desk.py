"""A pointer on the Desk of the platform, where there is one: "something is new", a link, and no content.

The platform lets a user read the notification of another one by its name, so there is nothing in it to be read.
"""

from datetime import timedelta

import frappe
from frappe import _

from chibo_tasks import clock
from chibo_tasks.services.channels.parcel import language_of

LOG = "Notification Log"
RECENT = timedelta(days=1)
MOST = 200


def point() -> None:
	"""Make a pointer for each unread message of the last day that has none; named like it, so that there is only one."""
	if not frappe.db.table_exists(LOG):
		return
	message, member, organization, user, log = (
		frappe.qb.DocType(one) for one in ("Chibo Message", "Chibo Member", "Chibo Organization", "User", LOG)
	)
	now = clock.now()
	fresh = (
		frappe.qb.from_(message)
		.join(member)
		.on(member.name == message.member)
		.join(organization)
		.on(organization.name == member.organization)
		.join(user)
		.on(user.name == member.user)
		.left_join(log)
		.on(log.name == message.name)
		.select(message.name, message.member, member.user)
		.where(
			message.read_at.isnull()
			& (message.sent_at > now - RECENT)
			& (message.sent_at <= now)
			& (user.enabled == 1)
			& (organization.disabled == 0)
			& (member.left_on.isnull() | (member.left_on >= now.date()))
			& log.name.isnull()
		)
		.orderby(message.sent_at)
		.orderby(message.name)
		.limit(MOST)
		.run(as_dict=True)
	)
	for row in fresh:
		with language_of(row.member):
			subject = _("There is something new for you in Chibo Tasks")
		frappe.get_doc(
			{
				"doctype": LOG,
				"for_user": row.user,
				"type": "Alert",
				"subject": subject,
				"link": "/chibo/thong-bao",
			}
		).insert(ignore_permissions=True, set_name=row.name)


def clear(messages: list[str]) -> None:
	"""Mark the pointers of messages that have been read."""
	if messages and frappe.db.table_exists(LOG):
		frappe.db.set_value(LOG, {"name": ["in", messages]}, "read", 1)
