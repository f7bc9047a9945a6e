"""Documents that the plan leans on: out of force at the plan's date, or cited with a wrong one."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from chibo_tasks.domain.plan_lint.finding import NOTICE, WARNING, Finding
from chibo_tasks.domain.plan_lint.subject import Subject
from chibo_tasks.domain.regulations import Regulation, key

SAME_DOCUMENT = 400
"""Days by which a cited date may be wrong; further off it is another document: numbers begin anew with each congress."""


def check(subject: Subject) -> Iterator[Finding]:
	"""Every citation of a document that the registry knows; one finding per document and kind of mistake."""
	cited: dict[str, list[tuple[str, dict[str, Any]]]] = {}
	for item in subject.items:
		for one in item.reading.get("references") or ():
			cited.setdefault(key(one.get("number") or ""), []).append((item.name, one))
	for number, places in cited.items():
		rule = subject.regulations.get(number)
		if rule is None:
			continue
		meant = [(name, one) for name, one in places if _is_meant(rule, _day(one))]
		if not meant:
			continue
		yield from _superseded(subject, rule, [name for name, _ in meant], cited)
		yield from _misdated(rule, meant)


def _superseded(
	subject: Subject, rule: Regulation, names: list[str], cited: dict[str, list[tuple[str, dict[str, Any]]]]
) -> Iterator[Finding]:
	if not rule.replaced_by or rule.replaced_on is None or subject.dated < rule.replaced_on:
		return
	both = key(rule.replaced_by) in cited
	items = names + ([name for name, _ in cited[key(rule.replaced_by)]] if both else [])
	successor = subject.regulations.get(key(rule.replaced_by))
	yield Finding(
		"reference.both" if both else "reference.superseded",
		WARNING,
		tuple(sorted(dict.fromkeys(items), key=lambda name: subject.places[name])),
		{
			"number": rule.name,
			"successor": successor.name if successor else rule.replaced_by,
			"day": f"{rule.replaced_on:%d/%m/%Y}",
			"source": rule.source,
		},
	)


def _misdated(rule: Regulation, meant: list[tuple[str, dict[str, Any]]]) -> Iterator[Finding]:
	if rule.issued_on is None:
		return
	wrong: dict[date, list[str]] = {}
	for name, one in meant:
		given = _day(one)
		if given is not None and given != rule.issued_on:
			wrong.setdefault(given, []).append(name)
	for given, names in sorted(wrong.items()):
		yield Finding(
			"reference.misdated",
			NOTICE,
			tuple(dict.fromkeys(names)),
			{
				"number": rule.name,
				"given": f"{given:%d/%m/%Y}",
				"issued": f"{rule.issued_on:%d/%m/%Y}",
				"source": rule.source,
			},
		)


def _is_meant(rule: Regulation, given: date | None) -> bool:
	if given is None or rule.issued_on is None:
		return True
	return abs((given - rule.issued_on).days) <= SAME_DOCUMENT


def _day(reference: dict[str, Any]) -> date | None:
	return date.fromisoformat(reference["date"]) if reference.get("date") else None
