"""An S3-compatible object store, as far as this room needs it: whole objects, put, read, deleted and listed.

django-storages' `S3Storage` makes the connection; what is said over it is said here, because its own `open` keeps
plain text on the machine's disk and its own `save` checks nothing. One client serves all threads of a process.

Refused, by every verb: a store that does not answer or does not let us in (Unreachable), one that is full (NoRoom).
No word of the store's own answer reaches a reader; the log has its code.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property, lru_cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, ReadTimeoutError
from django.utils.translation import gettext as _
from storages.backends.s3 import S3Storage

from phoihop.documents.outside.spool import PIECE, NoRoom, Spool, Unreachable

# In all less than the minute after which PostgreSQL ends a transaction that stands still (`site.options.database`).
_CONNECT_SECONDS = 3
_SILENT_SECONDS = 10  # until a server that says nothing is given up
_TRIES = 3
_PAUSE_SECONDS = 5.0  # after a silence: so long everybody is answered at once, and no thread waits with the others
_READ_SECONDS = 30.0  # of one object, and a second more for each megabyte: one that drips is given up too
_GONE = {"NoSuchKey", "NotFound", "404"}
_FULL = {"QuotaExceeded", "QuotaExceededException", "XMinioStorageFull", "InsufficientCapacity", "EntityTooLarge"}

log = logging.getLogger(__name__)


class Bucket:
    """One bucket, or what in it begins with `location`. Keys are plain names with `/` between."""

    def __init__(self, **where: Any) -> None:
        self._storage = S3Storage(
            **where,
            default_acl=None,  # nothing is ever made public
            client_config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},  # a store of one's own has no names of hosts for its buckets
                connect_timeout=_CONNECT_SECONDS,
                read_timeout=_SILENT_SECONDS,
                retries={"mode": "standard", "total_max_attempts": _TRIES},
                max_pool_connections=16,
                request_checksum_calculation="when_required",  # `put` gives its own; older stores know no other
                response_checksum_validation="when_required",  # what is read is checked by its name
            ),
        )
        self._silent_until = 0.0

    @cached_property
    def _client(self) -> Any:
        return self._storage.connection.meta.client

    def put(self, key: str, content: Spool) -> None:
        """Keeps the whole content under this key, over what was there, and makes sure that it is what stands there.

        The SHA-256 goes along, and a store that understands it takes nothing else. Then it is asked what it holds:
        the size, and the SHA-256 it worked out; one that tells none is read back. An object appears whole or not at
        all, so two who put the same at once are harmless.
        """
        place = content.tell()
        with self._asking(key):
            try:
                content.seek(0)
                self._client.put_object(
                    **self._at(key),
                    Body=content,
                    ContentLength=content.size,
                    ContentType="application/octet-stream",
                    ChecksumSHA256=base64.b64encode(bytes.fromhex(content.sha256())).decode(),
                )
            finally:
                content.seek(place)
        if not self.holds(key, size=content.size, sha256=content.sha256()):
            log.error("object store: %s is not what was sent", key)
            raise _unreachable()

    def holds(self, key: str, *, size: int, sha256: str) -> bool:
        """Whether this key has this content: by what the store says of itself, else by reading it."""
        try:
            with self._asking(key):
                found = self._client.head_object(**self._at(key), ChecksumMode="ENABLED")
        except FileNotFoundError:
            return False
        if found["ContentLength"] != size:
            return False
        if told := found.get("ChecksumSHA256"):
            return bool(base64.b64decode(told).hex() == sha256)
        digest = hashlib.sha256()
        for piece in self._pieces(key):
            digest.update(piece)
        return digest.hexdigest() == sha256

    def get(self, key: str, *, most: int = 0) -> Spool:
        """The object, or its first `most` bytes. FileNotFoundError when there is none."""
        spool = Spool()
        try:
            for piece in self._pieces(key, most):
                spool.write(piece)
        except BaseException:
            spool.close()
            raise
        spool.seek(0)
        return spool

    def size(self, key: str) -> int | None:
        """Bytes of the object; None when there is none."""
        try:
            with self._asking(key):
                return int(self._client.head_object(**self._at(key))["ContentLength"])
        except FileNotFoundError:
            return None

    def delete(self, key: str) -> None:
        """Takes the object away; one that is not there is gone already."""
        with self._asking(key):
            self._client.delete_object(**self._at(key))

    def keys(self, prefix: str, *, older_than: timedelta = timedelta(0)) -> Iterator[str]:
        """What begins with `prefix` and was last put longer ago than that, by the store's own clock, in order."""
        location = self._at("")["Key"]
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._storage.bucket_name, Prefix=location + prefix
        )
        with self._asking(prefix):
            for page in pages:
                before = _date_of(page) - older_than
                for found in page.get("Contents", ()):
                    if not older_than or found["LastModified"] <= before:
                        yield found["Key"].removeprefix(location)

    def is_versioned(self) -> bool:
        """Whether the store goes on keeping what is deleted or replaced."""
        with self._asking(""):
            answer = self._client.get_bucket_versioning(Bucket=self._storage.bucket_name)
        return bool(answer.get("Status") == "Enabled")

    def is_open_to_all(self) -> bool:
        """Whether somebody without a key may list the bucket."""
        nobody = self._storage.unsigned_connection.meta.client
        try:
            with self._asking(""):
                nobody.list_objects_v2(Bucket=self._storage.bucket_name, MaxKeys=1)
        except Unreachable:
            return False
        return True

    def _at(self, key: str) -> dict[str, str]:
        location = self._storage.location.strip("/")
        return {"Bucket": self._storage.bucket_name, "Key": f"{location}/{key}" if location else key}

    def _pieces(self, key: str, most: int = 0) -> Iterator[bytes]:
        wanted = {"Range": f"bytes=0-{most - 1}"} if most else {}
        with self._asking(key):
            answer = self._client.get_object(**self._at(key), **wanted)
            until = time.monotonic() + _READ_SECONDS + answer["ContentLength"] / 2**20
            with closing(answer["Body"]) as body:  # its own `with` takes a half for a whole
                while piece := body.read(PIECE):
                    yield piece
                    if time.monotonic() > until:
                        log.error("object store: %s comes too slowly", key)
                        raise _unreachable()

    @contextmanager
    def _asking(self, key: str) -> Iterator[None]:
        """Turns what the store and the way to it say into sentences."""
        if time.monotonic() < self._silent_until:
            raise _unreachable()
        try:
            yield
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            if code in _GONE:
                raise FileNotFoundError(key) from None
            log.error("object store: %s: %s %s", key, status, code)  # noqa: TRY400  # it speaks for itself
            if code in _FULL or status == 507:
                raise NoRoom(
                    _("Kho tệp hết chỗ, tệp chưa được nhận và không phần nào được giữ lại. Báo quản trị viên, gửi lại.")
                ) from None
            raise _unreachable() from None
        except BotoCoreError as error:
            log.error("object store: %s: %s", key, error)  # noqa: TRY400  # a night of these fills no disk
            if isinstance(error, ConnectTimeoutError | ReadTimeoutError):
                self._silent_until = time.monotonic() + _PAUSE_SECONDS
            raise _unreachable() from None


@lru_cache(maxsize=4)
def bucket_at(where: tuple[tuple[str, Any], ...]) -> Bucket:
    """The bucket of these settings, one for all threads of the process: its connections are kept."""
    return Bucket(**dict(where))


def _date_of(page: dict[str, Any]) -> datetime:
    told = page["ResponseMetadata"]["HTTPHeaders"].get("date")
    return parsedate_to_datetime(told) if told else datetime.now(UTC)


def _unreachable() -> Unreachable:
    return Unreachable(
        _("Kho tệp không trả lời. Chưa có gì thay đổi, tệp đã nhận vẫn còn. Thử lại sau ít phút, hoặc báo quản trị.")
    )
