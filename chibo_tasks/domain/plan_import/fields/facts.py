"""Figures about the organisation itself: "23 đảng viên, trong đó chính thức 20, dự bị 03"."""

import re
from collections.abc import Iterable

from ..normalise import canon
from .figures import figure

_NUMBER = r"(?P<value>\d{1,3}(?:[.,]\d{3})+|\d{1,6})(?![\d%/,.]\d|\s?%)"
_OF = r"\s*(?:đồng chí|đ/c|đc|người|em|cháu|hộ|trẻ|gv)?"
# Key: what stands for it. A figure may stand before it ("23 đảng viên") or behind it ("Đảng viên chính thức: 20").
_FACTS: tuple[tuple[str, str], ...] = (
	("official_members", r"(?:đảng viên )?(?:chính thức|đvct)|full (?:party )?members|official members"),
	("probationary_members", r"(?:đảng viên )?dự bị|đvdb|probationary(?: members)?|candidate members"),
	(
		"female_members",
		r"(?:đảng viên )(?:là )?nữ|nữ đảng viên|female members|members are women|women members",
	),
	("exempt_members", r"(?:đảng viên )?(?:được )?miễn (?:công tác|sinh hoạt)(?: và sinh hoạt đảng)?"),
	("members", r"(?:tổng số )?đảng viên|đv(?![^\W_])|party members|members"),
	("party_groups", r"tổ đảng|party groups"),
	(
		"committee_members",
		r"chi ủy viên|cấp ủy viên|(?:chi ủy|cấp ủy)(?: gồm| có)?(?= \d)|đồng chí (?:trong )?(?:chi ủy|cấp ủy)",
	),
	(
		"staff",
		r"(?:tổng số )?(?:cán bộ,? ?(?:-|và )?(?:giáo viên|gv|công chức|viên chức),? ?(?:-|và )?(?:nhân viên|nv|người lao động)?|cb,? ?-? ?gv,? ?-? ?nv|cbgvnv|cán bộ công chức|cbccvc|cán bộ(?! quản lý))|staff",
	),
	("managers", r"cán bộ quản lý|cbql|managers"),
	("teachers", r"giáo viên|giảng viên|gv(?![^\W_])|teachers"),
	("employees", r"nhân viên|(?:người )?lao động|employees"),
	("union_members", r"(?:đoàn viên công đoàn|công đoàn viên|đvcđ)|(?:trade )?union members"),
	("youth_members", r"(?:đoàn viên thanh niên|đoàn viên|đvtn)|youth union members"),
	("pupils", r"học sinh|(?:trẻ|cháu)(?= |,|;|\.|$)|pupils|students|children"),
	("classes", r"(?:nhóm,? ?)?lớp(?! \d)|classes"),
	("households", r"hộ(?: dân| gia đình)?(?![^\W_])|households"),
	("population", r"nhân khẩu|khẩu|residents|inhabitants"),
)
_ANY = "|".join(f"(?:{words})" for _key, words in _FACTS)
_NOT_NOW = re.compile(
	r"(?:kết nạp|phát triển|phấn đấu|cử|giới thiệu|khen thưởng|trong năm|xếp loại|hoàn thành|chuyển (?:đi|đến|sinh hoạt)|năm 20\d\d|đạt|miễn)\b[^;.]{0,40}$"
)
_COMPILED = tuple(
	(
		key,
		re.compile(
			rf"(?<![^\W_])(?:{words})\s*(?:của [^\d:;,.]{{2,40}}|toàn [^\d:;,.]{{2,20}}|hiện (?:nay|có)|là|có|gồm)?\s*[:=]?\s*(?:là |có )?{_NUMBER}{_OF}"
		),
		re.compile(rf"(?<![\d/.,]){_NUMBER}{_OF}\s*(?:là |are )?(?:{words})(?![^\W_])"),
	)
	for key, words in _FACTS
)


_CELL = re.compile(
	rf"(?:chi bộ|đảng bộ)[^\d,.;:]{{0,40}}(?:có|gồm|là|:)\s*(?:tổng số )?{_NUMBER}\s*(?:đồng chí|đ/c)"
)


# "CĐCS có 1.572 đoàn viên": whose members they are tells which.
_IN_UNION = re.compile(
	rf"(?:cđcs|công đoàn)[^\d,.;:]{{0,40}}(?:có|gồm|quản lý)\s*(?:tổng số )?{_NUMBER}\s*đoàn viên(?! thanh niên)"
)
# "17 đảng viên …; nữ 16": women among the members, where nobody else was counted in between.
_WOMEN = re.compile(
	rf"(?<![^\W_])(?:đảng viên|đv)(?![^\W_])(?:(?!giáo viên|nhân viên|cán bộ|gv|cb|học sinh|đoàn viên|hội viên|người|trẻ|cháu|em|hộ)[^.])*?[,;(]\s*(?:trong đó\s*)?(?P<before>nữ\s*(?:là|có)?\s*:?\s*)?{_NUMBER}(?(before)|\s*(?:đồng chí |đ/c )?nữ(?![^\W\d_]))"
)


# What only the sentence around it tells.
_SENTENCES = (("members", _CELL), ("female_members", _WOMEN), ("union_members", _IN_UNION))


def find_facts(lines: Iterable[tuple[int, str]]) -> tuple[dict[str, int], dict[str, int]]:
	"""Figures of the lines that describe the situation; the first mention of each counts.

	Args:
		lines: position and clean text of the lines.

	Returns: figures by key, and the position that each was read from.
	"""
	facts: dict[str, int] = {}
	sources: dict[str, int] = {}
	for position, text in lines:
		low = canon(text)
		taken: list[tuple[int, int]] = []
		for key, pattern in _SENTENCES:
			told = pattern.search(low)
			if told and key not in facts:
				facts[key], sources[key] = int(figure(told["value"])), position
				taken.append(told.span("value"))
		for key, behind, before in _COMPILED:
			found = _first(low, (before, behind), taken)
			if found is None:
				continue
			taken.append(found.span())
			if key not in facts and not _NOT_NOW.search(low[max(0, found.start() - 60) : found.start()]):
				facts[key] = int(figure(found["value"]))
				sources[key] = position
	return facts, sources


def _first(
	low: str, patterns: tuple[re.Pattern[str], ...], taken: list[tuple[int, int]]
) -> re.Match[str] | None:
	found = [
		match
		for pattern in patterns
		for match in pattern.finditer(low)
		if not any(start < match.end() and match.start() < end for start, end in taken)
	]
	return min(found, key=lambda match: match.start()) if found else None
