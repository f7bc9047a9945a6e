"""Tells the process that started the reader how far it is: one line on stderr per stage, where it asked for them."""

import os
import sys

ASKED = "CHIBO_PLAN_STAGES"
PREFIX = "stage: "


def reached(stage: str, lines: int) -> None:
	"""Report that `lines` lines have come to `stage`."""
	if os.environ.get(ASKED):
		sys.stderr.write(f"{PREFIX}{stage} {lines}\n")
		sys.stderr.flush()
