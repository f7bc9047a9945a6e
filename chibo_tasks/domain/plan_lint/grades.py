"""One body that is to win two different titles in two places of the plan."""

from collections.abc import Iterator

from chibo_tasks.domain.plan_draft import DraftItem
from chibo_tasks.domain.plan_lint.finding import NOTICE, Finding
from chibo_tasks.domain.plan_lint.subject import Subject
from chibo_tasks.domain.search import fold

BODIES = ("cong doan", "chi doan", "doan thanh nien", "chi bo", "lien doi", "chi hoi phu nu", "nha truong")
GRADES = (
	"trong sach vung manh",
	"vung manh xuat sac",
	"hoan thanh xuat sac nhiem vu",
	"hoan thanh tot nhiem vu",
	"lao dong xuat sac",
	"lao dong tien tien",
	"vung manh",
	"xuat sac",
	"tien tien",
)
"""Longer ones first: each stands for itself, not for a shorter one inside it."""
LONGEST = 14
"""Words of a line that names a title; longer ones tell a story."""


def check(subject: Subject) -> Iterator[Finding]:
	"""The first line for each body against every later one below another heading."""
	first: dict[str, tuple[DraftItem, str]] = {}
	for item in subject.items:
		said = _title(item.text) if item.kind in ("task", "target", "context") else None
		if said is None:
			continue
		body, grade = said
		other = first.setdefault(body, (item, grade))
		if grade != other[1] and item.parent != other[0].parent:
			yield Finding(
				"grade.contradiction",
				NOTICE,
				(other[0].name, item.name),
				{
					"body": _words(other[0].text, body),
					"one": _words(other[0].text, other[1]),
					"other": _words(item.text, grade),
					"first": subject.places[other[0].name],
					"second": subject.places[item.name],
				},
			)


def _title(text: str) -> tuple[str, str] | None:
	folded = fold(text)
	if len(folded.split()) > LONGEST or any(char.isdigit() for char in folded):
		return None
	body = next((one for one in BODIES if f" {one} " in f" {folded} "), None)
	grade = next((one for one in GRADES if f" {one} " in f" {folded} "), None)
	return (body, grade) if body and grade and folded.index(body) < folded.index(grade) else None


def _words(text: str, folded: str) -> str:
	"""The words of `text` that fold to `folded`, as they are written there."""
	words, size = text.split(), len(folded.split())
	for at in range(len(words) - size + 1):
		if fold(" ".join(words[at : at + size])) == folded:
			return " ".join(words[at : at + size]).strip(" \"'“”.,;:()")
	return folded
