"""The name of another school or commune: the usual trace of a plan that was copied from a neighbour."""

import re
from collections.abc import Iterator

from chibo_tasks.domain.plan_lint.finding import NOTICE, Finding
from chibo_tasks.domain.plan_lint.subject import Subject
from chibo_tasks.domain.search import fold

_CAPITALS = "".join(char for char in map(chr, range(0x41, 0x1EFA)) if char.isalpha() and char.isupper())
_NAME = rf"((?:[{_CAPITALS}]\w*)(?:\s+[{_CAPITALS}]\w*){{0,3}})"
_UNITS = re.compile(
	r"(?i:\b(?:trường\s+)?(?:mầm\s+non|mẫu\s+giáo|tiểu\s+học|trung\s+học\s+cơ\s+sở|trung\s+học\s+phổ\s+thông|MN|TH|THCS|THPT)"
	r"|\bxã|\bphường|\bthị\s+trấn)\s+" + _NAME
)
_PEOPLE = re.compile(r"(?i:\bnhà\s+giáo|\btuổi\s+trẻ|\bphụ\s+nữ|\bthầy\s+và\s+trò)\s+" + _NAME)
_COMMUNE = re.compile(r"(?i)^(xã|phường|thị\s+trấn)\b")
_TITLES = frozenset(
	("nhan dan", "uu tu", "viet nam", "hoa binh", "moi", "xa hoi", "hanh phuc", "xanh", "than thien", "gioi")
)
"""Words with a capital that are titles and slogans, not names."""
_SURNAMES = frozenset(
	[
		"nguyen",
		"tran",
		"le",
		"pham",
		"hoang",
		"huynh",
		"phan",
		"vu",
		"vo",
		"dang",
		"bui",
		"do",
		"ho",
		"ngo",
		"duong",
		"ly",
		"dinh",
		"truong",
		"doan",
		"trinh",
		"lam",
		"mai",
		"dao",
		"cao",
	]
)


def check(subject: Subject) -> Iterator[Finding]:
	"""One finding per foreign name, with all lines in which it stands."""
	known = _known(subject)
	found: dict[str, tuple[str, list[str]]] = {}
	for item in subject.items:
		if item.reading.get("part") in ("letterhead", "signature", "recipient"):
			continue
		for shown, name in _names(item.text):
			folded = fold(name)
			first = folded.split()[0]
			if folded in _TITLES or first in _TITLES or f" {folded} " in known:
				continue
			if _COMMUNE.match(shown) and not any(
				word in known for word in (" xa ", " phuong ", " thi tran ")
			):
				continue  # nothing is known of the own commune: it may be this one
			found.setdefault(folded, (shown, []))[1].append(item.name)
	for folded, (shown, names) in found.items():
		# a word with a capital that follows by chance makes no other name
		if any(folded.startswith(f"{other} ") for other in found):
			continue
		names = [
			*names,
			*(name for other in found if other.startswith(f"{folded} ") for name in found[other][1]),
		]
		names.sort(key=lambda name: subject.places[name])
		yield Finding("elsewhere.name", NOTICE, tuple(dict.fromkeys(names)), {"name": shown})


def _names(text: str) -> Iterator[tuple[str, str]]:
	for match in _UNITS.finditer(text):
		yield match[0], match[1]
	for match in _PEOPLE.finditer(text):
		if len(match[1].split()) >= 2 and fold(match[1]).split()[0] not in _SURNAMES:
			yield match[0], match[1]


def _known(subject: Subject) -> str:
	"""Everything that names this organization, folded: its record, and the head of its own document."""
	head = [
		item.text
		for item in subject.items
		if item.reading.get("part") in ("letterhead", "title", "recipient")
	]
	said = [subject.document.get(key) or "" for key in ("title", "issuer", "superior", "place")]
	return f" {fold(' . '.join([*subject.names, *said, *head]))} "
