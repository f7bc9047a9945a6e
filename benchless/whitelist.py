"""Functions that may be called over HTTP, and the check of their arguments."""

from collections.abc import Callable
from functools import cache, wraps
from inspect import Parameter, signature
from typing import Any, TypeVar, Union

from pydantic import ConfigDict, TypeAdapter, ValidationError

from benchless import frappe_api as frappe
from benchless.frappe_api.exceptions import FrappeTypeError

Function = TypeVar("Function", bound=Callable[..., Any])

_methods: dict[Callable[..., Any], frozenset[str]] = {}
_open_to_guests: set[Callable[..., Any]] = set()


def whitelist(*, methods: list[str], allow_guest: bool = False) -> Callable[[Function], Function]:
	"""Let signed-in users call a function at /api/method/<dotted path>.

	Args:
		methods: HTTP methods that are allowed.
		allow_guest: let anybody call it.
	"""

	def decorate(function: Function) -> Function:
		@wraps(function)
		def call(*args: Any, **kwargs: Any) -> Any:
			return function(*args, **(_checked(function, kwargs) if frappe.request else kwargs))

		_methods[call] = frozenset(methods)
		if allow_guest:
			_open_to_guests.add(call)
		return call  # type: ignore[return-value]

	return decorate


def allowed_methods(function: Callable[..., Any]) -> frozenset[str]:
	"""HTTP methods of a whitelisted function; empty for any other."""
	return _methods.get(function, frozenset())


def is_open_to_guests(function: Callable[..., Any]) -> bool:
	"""True when one need not be signed in to call it."""
	return function in _open_to_guests


def accepted(function: Callable[..., Any], arguments: dict[str, Any]) -> dict[str, Any]:
	"""Those of `arguments` that the function knows."""
	return {name: arguments[name] for name in signature(function).parameters if name in arguments}


@cache
def _adapter(annotation: Any) -> TypeAdapter[Any]:
	return TypeAdapter(annotation, config=ConfigDict(arbitrary_types_allowed=True))


def _checked(function: Callable[..., Any], arguments: dict[str, Any]) -> dict[str, Any]:
	checked = dict(arguments)
	for name, parameter in signature(function).parameters.items():
		if name not in arguments or parameter.annotation is Parameter.empty:
			continue
		wanted = Union[int, bool, float] if parameter.annotation is bool else parameter.annotation  # noqa: UP007
		if parameter.default is not Parameter.empty:
			wanted = Union[wanted, type(parameter.default)]  # noqa: UP007
		try:
			checked[name] = _adapter(wanted).validate_python(arguments[name])
		except ValidationError:
			raise FrappeTypeError(
				f"Argument '{name}' of type '{type(arguments[name]).__name__}' is not accepted"
			) from None
	return checked
