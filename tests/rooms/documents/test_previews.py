"""Small pictures of pages: the right size, the right way up, and no more than the machine can bear."""

from __future__ import annotations

import io
import struct
import threading
import zlib

import pikepdf
import pytest
from PIL import Image

from phoihop.documents.outside.picturing import NotPictured, opened
from phoihop.documents.outside.previews import page_count, page_picture
from phoihop.documents.rules.reading import TroubleKind


def pdf(*sizes: tuple[float, float], rotate: int = 0) -> bytes:
    """Pages with a black square in the upper left corner."""
    made = pikepdf.new()
    for width, height in sizes:
        page = made.add_blank_page(page_size=(width, height))
        page.obj.Contents = made.make_stream(f"0 {height / 2} {width / 2} {height / 2} re f".encode())
        page.obj.Rotate = rotate
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def image(kind: str, mode: str = "L", size: tuple[int, int] = (300, 400), **options: object) -> bytes:
    paper, ink = {"I;16": (65535, 0), "RGBA": ((0, 0, 0, 0), "black"), "CMYK": ((0,) * 4, (0, 0, 0, 255))}.get(
        mode, ("white", "black")
    )
    made = Image.new(mode, size, paper)
    made.paste(ink, (0, 0, size[0] // 2, size[1] // 2))
    out = io.BytesIO()
    made.save(out, kind, **options)
    return out.getvalue()


def seen(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as shown:
        assert shown.format == "WEBP"
        return shown.convert("L")


def corners(shown: Image.Image) -> str:
    """The upper left, upper right, lower right and lower left corner: dark or bright."""
    width, height = shown.size
    places = [(5, 5), (width - 6, 5), (width - 6, height - 6), (5, height - 6)]
    return "".join("#" if int(shown.crop((x, y, x + 1, y + 1)).tobytes()[0]) < 128 else "." for x, y in places)


@pytest.mark.parametrize("width", [40, 300, 1000])
def test_a_page_of_a_pdf(width: int) -> None:
    shown = seen(page_picture(pdf((595, 842)), "application/pdf", 1, width=width))
    assert shown.width == width
    assert abs(shown.height / shown.width - 842 / 595) < 0.05
    assert corners(shown) == "#..."


@pytest.mark.parametrize(("rotate", "dark"), [(90, ".#.."), (180, "..#."), (270, "...#")])
def test_a_turned_page_is_shown_turned(rotate: int, dark: str) -> None:
    assert corners(seen(page_picture(pdf((500, 700), rotate=rotate), "application/pdf", 1, width=200))) == dark


def test_each_page_of_several() -> None:
    content = pdf((200, 300), (300, 200), (200, 300))
    assert page_count(content, "application/pdf") == 3
    shapes = [seen(page_picture(content, "application/pdf", page, width=300)).size for page in (1, 2, 3)]
    assert shapes == [(300, 450), (300, 200), (300, 450)]
    for page in (0, 4, -1):
        with pytest.raises(NotPictured):
            page_picture(content, "application/pdf", page, width=300)


def test_widths_and_tall_pages_are_bounded() -> None:
    assert seen(page_picture(pdf((100, 100)), "application/pdf", 1, width=100_000)).size == (2000, 2000)
    assert seen(page_picture(pdf((100, 100)), "application/pdf", 1, width=-5)).size == (40, 40)
    tall = seen(page_picture(pdf((20, 14_000)), "application/pdf", 1, width=500))
    assert tall.height <= 1600
    assert tall.width >= 1


@pytest.mark.parametrize(
    ("kind", "mode", "media_type"),
    [
        ("PNG", "L", "image/png"),
        ("PNG", "1", "image/png"),
        ("PNG", "RGBA", "image/png"),
        ("PNG", "I;16", "image/png"),
        ("JPEG", "RGB", "image/jpeg"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("TIFF", "L", "image/tiff"),
        ("BMP", "RGB", "image/bmp"),
        ("GIF", "L", "image/gif"),
        ("WEBP", "RGB", "image/webp"),
    ],
)
def test_pictures_of_all_kinds(kind: str, mode: str, media_type: str) -> None:
    shown = seen(page_picture(image(kind, mode), media_type, 1, width=150))
    assert shown.size == (150, 200)
    assert corners(shown) == "#..."


def test_a_photograph_is_shown_the_right_way_up() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: show it turned by 90 degrees clockwise
    shown = seen(page_picture(image("JPEG", "RGB", exif=exif), "image/jpeg", 1, width=200))
    assert (shown.size, corners(shown)) == ((200, 150), ".#..")


def test_a_scan_of_several_pages() -> None:
    frames = [Image.new("L", (200, 300), level) for level in (0, 128, 255)]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    assert page_count(out.getvalue(), "image/tiff") == 3
    shown = [seen(page_picture(out.getvalue(), "image/tiff", page, width=60)) for page in (1, 2, 3)]
    levels = [each.resize((1, 1)).tobytes()[0] for each in shown]
    assert [round(level / 128) for level in levels] == [0, 1, 2]


def _png_that_says(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "media_type", "kind"),
    [
        (_png_that_says(100_000, 100_000), "image/png", TroubleKind.TOO_LARGE),
        (_png_that_says(9_000, 9_000), "image/png", TroubleKind.TOO_LARGE),
        (_png_that_says(900, 900), "image/png", TroubleKind.DAMAGED),
        (image("JPEG", "RGB")[:200], "image/jpeg", TroubleKind.DAMAGED),
        (b"", "image/png", TroubleKind.DAMAGED),
        (b"%PDF-1.4", "image/png", TroubleKind.DAMAGED),
        (b"\x89PNG\r\n\x1a\n", "application/pdf", TroubleKind.DAMAGED),
        (b"PK\x03\x04", "application/vnd.oasis.opendocument.text", TroubleKind.UNKNOWN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", TroubleKind.UNKNOWN),
    ],
)
def test_what_cannot_be_shown(content: bytes, media_type: str, kind: TroubleKind) -> None:
    with pytest.raises(NotPictured) as refused:
        page_picture(content, media_type, 1, width=100)
    assert refused.value.kind is kind


def test_a_poster_is_drawn_coarser() -> None:
    with opened(pdf((14_000, 14_000)), "application/pdf") as paper:
        drawn = paper.picture(1, dpi=300)
    assert drawn.width * drawn.height <= 12_100_000


def test_many_at_once() -> None:
    """pdfium is not safe in threads; the lock must make it so."""
    content = pdf(*[(300, 400)] * 4)
    shown: list[str] = []

    def show(page: int) -> None:
        shown.extend(corners(seen(page_picture(content, "application/pdf", page, width=120))) for _ in range(5))

    threads = [threading.Thread(target=show, args=(page,)) for page in (1, 2, 3, 4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert shown == ["#..."] * 20
