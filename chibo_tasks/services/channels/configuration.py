"""Which channels an organization uses, and how. E-mail and web push are on unless switched off; the others are off."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.utils.password import decrypt, encrypt

from chibo_tasks import clock
from chibo_tasks.domain.identity import identity
from chibo_tasks.services import people, rows

EMAIL = "Email"
WEB_PUSH = "Web Push"
TELEGRAM = "Telegram"
ZALO = "Zalo"
WEBHOOK = "Webhook"
ON_BY_DEFAULT = frozenset({EMAIL, WEB_PUSH})

FIELDS = ("name", "enabled", "address", "options", "secret", "cursor", "told_until", "failed_at", "error")


@dataclass(frozen=True)
class Configuration:
	"""One channel of one organization.

	Attributes:
		address: webhook address, or name of the Telegram bot.
		options: what is no secret.
		secrets: tokens, in the clear; for the channel's own use.
		cursor: how far updates have been read.
		error: what went wrong last with the channel as a whole, and when.
	"""

	organization: str
	channel: str
	enabled: bool
	address: str = ""
	options: Mapping[str, str] = field(default_factory=dict)
	secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
	cursor: str = ""
	error: str = ""
	failed_at: Any = None


def of(organization: str, channel: str) -> Configuration:
	"""How `organization` uses `channel`."""
	row = frappe.db.get_value(
		"Chibo Channel", {"organization": organization, "channel": channel}, list(FIELDS), as_dict=True
	)
	if not row:
		return Configuration(organization, channel, enabled=channel in ON_BY_DEFAULT)
	return Configuration(
		organization,
		channel,
		enabled=bool(row.enabled),
		address=row.address or "",
		options=json.loads(row.options or "{}"),
		secrets=json.loads(decrypt(row.secret)) if row.secret else {},
		cursor=row.cursor or "",
		error=row.error or "",
		failed_at=row.failed_at,
	)


def organizations_with(channel: str) -> list[str]:
	"""Organizations that have switched `channel` on, by name."""
	return frappe.get_all(
		"Chibo Channel",
		filters={"channel": channel, "enabled": 1},
		pluck="organization",
		order_by="organization",
	)


def store(organization: str, channel: str, values: Mapping[str, Any]) -> None:
	"""Keep `values` (fields of the record; `options` and `secrets` as mappings) for `channel`."""
	name = identity(organization, channel)
	kept = {key: value for key, value in values.items() if key not in ("options", "secrets")}
	if "options" in values:
		kept["options"] = json.dumps(values["options"], ensure_ascii=False, sort_keys=True)
	if "secrets" in values:
		kept["secret"] = encrypt(json.dumps(values["secrets"], sort_keys=True)) if values["secrets"] else None
	rows.insert(
		"Chibo Channel",
		("name", "organization", "channel", "enabled", "told_until"),
		[
			{
				"name": name,
				"organization": organization,
				"channel": channel,
				"enabled": int(channel in ON_BY_DEFAULT),
				"told_until": clock.now(people.zone(organization)),
			}
		],
		ignore_duplicates=True,
	)
	frappe.db.set_value("Chibo Channel", name, kept)
