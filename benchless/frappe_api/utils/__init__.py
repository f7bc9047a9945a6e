"""`frappe.utils`: the few conversions that the app uses."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from benchless import frappe_api as frappe

__all__ = ["cint", "get_url", "getdate", "now"]


def now() -> str:
	"""Site time with microseconds, as `creation` and `modified` hold it."""
	zone = ZoneInfo(frappe.local.site.config.get("time_zone") or "Asia/Ho_Chi_Minh")
	return datetime.now(zone).replace(tzinfo=None).isoformat(" ", "microseconds")


def cint(value: Any) -> int:
	"""A whole number, 0 for what is none."""
	try:
		return int(float(value or 0))
	except (TypeError, ValueError):
		return 0


def getdate(value: Any) -> date:
	"""A date from a date, a date-time or ISO text."""
	if isinstance(value, datetime):
		return value.date()
	return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def get_url(path: str) -> str:
	"""The absolute address of `path` on this site."""
	config = frappe.local.site.config
	host = config.get("host_name") or f"http://localhost:{config.get('port', 8000)}"
	return host.rstrip("/") + path
