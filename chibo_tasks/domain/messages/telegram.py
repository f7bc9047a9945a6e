"""Telegram's Bot API: what is sent, how an account is recognised, and what the answers mean."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chibo_tasks.domain.errors import N_, DomainError
from chibo_tasks.domain.messages import outcome

BOT = re.compile(r"[A-Za-z][A-Za-z0-9_]{4,31}")
TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,100}")
START = re.compile(r"/start ([A-Za-z0-9_-]{16,64})")


class BadBot(DomainError):
	"""What was entered is no name or token of a bot."""


@dataclass(frozen=True)
class Hello:
	"""Somebody has opened the bot by the link that we gave her.

	Attributes:
		code: the code of that link.
		chat: where she is written to.
		name: what she calls herself there.
	"""

	code: str
	chat: str
	name: str


def checked_bot(text: str) -> str:
	"""The bot's name, from a name, @name or link.

	Raises:
		BadBot
	"""
	name = text.strip().removeprefix("https://t.me/").removeprefix("@")
	if name and not BOT.fullmatch(name):
		raise BadBot(N_("“{name}” is not the name of a Telegram bot."), name=name[:40])
	return name


def checked_token(text: str) -> str:
	"""The bot's token as @BotFather gives it; it becomes part of an address.

	Raises:
		BadBot
	"""
	if text and not TOKEN.fullmatch(text):
		raise BadBot(N_("This is not the token of a Telegram bot; @BotFather shows it."))
	return text


def body(chat: str, text: str) -> dict[str, Any]:
	"""Arguments of `sendMessage`."""
	return {"chat_id": chat, "text": text, "link_preview_options": {"is_disabled": True}}


def link(bot: str, code: str) -> str:
	"""The address that opens the bot and hands it `code`."""
	return f"https://t.me/{bot}?start={code}"


def hellos(updates: Iterable[Mapping[str, Any]]) -> Iterator[Hello]:
	"""The greetings among `updates`; only private chats count."""
	for update in updates:
		message = update.get("message") or {}
		chat = message.get("chat") or {}
		found = START.fullmatch(str(message.get("text") or "").strip())
		if found and chat.get("type") == "private":
			name = str(chat.get("username") or chat.get("first_name") or "")
			yield Hello(code=found[1], chat=str(chat["id"]), name=name)


def failure(status: int, answer: Mapping[str, Any]) -> outcome.Undelivered:
	"""What an answer that is not ok means."""
	detail = f"{status} {answer.get('description') or ''}".strip()
	if status == 401 or status == 404:
		return outcome.Unavailable(outcome.REFUSED, detail)  # the bot's token is wrong
	if status in (400, 403):
		return outcome.Refused(outcome.GONE, detail)
	seconds = (answer.get("parameters") or {}).get("retry_after")
	return outcome.Busy(outcome.BUSY, detail, timedelta(seconds=seconds) if seconds else None)
