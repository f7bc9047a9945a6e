"""What every whitelisted function of the app shares."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import frappe
from frappe import _

from chibo_tasks.domain.access import Actor
from chibo_tasks.exceptions import translated
from chibo_tasks.services import people

Function = TypeVar("Function", bound=Callable[..., Any])


def endpoint(*methods: str, guest: bool = False) -> Callable[[Function], Function]:
	"""Whitelist a function for `methods` only; refusals of the domain leave it translated.

	Reading is GET, changing is POST: a GET is never committed by the platform.

	Args:
		guest: anybody may call it; a token among its arguments says for whom it answers.
	"""

	def decorate(function: Function) -> Function:
		@wraps(function)
		def call(*args: Any, **kwargs: Any) -> Any:
			with translated():
				return function(*args, **kwargs)

		return frappe.whitelist(methods=list(methods), allow_guest=guest)(call)

	return decorate


def current_actor() -> Actor:
	"""The signed-in user with at least one active seat.

	Raises:
		frappe.PermissionError: the user belongs to no organization.
	"""
	actor = people.actor()
	if not actor.memberships:
		frappe.throw(_("Your account is not a member of any organization here."), frappe.PermissionError)
	return actor
