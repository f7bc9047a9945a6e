"""Search over tasks, sentences of plans, members and evidence, for what the asking user may know of."""

from typing import Any

import frappe
from pypika import Criterion

from chibo_tasks import permissions
from chibo_tasks.domain import search
from chibo_tasks.domain.access import Actor

EXAMINED = 400
"""Rows of each kind that are ranked; more than that and the query wants another word."""
MOST = 50


def find(actor: Actor, query: str, limit: int = 20) -> dict[str, list[dict[str, Any]]]:
	"""What contains every word of `query`, the very words with their accents first.

	Returns:
		`tasks` {deadline, title, section_path, member_name, state}, `items` {plan, position, section_path, text},
		`members` {member, name, unit}, `evidence` {deadline, name, file_name}.
	"""
	words = search.words(query)
	if not words:
		return {"tasks": [], "items": [], "members": [], "evidence": []}
	limit = min(limit, MOST)
	return {
		"tasks": _best(query, _tasks(actor, words), ("title", "content"), limit, hide=("content",)),
		"items": _best(query, _items(actor, words), ("text",), limit),
		"members": _best(query, _members(actor, words), ("name",), limit),
		"evidence": _best(query, _evidence(actor, words), ("file_name", "note"), limit, hide=("note",)),
	}


def _best(
	query: str, rows: list[Any], fields: tuple[str, ...], limit: int, hide: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
	ranked = sorted(rows, key=lambda row: search.rank(query, [row[field] for field in fields]))
	return [{key: value for key, value in row.items() if key not in hide} for row in ranked[:limit]]


def _all(column: Any, words: list[str]) -> Criterion:
	# folding leaves letters and digits only, so no word can be read as a pattern
	return Criterion.all([column.like(f"%{word}%") for word in words])


def _tasks(actor: Actor, words: list[str]) -> list[Any]:
	task, deadline, member = (frappe.qb.DocType(f"Chibo {name}") for name in ("Task", "Deadline", "Member"))
	return (
		frappe.qb.from_(deadline)
		.join(task)
		.on(task.name == deadline.task)
		.join(member)
		.on(member.name == deadline.member)
		.select(
			deadline.name.as_("deadline"),
			task.title,
			task.content,
			task.section_path,
			member.full_name.as_("member_name"),
			deadline.state,
		)
		.where(_all(task.search_text, words) & permissions.scope(actor, "Chibo Deadline", deadline))
		.orderby(deadline.due_date)
		.orderby(deadline.name)
		.limit(EXAMINED)
		.run(as_dict=True)
	)


def _items(actor: Actor, words: list[str]) -> list[Any]:
	item, plan = frappe.qb.DocType("Chibo Plan Item"), frappe.qb.DocType("Chibo Plan")
	return (
		frappe.qb.from_(item)
		.join(plan)
		.on(plan.name == item.plan)
		.select(item.plan, item.position, item.section_path, item.text)
		.where(_all(item.search_text, words) & permissions.scope(actor, "Chibo Plan Item", item))
		.where((plan.state != "Discarded") & (item.retired == 0))
		.orderby(item.plan)
		.orderby(item.position)
		.limit(EXAMINED)
		.run(as_dict=True)
	)


def _members(actor: Actor, words: list[str]) -> list[Any]:
	member = frappe.qb.DocType("Chibo Member")
	rows = (
		frappe.qb.from_(member)
		.select(member.name.as_("member"), member.full_name.as_("name"), member.unit)
		.where(permissions.scope(actor, "Chibo Member", member))
		.orderby(member.full_name)
		.orderby(member.name)
		.limit(10 * EXAMINED)
		.run(as_dict=True)
	)
	return [row for row in rows if all(word in search.index(row.name) for word in words)]


def _evidence(actor: Actor, words: list[str]) -> list[Any]:
	evidence = frappe.qb.DocType("Chibo Evidence")
	rows = (
		frappe.qb.from_(evidence)
		.select(evidence.deadline, evidence.name, evidence.file_name, evidence.note)
		.where(permissions.scope(actor, "Chibo Evidence", evidence) & (evidence.state != "Withdrawn"))
		.orderby(evidence.creation, order=frappe.qb.desc)
		.orderby(evidence.name)
		.limit(10 * EXAMINED)
		.run(as_dict=True)
	)
	return [row for row in rows if all(word in search.index(row.file_name, row.note) for word in words)]
