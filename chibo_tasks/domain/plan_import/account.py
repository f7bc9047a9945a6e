"""Proves that nothing of the source was lost on the way to the items."""

from collections import Counter

from .blocks import Block
from .normalise import squeeze
from .result import Item, Lines

# Below this an item is counted as uncertain and shown first.
UNSURE = 0.65


def account(blocks: list[Block], items: tuple[Item, ...]) -> Lines:
	"""Compare source blocks with items, character by character.

	Every block must end in exactly one item, except a row whose cells list several pieces of work: its items share it.
	What an item shows (number, text, cells) must hold every character of its own source but spaces, invisible signs and
	conversion artefacts.

	Args:
		blocks: what the reader handed over.
		items: what the user will see.

	Returns: the account; `lost` is the number of characters that stand in the source and in no item.
	"""
	shown: dict[int, list[str]] = {}
	for item in items:
		shown.setdefault(item.block, []).append(_content(item))
	lost = 0
	for index, block in enumerate(blocks):
		source = squeeze(block.raw)
		target = "".join(shown.get(index, ()))
		if source != target:
			lost += sum((Counter(source) - Counter(target)).values())
	return Lines(
		total=len(items),
		by_kind=dict(Counter(item.kind for item in items)),
		by_part=dict(Counter(item.part for item in items)),
		uncertain=sum(1 for item in items if item.confidence < UNSURE),
		lost=lost,
	)


def _content(item: Item) -> str:
	if item.cells:
		return "".join(squeeze(cell.text) for cell in item.cells if not cell.inherited)
	return squeeze(item.marker) + squeeze(item.text)
