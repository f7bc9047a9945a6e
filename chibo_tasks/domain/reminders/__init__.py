"""Reminders: what is told at once, what a rule says when, and what becomes of it.

`rules` are data, `windows` turn them into ranges of dates for a sweep, `hours` say when anything leaves, `foresight` looks
ahead. This module holds the words of the ledger that all of them share.
"""

from datetime import date

# Events that are told at once; their ledger rows carry the attempt as the step.
ASSIGNED = "assigned"
SUBMITTED = "submitted"
RETURNED = "returned"
APPROVED = "approved"
WAIVED = "waived"
NOT_DONE = "not-done"
REOPENED = "reopened"
EXTENSION_ASKED = "extension-asked"
EXTENSION_GRANTED = "extension-granted"
EXTENSION_REFUSED = "extension-refused"
REASSIGNED = "reassigned"

EVENTS = (
	ASSIGNED,
	SUBMITTED,
	RETURNED,
	APPROVED,
	WAIVED,
	NOT_DONE,
	REOPENED,
	EXTENSION_ASKED,
	EXTENSION_GRANTED,
	EXTENSION_REFUSED,
	REASSIGNED,
)

# What became of a reminder. A waiting one has no message yet: it goes into the next digest.
WAITING = "Waiting"
SENT = "Sent"
MERGED = "Merged"
SUPPRESSED = "Suppressed"

# Why a reminder was suppressed.
SUPERSEDED = "superseded"
AWAY = "away"
LEFT = "left"
OVERTAKEN = "overtaken"


def told_step(today: date, due: date) -> int:
	"""How far along its due date a deadline is that is given, moved, handed over or returned on `today`.

	The member is told of it at that moment; steps of days gone by are not told again.
	"""
	return (today - due).days
