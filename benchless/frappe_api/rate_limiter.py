"""How often one address may call a function; counted in the one process that serves."""

import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from benchless import frappe_api as frappe
from benchless.frappe_api.exceptions import RateLimitExceededError

__all__ = ["rate_limit"]

Function = TypeVar("Function", bound=Callable[..., Any])
KEPT = 10_000
"""Counters that are kept before those that have ended are cleared away."""

_counts: dict[tuple[str, str, str], tuple[float, int]] = {}
_guard = threading.Lock()


def rate_limit(*, limit: int, seconds: int) -> Callable[[Function], Function]:
	"""Refuse calls of one address beyond `limit` within `seconds`.

	Raises:
		RateLimitExceededError: by the decorated function.
	"""

	def decorate(function: Function) -> Function:
		@wraps(function)
		def call(*args: Any, **kwargs: Any) -> Any:
			if frappe.request and _count(function, seconds) > limit:
				frappe.throw(
					frappe._("Too many requests from your address. Try again later."), RateLimitExceededError
				)
			return function(*args, **kwargs)

		return call  # type: ignore[return-value]

	return decorate


def _count(function: Callable[..., Any], seconds: int) -> int:
	key = (
		str(frappe.local.site.path),
		f"{function.__module__}.{function.__name__}",
		str(frappe.request.remote_addr),
	)
	now = time.monotonic()
	with _guard:
		if len(_counts) > KEPT:
			for old in [one for one, (end, _number) in _counts.items() if end <= now]:
				del _counts[old]
		end, number = _counts.get(key, (0.0, 0))
		_counts[key] = (end, number + 1) if now < end else (now + seconds, 1)
		return _counts[key][1]
