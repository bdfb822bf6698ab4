"""Photos that anybody may send: read into bounded memory, never onto a disk, and drawn anew before anything is kept.

One bad photo does not cost its sender the typed text: what cannot be taken is swallowed and named (`SentPhoto.why`).
"""

from __future__ import annotations

import io
import threading
import time
import warnings
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from PIL import Image, ImageOps

from phoihop.ground.text import nfc
from phoihop.publications.commands import rendered

MOST = 4
LARGEST = 10 * 2**20  # bytes of one photo
LONGEST = MOST * LARGEST + 256 * 2**10  # of the whole body, its words included
ALL_TOGETHER = 96 * 2**20  # bytes of photos that one process holds at once, of all who are sending
END = "end"  # the last field of every form that photos may come with
PATIENCE = 180  # seconds that one body may take
WIDEST = 1280
MOST_PIXELS = {"JPEG": 120_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}  # a JPEG is read at a fraction of its size
READ_WHOLE = 8_000_000  # pixels of a JPEG that are read as they are


class CannotRead(Exception):
    """The body is broken, cut off, too slow or too much. `why`: "broken", "slow", "busy" or "much"."""

    def __init__(self, why: str, values: dict[str, str] | None = None) -> None:
        super().__init__(why)
        self.why, self.values = why, values or {}  # what had come before it broke off


class _Room:
    """Memory shared by all requests of this process."""

    def __init__(self, size: int) -> None:
        self._left, self._lock = size, threading.Lock()

    def take(self, size: int) -> bool:
        with self._lock:
            if size > self._left:
                return False
            self._left -= size
            return True

    def give_back(self, size: int) -> None:
        with self._lock:
            self._left += size

    @property
    def left(self) -> int:
        return self._left


ROOM = _Room(ALL_TOGETHER)
_DRAWING = threading.Lock()  # one photo is decoded at a time: its pixels weigh far more than its bytes


class SentPhoto:
    """A photo as it came; `why` it cannot be taken: "large", "many", "empty" or "busy". Closed at the request's end."""

    def __init__(self, pieces: list[bytes], size: int, why: str = "") -> None:
        self.content, self.size, self.why = b"".join(pieces), size, why

    def __repr__(self) -> str:
        return f"<SentPhoto {self.size} bytes {self.why}>"

    def close(self) -> None:
        ROOM.give_back(len(self.content))
        self.content = b""


class PhotosHandler(FileUploadHandler):
    """Takes the photos of one request. Names are not looked at: a photo has none here."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._is_parsing = False
        self._began = time.monotonic()
        self._count = self._size = 0
        self._pieces: list[bytes] = []
        self._why = ""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  # Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> Any:
        if self._is_parsing:
            return None
        self._is_parsing = True
        try:
            return _Nameless(META, input_data, [self], encoding).parse()
        finally:
            self._drop()  # of a file that was not finished

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._count += 1
        self._size, self._pieces = 0, []
        self._why = "many" if self._count > MOST else ""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if time.monotonic() - self._began > PATIENCE:
            raise CannotRead("slow")
        if self._why:
            return
        if self._size + len(raw_data) > LARGEST:
            self._drop("large")
        elif not ROOM.take(len(raw_data)):
            self._drop("busy")
        else:
            self._size += len(raw_data)
            self._pieces.append(bytes(raw_data))

    def file_complete(self, file_size: int) -> Any:
        photo = SentPhoto(self._pieces, self._size, self._why or ("" if self._size else "empty"))
        self._pieces, self._size = [], 0
        return photo

    def upload_interrupted(self) -> None:
        raise CannotRead("broken")

    def _drop(self, why: str = "") -> None:
        ROOM.give_back(self._size)
        self._pieces, self._size, self._why = [], 0, why


class _Nameless(MultiPartParser):
    """Django drops a file whose name has nothing left after cleaning, without a word; here every file counts."""

    def sanitize_file_name(self, file_name: str) -> str:
        return "-"


def read_form(request: HttpRequest) -> tuple[dict[str, str], list[SentPhoto]]:
    """The fields, as text enters the house, and the photos of a posted form. Refused (CannotRead): also a body whose
    last field, END, is missing: what was cut off between two fields would else pass for the whole."""
    try:
        values, files = request.POST, request.FILES
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        raise CannotRead("much") from None
    except UnreadablePostError as unread:  # "busy": nothing was read, too many drip; else the connection broke
        raise CannotRead("busy" if str(unread) == "busy" else "broken") from None
    except (MultiPartParserError, UnicodeError, LookupError):
        raise CannotRead("broken") from None
    typed = typed_in(values)
    if END not in typed:
        raise CannotRead("broken", typed)
    return typed, [photo for photo in files.getlist("photos") if isinstance(photo, SentPhoto)]


def typed_in(values: Any) -> dict[str, str]:
    """What was typed, as text enters the house: one value a field, nothing invisible in it."""
    return {name: nfc(value) for name, value in values.items()}


def drawn(content: bytes) -> bytes:
    """The photo as WebP without anything but its pixels, at most WIDEST wide. Refused (ValueError with `why`)."""
    with _DRAWING:
        try:
            return rendered(_reduced(content), (WIDEST,))[-1].content
        except ValueError:
            raise
        except Exception:  # noqa: BLE001  (of bytes made to break it, a decoder may say anything)
            raise NotRead from None


def _reduced(content: bytes) -> bytes:
    """A large JPEG read at a fraction of its size; everything else as it is. Looks at the size before any decoding."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(MOST_PIXELS)) as opened:
                pixels = opened.width * opened.height
                _check(pixels, str(opened.format))
                if opened.format != "JPEG" or pixels <= READ_WHOLE:
                    return content
                opened.draft("RGB", (WIDEST, WIDEST))
                upright = ImageOps.exif_transpose(opened).convert("RGB")
    except _TooManyPixels:
        raise
    except Image.DecompressionBombError:
        raise _TooManyPixels from None
    except (OSError, SyntaxError, ValueError, EOFError):  # no photo, or damaged: the rule that draws says which
        return content
    out = io.BytesIO()
    upright.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _check(pixels: int, kind: str) -> None:
    if pixels > MOST_PIXELS[kind]:
        raise _TooManyPixels


class _TooManyPixels(ValueError):
    why = "large"


class NotRead(ValueError):
    why = "unreadable"
