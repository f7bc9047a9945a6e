"""Says what each line is: a part of the document, and through `CORE_KIND` one of the five kinds.

Order of trust: place in the document (head, tail), shape (number with lines below it), the section it stands in, its own
words. Each answer comes with its reason and a confidence, so that the preview can show the doubtful lines first.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from . import head as heads
from . import kinds, sections, tables, tail
from . import table_columns as columns
from .fields.days import DAY, find_stretches
from .fields.people import heads_duties
from .fields.period import period_heading
from .head import Head
from .lexicon import ANNOUNCEMENT, DETAIL_LABELS, starts_with_action
from .lines import BOLD, CAPS, LEAD, PERIOD, PERSON, STYLED, Line
from .markers import CAPITAL, DECIMAL, ENCLOSED, LETTER, PART, ROMAN, ROMAN_LOW, STAR
from .normalise import canon
from .outline import Node
from .reasons import Reason, because
from .result import GENERAL, SPECIFIC
from .sections import Section

_TOP = frozenset({PART, ROMAN, CAPITAL})
_INNER = frozenset({DECIMAL, LETTER, ENCLOSED, ROMAN_LOW})
_LOOKS = frozenset({CAPS, STYLED, PERIOD, PERSON, BOLD, LEAD})
_END_OF_SENTENCE = (".", ";", ",")
# Sections that list people as those whom the work is about.
_ABOUT_PEOPLE = re.compile(
	r"(?:đối tượng|kiểm tra|giám sát|kết nạp|giúp đỡ|được|inspect|supervis|danh sách)(?!.*phân công)"
)


@dataclass(frozen=True)
class Verdict:
	"""What a line is, how sure that is and why."""

	part: str
	scope: str | None
	confidence: float
	why: tuple[Reason, ...]
	section: Section


class Classifier:
	"""Walks the lines once, keeping the role of every open section.

	Args:
		lines, nodes: the outline, index by index.
		head: the head of the document.
	"""

	def __init__(self, lines: list[Line], nodes: list[Node], head: Head) -> None:
		self.lines = lines
		self.head = head
		self.tail = tail.tail_parts(lines, head.end)
		self.nodes = _without_tail(nodes, self.tail)
		self.details = _details(lines, self.nodes)
		self.verdicts: list[Verdict] = []
		self._direction_is_work = not self._has_work_section()

	def run(self) -> list[Verdict]:
		"""Judge every line.

		Returns: one verdict per line, in order.
		"""
		for index in range(len(self.lines)):
			self.verdicts.append(self._judge(index))
		return self.verdicts

	def _judge(self, index: int) -> Verdict:
		if index < self.head.end:
			return _in_head(self.lines[index], self.head.parts[index])
		if index in self.tail:
			return _in_tail(self.lines[index], self.tail[index])
		section = self._section_around(index)
		line, node = self.lines[index], self.nodes[index]
		if not any(map(str.isalnum, line.text)):
			return Verdict("ornament", None, 1.0, (because("part.ornament"),), section)
		if line.row is not None:
			return self._as_row(line, line.row, section)
		found = self._as_heading(index)
		if found and found[0] == "section":
			found = self._special(line, section, found)
		if found:
			return Verdict(found[0], None, found[1], (found[2],), self._opened(line, section))
		return self._as_content(index, line, node, section)

	def _special(
		self, line: Line, around: Section, found: tuple[str, float, Reason]
	) -> tuple[str, float, Reason]:
		"""A numbered heading that is a month or a person whose duties follow."""
		if period_heading(line.text):
			return "period", found[1], found[2]
		if line.words <= 16 and heads_duties(line.text) and not _ABOUT_PEOPLE.search(canon(around.heading)):
			return "person", found[1], found[2]
		return found

	def _as_row(self, line: Line, row: tables.Row, section: Section) -> Verdict:
		if row.kind == tables.HEAD:
			return Verdict("table_head", None, 0.95, (because("part.table_head"),), section)
		if row.kind == tables.GROUP:
			part = "period" if period_heading(line.text) else "section"
			reason = because("part.heading_look", look="table")
			return Verdict(part, None, 0.88, (reason,), self._opened(line, section))
		low = canon(line.text)
		assigned = bool(columns.WORKING & set(row.values))
		if section.role == sections.CONTEXT and not assigned:
			return Verdict(
				"context", None, 0.85, (because("section.context", section=section.heading),), section
			)
		if row.kind == tables.PLAIN:
			return Verdict("context", None, 0.5, (because("part.table_plain"),), section)
		if row.kind == tables.CONTINUED:
			return Verdict("detail", None, 0.6, (because("part.table_continued"),), section)
		why = [because("part.table_row", column=row.column or "…")]
		days = {columns.TIME, columns.PERIOD} & set(row.values)
		if row.values.get(columns.MEASURE) and row.values.get(columns.TARGET) and not days:
			return Verdict("measure", _scope(section), 0.9, tuple(why), section)
		if section.role == sections.CONTEXT:
			section = Section(sections.WORK, section.heading)
		found = self._as_work(line, low, section, why)
		if found.part == "context":
			return Verdict("work", SPECIFIC, 0.6, tuple(why), section)
		return Verdict(found.part, found.scope, max(found.confidence, 0.8), found.why, section)

	def _section_around(self, index: int) -> Section:
		parent = self.nodes[index].parent
		return self.verdicts[parent].section if 0 <= parent < index else Section(sections.UNKNOWN, "")

	def _opened(self, line: Line, around: Section) -> Section:
		role = sections.role_of(line.text, around.role)
		if (
			role == sections.GENERAL
			and around.role == ""
			and self._direction_is_work
			and sections.is_direction(line.text)
		):
			role = sections.WORK
		return Section(role, line.text) if role else Section(around.role, around.heading or line.text)

	def _has_work_section(self) -> bool:
		for line in self.lines[self.head.end :]:
			outer = (line.marker is not None and line.marker.family in _TOP) or line.look in (CAPS, STYLED)
			if outer and sections.role_of(line.text, "") in (sections.WORK, sections.TARGET):
				return True
		return False

	def _as_heading(self, index: int) -> tuple[str, float, Reason] | None:
		line, node = self.lines[index], self.nodes[index]
		if line.block.is_row or node.follows:
			return None
		if line.marker is None:
			return _unnumbered_heading(line, node)
		real_children = node.children
		if index in self.details.parents and line.marker.family not in _TOP:
			return None
		number = because("part.heading_number", marker=line.marker.written, count=real_children)
		if line.marker.family in _TOP:
			return ("section", 0.97, number) if _is_top_heading(line, node) else None
		if line.marker.family in _INNER:
			return ("section", 0.92, number) if _is_inner_heading(line, node) else None
		dated = line.text.endswith(".") and _names_a_day(canon(line.text))
		if line.marker.family == STAR and node.children and line.words <= 25 and not dated:
			return "section", 0.9, number
		if node.children and node.first_child and _is_lead_in(line):
			return "lead_in", 0.8, because("part.lead_in", count=node.children)
		return None

	def _as_content(self, index: int, line: Line, node: Node, section: Section) -> Verdict:
		why: list[Reason] = []
		if node.follows and index - 1 >= self.head.end and not line.block.is_row:
			why.append(because("part.follow_on"))
		low = canon(line.text)
		if section.role == sections.CONTEXT:
			why.append(because("section.context", section=section.heading))
			return Verdict("context", None, 0.93, tuple(why), section)
		detail = DETAIL_LABELS.match(low)
		if detail and index in self.details.lines:
			why.append(because("part.detail", words=line.text[: detail.end()].strip()))
			return Verdict("detail", None, 0.8, tuple(why), section)
		if node.follows and line.announces and not detail and not line.block.is_row:
			why.append(because("part.lead_in", count=0))
			return Verdict("intro", None, 0.7, tuple(why), section)
		return self._as_work(line, low, section, why)

	def _as_work(self, line: Line, low: str, section: Section, why: list[Reason]) -> Verdict:
		scope = _scope(section)
		if kinds.DECLARES.match(low):
			return Verdict("context", None, 0.8, (*why, because("kind.statement")), section)
		part, confidence, reason = kinds.work_or_measure(line, low, section.role)
		why.append(_section_reason(section))
		if reason:
			why.append(reason)
		if section.role == sections.UNKNOWN:
			confidence -= 0.15
			if kinds.STATEMENT.match(low):
				why.append(because("kind.statement"))
				return Verdict("context", None, 0.6, tuple(why), section)
		return Verdict(part, scope, confidence, tuple(why), section)


def _without_tail(nodes: list[Node], tail_lines: Iterable[int]) -> list[Node]:
	"""Closing words and recipients stand below the last line of work only by their place."""
	kept = list(nodes)
	for index in tail_lines:
		parent = nodes[index].parent
		if parent >= 0:
			kept[parent] = replace(kept[parent], children=kept[parent].children - 1)
	return kept


def _scope(section: Section) -> str:
	return GENERAL if section.role == sections.GENERAL else SPECIFIC


def _section_reason(section: Section) -> Reason:
	if not section.heading:
		return because("section.none")
	code = {
		sections.GENERAL: "section.general",
		sections.TARGET: "section.target",
		sections.WORK: "section.work",
		sections.ORGANISATION: "section.organisation",
	}.get(section.role)
	return because(code, section=section.heading) if code else because("section.unknown")


def _unnumbered_heading(line: Line, node: Node) -> tuple[str, float, Reason] | None:
	if line.look not in _LOOKS:
		return None
	reason = because("part.heading_look", look=line.look)
	if line.look == PERIOD:
		return "period", 0.95, reason
	if line.look == PERSON:
		return ("person", 0.88, reason) if node.children else None
	if line.look == BOLD and not node.children and line.words > 12:
		return None
	return "section", 0.9 if line.look in (STYLED, CAPS) else 0.78, reason


def _is_top_heading(line: Line, node: Node) -> bool:
	article = line.marker is not None and line.marker.written.lower().startswith(("điều", "article"))
	if line.text.endswith(".") and not line.caps and (node.children == 0 or (article and line.words > 5)):
		return False
	if line.caps or line.announces or line.words <= 12:
		return True
	if node.children == 0:
		return line.words <= 25 and not line.text.endswith(_END_OF_SENTENCE)
	return line.words <= 45


def _is_inner_heading(line: Line, node: Node) -> bool:
	text = line.text
	if line.caps and line.words <= 40:
		return True
	if line.rank and not text.endswith(_END_OF_SENTENCE):
		return True
	if line.announces:
		return line.words <= 30
	if node.children == 0:
		return False
	ended = text.endswith(_END_OF_SENTENCE)
	if not ended and line.words <= 4:
		return True
	if not ended and line.words <= 8 and sections.role_of(text, "") not in (sections.UNKNOWN, sections.WORK):
		return True
	if node.first_child == "":
		return not ended and line.words <= 14 and (line.block.bold or not starts_with_action(canon(text)))
	if ended:
		return line.words <= 12 and not text.endswith(";") and not _is_sentence(canon(text))
	return line.words <= 25


def _is_sentence(low: str) -> bool:
	"""A line of two pieces of work, or of one and its day: "Sơ kết trong tháng 6; tổng kết trước 15/12" is one."""
	return "; " in low or (starts_with_action(low) != "" and _names_a_day(low))


def _names_a_day(low: str) -> bool:
	return any(one.kind == DAY for one in find_stretches(low))


# "…, gồm các việc sau:" says that the work stands below.
_LISTS = re.compile(
	r"(?:gồm|như|trong đó|cụ thể)(?: có)?(?: (?:các|những))?(?: (?:việc|nội dung|nhiệm vụ|hoạt động|công việc|phần việc))?(?: cụ thể)?(?: như)?(?: sau(?: đây)?)?\s*:$|(?:the )?following(?: \w+)?\s*:$"
)


def _is_lead_in(line: Line) -> bool:
	low = canon(line.text)
	if (ANNOUNCEMENT.match(low) and line.words <= 25) or (line.announces and line.words <= 5):
		return True
	if line.announces and line.words <= 18 and _LISTS.search(low):
		return True
	return (
		line.announces and line.words <= 18 and not starts_with_action(low) and not re.search(r"\d\s?%", low)
	)


# said of something else even where it is all that is said
_WHEN_OR_WHERE = re.compile(r"(?:thời gian|thời điểm|địa điểm|time|date|place|venue)\s*:")


@dataclass(frozen=True)
class _Details:
	lines: frozenset[int]
	parents: frozenset[int]


def _details(lines: list[Line], nodes: list[Node]) -> _Details:
	"""Lines that only describe the work above them ("Thời gian: …"), and the lines whose work they describe."""
	children: dict[int, list[int]] = {}
	for index, node in enumerate(nodes):
		if node.parent >= 0:
			children.setdefault(node.parent, []).append(index)
	found: set[int] = set()
	parents: set[int] = set()
	for parent, members in children.items():
		labelled = [index for index in members if DETAIL_LABELS.match(canon(lines[index].text))]
		alone = len(members) == 1 and bool(labelled) and _WHEN_OR_WHERE.match(canon(lines[labelled[0]].text))
		if not alone and (len(labelled) < 2 or len(labelled) * 2 < len(members)):
			continue
		found.update(labelled)
		if lines[parent].marker is not None:
			parents.add(parent)
	return _Details(frozenset(found), frozenset(parents))


def _in_head(line: Line, part: str) -> Verdict:
	section = Section(sections.UNKNOWN, "")
	if part == heads.BASIS:
		words = " ".join(line.text.split()[:3])
		return Verdict(part, None, 0.97, (because("part.basis", words=words),), section)
	if part == heads.TITLE:
		return Verdict(part, None, 0.95, (because("part.title"),), section)
	if part == heads.ORNAMENT:
		return Verdict(part, None, 1.0, (because("part.ornament"),), section)
	return Verdict(part, None, 0.95 if part == heads.LETTERHEAD else 0.85, (because("part.head"),), section)


def _in_tail(line: Line, part: str) -> Verdict:
	section = Section(sections.UNKNOWN, "")
	words = " ".join(line.text.split()[:4])
	reason = {
		tail.CLOSING: because("part.closing", words=words),
		tail.SIGNATURE: because("part.signature"),
		tail.ORNAMENT: because("part.ornament"),
	}.get(part, because("part.recipients", words="Nơi nhận"))
	return Verdict(part, None, 0.95, (reason,), section)
