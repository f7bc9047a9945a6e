"""The settings of an organization, with defaults where none were saved."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import frappe

from chibo_tasks.domain.reminders.hours import Hours


@dataclass(frozen=True)
class Settings:
	"""Limits and thresholds of one organization.

	Attributes:
		soon_days: days ahead that count as due soon.
		evidence_max_mb: largest evidence file, in MB.
		plan_max_mb: largest plan document, in MB.
		working_days_only, quiet_from, quiet_to, digest_hour: see `Hours`.
		mail_titles: 1 when e-mails may name unrestricted work by its title.
		school_year_start, first_semester_end, school_year_end: mm-dd.
		default_reviewer: member who reviews where the order names nobody; None for the rule of `domain.assignment`.
		allow_links, allow_notes: whether a web address, a note alone, counts as evidence (0 or 1).
		allow_pdf, allow_documents: whether a PDF, an office document, counts as evidence (0 or 1); photos always do.
	"""

	soon_days: int = 7
	evidence_max_mb: int = 20
	plan_max_mb: int = 20
	working_days_only: int = 1
	quiet_from: int = 21
	quiet_to: int = 6
	digest_hour: int = 7
	mail_titles: int = 1
	school_year_start: str = "09-01"
	first_semester_end: str = "01-15"
	school_year_end: str = "05-31"
	default_reviewer: str | None = None
	allow_links: int = 1
	allow_notes: int = 1
	allow_pdf: int = 1
	allow_documents: int = 1

	@property
	def hours(self) -> Hours:
		"""When the organization is written to."""
		return Hours.of(self)


NAMES = tuple(field.name for field in fields(Settings))


def of(organization: str) -> Settings:
	"""Settings of `organization`."""
	row = frappe.db.get_value("Chibo Settings", {"organization": organization}, list(NAMES), as_dict=True)
	# a field that came with an update is empty in records saved before it
	return Settings(**{name: value for name, value in (row or {}).items() if value is not None})


def soon_days(organizations: Iterable[str]) -> dict[str, int]:
	"""Organization → days ahead that count as due soon, of each of `organizations`, in one statement."""
	names = sorted(set(organizations))
	rows = frappe.get_all(
		"Chibo Settings",
		filters={"organization": ["in", names or [""]]},
		fields=["organization", "soon_days"],
		order_by="organization",
	)
	saved = {row.organization: row.soon_days for row in rows if row.soon_days is not None}
	return {name: saved.get(name, Settings.soon_days) for name in names}
