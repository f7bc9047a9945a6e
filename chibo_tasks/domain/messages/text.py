"""Text of people on its way into a header, a title or a line."""

import unicodedata

ELLIPSIS = "…"


def one_line(text: str, limit: int = 200) -> str:
	"""`text` in NFC on one line, without control, bidi and zero-width characters, at most `limit` characters long."""
	shown = "".join(
		" " if one.isspace() else one
		for one in unicodedata.normalize("NFC", text)
		if one.isspace() or unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Cn")
	)
	shown = " ".join(shown.split())
	return shown if len(shown) <= limit else shown[: limit - 1].rstrip() + ELLIPSIS


def encodable(text: str) -> str:
	"""`text` with U+FFFD for each half of a surrogate pair that stands alone: no such text can be sent as UTF-8."""
	return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
