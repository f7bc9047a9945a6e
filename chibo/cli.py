"""Commands for a cell that runs its own small site.

chibo --site DIR init|demo|serve|backup|doctor|verify-audit
"""

import argparse
import getpass
import logging
import os
import secrets
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from benchless import bootstrap, installer, server
from benchless.site import Site, SiteError, connected, write_private
from benchless.storage import backup

APP = "chibo_tasks"
DEMO_ACCOUNTS = "demo-password.txt"

Command = Callable[[argparse.Namespace], int]


def say(text: str) -> None:
	"""Print a line for the person at the terminal."""
	sys.stdout.write(f"{text}\n")


def init(options: argparse.Namespace) -> int:
	site = Site.create(options.site, [APP], language="vi")
	installer.install(site)
	password = options.password or getpass.getpass("Mật khẩu của Bí thư (ít nhất 10 ký tự): ")
	with connected(site):
		import frappe

		from chibo_tasks.setup.cell import create

		create(options.code, options.name, options.secretary, options.email, password)
		frappe.db.commit()
	say(f"Đã tạo {options.name} tại {site.path}. Chạy: chibo --site {options.site} serve")
	return 0


def demo(options: argparse.Namespace) -> int:
	"""Create the demonstration cell where there is none yet, print its accounts, and serve it."""
	from chibo_tasks.setup.demo.seed import seed

	try:
		site = Site(options.site)
		installer.migrate(site)
	except SiteError:
		site = Site.create(options.site, [APP], language="vi", port=options.port)
		installer.install(site)
	file = site.path / DEMO_ACCOUNTS
	if not file.exists():
		write_private(file, secrets.token_urlsafe(9))
	password = file.read_text(encoding="utf-8").strip()
	with connected(site):
		import frappe

		accounts = seed(password)
		frappe.db.commit()
	say(
		f"\n  Địa chỉ:   http://{options.host}:{options.port}/chibo\n  Mật khẩu:  {password}   (chung cho mọi tài khoản thử)\n"
	)
	for account in accounts:
		say(f"  {account['login']:<28} {account['label']:<18} {account['name']}")
	say("\n  Dừng: Ctrl+C. Chạy lại: dữ liệu được giữ nguyên.\n")
	sys.stdout.flush()
	return 0 if options.no_serve else serve(options)


def serve(options: argparse.Namespace) -> int:
	server.serve(Site(options.site), options.host, options.port, open_network=options.open_network)
	return 0


def make_backup(options: argparse.Namespace) -> int:
	site = Site(options.site)
	folder = Path(options.to) if options.to else site.path / "backups"
	folder.mkdir(mode=0o700, parents=True, exist_ok=True)
	target = folder / f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-chibo.tar.gz"
	say(f"Đã sao lưu và kiểm tra: {backup.backup(site, target)}")
	return 0


def doctor(options: argparse.Namespace) -> int:
	with connected(Site(options.site)):
		import frappe

		from chibo_tasks.services.health import examine

		findings = examine()
		if not frappe.conf.get("mail_server"):
			say(
				f"• Chưa cấu hình máy chủ thư (mail_server): thư được giữ thành tệp .eml trong {frappe.get_site_path('mail')}"
			)
	for finding in findings:
		say(f"✗ {finding}")
	if not findings:
		say("✓ Không thấy vấn đề nào.")
	return 1 if findings else 0


def verify_audit(options: argparse.Namespace) -> int:
	with connected(Site(options.site)):
		import frappe

		from chibo_tasks.services import audit

		broken = False
		for name in frappe.get_all("Chibo Organization", pluck="name", order_by="name"):
			verdict = audit.verify(name)
			broken = broken or not verdict.ok
			say(
				f"{'✓' if verdict.ok else '✗'} {name}: {verdict.entries} mục"
				+ ("" if verdict.ok else f", đứt tại mục {verdict.broken_at}")
			)
	return 1 if broken else 0


def parser() -> argparse.ArgumentParser:
	"""The command line."""
	top = argparse.ArgumentParser(prog="chibo", description=__doc__.splitlines()[0])
	top.add_argument(
		"--site", default=os.environ.get("SITE", "sites/chibo"), help="thư mục dữ liệu (mặc định sites/chibo)"
	)
	commands = top.add_subparsers(required=True, metavar="LỆNH")

	def command(name: str, function: Command, text: str) -> argparse.ArgumentParser:
		one = commands.add_parser(name, help=text)
		one.set_defaults(function=function)
		return one

	def network(one: argparse.ArgumentParser) -> None:
		one.add_argument("--host", default="127.0.0.1")
		one.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
		one.add_argument("--open-network", action="store_true", help="đã có TLS ở phía trước địa chỉ này")

	one = command("init", init, "tạo chi bộ mới và tài khoản Bí thư")
	one.add_argument("--code", required=True, help="mã ngắn, ví dụ cb-hoa-sen")
	one.add_argument("--name", required=True, help="tên chi bộ")
	one.add_argument("--secretary", required=True, help="họ tên Bí thư")
	one.add_argument("--email", required=True, help="thư điện tử, cũng là tên đăng nhập")
	one.add_argument("--password", help="mật khẩu; không ghi thì sẽ được hỏi")
	one = command("demo", demo, "chạy thử với chi bộ mẫu")
	network(one)
	one.add_argument("--no-serve", action="store_true", help="chỉ tạo dữ liệu mẫu")
	network(command("serve", serve, "chạy phần mềm"))
	one = command("backup", make_backup, "sao lưu toàn bộ dữ liệu")
	one.add_argument("--to", help="thư mục nhận bản sao lưu")
	command("doctor", doctor, "kiểm tra tình trạng hệ thống")
	command("verify-audit", verify_audit, "kiểm tra chuỗi nhật ký")
	return top


def main(arguments: Sequence[str] | None = None) -> int:
	"""Run one command and return the exit status."""
	os.umask(0o077)
	logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
	options = parser().parse_args(arguments)
	try:
		bootstrap.install()
		return int(options.function(options))
	except (SiteError, bootstrap.RealFrappePresent) as error:
		sys.stderr.write(f"{error}\n")
		return 1
	except KeyboardInterrupt:
		return 0
