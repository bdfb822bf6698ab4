"""Tesseract as a child: a picture on its standard input, hOCR from its standard output, no file anywhere.

Refused: a picture that Tesseract cannot take (OcrFailed).
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial

from lxml import etree
from PIL import Image

_PROGRAM = "tesseract"
_LANGUAGE = "vie"
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
_LINES = ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat")

_BOX = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_SURE = re.compile(r"x_wconf (\d+)")
_SIZE = re.compile(r"x_size (\d+(?:\.\d+)?)")

_libc = ctypes.CDLL(None)


class OcrFailed(RuntimeError):
    """Tesseract could not take the picture, or is not here."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box in pixels: left, top, right, bottom; `sure` from 0 to 100."""

    text: str
    box: tuple[int, int, int, int]
    sure: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words in reading order; `size` is the height of its letters in pixels."""

    words: tuple[Word, ...]
    size: float


@cache
def is_available() -> bool:
    """Whether Tesseract and its Vietnamese model are on this machine."""
    program = shutil.which(_PROGRAM)
    if program is None:
        return False
    listed = subprocess.run([program, "--list-langs"], capture_output=True, check=False)  # noqa: S603 fixed words
    return _LANGUAGE in listed.stdout.decode(errors="replace").split()


def read(image: Image.Image, *, layout: int, dpi: int) -> str:
    """The hOCR of a grey picture; `layout` is Tesseract's page segmentation mode. Refused: OcrFailed."""
    program = shutil.which(_PROGRAM)
    if program is None:
        raise OcrFailed("Tesseract is not installed: apt-get install tesseract-ocr tesseract-ocr-vie.")
    words = [program, "stdin", "stdout", "-l", _LANGUAGE, "--psm", str(layout), "--dpi", str(dpi)]
    child = subprocess.Popen(  # noqa: S603 fixed words and numbers
        [*words, "-c", "tessedit_create_hocr=1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        # The reader may be killed at any instant (time, memory); its Tesseract must not outlive it.
        preexec_fn=partial(_libc.prctl, _DEATH_SIGNAL, signal.SIGKILL),  # noqa: PLW1509 the reader has one thread
    )
    try:
        hocr, _ = child.communicate(b"P5\n%d %d\n255\n" % image.size + image.tobytes())
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
    if child.returncode != 0 or not hocr:
        raise OcrFailed("Tesseract could not read the picture. Nothing was kept; scan the page again.")
    return hocr.decode("utf-8", errors="replace")


def lines(hocr: str) -> Iterator[Line]:
    """The lines of a page's hOCR as Tesseract ordered them; empty words are left out."""
    root = etree.fromstring(hocr.encode(), etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    if root is None:
        return
    for element in root.iter("{*}span"):
        if element.get("class") not in _LINES:
            continue
        size = _SIZE.search(element.get("title", ""))
        words = tuple(word for span in element.iter("{*}span") if (word := _word(span)) is not None)
        if words:
            yield Line(words, float(size[1]) if size else float(words[0].box[3] - words[0].box[1]))


def _word(span: etree._Element) -> Word | None:
    if span.get("class") != "ocrx_word":
        return None
    title = span.get("title", "")
    text = "".join(span.itertext()).strip()
    box, sure = _BOX.search(title), _SURE.search(title)
    if not text or box is None:
        return None
    left, top, right, bottom = (int(part) for part in box.groups())
    return Word(text, (left, top, right, bottom), int(sure[1]) if sure else 0)
