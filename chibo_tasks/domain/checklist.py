"""What has to be shown before work can be submitted."""

from collections.abc import Iterable, Sequence


def missing(expected: Sequence[str], fulfilled: Iterable[str | None]) -> list[str]:
	"""Entries of the checklist `expected` for which no piece of evidence was sent, in their order."""
	done = {one for one in fulfilled if one}
	return [one for one in expected if one not in done]
