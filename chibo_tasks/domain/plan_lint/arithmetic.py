"""Two figures about the same thing that do not meet: a share of the members, and so many a month."""

import math
from collections.abc import Iterator
from typing import Any

from chibo_tasks.domain.errors import N_, Term
from chibo_tasks.domain.plan_draft import DraftItem
from chibo_tasks.domain.plan_lint.finding import WARNING, Finding
from chibo_tasks.domain.plan_lint.subject import Subject
from chibo_tasks.domain.search import fold

PERIODS = {
	"week": (N_("week"), 52 / 12),
	"month": (N_("month"), 1.0),
	"quarter": (N_("quarter"), 1 / 3),
	"semester": (N_("semester"), 1 / 6),
}
"""Unit of a rate → its word, how often it fits into a month."""
TOLERANCE = 1.0
"""People by which two totals may differ: half of one is rounding on each side."""


def check(subject: Subject) -> Iterator[Finding]:
	"""Shares of the members beside a rate, in one line or in a line and those below it."""
	children: dict[str | None, list[DraftItem]] = {}
	for item in subject.items:
		children.setdefault(item.parent, []).append(item)
	for item in subject.items:
		near = [item, *(one for one in children.get(item.name, ()) if not children.get(one.name))]
		shares = [(one, target) for one in near for target in _targets(one) if _is_share(target)]
		rates = [(one, target) for one in near for target in _targets(one) if target.get("per") in PERIODS]
		for share_item, share in shares:
			for rate_item, rate in rates:
				if item in (share_item, rate_item):
					yield from _compared(subject, share_item, share, rate_item, rate)


def _compared(
	subject: Subject, share_item: DraftItem, share: dict[str, Any], rate_item: DraftItem, rate: dict[str, Any]
) -> Iterator[Finding]:
	people = subject.headcount
	about = fold(f"{share.get('object') or ''} {rate.get('object') or ''} {rate.get('unit') or ''}")
	if not people or "dang vien" not in about or not rate.get("value"):
		return
	word, per_month = PERIODS[rate["per"]]
	months = _months(subject)
	need = math.ceil(people * share["value"] / 100 - 1e-9)
	low = rate["value"] * per_month * months
	high = (rate.get("max") or rate["value"]) * per_month * months
	short = high <= need - TOLERANCE
	over = share.get("comparator") == "=" and low >= need + TOLERANCE and low > need * 1.25
	if not short and not over:
		return
	total = high if short else low
	yield Finding(
		"arithmetic.rate",
		WARNING,
		tuple(dict.fromkeys((share_item.name, rate_item.name))),
		{
			"percent": subject.figure(share["value"]),
			"count": people,
			"whom": Term(N_("party members")),
			"need": need,
			"pace": subject.figure(need / (per_month * months)),
			"period": Term(word),
			"rate": subject.figure(rate["value"]),
			"total": subject.figure(total),
			"share": subject.figure(round(100 * total / people)),
		},
	)


def _targets(item: DraftItem) -> list[dict[str, Any]]:
	return [one for one in item.reading.get("targets") or () if one.get("value")]


def _is_share(target: dict[str, Any]) -> bool:
	return (
		target.get("unit") == "%"
		and not target.get("per")
		and "dang vien" in fold(str(target.get("object") or ""))
	)


def _months(subject: Subject) -> int:
	start, end = subject.period.start, subject.period.end
	return max(1, (end.year - start.year) * 12 + end.month - start.month + 1)
