"""Gives the items their fields: days, rhythm, figures, people, references, each with the reason for it.

A field comes from the first of these places that has it: the item's own words, the cells of its row, the detail lines
below it, the headings above it (a month, a person, a lead-in that assigns). What a heading says never overrides what a
line says itself.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from . import table_columns as columns
from .fields import due, recurrence
from .fields.days import find_stretches
from .fields.due import Due, Setting
from .fields.figures import blank
from .fields.people import heads_duties, means_everybody, person_of
from .fields.people_cell import people_in_cell
from .fields.period import Period, period_heading
from .fields.references import find_references
from .fields.responsible import find_responsible
from .fields.target_words import UNIT
from .fields.targets import find_targets
from .lexicon import DETAIL_LABELS, starts_with_action
from .lines import Line
from .normalise import canon
from .reasons import Reason, because
from .result import (
	APPROVE,
	COORDINATE,
	HEADING,
	LEAD,
	MEMBER,
	TARGET,
	TASK,
	Item,
	Reference,
	Responsible,
)
from .result import Target as TargetValue

# Labels of detail lines, by what they say of the work above.
_TIME_LABEL = re.compile(
	r"(?!mốc .{0,12}(?:kiểm tra|giám sát)|niên độ)(?:về )?(?:thời gian|thời hạn|thời điểm|tiến độ|mốc thời gian|niên độ|hoàn thành|time|date|deadline|due|when)"
)
_PEOPLE_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = (
	(COORDINATE, re.compile(r"(?:đơn vị )?phối hợp|support")),
	(
		MEMBER,
		re.compile(r"thành viên|tổ viên|thành phần[^:]*:.*\((?:tổ trưởng|trưởng đoàn|thành viên|thư ký)"),
	),
	(APPROVE, re.compile(r"(?:phê )?duyệt|người duyệt")),
	(
		LEAD,
		re.compile(
			r"(?:người|đơn vị|cán bộ|đồng chí|đ/c|bộ phận) (?!được)|chủ trì|pt\b|p/t\b|phụ trách|phân công|trách nhiệm|(?:tổ|đoàn) (?:kiểm tra|giám sát|công tác)|tổ trưởng|trưởng đoàn|thực hiện|who|lead|responsible"
		),
	),
)
_NO_FIELDS = frozenset({"recipient", "recipient_head", "signature", "letterhead", "ornament", "table_head"})
# No sentence of a plan is longer; what is longer is left as text.
_MOST_CHARS = 6_000
# What is to come out of the work is what is to be reached: "01 báo cáo", "100% kế hoạch".
_TARGET_COLUMNS = (columns.TARGET, columns.PRODUCT)
# "07 dự thảo", "Mỗi thôn 02 người", "Khoảng 80 đến 100 đại biểu": a note that says nothing else.
_ONLY_A_FIGURE = re.compile(
	rf"(?:(?:đạt|khoảng|dự kiến|từ|mời|mỗi [^\W\d_]+(?: [^\W\d_]+)?) ){{0,3}}\d[\d.,]*(?: ?(?:-|–|đến) ?\d[\d.,]*)?(?:\s?%| (?:{UNIT}))(?:\s?/\s?[^\W\d_]+)?(?: [^\W\d_]+){{0,2}}\.?$"
)
# "98% trẻ từ 6 đến 59 tháng tuổi"
_SHARE = re.compile(r"\d[\d.,]*\s?%\s")
# A note that begins with what its figure measures: "Mức 500.000 đồng/người".
_AMOUNT = re.compile(
	r"(?:mức|định mức|quy mô|quân số|diện tích|tổng|kinh phí|dự toán|chỉ tiêu|số lượng|tỷ lệ|đạt|phấn đấu|target|budget|cost)(?![^\W\d_])"
)
_TIME_COLUMNS = (columns.TIME, columns.PERIOD)
_SAYS_WHO = re.compile(
	r"giao|phân công|chủ trì|phụ trách|phối hợp|chịu trách nhiệm|trách nhiệm|thực hiện|tham mưu|đ/c|đồng chí|\([^)]+\)| [-–] |assign|responsible|in charge|lead"
)
_HEADED = frozenset({"section", "period", "person", "lead_in"})


@dataclass
class Fields:
	"""Fields of one item while they are gathered."""

	targets: tuple[TargetValue, ...] = ()
	recurrence: tuple[str, ...] = ()
	due: Due = field(default_factory=Due)
	responsible: list[Responsible] = field(default_factory=list)
	references: tuple[Reference, ...] = ()
	why: list[Reason] = field(default_factory=list)

	def add(self, who: Responsible, reason: Reason) -> None:
		if all(canon(one.name) != canon(who.name) for one in self.responsible):
			self.responsible.append(who)
			self.why.append(reason)


@dataclass(frozen=True)
class Heading:
	"""What a heading says for the lines below it."""

	period: Period | None = None
	words: str = ""
	due: Due = field(default_factory=Due)
	people: tuple[Responsible, ...] = ()
	personal: bool = False


class Enricher:
	"""Walks the items once from the top.

	Args:
		items, lines: index by index.
		plan: period of the plan.
		issued: day of issue.
	"""

	def __init__(
		self, items: tuple[Item, ...], lines: list[Line], plan: Period | None, issued: date | None
	) -> None:
		self.items = items
		self.lines = lines
		self.plan = plan
		self.issued = issued
		self.headings: dict[int, Heading] = {}

	def run(self) -> tuple[Item, ...]:
		"""Fields of every item.

		Returns: the items, completed.
		"""
		found = [self._read(item, line) for item, line in zip(self.items, self.lines, strict=True)]
		self._details(found)
		for item, fields in zip(self.items, found, strict=True):
			self._inherit(item, fields)
		return tuple(_completed(item, fields) for item, fields in zip(self.items, found, strict=True))

	def _read(self, item: Item, line: Line) -> Fields:
		fields = Fields()
		if item.part in _NO_FIELDS or len(item.text) > _MOST_CHARS:
			return fields
		fields.references, spans = find_references(item.text)
		masked = blank(item.text, spans)
		setting = Setting(self.plan, self._period_above(item), self.issued)
		if item.kind == HEADING and item.part != "title":
			self._head(item, masked, setting, fields)
		elif item.kind in (TASK, TARGET):
			_own_words(item, masked, setting, fields)
			if line.row is not None:
				self._cells(line.row.values, line.row.heads, setting, fields)
		elif item.part == "detail":
			self._detail(item.text, masked, setting, fields)
		return fields

	def _period_above(self, item: Item) -> Period | None:
		heading = self._above(item, lambda one: one.period is not None)
		return heading.period if heading else None

	def _above(self, item: Item, fits) -> Heading | None:  # type: ignore[no-untyped-def]
		parent = item.parent
		while parent is not None:
			heading = self.headings.get(parent)
			if heading is not None and fits(heading):
				return heading
			parent = self.items[parent - 1].parent
		return None

	def _head(self, item: Item, masked: str, setting: Setting, fields: Fields) -> None:
		named = period_heading(item.text)
		period = named.within(self.plan) if named else None
		people: tuple[Responsible, ...] = ()
		if item.part == "person":
			names = heads_duties(item.text) or (person_of(item.text),)
			people = tuple(
				Responsible(name, MEMBER if means_everybody(name) else LEAD) for name in names if name
			)
		# "Xưởng thực hành, an toàn lao động" is what the lines below are about
		elif named is None and _SAYS_WHO.search(canon(item.text)):
			people = tuple(one.who for one in find_responsible(item.text, masked))
		if item.part != "person":
			for who in people:
				fields.add(who, because("who.words", name=who.name, words=item.text[:40]))
		day = Due()
		if named is None and item.part in ("section", "lead_in"):
			day = due.due_in_text(item.text, masked, setting)
			week = re.match(r"(?:tuần|week)\b", canon(item.text))
			day = day or (due.due_in_cell(item.text, setting) if week else Due())
		self.headings[item.position] = Heading(
			period, item.text.strip(" :.*"), day, people, item.part == "person"
		)

	def _cells(self, values: dict[str, str], heads: dict[str, str], setting: Setting, fields: Fields) -> None:
		for role in _TIME_COLUMNS:
			text = values.get(role, "")
			if not text:
				continue
			if not fields.due:
				fields.due = due.due_in_cell(text, setting, months=role == columns.PERIOD)
				_say_due(fields)
			rhythm, words = recurrence.in_cell(text)
			_add_rhythm(fields, rhythm, words)
			_add_targets(tuple(one for one in find_targets(_bare(text), text) if one.per), fields)
		for role, part in _people_columns(values):
			for who in people_in_cell(values[role], part):
				fields.add(who, because("who.column", name=who.name, column=heads.get(role, role)))
		# "Gia đình đạt chuẩn "5 không, 3 sạch"" is what the figure beside it counts
		if values.get(columns.MEASURE):
			fields.targets = ()
		for role in _TARGET_COLUMNS:
			bare = _bare(values.get(role, ""))
			_add_targets(find_targets(bare, values.get(role, "")), fields)
			if not fields.due:  # "02 đợt/tháng"
				_add_rhythm(fields, *recurrence.find_recurrence(bare))
		note = values.get(columns.NOTE, "")
		_note(note, fields)
		fields.references += tuple(one for one in find_references(note)[0] if one not in fields.references)

	def _detail(self, text: str, masked: str, setting: Setting, fields: Fields) -> None:
		low = canon(text)
		label = DETAIL_LABELS.match(low)
		if not label:
			return
		rest = text[label.end() :]
		if _TIME_LABEL.match(low):
			fields.due = due.due_in_cell(rest, setting)
			_say_due(fields)
			_add_rhythm(fields, *recurrence.in_cell(rest))
			return
		for role, pattern in _PEOPLE_LABELS:
			if pattern.match(low):
				for who in people_in_cell(rest, role):
					fields.add(who, because("who.words", name=who.name, words=label.group().strip()))
				return

	def _details(self, found: list[Fields]) -> None:
		"""Detail lines say the fields of the work above them."""
		for item, fields in zip(self.items, found, strict=True):
			if item.part != "detail" or item.parent is None:
				continue
			parent = found[item.parent - 1]
			if self.items[item.parent - 1].kind not in (TASK, TARGET):
				continue
			if fields.due and not parent.due:
				parent.due = fields.due
				parent.why.extend(one for one in fields.why if one.code.startswith("due."))
			_add_rhythm(parent, fields.recurrence, item.text)
			for who in fields.responsible:
				parent.add(who, because("who.detail", name=who.name, words=" ".join(item.text.split()[:4])))

	def _inherit(self, item: Item, fields: Fields) -> None:
		if item.kind not in (TASK, TARGET):
			return
		if not fields.due:
			heading = self._above(item, lambda one: one.period is not None or bool(one.due))
			if heading and heading.period and heading.period.end and not self._is_plan(heading.period):
				fields.due = Due((heading.period.end,), True, heading.words)
				fields.why.append(because("due.heading", words=heading.words))
			elif heading and heading.due:
				fields.due = heading.due
				fields.why.append(because("due.above", words=heading.due.words))
		self._inherit_people(item, fields)

	def _is_plan(self, period: Period) -> bool:
		"""A heading that names the very period of the plan ("Nhiệm vụ tháng 3" of a resolution for March) sets no day."""
		return self.plan is not None and (period.start, period.end) == (self.plan.start, self.plan.end)

	def _inherit_people(self, item: Item, fields: Fields) -> None:
		if not fields.responsible:
			heading = self._above(item, lambda one: bool(one.people))
			for who in heading.people if heading else ():
				fields.add(who, because("who.heading", name=who.name))
		elif all(one.role != LEAD for one in fields.responsible):
			heading = self._above(item, lambda one: one.personal)
			for who in heading.people if heading else ():
				fields.add(who, because("who.heading", name=who.name))


def _own_words(item: Item, masked: str, setting: Setting, fields: Fields) -> None:
	text = item.text
	fields.due = due.due_in_text(text, masked, setting)
	_say_due(fields)
	without_days = _without_days(masked)
	_add_rhythm(fields, *recurrence.find_recurrence(without_days))
	other = recurrence.other_rhythm(masked)
	if other and not fields.recurrence:
		fields.why.append(because("recurrence.other", words=other))
	fields.targets = find_targets(without_days, text)
	fields.why.extend(because("target.words", words=one.text) for one in fields.targets)
	for one in find_responsible(text, masked, measured=item.kind == TARGET):
		fields.add(one.who, because("who.words", name=one.who.name, words=one.words))


def _note(text: str, fields: Fields) -> None:
	"""Notes beside the work say figures, too: "Tối thiểu 12 tiết mục", "04 buổi/tháng", "Mức 500.000 đồng/người".

	Most notes say something else, so a figure counts where it is bounded or named; a rhythm where the work has no days.
	"""
	for part in re.split(r"[;\n]", text):
		bare, low = _bare(part), canon(part).strip()
		steady = not fields.due and not starts_with_action(low)
		named = any(said.match(low) for said in (_AMOUNT, _ONLY_A_FIGURE, _SHARE))
		found = tuple(
			one
			for one in find_targets(bare, part)
			if one.comparator not in ("=", "~") or named or (one.per and steady)
		)
		_add_targets(found, fields)
		if steady:
			_add_rhythm(fields, *recurrence.find_recurrence(bare))


def _add_targets(found: tuple[TargetValue, ...], fields: Fields) -> None:
	known = {(one.value, one.unit) for one in fields.targets}
	new = tuple(one for one in found if (one.value, one.unit) not in known)
	fields.targets += new
	fields.why.extend(because("target.column", words=one.text) for one in new)


def _bare(text: str) -> str:
	"""A cell with its references and days covered."""
	return _without_days(blank(text, find_references(text)[1]))


def _without_days(text: str) -> str:
	days = [one for one in find_stretches(canon(text)) if one.kind not in ("half", "year_end")]
	return blank(text, [(one.start, one.end) for one in days])


def _say_due(fields: Fields) -> None:
	if fields.due:
		code = "due.last_day" if fields.due.inferred else "due.written"
		fields.why.append(because(code, words=fields.due.words))


def _add_rhythm(fields: Fields, rhythm: tuple[str, ...], words: str) -> None:
	new = [one for one in rhythm if one not in fields.recurrence]
	if new:
		fields.recurrence = tuple(one for one in recurrence.ORDER if one in (*fields.recurrence, *new))
		fields.why.append(because("recurrence.words", words=words))


def _people_columns(values: dict[str, str]) -> list[tuple[str, str]]:
	"""Columns that name people, with the role that each gives beside the others.

	"Chủ trì" leads; "thực hiện" leads where nobody else does, else takes part; "chỉ đạo" beside those who do the work
	only approves it. "Đối tượng" is whom the work is about.
	"""
	roles: list[tuple[str, str]] = []
	has_lead = bool(values.get(columns.LEAD))
	has_who = bool(values.get(columns.WHO))
	for role in (
		columns.LEAD,
		columns.WHO,
		columns.PERSON,
		columns.DIRECT,
		columns.COORDINATE,
		columns.MEMBER,
		columns.APPROVE,
	):
		if not values.get(role):
			continue
		if role == columns.WHO:
			roles.append((role, MEMBER if has_lead else LEAD))
		elif role == columns.PERSON:
			if not has_lead and not has_who:
				roles.append((role, LEAD))
		elif role == columns.DIRECT:
			roles.append((role, APPROVE if has_lead or has_who else LEAD))
		else:
			roles.append((role, role))
	return roles


def _completed(item: Item, fields: Fields) -> Item:
	return replace(
		item,
		targets=fields.targets,
		recurrence=fields.recurrence,
		due_dates=fields.due.days,
		due_inferred=fields.due.inferred,
		responsible=tuple(fields.responsible),
		references=fields.references,
		why=(*item.why, *fields.why),
	)
