"""Writes `fixtures/` from the rules of the domain: roles, and the Workflow that the Desk shows.

	python -m chibo_tasks.setup.fixtures

A test holds the written files and the rules together, so the Desk can never offer a step that the table does not have.
"""

import json
from pathlib import Path
from typing import Any

from chibo_tasks.domain import access, review

FOLDER = Path(__file__).parent.parent / "fixtures"

WORKFLOW = "Chibo Deadline Review"
DESK_POSITIONS = access.COMMITTEE
"""Who works on the Desk, too; everybody else needs the front end only."""

MEMBER_ROLE = access.ROLE_OF_POSITION[access.MEMBER]
_ROLES_OF_RELATION = {
	review.RESPONSIBLE: (MEMBER_ROLE,),
	review.REVIEWER: (MEMBER_ROLE,),
	review.AUTHOR: (MEMBER_ROLE,),
	review.DECIDER: tuple(
		access.ROLE_OF_POSITION[position] for position in access.POSITIONS if position in access.DECIDERS
	),
}


def roles() -> list[dict[str, Any]]:
	"""One role for each position."""
	return [
		{
			"doctype": "Role",
			"name": role,
			"role_name": role,
			"desk_access": int(position in DESK_POSITIONS),
			"disabled": 0,
			"is_custom": 0,
			"two_factor_auth": 0,
		}
		for position, role in access.ROLE_OF_POSITION.items()
	]


def workflow() -> list[dict[str, Any]]:
	"""The transition table as a Workflow; states are optional, so that no Workflow Action names the work to others."""
	return [
		{
			"doctype": "Workflow",
			"name": WORKFLOW,
			"workflow_name": WORKFLOW,
			"document_type": "Chibo Deadline",
			"is_active": 1,
			"override_status": 1,
			"send_email_alert": 0,
			"workflow_state_field": "state",
			"states": [
				{
					"state": state,
					"doc_status": "0",
					"allow_edit": access.ROLE_OF_POSITION[access.SECRETARY],
					"is_optional_state": 1,
				}
				for state in review.STATES
			],
			"transitions": [
				{
					"state": row.before,
					"action": str(review.action_label(row.action)),
					"next_state": row.after,
					"allowed": role,
					"allow_self_approval": int(row.own_work),
				}
				for row in review.TRANSITIONS
				for role in _allowed(row)
			],
		}
	]


def _allowed(row: review.Transition) -> list[str]:
	return sorted({role for relation in row.by for role in _ROLES_OF_RELATION[relation]})


def render() -> dict[str, str]:
	"""File name → content of every generated fixture."""
	return {
		f"{name}.json": json.dumps(records, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
		for name, records in (("role", roles()), ("workflow", workflow()))
	}


if __name__ == "__main__":
	for file_name, content in render().items():
		(FOLDER / file_name).write_text(content, encoding="utf-8")
