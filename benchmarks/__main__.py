"""Measures the large operations; without a name, all of them. `make bench BENCH=… SITE=…` measures on a bench."""

import argparse
import json
import logging
import sys
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks import hosts

SIZES = (1_000, 10_000, 100_000)
MILLION = 1_000_000


def main(arguments: Sequence[str] | None = None) -> int:
	"""Run what is asked for and print one line for each result."""
	parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
	parser.add_argument(
		"benchmark", nargs="?", choices=["sweep", "lists", "assigning", "reading"], help="default: all"
	)
	parser.add_argument(
		"--n", type=int, help="number of deadlines (sweep, lists), tasks (assigning) or items (reading)"
	)
	parser.add_argument("--json", action="store_true", help="one JSON object a line and nothing else")
	parser.add_argument("--million", action="store_true", help="the sweep of 1,000,000 deadlines, too")
	wanted = parser.parse_args(arguments)
	logging.disable(logging.INFO)
	with hosts.opened() as host:
		for benchmark, size in _planned(wanted):
			_show(_benchmarks()[benchmark](host, size), as_json=wanted.json)
	return 0


def _benchmarks() -> dict[str, Callable[[hosts.Host, int], dict[str, Any]]]:
	"""Imported when there is a host, because they import the app."""
	from benchmarks import assigning, lists, reading, sweep

	return {"sweep": sweep.run, "lists": lists.run, "assigning": assigning.run, "reading": reading.run}


def _planned(wanted: argparse.Namespace) -> list[tuple[str, int]]:
	sizes = {
		"sweep": [*SIZES, *([MILLION] if wanted.million else [])],
		"lists": [100_000],
		"assigning": [10_000],
		"reading": [300],
	}
	names = [wanted.benchmark] if wanted.benchmark else list(sizes)
	return [(name, size) for name in names for size in ([wanted.n] if wanted.n else sizes[name])]


def _show(result: dict[str, Any], *, as_json: bool) -> None:
	if as_json:
		print(json.dumps(result), flush=True)
	else:
		print(
			"  ".join(
				f"{key} {value:,}" if isinstance(value, int) else f"{key} {value}"
				for key, value in result.items()
			),
			flush=True,
		)


if __name__ == "__main__":
	sys.exit(main())
