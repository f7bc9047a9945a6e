"""Message catalogues: collected from the code, completed by a person, written in the forms that both hosts read.

	python -m tools.catalogue          update the .po files and write the .csv files
	python -m tools.catalogue --check  fail when something is missing, unused or not up to date

`locale/vi.po` is what a translator edits. Frappe 15 reads `translations/vi.csv`, later versions read both; benchless
reads the .csv.
"""

import argparse
import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
PACKAGES = ("chibo_tasks", "benchless")
LANGUAGE = "vi"
KEYWORDS = parse_keywords(["_", "N_", "Term:1,1t", "Term:1,2c,2t"])
DOCTYPE_TEXTS = ("label", "description")


Key = tuple[str, str]
"""Message and context; the context is the doctype whose word it is, or empty."""


def collect(package: str) -> dict[Key, str]:
	"""Message and context → where it is first used, over the code and the doctypes of `package`."""
	folder = ROOT / package
	found: dict[Key, str] = {}
	for file, _line, message, _comments, context in extract_from_dir(
		folder, [("**.py", "python")], keywords=KEYWORDS
	):
		for one in [message] if isinstance(message, str) else message:
			found.setdefault((one, context or ""), f"{package}/{file}")
	for path in sorted(folder.glob("*/doctype/*/*.json")):
		for key in _texts(json.loads(path.read_text(encoding="utf-8"))):
			found.setdefault(key, str(path.relative_to(ROOT)))
	for path in sorted(folder.glob("*/workspace/*/*.json")):
		workspace = json.loads(path.read_text(encoding="utf-8"))
		labels = [
			workspace["title"],
			*(one["label"] for one in (*workspace["links"], *workspace["shortcuts"])),
		]
		for label in labels:
			found.setdefault((label, ""), str(path.relative_to(ROOT)))
	for path in sorted((folder / "fixtures").glob("role.json")):
		for record in json.loads(path.read_text(encoding="utf-8")):
			found.setdefault((record["role_name"], ""), str(path.relative_to(ROOT)))
	return found


def _texts(doctype: dict[str, Any]) -> Iterator[Key]:
	name = doctype["name"]
	yield name, ""
	if doctype.get("description"):
		yield doctype["description"], name
	for field in doctype["fields"]:
		yield from ((field[key], name) for key in DOCTYPE_TEXTS if field.get(key))
		if field["fieldtype"] == "Select":
			yield from ((option, name) for option in field["options"].split("\n") if option)


def template(package: str) -> Catalog:
	"""All messages of `package`, untranslated."""
	catalogue = Catalog(project=package, fuzzy=False)
	for (message, context), place in sorted(collect(package).items(), key=lambda pair: (pair[1], pair[0])):
		catalogue.add(message, context=context or None, locations=[(place, None)])  # type: ignore[list-item]
	return catalogue


def translated(package: str) -> Catalog:
	"""The catalogue of `LANGUAGE`, brought up to date with the code."""
	path = po_path(package)
	known = (
		read_po(io.BytesIO(path.read_bytes()), locale=LANGUAGE) if path.exists() else Catalog(locale=LANGUAGE)
	)
	known.update(template(package), no_fuzzy_matching=True, update_creation_date=False)
	known.obsolete.clear()
	return known


def missing(package: str) -> list[str]:
	"""Messages of `package` without a translation."""
	return [
		f"{message.id} [{message.context or ''}]"
		for message in translated(package)
		if message.id and not message.string
	]


def po_path(package: str) -> Path:
	return ROOT / package / "locale" / f"{LANGUAGE}.po"


def csv_path(package: str) -> Path:
	return ROOT / package / "translations" / f"{LANGUAGE}.csv"


def render(package: str) -> dict[Path, bytes]:
	"""File → content of everything that is generated for `package`."""
	catalogue = translated(package)
	pot, po, table = io.BytesIO(), io.BytesIO(), io.StringIO()
	write_po(pot, template(package), omit_header=True, width=110)
	write_po(po, catalogue, omit_header=True, width=110)
	writer = csv.writer(table, lineterminator="\n")
	rows = [(str(one.id), str(one.string), one.context or "") for one in catalogue if one.id and one.string]
	for message, translation, context in sorted(rows, key=lambda row: (row[0], row[2])):
		writer.writerow([message, translation, context] if context else [message, translation])
	return {
		ROOT / package / "locale" / "main.pot": pot.getvalue(),
		po_path(package): po.getvalue(),
		csv_path(package): table.getvalue().encode(),
	}


def main(arguments: Sequence[str] | None = None) -> int:
	parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
	parser.add_argument("--check", action="store_true")
	options = parser.parse_args(arguments)
	problems = []
	for package in PACKAGES:
		problems += [f"{package}: no translation of “{message}”" for message in missing(package)]
		for path, content in render(package).items():
			if options.check:
				if not path.exists() or path.read_bytes() != content:
					problems.append(f"{path.relative_to(ROOT)} is not up to date")
			else:
				path.parent.mkdir(exist_ok=True)
				path.write_bytes(content)
	for problem in problems:
		sys.stderr.write(f"{problem}\n")
	return 1 if problems else 0


if __name__ == "__main__":
	sys.exit(main())
