"""`python -m chibo_tasks.domain.plan_import FILE [--json]`: prints what a plan holds.

Exit 0 with warnings on stderr, 2 with one line on stderr when the file can't be read.
"""

import argparse
import json
import sys
from collections.abc import Sequence

from .api import read_file
from .errors import UnreadablePlan
from .result import PlanReading


def main(arguments: Sequence[str] | None = None) -> int:
	"""Run the command.

	Returns: the exit code.
	"""
	parser = argparse.ArgumentParser(prog="python -m chibo_tasks.domain.plan_import", description=__doc__)
	parser.add_argument("file", help="plan: .docx, .pdf, .odt, .txt, or .doc where LibreOffice is installed")
	parser.add_argument("--json", action="store_true", help="print the whole reading as one JSON object")
	options = parser.parse_args(arguments)
	for stream in (sys.stdout, sys.stderr):
		stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
	try:
		reading = read_file(options.file)
	except UnreadablePlan as refusal:
		sys.stderr.write(f"{refusal}\n")
		if options.json:
			# template and values apart, so that a caller can say it in another language
			json.dump(
				{"error": {"message": refusal.message, "params": refusal.params}},
				sys.stdout,
				ensure_ascii=False,
			)
		return 2
	for warning in reading.warnings:
		sys.stderr.write(f"{warning.severity}: {warning.text}\n")
	sys.stdout.write(
		json.dumps(reading.to_dict(), ensure_ascii=False, indent=1) if options.json else _outline(reading)
	)
	sys.stdout.write("\n")
	return 0


def _outline(reading: PlanReading) -> str:
	rows = []
	for item in reading.items:
		label = f"{item.position:4} {item.section_path or '-':8} {item.kind:9} {item.part:11} {item.scope or '':8}"
		rows.append(f"{label} {'  ' * item.level}{item.marker} {item.text}"[:150])
	return "\n".join(rows)


if __name__ == "__main__":
	sys.exit(main())
