"""What a finding is, and every sentence that the linter says, in one table by code."""

from dataclasses import dataclass, field
from typing import Any

from chibo_tasks.domain.errors import N_

WARNING, NOTICE, INFO = "warning", "notice", "info"

TEMPLATES: dict[str, tuple[str, str]] = {
	"arithmetic.rate": (
		N_(
			"{percent} % of {count} {whom} is {need}, which is {pace} a {period}. "
			"{rate} a {period} comes to {total} ({share} %)."
		),
		N_("Decide on one of the two figures, and correct the other."),
	),
	"quota.excellent": (
		N_(
			"{wanted} members are to reach the highest grade. {percent} % ({source}) allow {low} of {count} when counted "
			"on those who fulfil their duties well, {high} when counted on all."
		),
		N_("Ask the superior committee which base applies this year. {note}"),
	),
	"grade.contradiction": (
		N_("“{body}” is to become “{one}” in line {first}, but “{other}” in line {second}."),
		N_("Keep one of the two."),
	),
	"reference.superseded": (
		N_("{number} was replaced by {successor} on {day}."),
		N_("Cite {successor} instead. Source: {source}"),
	),
	"reference.both": (
		N_("{number} is cited together with {successor}, which replaced it on {day}."),
		N_("Leave {number} out. Source: {source}"),
	),
	"reference.misdated": (
		N_("{number} is cited as of {given}; it was issued on {issued}."),
		N_("Correct the date. Source: {source}"),
	),
	"elsewhere.name": (
		N_("“{name}” is not this organization. The sentence may come from another plan."),
		N_("Check the name, and whether the sentence belongs here."),
	),
	"duplicate.pair": (
		N_("Lines {first} and {second} say nearly the same."),
		N_("Give both as one task, so that nobody is asked for the same thing twice."),
	),
	"duplicate.list": (
		N_("{count} lines below line {first} are said again below line {second}."),
		N_("Give each pair as one task, so that nobody is asked for the same thing twice."),
	),
	"gap.measure": (
		N_("{count} targets have no figure by which they could be judged."),
		N_("Add a figure, or treat them as tasks."),
	),
	"gap.owner": (
		N_("{count} tasks name nobody who is responsible."),
		N_("Choose the people in the next step."),
	),
	"gap.period": (
		N_("A deadline of line {position}, {day}, lies outside the period of the plan."),
		N_("Check the year of the date."),
	),
}
"""Code → what was seen, what to do."""


@dataclass(frozen=True)
class Finding:
	"""One remark about a plan.

	Attributes:
		code: key of `TEMPLATES`.
		severity: warning, notice or info.
		items: names of the items that it is about, in the order of the plan.
		params: values for the places of the templates; a `Term` among them is translated.
		corrections: the proposal as corrections of the draft, ready to be carried out; often empty.
	"""

	code: str
	severity: str
	items: tuple[str, ...]
	params: dict[str, Any] = field(default_factory=dict)
	corrections: tuple[dict[str, Any], ...] = ()

	@property
	def message(self) -> str:
		"""Template of what was seen."""
		return TEMPLATES[self.code][0]

	@property
	def advice(self) -> str:
		"""Template of what to do."""
		return TEMPLATES[self.code][1]
