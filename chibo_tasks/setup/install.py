"""What an installed site needs besides doctypes and fixtures, and what it must not keep after uninstalling."""

import frappe

from chibo_tasks.domain import access, review
from chibo_tasks.setup.fixtures import WORKFLOW

ROLES = list(access.ROLE_OF_POSITION.values())


def prepare_site() -> None:
	"""Hook after install and after each migration: make sure that the names the Workflow uses exist.

	States and actions are shared by all apps of a site, so they are created where missing and never overwritten.
	"""
	if not frappe.db.table_exists("Workflow State"):
		return
	wanted = [("Workflow State", "workflow_state_name", state) for state in review.STATES]
	wanted += [
		("Workflow Action Master", "workflow_action_name", str(review.action_label(action)))
		for action in review.ACTIONS
	]
	for doctype, field, name in wanted:
		if not frappe.db.exists(doctype, name):
			frappe.get_doc({"doctype": doctype, field: name}).insert(ignore_permissions=True)


def leave_site() -> None:
	"""Hook before uninstalling: remove what the platform would leave behind.

	Not after it: the platform commits in between and never again. Evidence files stay in the site's private folder;
	they belong to the cell.
	"""
	frappe.db.delete("Has Role", {"role": ["in", ROLES]})
	frappe.db.delete("Role", {"name": ["in", ROLES]})
	frappe.db.delete("Scheduled Job Type", {"method": ["like", "chibo_tasks.%"]})
	for child in ("Workflow Document State", "Workflow Transition"):
		frappe.db.delete(child, {"parent": WORKFLOW})
	frappe.db.delete("Workflow", {"name": WORKFLOW})
