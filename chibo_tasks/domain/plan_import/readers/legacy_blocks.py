"""Old letters in office documents whose fonts were renamed: found by the text itself, converted block by block."""

from collections.abc import Collection
from dataclasses import replace

from .. import legacy
from ..blocks import Block


def whole_legacy(blocks: list[Block], by_font: Collection[str]) -> tuple[list[Block], str]:
	"""Convert a document that is typed in an old encoding throughout.

	Args:
		blocks: its blocks.
		by_font: names of old encodings that its fonts gave away; then nothing is left to be found.

	Returns: blocks, and the name of the encoding ("" for none).
	"""
	if by_font:
		return blocks, " / ".join(sorted(by_font))
	found = legacy.detect("\n".join(block.raw for block in blocks[:400]))
	if not found:
		return blocks, ""
	name, conversion = found

	def convert(text: str) -> str:
		# a line of a row is a paragraph of one of its cells: both are judged alike
		return "\n".join(legacy.convert_line(line, conversion) for line in text.split("\n"))

	return [
		replace(
			block,
			raw=convert(block.raw),
			cells=tuple(
				replace(cell, paragraphs=tuple(map(convert, cell.paragraphs))) for cell in block.cells
			),
		)
		for block in blocks
	], name
