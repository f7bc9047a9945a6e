"""The settings of an organization, with defaults where none were saved."""

from dataclasses import dataclass

import frappe


@dataclass(frozen=True)
class Settings:
	"""Limits and thresholds of one organization.

	Attributes:
		soon_days: days ahead that count as due soon.
		evidence_max_mb: largest evidence file, in MB.
		plan_max_mb: largest plan document, in MB.
	"""

	soon_days: int = 7
	evidence_max_mb: int = 25
	plan_max_mb: int = 25


def of(organization: str) -> Settings:
	"""Settings of `organization`."""
	row = frappe.db.get_value(
		"Chibo Settings",
		{"organization": organization},
		["soon_days", "evidence_max_mb", "plan_max_mb"],
		as_dict=True,
	)
	return Settings(**row) if row else Settings()
