"""`python -m chibo_tasks.domain.plan_import FILE [--json]`: prints what a plan holds.

Exit 0 with warnings on stderr, 2 with one line on stderr when the file can't be read.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from . import progress
from .errors import NotAFile
from .result import PlanReading
from .watch import Outcome, read, refused

_PROGRESS_STEP = 10
"""Every how many pages a line of progress is printed."""


def main(arguments: Sequence[str] | None = None) -> int:
	"""Run the command.

	Returns: the exit code.
	"""
	parser = argparse.ArgumentParser(prog="python -m chibo_tasks.domain.plan_import", description=__doc__)
	parser.add_argument("file", help="plan: .docx, .pdf, .odt, .txt, or .doc where LibreOffice is installed")
	parser.add_argument("--json", action="store_true", help="print the whole reading as one JSON object")
	parser.add_argument("--progress", action="store_true", help="print how far it is on stderr")
	options = parser.parse_args(arguments)
	for stream in (sys.stdout, sys.stderr):
		stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
	listener = _print_progress if options.progress else None
	outcome = _read(options.file, _json if options.json else _outline, listener)
	if outcome.refusal:
		sys.stderr.write(" ".join(outcome.refusal.split()) + "\n")
		if options.json:
			json.dump({"error": outcome.error}, sys.stdout, ensure_ascii=False)
		return 2
	for warning in outcome.warnings:
		sys.stderr.write(f"{warning}\n")
	return _print(outcome.text)


def _read(path: str, show: Callable[[PlanReading], str], listener: progress.Listener | None) -> Outcome:
	try:
		# A pipe or a device would be read without end; opening is tried here, before anything is confined.
		if not os.path.isfile(path):
			raise OSError(path)
		with open(path, "rb"):
			pass
	except (OSError, ValueError):
		return refused(NotAFile(path))
	return read(path, show, listener)


def _print(text: str) -> int:
	try:
		sys.stdout.write(text)
		sys.stdout.write("\n")
		sys.stdout.flush()
	except BrokenPipeError:
		# Whoever read us has seen enough; keep the interpreter from complaining at its end.
		os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
	return 0


def _print_progress(step: str, done: int, total: int) -> None:
	if done % _PROGRESS_STEP == 0 or done == total or step == progress.OUTLINE:
		sys.stderr.write(f"progress: {step} {done}/{total}\n")
		sys.stderr.flush()


def _json(reading: PlanReading) -> str:
	"""The reading as one JSON object; item by item, so that a long plan is never held twice."""
	rest = replace(reading, items=()).to_dict()
	items = ",\n".join(_dumped(item.to_dict()) for item in reading.items)
	entries = (
		f'"{key}": [\n{items}\n]' if key == "items" else f'"{key}": {_dumped(rest[key])}' for key in rest
	)
	return "{" + ",\n".join(entries) + "}"


def _dumped(value: object) -> str:
	return json.dumps(value, ensure_ascii=False)


def _outline(reading: PlanReading) -> str:
	rows = []
	for item in reading.items:
		label = f"{item.position:4} {item.section_path or '-':8} {item.kind:9} {item.part:11} {item.scope or '':8}"
		rows.append(f"{label} {'  ' * item.level}{item.marker} {item.text}"[:150])
	return "\n".join(rows)


if __name__ == "__main__":
	sys.exit(main())
