"""A small web server on loopback for the press desk: it answers as it is told, and remembers what it was asked."""

from __future__ import annotations

import gzip
import ipaddress
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from phoihop.press.outside.fetching import Way

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
WAY = Way("phoihop/test", LOOPBACK)
RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Báo thử</title><link>{base}/</link>
{items}</channel></rss>"""
ITEM = (
    "<item><title>{title}</title><link>{link}</link><description>{text}</description><pubDate>{date}</pubDate></item>"
)

Answer = Callable[[BaseHTTPRequestHandler], None]


def text(body: str | bytes, *, status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str) -> Answer:
    raw = body.encode() if isinstance(body, str) else body

    def answer(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(status)
        asked.send_header("Content-Type", kind)
        asked.send_header("Content-Length", str(len(raw)))
        for name, value in headers.items():
            asked.send_header(name.replace("_", "-"), value)
        asked.end_headers()
        asked.wfile.write(raw)

    return answer


def moved(to: str) -> Answer:
    return text("", status=302, Location=to)


def drip(asked: BaseHTTPRequestHandler) -> None:
    """A byte every tenth of a second, for ever."""
    asked.send_response(200)
    asked.end_headers()
    for _each in range(300):
        asked.wfile.write(b"<")
        asked.wfile.flush()
        time.sleep(0.1)


def drip_head(asked: BaseHTTPRequestHandler) -> None:
    """Not even its headers come to an end."""
    asked.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
    for _each in range(300):
        asked.wfile.write(b"x")
        asked.wfile.flush()
        time.sleep(0.1)


def endless(asked: BaseHTTPRequestHandler) -> None:
    """As fast as it goes, without saying how much."""
    asked.send_response(200)
    asked.end_headers()
    for _each in range(10_000):
        asked.wfile.write(b"<item>" * 10_000)


def packed(raw: bytes) -> Answer:
    return text(gzip.compress(raw), Content_Encoding="gzip")


@dataclass
class Web:
    base: str
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [path for path, _headers in self.asked]

    def feed(self, path: str, articles: list[tuple[str, str, str]], date: str = "Mon, 02 Aug 2021 01:00:00 GMT") -> str:
        """Puts an RSS feed of (path, title, text) there; its address."""
        items = "".join(
            ITEM.format(title=title, link=f"{self.base}{link}", text=words, date=date)
            for link, title, words in articles
        )
        body = RSS.format(base=self.base, items=items)
        self.pages[path] = text(body, kind="application/rss+xml; charset=utf-8")
        return f"{self.base}{path}"


@contextmanager
def serving() -> Iterator[Web]:
    web = Web("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name is the library's
            web.asked.append((self.path, dict(self.headers)))
            answer = web.pages.get(self.path, text("không có", status=404))
            try:
                answer(self)
            except (BrokenPipeError, ConnectionResetError):  # whoever asked has hung up
                self.close_connection = True

        def log_message(self, *_args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web.base = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
