"""Reads a plan like a careful colleague: what does not add up, is said twice, comes from elsewhere or is out of date.

It never blocks. Every finding says what was seen, where, why it matters, and, where one can be made, a proposal.
"""

from chibo_tasks.domain.plan_lint import arithmetic, duplicates, elsewhere, gaps, grades, quota, references
from chibo_tasks.domain.plan_lint.finding import Finding
from chibo_tasks.domain.plan_lint.subject import Subject

__all__ = ["Finding", "Subject", "lint"]

CHECKS = (arithmetic, quota, grades, references, elsewhere, duplicates, gaps)
_RANK = {"warning": 0, "notice": 1, "info": 2}


def lint(subject: Subject) -> list[Finding]:
	"""All findings about a plan, the gravest first, then in the order of the document."""
	found = [one for check in CHECKS for one in check.check(subject)]
	return sorted(found, key=lambda one: (_RANK[one.severity], subject.position(one.items), one.code))
