"""A real HTTP server on loopback that stands for the services outside: it remembers requests and answers as it is told."""

import base64
import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


@dataclass(frozen=True)
class Request:
	"""One request that came in."""

	path: str
	headers: dict[str, str]
	body: bytes

	def json(self) -> Any:
		return json.loads(self.body)


class Peer:
	"""The server; `answers` maps the beginning of a path to (status, JSON body, headers), everything else is 200 {}."""

	def __init__(self) -> None:
		self.requests: list[Request] = []
		self.answers: dict[str, tuple[int, Any, dict[str, str]]] = {}
		peer = self

		class Handler(BaseHTTPRequestHandler):
			def do_POST(self) -> None:
				body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
				headers = {name.lower(): value for name, value in self.headers.items()}
				peer.requests.append(Request(self.path, headers, body))
				status, content, more = next(
					(answer for start, answer in peer.answers.items() if self.path.startswith(start)),
					(200, {}, {}),
				)
				if callable(content):
					content = content(peer.requests[-1])
				raw = json.dumps(content).encode()
				self.send_response(status)
				for name, value in more.items():
					self.send_header(name, value)
				self.send_header("Content-Length", str(len(raw)))
				self.end_headers()
				self.wfile.write(raw)

			do_GET = do_POST

			def log_message(self, *_arguments: Any) -> None:
				pass

		self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
		self._server.daemon_threads = True
		self.host = f"127.0.0.1:{self._server.server_port}"
		self.url = f"http://{self.host}"
		self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
		self._thread.start()

	def stop(self) -> None:
		self._server.shutdown()
		self._thread.join()
		self._server.server_close()


class PushBrowser:
	"""A browser that has subscribed to pushes: it can read what is encrypted for it."""

	def __init__(self, peer: Peer, name: str = "hoa") -> None:
		self._key = ec.generate_private_key(ec.SECP256R1())
		self.auth = b"0123456789abcdef"
		self.endpoint = f"{peer.url}/push/{name}"

	@property
	def parts(self) -> tuple[str, str, str]:
		point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
		return self.endpoint, plain(point), plain(self.auth)

	def read(self, body: bytes) -> dict[str, Any]:
		return json.loads(
			http_ece.decrypt(body, private_key=self._key, auth_secret=self.auth, version="aes128gcm")
		)


def plain(raw: bytes) -> str:
	"""base64url without padding, as browsers have it."""
	return base64.urlsafe_b64encode(raw).decode().rstrip("=")
