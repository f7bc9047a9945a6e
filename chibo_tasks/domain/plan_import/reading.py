"""From blocks to the finished reading: the pipeline, one step after the other."""

from collections.abc import Iterable
from dataclasses import replace

from .account import UNSURE, account
from .blocks import Block, bounded
from .classify import Classifier, Verdict
from .document import basis_references, read_document, read_facts, recipients_of
from .enrich import Enricher
from .errors import EmptyFile
from .head import read_head
from .lines import Line, prepare, read_lines
from .normalise import ARTEFACTS, clean
from .outline import Node, Outline
from .reasons import INFO, NOTICE, WARNING, Reason, warn
from .result import CORE_KIND, HEADING, TARGET, TASK, Item, PlanReading

OCR = "OCR"
"""Encoding of a source whose letters were recognised from pictures."""


def read_blocks(
	blocks: Iterable[Block], format_name: str = "text", encoding: str = "", legacy: str = ""
) -> PlanReading:
	"""Read a plan from the blocks of any reader.

	Args:
		blocks: paragraphs and rows in reading order.
		format_name, encoding: for the record.
		legacy: name of the old encoding that the reader converted from, if any.

	Returns: the reading.

	Raises:
		EmptyFile: no text in any block.
		TooLarge: a limit is passed.
	"""
	source = list(bounded(prepare(blocks)))
	if not any(clean(block.raw) for block in source):
		raise EmptyFile
	lines = read_lines(source)
	head = read_head(lines)
	nodes = [Node(-1, 0, "")] * head.end + _shifted(Outline(lines[head.end :]).build(), head.end)
	verdicts = Classifier(lines, nodes, head).run()
	items = tuple(_item(index, lines[index], nodes[index], verdicts[index]) for index in range(len(lines)))
	document, period = read_document(
		items, format_name, encoding, max((block.page for block in source), default=0)
	)
	items = Enricher(items, lines, period, document.date).run()
	document = replace(document, references=basis_references(items))
	facts, sources = read_facts(items)
	warnings = [*_source_warnings(items, encoding, legacy), *_reading_warnings(items, source)]
	return PlanReading(
		document=document,
		facts=facts,
		fact_sources=sources,
		recipients=recipients_of(items),
		items=items,
		warnings=tuple(warnings),
		lines=account(source, items),
	)


def _shifted(nodes: list[Node], by: int) -> list[Node]:
	return [
		Node(
			node.parent + by if node.parent >= 0 else -1,
			node.level,
			node.path,
			node.follows,
			node.children,
			node.first_child,
		)
		for node in nodes
	]


def _item(index: int, line: Line, node: Node, verdict: Verdict) -> Item:
	in_tree = verdict.section.heading or verdict.part not in (
		"closing",
		"signature",
		"recipient",
		"recipient_head",
	)
	marker = line.row.marker if line.row else line.marker
	return Item(
		position=index + 1,
		parent=node.parent + 1 if node.parent >= 0 and in_tree else None,
		level=node.level,
		number=marker.label if marker else "",
		marker=clean(line.block.number) or (marker.written if marker else ""),
		section_path=node.path if in_tree else "",
		kind=CORE_KIND[verdict.part],
		part=verdict.part,
		scope=verdict.scope,
		text=line.text,
		raw=line.block.raw,
		confidence=verdict.confidence,
		why=verdict.why,
		cells=line.row.cells if line.row else (),
		page=line.block.page,
		block=line.source,
	)


def _source_warnings(items: tuple[Item, ...], encoding: str, legacy: str) -> list[Reason]:
	"""What the file itself makes uncertain."""
	found: list[Reason] = []
	if legacy:
		found.append(warn("read.legacy", NOTICE, encoding=legacy))
	if encoding == OCR:
		found.append(warn("read.ocr", WARNING))
	damaged = tuple(item.position for item in items if "\ufffd" in item.raw)
	if damaged:
		found.append(warn("read.damaged_letters", WARNING, damaged, count=len(damaged)))
	return found


def _reading_warnings(items: tuple[Item, ...], source: list[Block]) -> list[Reason]:
	found: list[Reason] = []
	artefacts = [item.position for item in items if ARTEFACTS.search(source[item.block].raw)]
	if artefacts:
		found.append(warn("read.artefacts", INFO, tuple(artefacts), count=len(artefacts)))
	if not any(item.kind == HEADING and item.part != "title" for item in items):
		found.append(warn("read.no_sections", WARNING))
	if not any(item.kind in (TASK, TARGET) for item in items):
		found.append(warn("read.no_work", WARNING))
	unsure = tuple(item.position for item in items if item.confidence < UNSURE)
	if unsure:
		found.append(warn("read.unsure", NOTICE, unsure, count=len(unsure)))
	return found
