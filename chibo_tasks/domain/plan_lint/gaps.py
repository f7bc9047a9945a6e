"""What is missing: a figure, a responsible person, a date within the period."""

from collections.abc import Iterator
from datetime import date

from chibo_tasks.domain.plan_draft import DraftItem
from chibo_tasks.domain.plan_lint.finding import INFO, NOTICE, Finding
from chibo_tasks.domain.plan_lint.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
	"""One finding for all targets without a figure, one for all tasks without a person, one per strange date."""
	work = [one for one in subject.items if one.proposed]
	vague = tuple(one.name for one in work if one.kind == "target" and not _can_be_judged(one))
	if vague:
		yield Finding("gap.measure", NOTICE, vague, {"count": len(vague)})
	loose = tuple(
		one.name
		for one in work
		if not one.reading.get("responsible") and not one.choice.get("lead") and not one.choice.get("same_as")
		and one.choice.get("give") is not False
	)  # fmt: skip
	if loose:
		yield Finding("gap.owner", INFO, loose, {"count": len(loose)})
	for item in work:
		for day in item.reading.get("due_dates") or ():
			if not subject.period.start <= date.fromisoformat(day) <= subject.period.end:
				shown = f"{date.fromisoformat(day):%d/%m/%Y}"
				params = {"position": subject.places[item.name], "day": shown}
				yield Finding("gap.period", NOTICE, (item.name,), params)


def _can_be_judged(item: DraftItem) -> bool:
	"""It has a figure, or names a title that is won or not."""
	why = (one.get("code") for one in item.reading.get("why") or ())
	return bool(item.reading.get("targets")) or "kind.title_to_win" in why
