"""The access table of `chibo_tasks.domain.access`, applied to the records of the database.

Lists ask `scope`, single records ask `check`; both walk the same grants over the same description of where a record
keeps its organization, its task and its people (`SHAPES`). The platform asks through the two hooks at the end.
"""

from dataclasses import dataclass
from typing import Any

import frappe
from pypika import Criterion, Table
from pypika.terms import ValueWrapper

from chibo_tasks import gate
from chibo_tasks.domain import access
from chibo_tasks.domain.access import Actor, Record
from chibo_tasks.exceptions import not_found
from chibo_tasks.services import people


@dataclass(frozen=True)
class Shape:
	"""Which fields of a doctype answer the questions of the access table.

	Attributes:
		organization: field that holds the organization.
		plan: field that holds the plan whose publication matters.
		task: field that holds the task whose people and restriction matter.
		responsible: how the responsible member of a deadline counts: by the record's own field ("member"), through
			the record's deadline ("deadline") or through any deadline of the task ("task").
		owner: field that holds the one member the record belongs to.
	"""

	organization: str = "organization"
	plan: str | None = None
	task: str | None = None
	responsible: str | None = None
	owner: str | None = None


SHAPES: dict[str, Shape] = {
	"Chibo Organization": Shape(organization="name"),
	"Chibo Settings": Shape(),
	"Chibo Member": Shape(),
	"Chibo Absence": Shape(owner="member"),
	"Chibo Calendar Day": Shape(),
	"Chibo Plan": Shape(plan="name"),
	"Chibo Plan Item": Shape(plan="plan"),
	"Chibo Plan Version": Shape(plan="plan"),
	"Chibo Plan Correction": Shape(plan="plan"),
	"Chibo Regulation": Shape(),
	"Chibo Task": Shape(task="name", responsible="task"),
	"Chibo Task Source": Shape(task="task", responsible="task"),
	"Chibo Task Member": Shape(task="task", responsible="task"),
	"Chibo Deadline": Shape(task="task", responsible="member"),
	"Chibo Evidence": Shape(task="task", responsible="deadline"),
	"Chibo Extension": Shape(task="task", responsible="deadline"),
	"Chibo Reminder": Shape(task="task", owner="member"),
	"Chibo Message": Shape(owner="member"),
	"Chibo Audit Entry": Shape(task="task"),
	"Chibo Audit Head": Shape(),
	"Chibo Outbox": Shape(),
	"Chibo Rule": Shape(),
	"Chibo Sweep": Shape(),
	"Chibo Subscription": Shape(owner="member"),
	"Chibo Channel": Shape(),
	"Chibo Key": Shape(organization="name"),
}

NOBODY = ValueWrapper(0) == ValueWrapper(1)


# One record ------------------------------------------------------------------------------------------------------


def may_read(actor: Actor, doc: Any) -> bool:
	"""True when `actor` may know of `doc` (a document or a row with its fields)."""
	return access.may_read(actor, doc.doctype, describe(doc.doctype, doc))


def check(actor: Actor, doc: Any) -> None:
	"""Raise `NotFound` unless `actor` may read `doc`."""
	if not may_read(actor, doc):
		raise not_found()


def load(actor: Actor, doctype: str, name: str, *, for_update: bool = False) -> Any:
	"""Return the document `name`, or raise `NotFound` when it is missing or closed to `actor`.

	Args:
		for_update: lock the row first, so that of two people acting at once the second sees what the first did.
	"""
	if not frappe.db.exists(doctype, name):
		raise not_found()
	doc = frappe.get_doc(doctype, name, for_update=for_update)
	check(actor, doc)
	return doc


def describe(doctype: str, row: Any) -> Record:
	"""Collect what the access table asks about one record."""
	shape = SHAPES[doctype]
	task = row.get(shape.task) if shape.task else None
	published = True
	if shape.plan:
		state = (
			row.get("state")
			if shape.plan == "name"
			else frappe.db.get_value("Chibo Plan", row.get(shape.plan), "state")
		)
		published = state == "Published"
	restricted = False
	if task:
		restricted = bool(
			row.get("restricted")
			if shape.task == "name"
			else frappe.db.get_value("Chibo Task", task, "restricted")
		)
	return Record(
		organization=row.get(shape.organization) or "",
		restricted=restricted,
		published=published,
		people=_people_of(shape, task, row) if task else {},
		owner_member=row.get(shape.owner) if shape.owner else None,
	)


def _people_of(shape: Shape, task: str, row: Any) -> dict[str, set[str]]:
	roles = people.of_task(task)
	if shape.responsible == "member":
		leads = [row.get("member")]
	elif shape.responsible == "deadline":
		leads = [frappe.db.get_value("Chibo Deadline", row.get("deadline"), "member")]
	elif shape.responsible == "task":
		leads = frappe.get_all("Chibo Deadline", filters={"task": task}, pluck="member", order_by="name")
	else:
		leads = []
	for member in leads:
		if member:
			roles.setdefault(member, set()).add(access.LEAD)
	return roles


# Lists -----------------------------------------------------------------------------------------------------------


def scope(actor: Actor, doctype: str, table: Table | None = None) -> Criterion:
	"""The condition that leaves of a list of `doctype` what `actor` may know of.

	Args:
		table: the table as it stands in the query, when it has an alias.
	"""
	table = table or frappe.qb.DocType(doctype)
	shape = SHAPES[doctype]
	conditions = [_render(grant, actor, shape, table) for grant in access.READ.get(doctype, ())]
	return Criterion.any([condition for condition in conditions if condition is not None] or [NOBODY])


def _render(grant: access.Grant, actor: Actor, shape: Shape, table: Table) -> Criterion | None:
	if isinstance(grant, access.ByPosition):
		return _by_position(grant, actor, shape, table)
	members = sorted(actor.members if isinstance(grant, access.ByOwner) else grant.seats(actor))
	if not members:
		return None
	if isinstance(grant, access.ByOwner):
		return table[shape.owner].isin(members) if shape.owner else None
	named = _by_task(grant, members, shape, table)
	absent = sorted(grant.stood_in_for(actor))
	if named is None or not absent:
		return named
	standing_in = _by_task(grant, absent, shape, table)
	return named | (standing_in & _unrestricted(shape, table))


def _by_position(grant: access.ByPosition, actor: Actor, shape: Shape, table: Table) -> Criterion | None:
	organizations = sorted(actor.organizations(grant.positions, subordinate=grant.subordinate))
	if not organizations:
		return None
	condition = table[shape.organization].isin(organizations)
	if shape.plan == "name" and not grant.unpublished:
		condition &= table.state == "Published"
	elif shape.plan and not grant.unpublished:
		plan = frappe.qb.DocType("Chibo Plan")
		published = frappe.qb.from_(plan).select(plan.name).where(plan.state == "Published")
		condition &= table[shape.plan].isin(published)
	return condition & _unrestricted(shape, table) if shape.task else condition


def _unrestricted(shape: Shape, table: Table) -> Criterion:
	if shape.task == "name" or shape.responsible == "member":
		return table.restricted == 0
	task = frappe.qb.DocType("Chibo Task")
	found = frappe.qb.from_(task).select(task.name).where(task.restricted == 0)
	return table[shape.task].isnull() | table[shape.task].isin(found)


def _by_task(grant: access.ByTask, members: list[str], shape: Shape, table: Table) -> Criterion | None:
	if not shape.task:
		return None
	seat = frappe.qb.DocType("Chibo Task Member")
	named = (
		frappe.qb.from_(seat)
		.select(seat.task)
		.where(seat.member.isin(members) & seat.role.isin(sorted(grant.roles)) & seat.until.isnull())
	)
	condition = table[shape.task].isin(named)
	if access.LEAD not in grant.roles or not shape.responsible:
		return condition
	if shape.responsible == "member":
		return condition | table.member.isin(members)
	deadline = frappe.qb.DocType("Chibo Deadline")
	key = deadline.name if shape.responsible == "deadline" else deadline.task
	own = frappe.qb.from_(deadline).select(key).where(deadline.member.isin(members))
	return condition | table[shape.responsible if shape.responsible == "deadline" else shape.task].isin(own)


# The platform's hooks --------------------------------------------------------------------------------------------

WRITING = frozenset({"write", "create", "delete", "submit", "cancel", "amend"})
KEPT_BY_HAND = frozenset(
	{
		"Chibo Organization",
		"Chibo Member",
		"Chibo Settings",
		"Chibo Absence",
		"Chibo Calendar Day",
		"Chibo Rule",
		"Chibo Regulation",
	}
)
"""Records that administrators edit on the Desk; everything else is written by the services alone."""


def permission_query_conditions(user: str | None = None, doctype: str = "") -> str:
	"""Hook: narrow every list of the platform to what the user may know of."""
	user = user or frappe.session.user
	if user == "Administrator" or (doctype in KEPT_BY_HAND and "System Manager" in frappe.get_roles(user)):
		return ""
	condition = scope(people.actor(user), doctype)
	return f"({condition.get_sql(quote_char='`', with_namespace=True)})"


def has_permission(doc: Any, ptype: str = "read", user: str | None = None, **_: Any) -> bool:
	"""Hook: one record, on any way in. Always answers True or False, as Frappe 16 demands."""
	user = user or frappe.session.user
	doctype = doc.doctype
	by_hand = doctype in KEPT_BY_HAND
	if by_hand and "System Manager" in frappe.get_roles(user):
		return True
	if ptype in WRITING:
		if gate.is_open(doctype):
			return True
		return by_hand and access.may_decide(people.actor(user), doc.get(SHAPES[doctype].organization) or "")
	if ptype in ("read", "select"):
		return may_read(people.actor(user), doc)
	return False
