"""Pictures of the sample, drawn here: nobody and no place is in them, and they do not look like photos."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

WIDE, HIGH = 1600, 1000
Pen = ImageDraw.ImageDraw
SKY, SEA, SAND, WOOD, RED, DARK, PALE = "#cfe3ee", "#3f7f9f", "#e8dcbf", "#8a5a2b", "#b23a2e", "#22303a", "#f6f3ea"


def harbour(pen: Pen) -> None:
    """Boats on the water."""
    _sky(pen, SEA)
    for left, top, colour in ((180, 560, WOOD), (760, 500, RED), (1180, 640, "#2f6f5f")):
        pen.polygon([(left, top), (left + 360, top), (left + 290, top + 110), (left + 70, top + 110)], fill=colour)
        pen.rectangle((left + 150, top - 90, left + 260, top), fill=PALE)
        pen.line((left + 90, top, left + 90, top - 260), fill=DARK, width=10)
        pen.polygon([(left + 95, top - 260), (left + 190, top - 215), (left + 95, top - 175)], fill=RED)


def clinic(pen: Pen) -> None:
    """A small health post with people waiting apart."""
    _sky(pen, SAND)
    pen.rectangle((380, 320, 1220, 720), fill=PALE)
    pen.polygon([(330, 320), (800, 150), (1270, 320)], fill=RED)
    pen.rectangle((720, 500, 880, 720), fill=WOOD)
    pen.rectangle((770, 220, 830, 300), fill=PALE)
    pen.rectangle((790, 200, 810, 320), fill=SEA)
    pen.rectangle((750, 250, 850, 270), fill=SEA)
    for left in (160, 400, 980, 1240, 1440):
        _figure(pen, left, 860)


def hall(pen: Pen) -> None:
    """A room with benches before a table."""
    pen.rectangle((0, 0, WIDE, HIGH), fill="#e9e2d2")
    pen.rectangle((420, 140, 1180, 460), fill=WOOD)
    pen.rectangle((380, 460, 1220, 540), fill=DARK)
    for row, top in enumerate((640, 760, 880)):
        for seat in range(7):
            left = 170 + seat * 200 - row * 15
            pen.rounded_rectangle((left, top, left + 130, top + 70), 12, fill=SEA if (seat + row) % 3 else "#6f9fb5")


def loudspeaker(pen: Pen) -> None:
    """A pole with loudspeakers over roofs."""
    _sky(pen, "#a8c48a")
    for left in (80, 520, 1120):
        pen.rectangle((left, 640, left + 320, 860), fill=PALE)
        pen.polygon([(left - 40, 640), (left + 160, 520), (left + 360, 640)], fill=RED)
    pen.rectangle((790, 200, 815, 880), fill=DARK)
    pen.polygon([(800, 260), (620, 180), (620, 400)], fill=DARK)
    pen.polygon([(805, 300), (990, 220), (990, 440)], fill=DARK)


def ruins(pen: Pen) -> None:
    """An old gate with scaffolding."""
    _sky(pen, "#9dbb7d")
    for left in (500, 980):
        pen.rectangle((left, 360, left + 120, 840), fill="#9b8f7c")
    pen.rectangle((440, 280, 1160, 370), fill="#857a68")
    pen.polygon([(420, 280), (800, 130), (1180, 280)], fill=RED)
    for left in (360, 700, 1200):
        pen.line((left, 200, left, 860), fill=WOOD, width=12)
    for top in (300, 500, 700):
        pen.line((340, top, 1230, top), fill=WOOD, width=10)


def table(pen: Pen) -> None:
    """People around one table with one paper."""
    pen.rectangle((0, 0, WIDE, HIGH), fill="#dfe6df")
    pen.ellipse((380, 380, 1220, 800), fill=WOOD)
    pen.rectangle((690, 500, 910, 660), fill=PALE)
    for line in range(4):
        pen.line((715, 530 + line * 30, 885, 530 + line * 30), fill=DARK, width=6)
    for left, top in ((250, 560), (800, 330), (1320, 560), (520, 940), (1080, 940)):
        _figure(pen, left, top)


DRAWINGS: dict[str, Callable[[Pen], None]] = {
    one.__name__: one for one in (harbour, clinic, hall, loudspeaker, ruins, table)
}


def drawn(name: str) -> bytes:
    """The picture of this name as PNG."""
    image = Image.new("RGB", (WIDE, HIGH), SKY)
    DRAWINGS[name](ImageDraw.Draw(image))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _sky(pen: Pen, ground: str) -> None:
    pen.rectangle((0, 0, WIDE, HIGH), fill=SKY)
    pen.ellipse((1240, 90, 1400, 250), fill="#f3cf7a")
    pen.rectangle((0, 600, WIDE, HIGH), fill=ground)


def _figure(pen: Pen, left: int, bottom: int) -> None:
    pen.ellipse((left - 32, bottom - 170, left + 32, bottom - 106), fill=DARK)
    pen.rounded_rectangle((left - 48, bottom - 100, left + 48, bottom), 30, fill=SEA)
