"""An S3-compatible object store for tests: moto's server on loopback, and a way to it that can be slow or end."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import boto3
from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.models import s3_backends
from moto.server import ThreadedMotoServer

from phoihop.site.options import objects, read

_running: set[int] = set()

KEY, SECRET, BUCKET = "house", "not/so+secret", "phoi-hop"
URL_SECRET = "not%2Fso%2Bsecret"


@dataclass(frozen=True)
class ObjectStore:
    """A running store with one bucket."""

    port: int

    def url(self, *, prefix: str = "", port: int | None = None) -> str:
        """As PHOIHOP_OBJECTS_URL has it; `port` of a way there instead of its own."""
        more = f"&prefix={prefix}" if prefix else ""
        return f"s3://{KEY}:{URL_SECRET}@127.0.0.1:{port or self.port}/{BUCKET}?tls=no{more}"

    def settings(self, *, prefix: str = "", port: int | None = None) -> dict[str, Any]:
        """As settings.PHOIHOP_OBJECTS has it."""
        return objects(read({"PHOIHOP_OBJECTS_URL": self.url(prefix=prefix, port=port)})) or {}

    def names(self) -> list[str]:
        return sorted(_bucket().keys.keys())

    def content(self, key: str) -> bytes:
        return bytes(_bucket().keys[key].value)

    def harm(self, key: str, content: bytes) -> None:
        """Other bytes under this key, as a failing disk leaves them: what the store says of them is what it was."""
        _bucket().keys[key]._value_buffer.seek(0)
        _bucket().keys[key]._value_buffer.truncate()
        _bucket().keys[key]._value_buffer.write(content)

    def age(self, key: str, by: timedelta) -> None:
        _bucket().keys[key].last_modified -= by


@contextlib.contextmanager
def an_object_store() -> Iterator[ObjectStore]:
    """Started on a free port, with a bucket; ended by itself. Several in one process share what they keep (moto's
    backends belong to the process): a test takes a prefix of its own, and the last to end forgets it all."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _running.add(id(server))
    try:
        _host, port = server.get_host_and_port()
        client = boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{port}",
            region_name="us-east-1",
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
        )
        client.create_bucket(Bucket=BUCKET)
        client.close()
        yield ObjectStore(port)
    finally:
        _running.discard(id(server))
        if not _running:
            s3_backends.reset()
        server.stop()


@contextlib.contextmanager
def a_way(to: int, *, most: int) -> Iterator[int]:
    """A port that leads to another, and breaks off after so many bytes of answers."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.1)
    over = threading.Event()

    def carry() -> None:
        while not over.is_set():
            try:
                near, _from = server.accept()
            except TimeoutError:
                continue
            with near, socket.create_connection(("127.0.0.1", to)) as far:
                _both(near, far, most)

    thread = threading.Thread(target=carry)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        over.set()
        thread.join()
        server.close()


def _both(near: socket.socket, far: socket.socket, most: int) -> None:
    def up() -> None:
        with contextlib.suppress(OSError):
            while piece := near.recv(65536):
                far.sendall(piece)

    thread = threading.Thread(target=up)
    thread.start()
    left = most
    with contextlib.suppress(OSError):
        while left and (piece := far.recv(min(left, 65536))):
            near.sendall(piece)
            left -= len(piece)
    for end in (near, far):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
    thread.join()


@contextlib.contextmanager
def a_silent_port() -> Iterator[int]:
    """A server that takes what is said and never answers."""
    server = socket.create_server(("127.0.0.1", 0))
    try:
        yield server.getsockname()[1]
    finally:
        server.close()


def _bucket() -> Any:
    return s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets[BUCKET]
