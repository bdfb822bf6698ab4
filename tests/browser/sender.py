"""A person at the served programme without a browser: signs in, asks for pages, sends files as a page's script does."""

from __future__ import annotations

import http.client
import re
import secrets
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.browser.served import Served

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')
TAKE_IN = "/lam-viec/van-ban/dua-vao/"


class Sender:
    """One connection on loopback, one request at a time."""

    def __init__(self, house: Served, username: str, *, patience: float = 300) -> None:
        self.cookies = SimpleCookie()
        self.connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=patience)
        typed = {"username": username, "password": house.password, "csrfmiddlewaretoken": self.token("/dang-nhap/")}
        status, text = self.ask("POST", "/dang-nhap/", urlencode(typed).encode(), "application/x-www-form-urlencoded")
        assert status == 302, text[:500]

    def close(self) -> None:
        self.connection.close()

    def token(self, path: str) -> str:
        found = TOKEN.search(self.ask("GET", path)[1])
        assert found is not None, path
        return found[1]

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, str]:
        head = {"Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())}
        if kind:
            head |= {"Content-Type": kind, "HX-Request": "true"}
        self.connection.request(method, path, body, head)
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.load(line)
        return answer.status, answer.read().decode()

    def take_in(self, name: str, content: bytes, *, about: str = "") -> tuple[int, str]:
        """The answer of the door that takes files."""
        fields = {"csrfmiddlewaretoken": self.token(TAKE_IN), "declared": "on", "about": about}
        edge = secrets.token_hex(16)
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
            for field, value in fields.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
        body = b"".join([*parts, head, content, f"\r\n--{edge}--\r\n".encode()])
        return self.ask("POST", TAKE_IN, body, f"multipart/form-data; boundary={edge}")
