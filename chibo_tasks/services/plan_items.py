"""The items of a plan between their rows and the rules of `domain.plan_draft`."""

import json
from collections.abc import Sequence
from typing import Any

import frappe

from chibo_tasks import permissions
from chibo_tasks.domain import search
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.plan_draft import DraftItem, Items
from chibo_tasks.services import rows

MOST_ITEMS = 30_000
STORED = (
	"name",
	"position",
	"parent_position",
	"level",
	"marker",
	"section_path",
	"kind",
	"scope",
	"text",
	"reading",
	"spans",
	"choice",
	"checked",
	"retired",
)
COLUMNS = (*STORED, "organization", "plan", "search_text")
DELETED_AT_ONCE = 1000


def load(plan: str, *, known_to: Actor | None = None, for_update: bool = False) -> Items:
	"""The items of `plan`, in order.

	Args:
		known_to: take an item as given only where this person may know of its work.
		for_update: the newest committed state; the caller holds the lock of the plan.
	"""
	item = frappe.qb.DocType("Chibo Plan Item")
	query = (
		frappe.qb.from_(item)
		.select(*(item[field] for field in STORED))
		.where(item.plan == plan)
		.orderby(item.position)
		.limit(MOST_ITEMS)
	)
	found = (query.for_update() if for_update else query).run(as_dict=True)
	names = {row.position: row.name for row in found}
	given = with_work(plan, known_to=known_to, for_update=for_update)
	return [
		DraftItem(
			name=row.name,
			spans=tuple((one[0], one[1], one[2]) for one in json.loads(row.spans or "[]")),
			text=row.text,
			kind=row.kind,
			marker=row.marker or "",
			scope=row.scope or "",
			level=row.level,
			parent=names.get(row.parent_position),
			section_path=row.section_path or "",
			reading=json.loads(row.reading or "{}"),
			choice=json.loads(row.choice or "{}"),
			checked=bool(row.checked),
			retired=bool(row.retired),
			given=row.name in given,
		)
		for row in found
	]


def with_work(plan: str, *, known_to: Actor | None = None, for_update: bool = False) -> set[str]:
	"""Names of the items of `plan` from which tasks come.

	Args:
		known_to: only from what this person may know of; without it hidden work counts as well.
		for_update: the newest committed state; the caller holds the lock of the plan.
	"""
	link, item = frappe.qb.DocType("Chibo Task Source"), frappe.qb.DocType("Chibo Plan Item")
	query = (
		frappe.qb.from_(link)
		.join(item)
		.on(item.name == link.plan_item)
		.select(link.plan_item)
		.where(item.plan == plan)
		.orderby(link.plan_item)
		.limit(MOST_ITEMS)
	)
	if known_to is not None:
		query = query.where(link.task.isin(_known_tasks(known_to)))
	return set((query.for_update() if for_update else query).run(pluck=True))


def _known_tasks(actor: Actor) -> Any:
	"""Tasks with a deadline that `actor` may know of."""
	deadline = frappe.qb.DocType("Chibo Deadline")
	return (
		frappe.qb.from_(deadline)
		.select(deadline.task)
		.where(permissions.scope(actor, "Chibo Deadline", deadline))
	)


def hidden_last(plan: str, items: Items) -> Items:
	"""`items` with those at the end that stay for the sake of restricted work alone.

	Whoever may not know of that work is not shown them, and a number that is missed in between would tell of them.
	"""
	link, task, item = (frappe.qb.DocType(f"Chibo {name}") for name in ("Task Source", "Task", "Plan Item"))
	open_to_all = set(
		frappe.qb.from_(link)
		.join(item)
		.on(item.name == link.plan_item)
		.join(task)
		.on(task.name == link.task)
		.select(link.plan_item)
		.where((item.plan == plan) & (task.restricted == 0))
		.orderby(link.plan_item)
		.limit(MOST_ITEMS)
		.for_update()
		.run(pluck=True)
	)
	return sorted(items, key=lambda one: one.retired and one.name not in open_to_all)


def insert(organization: str, plan: str, items: Sequence[DraftItem]) -> None:
	"""Write the items of a new plan."""
	_insert(organization, plan, _rows(items, {one.name for one in items}))


def save(organization: str, plan: str, before: Sequence[DraftItem], after: Sequence[DraftItem]) -> None:
	"""Bring the rows of `plan` from one state to the other.

	Rows that differ are written anew under their own names: positions are unique, so they cannot be moved one by one.
	"""
	touched = changed(before, after)
	gone = [one.name for one in before if one.name in touched]
	for start in range(0, len(gone), DELETED_AT_ONCE):
		frappe.db.delete("Chibo Plan Item", {"name": ["in", gone[start : start + DELETED_AT_ONCE]]})
	_insert(organization, plan, _rows(after, touched))


def changed(before: Sequence[DraftItem], after: Sequence[DraftItem]) -> set[str]:
	"""Names of the items that are not stored the same way in both states."""
	old, new = _placed(before), _placed(after)
	return {name for name in (*old, *new) if old.get(name) != new.get(name)}


def _placed(items: Sequence[DraftItem]) -> dict[str, tuple[DraftItem, int, int]]:
	places = {one.name: at for at, one in enumerate(items, 1)}
	return {one.name: (one, places[one.name], places.get(one.parent or "", 0)) for one in items}


def _rows(items: Sequence[DraftItem], wanted: set[str]) -> list[dict[str, Any]]:
	"""What is stored of those of `items` that are `wanted`."""
	return [
		{
			"name": one.name,
			"position": position,
			"parent_position": parent,
			"level": one.level,
			"marker": one.marker,
			"section_path": one.section_path,
			"kind": one.kind,
			"scope": one.scope,
			"text": one.text,
			"reading": _json(one.reading),
			"spans": _json(one.spans),
			"choice": _json(one.choice),
			"checked": int(one.checked),
			"retired": int(one.retired),
		}
		for one, position, parent in _placed(items).values()
		if one.name in wanted
	]


def _insert(organization: str, plan: str, stored: Sequence[dict[str, Any]]) -> None:
	rows.insert(
		"Chibo Plan Item",
		COLUMNS,
		(
			{**row, "organization": organization, "plan": plan, "search_text": search.index(row["text"])}
			for row in stored
		),
	)


def _json(value: Any) -> str:
	return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
