"""Reads a committee's plan from a file and says faithfully what is in it. Pure: no host, no clock, no network.

Entry points: `read_file(path)`, `read_bytes(data)`, `read_text(text)`; each returns a `PlanReading`. On the command
line: `python -m chibo_tasks.domain.plan_import FILE --json`. The contract is docs/plan-import.md.
"""

from .api import read_bytes, read_file, read_text
from .errors import UnreadablePlan
from .result import Item, PlanReading

__all__ = ["Item", "PlanReading", "UnreadablePlan", "read_bytes", "read_file", "read_text"]
