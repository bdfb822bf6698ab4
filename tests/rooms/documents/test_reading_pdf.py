"""PDF: words that are seen, words that are not, and pages that are pictures."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from phoihop.documents.outside import reader
from phoihop.documents.outside.reading import ocr
from phoihop.documents.rules.reading import Reading, Trouble, TroubleKind
from tests.world import files, papers

SHARED = Path(__file__).resolve().parents[3] / "../shared/data"
MARK = "TỐI MẬT"
needs_ocr = pytest.mark.skipif(not ocr.is_available(), reason="Tesseract with Vietnamese is not on this machine")


@pytest.fixture(scope="module", autouse=True)
def _server() -> Iterator[None]:
    yield
    reader.stop()


def read(raw: bytes, **bounds: int) -> Reading:
    return reader.read(raw, name="a.pdf", limits=reader.Limits(**bounds))


def kinds(reading: Reading, words: str) -> set[str]:
    return {place.kind.value for place in reading.places if words in place.text}


def line(words: str, at: tuple[int, int], before: str = "") -> str:
    return f"{before} BT /F1 12 Tf {at[0]} {at[1]} Td ({words}) Tj ET "


def test_pages_are_numbered() -> None:
    found = read(files.pdf("Trang một\nSố: 05/BC-SYT", "Trang hai"))
    assert [(place.page, place.text) for place in found.places if place.kind == "text"] == [
        (1, "Trang một\nSố: 05/BC-SYT"),
        (2, "Trang hai"),
    ]
    assert (found.pages, found.format, found.troubles) == (2, "pdf", ())


@pytest.mark.parametrize("how", ["white", "tiny"])
def test_unseen_words(how: str) -> None:
    found = read(files.pdf("Kính gửi", **{how: MARK}))
    assert kinds(found, MARK) == {"hidden"}
    assert found.text() == "Kính gửi"


@pytest.mark.parametrize(
    ("drawn", "kind"),
    [
        (line("WORDS", (100, 700)), "text"),
        (line("WORDS", (100, 700), "3 Tr"), "hidden"),
        (line("WORDS", (100, 700), "1 1 1 rg"), "hidden"),
        (line("WORDS", (-300, 700)), "hidden"),
        (line("WORDS", (100, 2000)), "hidden"),
        ("BT /F1 1 Tf 100 700 Td (WORDS) Tj ET", "hidden"),
        ("BT /F1 1 Tf 12 0 0 12 100 700 Tm (WORDS) Tj ET", "text"),
        (line("WORDS", (100, 700), "0 0 0.5 rg 90 690 200 40 re f 1 1 1 rg"), "text"),
    ],
)
def test_hidden_by_how_it_is_drawn(drawn: str, kind: str) -> None:
    found = read(files.drawn_pdf(line("SEEN", (100, 600), "0 Tr 0 0 0 rg") + drawn))
    assert kinds(found, "WORDS") == {kind}
    assert kinds(found, "SEEN") == {"text"}


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (files.changed_pdf(files.pdf("x"), properties={"Title": MARK}), "property"),
        (files.changed_pdf(files.pdf("x"), properties={"Keywords": MARK}), "property"),
        (files.changed_pdf(files.pdf("x"), properties={"Classification": MARK}), "property"),
        (files.changed_pdf(files.pdf("x"), xmp=MARK), "property"),
        (files.changed_pdf(files.pdf("x"), note=MARK), "comment"),
        (files.form_pdf(MARK), "box"),
        (files.pdf("x", attachments={f"{MARK}.txt": b"x"}), "name"),
    ],
)
def test_words_beside_the_pages(raw: bytes, kind: str) -> None:
    found = read(raw)
    assert kinds(found, MARK) == {kind}
    assert found.troubles == ()


def test_a_file_that_opens_without_a_password_is_read() -> None:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=BytesIO(files.changed_pdf(files.pdf(MARK), properties={"Subject": "Đề"})))
    writer.encrypt(user_password="", owner_password="chủ", algorithm="AES-256")
    raw = BytesIO()
    writer.write(raw)
    found = read(raw.getvalue())
    assert kinds(found, MARK) == {"text"}
    assert kinds(found, "Đề") == {"property"}
    assert found.troubles == ()


def test_pages_beyond_the_limit() -> None:
    found = read(files.pdf("một", "hai", "ba"), pages=2)
    assert found.troubles == (Trouble(TroubleKind.TOO_MANY),)
    assert kinds(found, "hai") == {"text"}
    assert kinds(found, "ba") == set()


def test_an_empty_page_is_no_trouble() -> None:
    assert read(files.drawn_pdf("")).troubles == ()


def test_real_signed_files_are_read() -> None:
    folder = SHARED / "pdf_signatures"
    if not folder.is_dir():
        pytest.skip("the shared data folder is not beside the project")
    for path in folder.glob("*.pdf"):
        found = read(path.read_bytes())
        assert found.troubles == (), path.name
        assert found.pages >= 1, path.name


@needs_ocr
@pytest.mark.slow
def test_a_scan_is_read_by_its_picture() -> None:
    page = papers.paper_image(papers.letter_text(), dpi=150)
    found = read(papers.scan_pdf([page], dpi=150))
    assert "ocr" in kinds(found, "UBND")
    assert [scan.page for scan in found.scans] == [1]
    assert "ocr_page" in found.scans[0].hocr
    assert found.troubles == ()


@needs_ocr
@pytest.mark.slow
def test_a_false_text_layer_over_a_scan_does_not_stand_for_it() -> None:
    page = papers.paper_image(papers.letter_text(), dpi=150)
    picture = BytesIO()
    page.convert("RGB").save(picture, "JPEG")
    image = files.stream(
        picture.getvalue(),
        f"/Type /XObject /Subtype /Image /Width {page.width} /Height {page.height} /ColorSpace /DeviceRGB"
        " /BitsPerComponent 8 /Filter /DCTDecode ",
    )
    raw = files.plain_pdf(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> /XObject << /I 6 0 R >> >> >>",
        files.stream(f"q 595 0 0 842 0 0 cm /I Do Q {line('A harmless layer ' * 5, (40, 700), '3 Tr')}".encode()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        image,
    )
    found = read(raw)
    assert kinds(found, "A harmless layer") == {"text"}
    assert "ocr" in kinds(found, "UBND")


@needs_ocr
@pytest.mark.slow
def test_a_stamp_pasted_onto_a_page_of_text() -> None:
    """The page has its words as text; the mark is a small picture of red ink."""
    page = papers.paper_image("", stamp=papers.Stamp(MARK, at=(100, 100)))
    ink = page.crop((900, 1050, 1460, 1310)).convert("RGB")
    picture = BytesIO()
    ink.save(picture, "JPEG", quality=95)
    image = files.stream(
        picture.getvalue(),
        f"/Type /XObject /Subtype /Image /Width {ink.width} /Height {ink.height} /ColorSpace /DeviceRGB"
        " /BitsPerComponent 8 /Filter /DCTDecode ",
    )
    words = "".join(line("An ordinary letter of an ordinary office", (60, 600 - 20 * row)) for row in range(8))
    raw = files.plain_pdf(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> /XObject << /I 6 0 R >> >> >>",
        files.stream(f"q {ink.width * 0.24} 0 0 {ink.height * 0.24} 60 700 cm /I Do Q {words}".encode()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        image,
    )
    found = read(raw)
    assert kinds(found, "An ordinary letter") == {"text"}
    assert [(place.text, place.page) for place in found.places if place.kind == "stamp"] == [(MARK, 1)]


@needs_ocr
@pytest.mark.slow
def test_a_picture_of_nothing_readable_says_so() -> None:
    picture = Image.effect_noise((220, 300), 90)
    raw = BytesIO()
    picture.save(raw, "PDF", resolution=72)
    assert Trouble(TroubleKind.NO_TEXT, page=1) in read(raw.getvalue()).troubles


@needs_ocr
@pytest.mark.slow
def test_a_page_in_a_document_is_read() -> None:
    picture = BytesIO()
    papers.paper_image(papers.letter_text(), dpi=120).save(picture, "PNG")
    found = reader.read(files.docx("Kèm theo", pictures={"image1.png": picture.getvalue()}), name="a.docx")
    assert {place.inside for place in found.places if place.kind == "ocr"} == {("image1.png",)}
