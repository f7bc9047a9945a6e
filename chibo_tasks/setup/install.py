"""What an installed site needs besides doctypes and fixtures, and what it must not keep after uninstalling."""

import frappe

from chibo_tasks.domain import access, review
from chibo_tasks.services.channels import keys
from chibo_tasks.setup.fixtures import WORKFLOW

USERS_OF = {
	"Workflow State": ("Workflow Document State", "state"),
	"Workflow Action Master": ("Workflow Transition", "action"),
}
"""Words that all workflows of a site share → where their use stands."""

PLATFORMS_OWN = frozenset({"Pending", "Approved", "Rejected", "Approve", "Reject", "Review"})
"""Words that every site has from the beginning."""

ROLES = list(access.ROLE_OF_POSITION.values())


def prepare_site() -> None:
	"""Hook after install and after each migration: the keys of the site, and the names that the Workflow uses.

	States and actions are shared by all apps of a site, so they are created where missing and never overwritten.
	"""
	keys.prepare()
	if not frappe.db.table_exists("Workflow State"):
		return
	for (doctype, field), names in _workflow_words().items():
		for name in names:
			if not frappe.db.exists(doctype, name):
				frappe.get_doc({"doctype": doctype, field: name}).insert(ignore_permissions=True)


def _workflow_words() -> dict[tuple[str, str], list[str]]:
	"""(doctype, its naming field) → the states and actions that the Workflow uses."""
	return {
		("Workflow State", "workflow_state_name"): list(review.STATES),
		("Workflow Action Master", "workflow_action_name"): [
			str(review.action_label(action)) for action in review.ACTIONS
		],
	}


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
	for (doctype, _field), names in _workflow_words().items():
		child, field = USERS_OF[doctype]
		elsewhere = frappe.get_all(child, filters={field: ["in", names]}, pluck=field, order_by=field)
		unused = sorted(set(names) - set(elsewhere) - PLATFORMS_OWN)
		frappe.db.delete(doctype, {"name": ["in", unused]})
