"""Users of members: how one comes to be, and its platform roles, kept in step with its seats."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.utils.password import check_password

from chibo_tasks.domain import access
from chibo_tasks.domain.identity import first_password
from chibo_tasks.exceptions import refuse
from chibo_tasks.services import people

ROLES = frozenset(access.ROLE_OF_POSITION.values())
MEMBER_ROLE = access.ROLE_OF_POSITION[access.MEMBER]
PLATFORMS_OWN = frozenset({"Administrator", "Guest"})


@dataclass(frozen=True)
class Account:
	"""A user that somebody can sign in with.

	Attributes:
		login: name to sign in with.
		password: first password, to be handed over; empty for a user who was there before and has one.
	"""

	login: str
	password: str = ""


def create(full_name: str, email: str, password: str) -> str:
	"""Make a user who reads Vietnamese and gets no mail of the platform; return the login.

	The caller has decided: who keeps the members of a cell may not make users otherwise.
	"""
	user = frappe.get_doc(
		{
			"doctype": "User",
			"email": email,
			"first_name": full_name,
			"language": "vi",
			"new_password": password,
			"send_welcome_email": 0,
		}
	)
	return str(user.insert(ignore_permissions=True).name)


def of_address(full_name: str, email: str) -> Account:
	"""The user of an e-mail address, made with a first password where there is none.

	A user who is there keeps name and password: whoever adds her to a cell gets no way into her account.

	Raises:
		BadInput: not one address, or its account is closed.
	"""
	if email.count("@") != 1 or any(sign in email for sign in " ,;<>"):
		refuse(_("“{value}” is not an e-mail address.").format(value=email[:80]))
	user = frappe.db.get_value("User", {"email": email}, ["name", "enabled"], as_dict=True)
	if user is None:
		password = first_password()
		return Account(create(full_name, email, password), password)
	if user.name in PLATFORMS_OWN or not user.enabled:
		refuse(_("The account {email} is closed. Ask whoever runs this system.").format(email=email))
	return Account(user.name)


def normal(email: str) -> str:
	"""An address as logins are compared: composed, without space around it, in small letters."""
	return unicodedata.normalize("NFC", email).strip().lower()


def sync_roles(users: Iterable[str]) -> None:
	"""Give each user the roles of the seats that are active today, and take away those of no seat."""
	for name in sorted(users):
		wanted = _roles(name)
		present = ROLES & set(frappe.get_roles(name))
		if wanted == present:
			continue
		user = frappe.get_doc("User", name)
		user.flags.ignore_permissions = True
		if wanted - present:
			user.add_roles(*sorted(wanted - present))
		if present - wanted:
			user.remove_roles(*sorted(present - wanted))


def _roles(user: str) -> set[str]:
	positions = {seat.position for seat in people.actor(user).memberships}
	roles = {access.ROLE_OF_POSITION[position] for position in positions}
	if positions - {access.OBSERVER}:
		roles.add(MEMBER_ROLE)
	return roles


def is_password(user: str, password: str) -> bool:
	"""Whether `password` is that of `user`."""
	try:
		check_password(user, password)
	except frappe.AuthenticationError:
		return False
	return True
