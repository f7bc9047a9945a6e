"""docs/api.md, made from the whitelisted functions themselves.

python -m tools.api_docs          write it
python -m tools.api_docs --check  fail when it is not up to date, or a function is not documented
"""

import argparse
import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
API = ROOT / "chibo_tasks" / "api"
DOCUMENT = ROOT / "docs" / "api.md"


@dataclass(frozen=True)
class Endpoint:
	"""One whitelisted function.

	Attributes:
		address: dotted path below `chibo_tasks.api`.
		method: HTTP method.
		parameters: name, annotation, default as written (None where there is none).
		text: docstring.
		returns: annotation of what comes back.
		guest: anybody may call it.
	"""

	address: str
	method: str
	parameters: tuple[tuple[str, str, str | None], ...]
	text: str
	returns: str
	guest: bool


def endpoints() -> Iterator[Endpoint]:
	"""Every whitelisted function, by module and in the order of the code."""
	for path in sorted(API.glob("*.py")):
		for node in ast.parse(path.read_text(encoding="utf-8")).body:
			if not isinstance(node, ast.FunctionDef):
				continue
			for decorator in node.decorator_list:
				if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "endpoint":
					method = ", ".join(ast.literal_eval(one) for one in decorator.args)
					guest = any(one.arg == "guest" for one in decorator.keywords)
					yield _endpoint(f"{path.stem}.{node.name}", method, node, guest=guest)


def _endpoint(address: str, method: str, node: ast.FunctionDef, *, guest: bool) -> Endpoint:
	arguments = node.args.args
	defaults: list[str | None] = [None] * (len(arguments) - len(node.args.defaults))
	defaults += [ast.unparse(one) for one in node.args.defaults]
	return Endpoint(
		address=address,
		method=method,
		parameters=tuple(
			(one.arg, ast.unparse(one.annotation) if one.annotation else "", default)
			for one, default in zip(arguments, defaults, strict=True)
		),
		text=ast.get_docstring(node) or "",
		returns=ast.unparse(node.returns) if node.returns else "",
		guest=guest,
	)


def problems() -> list[str]:
	"""Functions whose docstring is missing or leaves out an argument."""
	found = []
	for one in endpoints():
		if not one.text:
			found.append(f"{one.address} has no docstring")
		_, _, arguments = one.text.partition("Args:")
		for name, annotation, _default in one.parameters:
			if not annotation:
				found.append(f"{one.address}: {name} has no type")
			if name not in arguments and "the other arguments as for" not in arguments:
				found.append(f"{one.address}: {name} is not documented")
	return found


def render() -> str:
	"""The document."""
	lines = [
		"# API",
		"",
		"Made by `python -m tools.api_docs` from the code. Every action of a person is one function, called as",
		"`/api/method/chibo_tasks.api.<function>` with a signed-in session: reading ones by GET, changing ones by POST with the",
		'header `X-Frappe-CSRF-Token`. Answers are `{"message": …}`; a refusal has an HTTP status, `exc_type` (the class that',
		"names the rule) and, in the user's language, a sentence in `_server_messages`. What is not there and what the user may",
		"not know of are answered alike, with 404. Lists and objects may be sent as JSON text.",
	]
	module = ""
	for one in endpoints():
		if one.address.split(".")[0] != module:
			module = one.address.split(".")[0]
			lines += ["", f"## {module}"]
		summary, _, arguments = one.text.partition("Args:")
		lines += ["", f"### {one.method} `{one.address}`", "", " ".join(summary.split())]
		if one.guest:
			lines += [
				"",
				"Needs no session: a token says for whom it answers, and every wrong one gets the same 404.",
			]
		if one.parameters:
			lines += ["", "| argument | type | default |", "|---|---|---|"]
			lines += [
				f"| `{name}` | `{annotation.replace('|', chr(92) + '|')}` | {'' if default is None else f'`{default}`'} |"
				for name, annotation, default in one.parameters
			]
			lines += ["", *(f"- {line}" for line in _entries(arguments))]
		lines += ["", f"Returns `{one.returns}`."]
	return "\n".join(lines) + "\n"


def _entries(arguments: str) -> list[str]:
	"""The argument descriptions of a docstring, one line each."""
	lines = [line for line in arguments.splitlines() if line.strip()]
	margin = min((len(line) - len(line.lstrip()) for line in lines), default=0)
	entries: list[str] = []
	for line in lines:
		if entries and len(line) - len(line.lstrip()) > margin:
			entries[-1] += f" {line.strip()}"
		else:
			entries.append(line.strip())
	return entries


def main(arguments: Sequence[str] | None = None) -> int:
	parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
	parser.add_argument("--check", action="store_true")
	options = parser.parse_args(arguments)
	found = problems()
	if options.check:
		if not DOCUMENT.exists() or DOCUMENT.read_text(encoding="utf-8") != render():
			found.append("docs/api.md is not up to date")
	else:
		DOCUMENT.write_text(render(), encoding="utf-8")
	for problem in found:
		sys.stderr.write(f"{problem}\n")
	return 1 if found else 0


if __name__ == "__main__":
	sys.exit(main())
