"""The people of the demonstration cell; names are invented."""

from dataclasses import dataclass

from chibo_tasks.domain import access

OFFICIAL, PROBATIONARY = "Official", "Probationary"


@dataclass(frozen=True)
class Person:
	"""One member.

	Attributes:
		login: part of the address before the @.
		name: full name.
		position, status: as in the member record.
		unit: code of the unit, without the cell's prefix.
	"""

	login: str
	name: str
	position: str = access.MEMBER
	status: str = OFFICIAL
	unit: str = ""


MEMBERS = (
	Person("bithu", "Nguyễn Thu Hằng", access.SECRETARY),
	Person("phobithu", "Trần Thị Bích Ngọc", access.DEPUTY_SECRETARY),
	Person("chiuy1", "Lê Thị Minh Tâm", access.COMMITTEE_MEMBER, unit="to-mau-giao"),
	Person("chiuy2", "Phạm Thùy Dương", access.COMMITTEE_MEMBER, unit="cong-doan"),
	Person("chiuy3", "Đỗ Thị Lan Anh", access.COMMITTEE_MEMBER, unit="chi-doan"),
	Person("hoa", "Vũ Thị Hoa", unit="to-mau-giao"),
	Person("tuyet", "Hoàng Ánh Tuyết", unit="to-mau-giao"),
	Person("phuong", "Bùi Mai Phương", unit="to-mau-giao"),
	Person("hue", "Đặng Thị Huệ", unit="to-mau-giao"),
	Person("thao", "Ngô Phương Thảo", unit="to-mau-giao"),
	Person("nga", "Dương Thị Nga", unit="to-mau-giao"),
	Person("quyen", "Lý Lệ Quyên", unit="to-nha-tre"),
	Person("yen", "Mai Hải Yến", unit="to-nha-tre"),
	Person("loan", "Trịnh Thị Loan", unit="to-nha-tre"),
	Person("hien", "Đinh Thu Hiền", unit="to-nha-tre"),
	Person("dao", "Cao Thị Đào", unit="to-nha-tre"),
	Person("suong", "Tạ Thị Sương", unit="to-nha-tre"),
	Person("van", "Phan Khánh Vân", unit="to-nuoi-duong"),
	Person("cuc", "Lương Thị Cúc", unit="to-nuoi-duong"),
	Person("xuan", "Hà Thị Xuân", unit="to-nuoi-duong"),
	Person("linh", "Nguyễn Thùy Linh", status=PROBATIONARY, unit="to-nha-tre"),
	Person("trang", "Trần Huyền Trang", status=PROBATIONARY, unit="to-mau-giao"),
	Person("my", "Lê Trà My", status=PROBATIONARY, unit="to-nuoi-duong"),
)

OBSERVER = Person("danguyxa", "Nguyễn Văn Thành", access.OBSERVER)

IN_CHARGE = {
	"to-mau-giao": "chiuy1",
	"to-nha-tre": "chiuy2",
	"to-nuoi-duong": "chiuy3",
	"cong-doan": "chiuy2",
	"chi-doan": "chiuy3",
}
"""Unit → committee member in charge, who hears first of what is late there."""

UNITS = (
	("to-mau-giao", "Tổ mẫu giáo", "Professional Group"),
	("to-nha-tre", "Tổ nhà trẻ", "Professional Group"),
	("to-nuoi-duong", "Tổ nuôi dưỡng", "Professional Group"),
	("cong-doan", "Công đoàn Trường Mầm non Hoa Sen", "Union"),
	("chi-doan", "Chi đoàn Trường Mầm non Hoa Sen", "Youth Union"),
)
