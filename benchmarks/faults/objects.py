"""The object store, on loopback: moto's server, which can be stopped, started again with what it held, and slow."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.models import s3_backends
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

from benchmarks.faults import kernel

KEY, SECRET = "house", "of-one-night"


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """What is asked for is told nowhere."""


class Objects:
    """One store with one bucket of this round. `wait` are the seconds that each answer takes longer."""

    def __init__(self, bucket: str) -> None:
        self.bucket, self.wait = bucket, 0.0
        self.port = kernel.free_port()
        self._app = DomainDispatcherApplication(create_backend_app)
        self._server: Any = None
        self._thread: threading.Thread | None = None
        self._under_way = 0
        self._settled = threading.Condition()

    @property
    def url(self) -> str:
        return f"s3://{KEY}:{SECRET}@127.0.0.1:{self.port}/{self.bucket}?tls=no"

    def open(self) -> None:
        self._server = make_server("127.0.0.1", self.port, self._answer, threaded=True, request_handler=_Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, name="objects", daemon=True)
        self._thread.start()

    def close(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
        self._server = None

    def fill(self, folder: Path) -> None:
        """Puts in what the prepared house keeps in its folder, as the operator who moves to a bucket copies it."""
        client = self.client()
        client.create_bucket(Bucket=self.bucket)
        for path in folder.glob("[0-9a-f][0-9a-f]/*"):
            client.put_object(
                Bucket=self.bucket, Key=f"documents/{path.parent.name}/{path.name}", Body=path.read_bytes()
            )
        client.close()

    def client(self) -> Any:
        return boto3.client(
            "s3", endpoint_url=f"http://127.0.0.1:{self.port}", region_name="us-east-1",
            aws_access_key_id=KEY, aws_secret_access_key=SECRET,
        )  # fmt: skip

    def is_busy(self) -> bool:
        with self._settled:
            return self._under_way > 0

    def age(self, by: timedelta) -> None:
        """Makes all it holds look older by that. What is still under way comes first: a slow store writes down what
        was sent by a process that is long dead."""
        with self._settled:
            self._settled.wait_for(lambda: not self._under_way, timeout=60)
        for held in s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets[self.bucket].keys.values():
            held.last_modified -= by

    def forget(self) -> None:
        s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets.pop(self.bucket, None)

    def _answer(self, environment: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        with self._settled:
            self._under_way += 1
        try:
            if self.wait:
                time.sleep(self.wait)
            return self._app(environment, start)  # type: ignore[no-any-return]  # moto has no types
        finally:
            with self._settled:
                self._under_way -= 1
                self._settled.notify_all()
