"""A draft in the hands of its secretary."""

from typing import Any

import pytest

from tests import factories
from tests.http_client import Browser, Refused

NOW = "2026-01-12 08:00"
PLAN = """KẾ HOẠCH
Công tác năm 2026
I. NHIỆM VỤ CỤ THỂ
1. Công tác chuyên môn
- Tổ chức hội thi làm đồ chơi cho trẻ và báo cáo kết quả với Chi ủy.
- Kiểm tra bếp ăn và hồ sơ lưu mẫu của từng bữa.
- Mỗi tổ viết bài về người tốt việc tốt trên bảng tin.
2. Công tác tổ chức
- Duy trì sinh hoạt định kỳ, có chuẩn bị nội dung.
- Mỗi tổ viết bài về người tốt, việc tốt trên bảng tin.
- Học hỏi kinh nghiệm của Trường Mầm non Sơn Ca trong công tác phát triển đảng viên.
"""
NEWER = (
	PLAN.replace("Kiểm tra bếp ăn và", "Kiểm tra đột xuất bếp ăn và")
	.replace("- Duy trì sinh hoạt định kỳ, có chuẩn bị nội dung.\n", "")
	.replace("2. Công tác tổ chức\n", "2. Công tác tổ chức\n- Rà soát quy chế làm việc của Chi ủy.\n")
)


class Draft:
	"""A draft as a browser holds it: answers are folded in, nothing is loaded again."""

	def __init__(self, who: Browser, plan: str) -> None:
		self.who, self.plan = who, plan
		self.state = who.get("plans.draft", plan=plan)
		self.items = {one["name"]: one for one in self.state["items"]}

	@property
	def revision(self) -> int:
		return self.state["revision"]

	@property
	def texts(self) -> list[str]:
		return [one["text"] for one in sorted(self.items.values(), key=lambda one: one["position"])]

	def line(self, words: str) -> dict[str, Any]:
		[found] = [one for one in self.items.values() if one["text"].startswith(words)]
		return found

	def correct(self, *corrections: dict[str, Any]) -> None:
		self.take(
			self.who.post(
				"plans.correct", plan=self.plan, revision=self.revision, corrections=list(corrections)
			)
		)

	def undo(self) -> None:
		self.take(self.who.post("plans.undo", plan=self.plan, revision=self.revision))

	def take(self, answer: dict[str, Any]) -> None:
		for name in answer["removed"]:
			del self.items[name]
		self.items |= {one["name"]: one for one in answer["items"]}
		self.state |= {key: answer[key] for key in ("revision", "account", "undo")}
		fresh = self.who.get("plans.draft", plan=self.plan)
		assert fresh["items"] == sorted(self.items.values(), key=lambda one: one["position"])
		assert {key: fresh[key] for key in ("revision", "account", "undo")} == {
			key: self.state[key] for key in ("revision", "account", "undo")
		}
		assert (fresh["account"]["lost"], fresh["account"]["doubled"]) == (0, 0)


def upload(who: Browser, cell: factories.Cell, text: str = PLAN, **more: Any) -> dict[str, Any]:
	return who.post(
		"plans.upload", files={"file": ("ke-hoach.txt", text.encode())}, organization=cell.name, **more
	)


def refused(call: Any) -> Refused:
	with pytest.raises(Refused) as caught:
		call()
	return caught.value


def set_values(item: dict[str, Any], **values: Any) -> dict[str, Any]:
	return {"do": "set", "items": [item["name"]], "values": values}
