"""Marks in pictures that are no pages: pasted into a document, laid on a page of text, under a text layer."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from phoihop.documents.outside import reader
from phoihop.documents.outside.reading import ocr, pdf, scans
from phoihop.documents.outside.reading.found import Found
from phoihop.documents.outside.reading.limits import Limits
from phoihop.documents.rules import guard
from phoihop.documents.rules.guard import Decision
from phoihop.documents.rules.reading import Reading
from tests.world import files, papers

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not ocr.is_available(), reason="Tesseract with Vietnamese is not on this machine"),
]
LINES = "\n".join(["Sở Y tế báo cáo kết quả công tác phối hợp tuyên truyền trên địa bàn tỉnh."] * 9)


@pytest.fixture(scope="module", autouse=True)
def _server() -> Iterator[None]:
    yield
    reader.stop()


def stamp(word: str, width: int, *, colour: tuple[int, int, int] = papers.RED, angle: float = 0) -> Image.Image:
    """A rubber stamp cut out closely."""
    page = papers.paper_image("", stamp=papers.Stamp(word, at=(100, 100), colour=colour, angle=angle))
    ink = page.crop((800, 1000, 1560, 1360)).convert("RGB")
    rows, columns = np.nonzero(np.asarray(ink.convert("L")) < 200)
    ink = ink.crop((columns.min() - 8, rows.min() - 8, columns.max() + 8, rows.max() + 8))
    return ink.resize((width, round(ink.height * width / ink.width)), Image.Resampling.LANCZOS)


def typed(words: str, width: int) -> Image.Image:
    """Black words without a frame, as a picture of them is pasted."""
    font = ImageFont.truetype(papers.font_file(bold=True), 60)
    left, top, right, bottom = font.getbbox(words)
    image = Image.new("RGB", (round(right - left) + 20, round(bottom - top) + 20), "white")
    ImageDraw.Draw(image).text((10 - left, 10 - top), words, font=font, fill="black")
    return image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)


def png(image: Image.Image) -> bytes:
    raw = BytesIO()
    image.save(raw, "PNG")
    return raw.getvalue()


def laid_on(raw: bytes, image: Image.Image, box: tuple[float, float, float, float], *, page: int = 1) -> bytes:
    """A PDF with a picture on one of its pages, over what is there."""
    left, bottom, right, top = box
    with pikepdf.open(BytesIO(raw)) as paper:
        stream = pikepdf.Stream(paper, image.convert("RGB").tobytes())
        stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        stream.Width, stream.Height, stream.BitsPerComponent = image.width, image.height, 8
        stream.ColorSpace = pikepdf.Name.DeviceRGB
        name = paper.pages[page - 1].add_resource(stream, pikepdf.Name.XObject)
        drawn = f"Q q {right - left} 0 0 {top - bottom} {left} {bottom} cm {name} Do Q\n".encode()
        paper.pages[page - 1].contents_add(b"q\n", prepend=True)
        paper.pages[page - 1].contents_add(drawn)
        out = BytesIO()
        paper.save(out)
        return out.getvalue()


def refused(reading: Reading) -> set[tuple[str, int]]:
    verdict = guard.judge(reading)
    assert verdict.decision is Decision.REFUSED, reading.places
    return {(finding.rule, finding.page) for finding in verdict.findings}


def accepted(reading: Reading) -> bool:
    return guard.judge(reading).decision is Decision.ACCEPTED


# ── documents ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("width", [100, 240, 400])
@pytest.mark.parametrize(
    "made",
    [
        lambda width: stamp("TỐI MẬT", width),
        lambda width: stamp("MẬT", width, angle=4),
        lambda width: stamp("TUYỆT MẬT", width, colour=papers.BLACK),
        lambda width: typed("MẬT", width),
    ],
    ids=["red", "askew", "black", "typed"],
)
def test_a_stamp_pasted_into_a_document(made: object, width: int) -> None:
    assert callable(made)
    found = reader.read(files.docx("Kèm theo", pictures={"image1.png": png(made(width))}), name="a.docx")
    assert refused(found) == {("G1", 0)}
    assert {place.inside for place in found.places if place.kind in ("stamp", "ocr")} == {("image1.png",)}


def test_a_stamp_on_a_slide_and_in_an_open_document() -> None:
    picture = png(stamp("TỐI MẬT", 300))
    slide = files.changed_zip(files.pptx("Kính gửi"), {"ppt/media/image1.png": picture})
    assert refused(reader.read(slide, name="a.pptx"))
    text = files.changed_zip(files.opendocument("Kính gửi"), {"Pictures/image1.png": picture})
    assert refused(reader.read(text, name="a.odt"))


@pytest.mark.parametrize(
    "picture",
    [
        stamp("HỎA TỐC", 300),
        typed("SỞ Y TẾ", 200),
        typed("Mặt trận", 200),
        Image.effect_noise((300, 150), 80),
        Image.new("RGB", (300, 150), papers.RED),
        Image.new("RGB", (16, 16), papers.RED),
    ],
    ids=["urgent", "office", "front", "noise", "plain", "dot"],
)
def test_other_small_pictures_do_no_harm(picture: Image.Image) -> None:
    assert accepted(reader.read(files.docx("Kèm theo", pictures={"image1.png": png(picture)}), name="a.docx"))


def test_the_same_logo_is_read_once_and_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[tuple[int, int]] = []
    monkeypatch.setattr(scans.stamps, "read_stamps", lambda image, dpi: read.append(image.size) or ())
    monkeypatch.setattr(scans.tesseract, "read", lambda *given, **named: "<p/>")
    found = Found(Limits(), lambda *_: None)
    for _ in range(5):
        scans.read_part(found, typed("SỞ Y TẾ", 200), dpi=110, page=1)
    assert len(read) == 1
    for width in range(100, 200):
        scans.read_part(found, Image.linear_gradient("L").resize((width, 60)), dpi=110, page=1)
    assert len(read) == 60


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "picture",
    [stamp("TỐI MẬT", 400, colour=papers.BLACK), typed("TUYỆT MẬT", 300), stamp("MẬT", 150)],
    ids=["black", "typed", "red"],
)
@pytest.mark.parametrize("page", [1, 3])
def test_a_mark_in_a_picture_on_a_page_of_text(picture: Image.Image, page: int) -> None:
    height = 130 * picture.height / picture.width
    raw = laid_on(files.pdf(LINES, LINES, LINES), picture, (60, 500, 190, 500 + height), page=page)
    assert refused(reader.read(raw, name="a.pdf")) == {("G1", page)}


def test_a_picture_on_a_turned_and_cut_page() -> None:
    picture = typed("TỐI MẬT", 300)
    raw = laid_on(files.pdf(LINES), picture, (60, 500, 190, 500 + 130 * picture.height / picture.width))
    with pikepdf.open(BytesIO(raw)) as paper:
        paper.pages[0].obj.Rotate = 180
        paper.pages[0].obj.CropBox = [30, 100, 500, 800]
        out = BytesIO()
        paper.save(out)
    found = reader.read(out.getvalue(), name="a.pdf")
    assert [place.text for place in found.places if place.kind in ("ocr", "stamp")] != []


def test_a_mark_on_a_later_page_of_a_scan_with_a_text_layer() -> None:
    """The layer says what its maker read, and he may have read the mark away."""
    clean = papers.paper_image(papers.letter_text(), dpi=150)
    marked = papers.paper_image("\n".join(["", "", "TUYỆT MẬT", "", *LINES.split("\n")]), dpi=150)
    raw = papers.scan_pdf([clean, marked], dpi=150)
    with pikepdf.open(BytesIO(raw)) as paper:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        for page in paper.pages:
            name = page.add_resource(font, pikepdf.Name.Font)
            words = "".join(
                f"BT 3 Tr {name} 10 Tf 40 {700 - 14 * row} Td (an ordinary layer of words) Tj ET\n" for row in range(5)
            )
            page.contents_add(words.encode())
        out = BytesIO()
        paper.save(out)
    assert ("G1", 2) in refused(reader.read(out.getvalue(), name="a.pdf"))


def test_what_a_layer_says_is_not_said_twice_but_marks_are() -> None:
    layer = "MẶT TRẬN TỔ QUỐC\nSở Y tế báo cáo kết quả công tác phối hợp tuyên truyền trên địa bàn tỉnh\nKính gửi"
    read = "Sở Y tê báo cáo kêt quả công tác phôi hợp tuyên truyền trên địa bàn tỉnh"  # some marks lost
    assert scans._news(f"MẬT\nMẶT TRẬN TỔ QUỐC\n{read}\nKính gửi", layer) == "MẬT"
    assert scans._news("MẬT\nMẶT TRẬN", "") == "MẬT\nMẶT TRẬN"


def test_pages_of_text_without_pictures_are_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    monkeypatch.setattr(pdf, "_rendered", lambda page, dpi: drawn.append(dpi))
    found = Found(Limits(), lambda *_: None)
    pdf.read(found, files.pdf(LINES, LINES))
    assert drawn == []
    assert found.troubles == []


@pytest.mark.parametrize("count", [1, 19, 20, 21, 40, 300])
def test_pages_whose_pictures_are_looked_into(count: int) -> None:
    looked = {page for page in pdf._looked_into(count) if page <= count}
    assert looked >= set(range(1, min(count, 20) + 1))
    assert len(looked) == min(count, 40)
    assert count in looked
