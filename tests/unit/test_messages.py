"""The forms in which messages leave: mail headers, signatures, codes, and what the answers of the other side mean."""

import base64
import email
import hashlib
import hmac
import json
import re
from datetime import date, datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.policy import default
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chibo_tasks.domain.messages import mail, outcome, push, telegram, webhook, zalo
from chibo_tasks.domain.messages.text import one_line

WORDS = st.text(
	alphabet=st.one_of(
		st.sampled_from(
			"ĂÂĐÊÔƠƯăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọờởỡớợùủũúụừửữứựỳỷỹýỵ abc xyz ,.:;\"'()<>@?=_-"
		),
		st.characters(),
	),
	max_size=250,
)
LINK = "https://chibo.hoasen.example/api/method/chibo_tasks.api.channels.unsubscribe?token=" + "a1" * 50


def letter(**values: Any) -> mail.Letter:
	return mail.Letter(
		**{
			"key": "k" * 40,
			"sender": "chibo@hoasen.example",
			"sender_name": "Chi bộ Trường Mầm non Hoa Sen",
			"recipient": "hoa@hoasen.example",
			"subject": "Quá hạn 3 ngày",
			"written_at": datetime(2026, 3, 20, 7, tzinfo=timezone(timedelta(hours=7))),
			"lang": "vi",
			"greeting": "Kính gửi đồng chí Hoa,",
			"lines": [
				mail.Line("Đến hạn hôm nay: <hội nghị> & báo cáo", "https://chibo.example/chibo/viec/1", True)
			],
			"open_label": "Mở",
			"footer": "Chân thư",
			"unsubscribe": LINK,
			"unsubscribe_label": "Thôi nhận",
			**values,
		}
	)


def sent(one: mail.Letter) -> bytes:
	"""The bytes as they go over the line."""
	built = mail.build(one)
	return built.as_bytes(policy=built.policy.clone(linesep="\r\n"))


def heads(raw: bytes) -> list[bytes]:
	return raw.split(b"\r\n\r\n", 1)[0].split(b"\r\n")


class TestMail:
	@given(subject=WORDS, name=WORDS)
	def test_any_text_in_a_subject_or_a_name_arrives_as_it_was(self, subject: str, name: str) -> None:
		raw = sent(letter(subject=subject, sender_name=name))
		plain = email.message_from_bytes(raw)
		assert str(make_header(decode_header(plain["Subject"]))) == one_line(subject)
		assert email.message_from_bytes(raw, policy=default)["Subject"] == one_line(subject)
		for line in heads(raw):
			assert line.isascii()
			assert len(line) <= 78 or line.startswith(b" <https://")
			assert all(len(word) <= 75 for word in re.findall(rb"=\?[^ ]*?\?=", line))

	def test_half_a_character_stops_no_message(self) -> None:
		raw = sent(letter(subject="Họp \ud800", sender_name="\udfff", greeting="Chào \ud800đ/c"))
		assert "\ufffdđ/c" in str(
			email.message_from_bytes(raw, policy=default).get_body(("plain",)).get_content()
		)

	@given(subject=WORDS, name=WORDS)
	@example(subject="", name="\ud800")
	def test_no_text_makes_a_second_header(self, subject: str, name: str) -> None:
		hostile = f"{subject}\r\nBcc: x@evil.example\r\n\r\n\x00 {name}"
		plain = email.message_from_bytes(sent(letter(subject=hostile, sender_name=hostile, greeting=hostile)))
		assert plain["Bcc"] is None
		wanted = (
			"Subject",
			"From",
			"To",
			"Date",
			"Message-ID",
			"Auto-Submitted",
			"MIME-Version",
			"Content-Type",
		)
		for header in (*wanted, "List-Unsubscribe", "List-Unsubscribe-Post"):
			assert len(plain.get_all(header)) == 1

	def test_a_digest_is_ended_with_one_click(self) -> None:
		parsed = email.message_from_bytes(sent(letter()), policy=default)
		assert parsed["List-Unsubscribe"].strip() == f"<{LINK}>"
		assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
		assert email.message_from_bytes(sent(letter(unsubscribe="")))["List-Unsubscribe"] is None

	def test_the_same_letter_has_the_same_id_and_both_bodies_say_the_same(self) -> None:
		first, second = (email.message_from_bytes(sent(letter()), policy=default) for _number in range(2))
		assert first["Message-ID"] == second["Message-ID"] == f"<{'k' * 40}@hoasen.example>"
		assert first["Auto-Submitted"] == "auto-generated"
		assert first["Date"].datetime == datetime(2026, 3, 20, 0, tzinfo=timezone.utc)
		text = first.get_body(("plain",)).get_content()
		html = first.get_body(("html",)).get_content()
		assert "Đến hạn hôm nay: <hội nghị> & báo cáo" in text
		assert "Đến hạn hôm nay: &lt;hội nghị&gt; &amp; báo cáo" in html
		assert "https://chibo.example/chibo/viec/1" in text and "https://chibo.example/chibo/viec/1" in html
		assert all(len(line) <= 998 and line.isascii() for line in sent(letter()).split(b"\r\n"))

	@pytest.mark.parametrize(
		"address",
		[
			"",
			"hoa",
			"hoa@",
			"@x.vn",
			"hoa@x",
			"hoa lan@x.vn",
			"hòa@x.vn",
			"a@b@x.vn",
			"hoa@x..vn",
			"hoa@-x.vn",
			"a,b@x.vn",
			"hoa@x.vn\r\nBcc: y@z.vn",
			"hoa@x.vn>",
			".hoa@x.vn",
			f"{'a' * 65}@x.vn",
		],
	)
	def test_an_address_that_cannot_be_right_is_refused(self, address: str) -> None:
		with pytest.raises(outcome.Refused) as caught:
			mail.build(letter(recipient=address))
		assert caught.value.reason == outcome.BAD_ADDRESS

	def test_a_vietnamese_domain_goes_out_in_ascii(self) -> None:
		local, _at, domain = mail.checked_address(" hoa.lan+viec@trườnghoasen.vn ").partition("@")
		assert local == "hoa.lan+viec"
		assert domain.isascii() and domain.encode().decode("idna") == "trườnghoasen.vn"


def test_one_line_is_one_line() -> None:
	assert one_line("a\r\nb\tc\u2028d\x00e\u202ef\u200bg") == "a b c defg"
	assert one_line("Ho\u0061\u0300") == "Hoà"
	assert len(one_line("x" * 10_000)) == 200


class TestOutcome:
	def test_three_days_without_a_server_are_survived(self) -> None:
		waited = sum((outcome.wait(attempt) for attempt in range(1, outcome.MOST_ATTEMPTS)), timedelta())
		assert waited > timedelta(hours=72)
		assert outcome.wait(1) == timedelta(minutes=1)
		assert max(outcome.wait(attempt) for attempt in range(1, 200)) == timedelta(hours=1)

	def test_who_asks_for_more_time_gets_it_up_to_an_hour(self) -> None:
		assert outcome.wait(1, timedelta(minutes=7)) == timedelta(minutes=7)
		assert outcome.wait(1, timedelta(days=7)) == timedelta(hours=1)
		assert outcome.wait(5, timedelta(seconds=1)) == outcome.wait(5)

	@pytest.mark.parametrize(
		("code", "kind"), [(550, outcome.Refused), (554, outcome.Refused), (451, outcome.Busy)]
	)
	def test_smtp(self, code: int, kind: type) -> None:
		assert type(outcome.of_smtp(code, "x")) is kind

	@pytest.mark.parametrize(
		("status", "kind"),
		[
			(410, outcome.Refused),
			(404, outcome.Refused),
			(400, outcome.Refused),
			(413, outcome.Refused),
			(401, outcome.Unavailable),
			(403, outcome.Unavailable),
			(429, outcome.Busy),
			(500, outcome.Busy),
			(503, outcome.Busy),
			(408, outcome.Busy),
		],
	)
	def test_http(self, status: int, kind: type) -> None:
		assert type(outcome.of_http(status)) is kind

	def test_every_reason_has_a_sentence(self) -> None:
		named = {value for name, value in vars(outcome).items() if name.isupper() and isinstance(value, str)}
		assert named == set(outcome.REASONS)


class TestWebhook:
	def test_the_signature_is_that_of_the_specification(self) -> None:
		secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # the example of Standard Webhooks
		content = b'{"test": 2432232314}'
		made = webhook.headers(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, content)
		assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

	def test_a_new_secret_signs(self) -> None:
		secret = webhook.new_secret(b"\x01" * 32)
		made = webhook.headers(secret, "k", 1, b"{}")
		wanted = hmac.new(b"\x01" * 32, b"k.1.{}", hashlib.sha256).digest()
		assert made["webhook-signature"] == f"v1,{base64.b64encode(wanted).decode()}"

	@pytest.mark.parametrize(
		"url", ["http://a.vn", "ftp://a.vn", "https://", "a.vn", "https://u:p@a.vn/x", "file:///etc/passwd"]
	)
	def test_other_addresses_than_https_are_refused(self, url: str) -> None:
		with pytest.raises(webhook.BadAddress):
			webhook.checked_url(url)

	def test_a_body_holds_no_words_of_people(self) -> None:
		item = webhook.Item("d1", "overdue", date(2026, 3, 20), "https://a.vn/chibo/viec/d1", True)
		content = json.loads(
			webhook.body(
				key="k",
				organization="cb",
				member="m",
				kind="Digest",
				sent_at=datetime(2026, 3, 20, 7),
				items=[item],
			)
		)
		assert content["type"] == "chibo.message.digest"
		assert set(content["items"][0]) == {"deadline", "rule", "due_date", "url", "urgent"}


class TestPush:
	GOOD = (
		"https://push.example/abc",
		base64.urlsafe_b64encode(b"\x04" + bytes(64)).decode().rstrip("="),
		"A" * 22,
	)

	def test_a_subscription_of_a_browser(self) -> None:
		assert push.device(*self.GOOD).service == "push.example"

	@pytest.mark.parametrize(
		("place", "value"),
		[
			(0, "http://push.example/abc"),
			(0, "https:///abc"),
			(0, "https://a.vn/" + "x" * 1000),
			(1, "abc"),
			(2, "not base64 £"),
		],
	)
	def test_what_is_none(self, place: int, value: str) -> None:
		parts = list(self.GOOD)
		parts[place] = value
		with pytest.raises(push.BadSubscription):
			push.device(*parts)


class TestTelegram:
	def test_only_a_greeting_in_a_private_chat_with_a_code_counts(self) -> None:
		def update(text: str, kind: str = "private") -> dict[str, Any]:
			return {
				"update_id": 1,
				"message": {"text": text, "chat": {"id": 7, "type": kind, "username": "hoa"}},
			}

		code = "A-_9" * 8
		good, *others = [
			update(f"/start {code}"),
			update(f"/start {code}", "group"),
			update("/start"),
			update("/start abc"),
			{"update_id": 2},
			{"update_id": 3, "message": {"photo": []}},
		]
		assert list(telegram.hellos([good])) == [telegram.Hello(code, "7", "hoa")]
		assert list(telegram.hellos(others)) == []

	@pytest.mark.parametrize(
		("status", "kind"),
		[(403, outcome.Refused), (400, outcome.Refused), (401, outcome.Unavailable), (500, outcome.Busy)],
	)
	def test_answers(self, status: int, kind: type) -> None:
		assert type(telegram.failure(status, {"description": "x"})) is kind

	def test_it_says_how_long_to_wait(self) -> None:
		error = telegram.failure(429, {"parameters": {"retry_after": 90}})
		assert isinstance(error, outcome.Busy) and error.after == timedelta(seconds=90)


class TestZalo:
	@pytest.mark.parametrize("text", ["0912 345 678", "+84 912.345.678", "84912345678", "(0912) 345-678"])
	def test_a_mobile_number(self, text: str) -> None:
		assert zalo.phone(text) == "84912345678"

	@pytest.mark.parametrize("text", ["", "0212345678", "09123", "091234567890", "hoa", "+1 912 345 678"])
	def test_none(self, text: str) -> None:
		with pytest.raises(zalo.BadPhone):
			zalo.phone(text)

	@pytest.mark.parametrize(
		("code", "kind"),
		[
			(-118, outcome.Refused),
			(-115, outcome.Busy),
			(-216, outcome.Unavailable),
			(-9999, outcome.Refused),
		],
	)
	def test_answers(self, code: int, kind: type) -> None:
		assert type(zalo.failure({"error": code, "message": "x"})) is kind
