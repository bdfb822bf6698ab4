"""The redacted twin: what was marked is neither seen nor found, what was not marked still is."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from phoihop.documents.outside import redaction
from phoihop.documents.outside import twin as twin_module
from phoihop.documents.outside.picturing import NotPictured, opened
from phoihop.documents.outside.redaction import (
    Area,
    BadMark,
    Mark,
    NotClean,
    find_same,
    fingerprint,
    page_texts,
    redact,
)
from phoihop.documents.outside.twin import Run, Twin
from phoihop.documents.rules.reading import ScanPage, TroubleKind

PDF = "application/pdf"
calm = settings(deadline=None, database=None)  # no test fails on a clock or leaves files
LINES = (
    "ỦY BAN NHÂN DÂN TỈNH KIÊN GIANG",
    (
        "Ông Nguyễn Văn Ẫn, số căn cước 091 234 567 890, điện thoại 0912.345.678, trú tại ấp Mỹ Ngãi, xã Định Hòa, "
        "huyện Gò Quao, đề nghị xem xét việc cấp giấy chứng nhận quyền sử dụng đất. Bà Trần Thị Bình, vợ ông Nguyễn "
        "Văn Ẫn, đồng ý. Liên hệ lại theo số 0912345678."
    ),
    "Nơi nhận: Lưu: VT, efficient office.",
)


@cache
def paper(lines: Sequence[str] = LINES) -> bytes:
    """A text PDF with embedded fonts, as an office program writes it."""
    source = '#set text(font: "Libertinus Serif", lang: "vi", size: 13pt)\n#set par(justify: true)\n'
    source += "#for line in json(bytes(sys.inputs.lines)) { par(line) }\n"
    return bytes(
        typst.compile(source.encode(), format="pdf", sys_inputs={"lines": json.dumps(lines)}, ignore_system_fonts=True)
    )


def changed(content: bytes, change: Any) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def texts(content: bytes, **options: Any) -> tuple[str, ...]:
    return page_texts(content, **({"media_type": PDF, "text": "", "scans": ()} | options))


def mark(pages: Sequence[str], words: str) -> Mark:
    for number, text in enumerate(pages, start=1):
        if words in text:
            return Mark(number, text.index(words), text.index(words) + len(words))
    raise AssertionError(f"the paper does not hold {words}")


def twin_of(content: bytes, *words: str, everywhere: bool = True, **options: Any) -> bytes:
    given_options = {"media_type": PDF, "text": "", "scans": ()} | options
    pages = page_texts(content, **{key: given_options[key] for key in ("media_type", "text", "scans")})
    first = [mark(pages, each) for each in words]
    marks = [same for each in first for same in find_same(pages, each)] if everywhere else first
    return redact(content, **{"marks": marks} | given_options)


def poppler(content: bytes, *options: str) -> str:
    found = subprocess.run(["pdftotext", *options, "-", "-"], input=content, capture_output=True, check=True)
    return found.stdout.decode()


def all_texts(content: bytes) -> list[str]:
    """What every extractor we know gets out of the file, and every stream and string in it, decompressed."""
    found = [content.decode("latin-1")]
    if shutil.which("pdftotext"):
        found += [poppler(content), poppler(content, "-layout"), poppler(content, "-raw")]
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        found.append(page.extract_text())
    with pypdfium2.PdfDocument(content) as document:
        found += [page.get_textpage().get_text_range() for page in document]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Stream):
                picture = each.get("/Subtype") == Name.Image
                raw = each.read_raw_bytes() if picture else each.read_bytes()
                found += [raw.decode("latin-1"), raw.decode("utf-16-be", "ignore"), raw.decode("utf-8", "ignore")]
            else:
                found.append(each.unparse().decode("latin-1"))
                found += [str(each)]
        found += [str(pdf.trailer.get("/Info", "")), str(pdf.open_metadata())]
    return found


def plain(text: str) -> str:
    """Without spaces, case and composition: a name cut by a line break is the name still."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


def assert_gone(content: bytes, *words: str) -> None:
    found = [plain(text) for text in all_texts(content)]
    for each in words:
        forms = {plain(each), each.encode("utf-16-be").decode("latin-1"), each.encode().decode("latin-1"), each}
        forms |= {each.encode("utf-16-be").hex(), unicodedata.normalize("NFD", each)}
        for form in forms:
            assert not any(form in text for text in found), f"{each} is still there"


def assert_there(content: bytes, *words: str) -> None:
    for found in _pages_of(content):
        for each in words:
            assert plain(each) in plain(found), f"{each} was lost"


def _pages_of(content: bytes) -> Iterable[str]:
    yield " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    with pypdfium2.PdfDocument(content) as document:
        yield " ".join(page.get_textpage().get_text_range() for page in document)
    if shutil.which("pdftotext"):
        yield poppler(content, "-layout")


def assert_black(
    twin: bytes, original: bytes, marks: Sequence[Mark], *, at_least: int = 1, ink_only: bool = False
) -> None:
    """Every pixel of every marked letter, seen where it stood in the original; `ink_only`: where print was dark."""
    seen = 0
    with opened(original, PDF) as before, opened(twin, PDF) as after:
        for each in marks:
            picture = after.picture(each.page, dpi=110).convert("L")
            paper_before = before.picture(each.page, dpi=110).convert("L").resize(picture.size)
            place = 0
            for glyph in before.glyphs(each.page):
                if each.start <= place < each.end and glyph.box and not glyph.text.isspace():
                    left, top, right, bottom = glyph.box
                    box = (
                        round(left * picture.width),
                        round(top * picture.height),
                        max(round(left * picture.width) + 1, round(right * picture.width)),
                        max(round(top * picture.height) + 1, round(bottom * picture.height)),
                    )
                    print_before = paper_before.crop(box).tobytes()
                    assert min(print_before) < 160, f"{glyph.text} was not there"
                    levels = zip(picture.crop(box).tobytes(), print_before, strict=True)
                    brightest = max(after for after, ink in levels if ink < 160 or not ink_only)
                    assert brightest < 50, f"{glyph.text} can be seen"
                    seen += 1
                place += len(glyph.text)
    assert seen >= at_least


def test_the_texts_that_are_marked() -> None:
    (text,) = texts(paper())
    assert text.startswith("ỦY BAN NHÂN DÂN TỈNH KIÊN GIANG\nÔng Nguyễn Văn Ẫn, số căn cước")
    assert unicodedata.is_normalized("NFC", text)
    assert texts(b"", media_type="text/plain", text="Ủy ban") == ("Ủy ban",)


def test_marked_words_are_gone_and_others_stay() -> None:
    content = twin_of(paper(), "Nguyễn Văn Ẫn", "091 234 567 890", "0912.345.678", "Mỹ Ngãi")
    assert_gone(content, "Nguyễn Văn Ẫn", "Văn Ẫn", "091 234 567 890", "0912.345.678", "0912345678", "Mỹ Ngãi")
    assert_there(content, "ỦY BAN NHÂN DÂN TỈNH KIÊN GIANG", "số căn cước", "xã Định Hòa", "Bà Trần Thị Bình, vợ ông")
    assert_there(content, "Liên hệ lại theo số", "quyền sử dụng đất", "efficient office.")


def test_marked_words_are_black() -> None:
    pages = texts(paper())
    words = ("Nguyễn Văn Ẫn", "0912.345.678", "Mỹ Ngãi")
    marks = [same for each in words for same in find_same(pages, mark(pages, each))]
    content = redact(paper(), media_type=PDF, text="", marks=marks, scans=())
    assert_black(content, paper(), marks, at_least=40)


def test_nothing_marked_loses_nothing() -> None:
    content = redact(paper(), media_type=PDF, text="", marks=(), scans=())
    for found in _pages_of(content):
        assert plain(found) == plain(texts(paper())[0])


def test_the_picture_beside_the_mark_is_untouched() -> None:
    content = twin_of(paper(), "Nguyễn Văn Ẫn", everywhere=False)
    with opened(paper(), PDF) as before, opened(content, PDF) as after:
        one, other = before.picture(1, dpi=100).convert("L"), after.picture(1, dpi=100).convert("L")
    assert one.size == other.size
    dark = [sum(1 for level in each.tobytes() if level < 128) for each in (one, other)]
    assert dark[1] > dark[0]
    foot = (0, one.height // 4, one.width, one.height)
    difference = [abs(a - b) for a, b in zip(one.crop(foot).tobytes(), other.crop(foot).tobytes(), strict=True)]
    assert max(difference) < 120  # drawn twice at other sizes, yet the same print


def test_words_across_a_line_break() -> None:
    (text,) = texts(paper())
    broken = re.search(r"\w+ ?\n\w+", text)
    assert broken is not None
    one = Mark(1, broken.start(), broken.end())
    content = redact(paper(), media_type=PDF, text="", marks=[one], scans=())
    before, after = broken[0].split()
    assert_black(content, paper(), [one], at_least=4)
    counted = plain(text).count(plain(before + after))
    assert sum(plain(found).count(plain(before + after)) for found in _pages_of(content)) == 0 < counted


def test_letters_of_a_ligature() -> None:
    content = twin_of(paper(), "efficient")
    assert_gone(content, "efficient", "effici")
    assert_there(content, "office")


def test_part_of_a_word() -> None:
    content = twin_of(paper(), "345.678", everywhere=False)
    assert_gone(content, "345.678")
    assert_there(content, "0912.")


def _laid(runs: Iterable[Run]) -> bytes:
    made = Twin()
    made.add(Image.new("RGB", (600, 800), "white"), (600, 800), runs)
    return made.content()


def test_marks_apart_from_their_letters() -> None:
    words = unicodedata.normalize("NFD", "Nguyễn Thị Đượm ở Kiên Giang")
    assert len(words) > len("Nguyễn Thị Đượm ở Kiên Giang")
    content = _laid([Run(words, (0.1, 0.1, 0.9, 0.13), 0)])
    assert texts(content)[0].strip() == "Nguyễn Thị Đượm ở Kiên Giang"
    twin = twin_of(content, "Thị Đượm")
    assert_gone(twin, "Thị Đượm", "Đượm")
    assert_there(twin, "Nguyễn", "ở Kiên Giang")


def test_words_drawn_twice_and_words_hidden_beneath() -> None:
    content = _laid(
        [
            Run("Bí số 12345", (0.1, 0.1, 0.4, 0.13), 0),
            Run("Bí số 12345", (0.102, 0.101, 0.402, 0.131), 0),
            Run("Công khai", (0.1, 0.3, 0.4, 0.33), 0),
        ]
    )
    twin = twin_of(content, "12345", everywhere=False)
    assert_gone(twin, "12345")
    assert_there(twin, "Công khai")


def test_what_hangs_on_the_file_is_left_behind() -> None:
    secret = "Nguyễn Văn Ẫn"

    def hang(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Title"] = secret
        pdf.docinfo["/MaHoSo"] = secret
        with pdf.open_metadata() as metadata:
            metadata["dc:subject"] = {secret}
        pdf.attachments["don.txt"] = pikepdf.AttachedFileSpec(pdf, secret.encode(), description=secret)
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[9, 9, 29, 29], Contents=String(secret))
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
        pdf.pages[0].obj.Thumb = pdf.make_stream(secret.encode())
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{secret}')"))
        pdf.Root.Outlines = pdf.make_indirect(
            Dictionary(Type=Name.Outlines, First=pdf.make_indirect(Dictionary(Title=String(secret))))
        )
        pdf.Root.PieceInfo = Dictionary(X=Dictionary(Private=String(secret)))

    hung = changed(paper(), hang)
    assert any(plain(secret) in plain(found) for found in all_texts(hung)[-2:])
    twin = twin_of(hung, secret)
    assert_gone(twin, secret)
    with pikepdf.open(io.BytesIO(twin)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert set(pdf.trailer.keys()) <= {"/Root", "/Size", "/ID", "/Type", "/W", "/Index", "/Filter", "/Length"}
        assert set(pdf.pages[0].obj.keys()) == {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
        assert len(pdf.attachments) == 0


def test_an_earlier_version_is_left_behind() -> None:
    incremental = IncrementalPdfFileWriter(io.BytesIO(_laid([Run("bản cũ 4445556", (0.1, 0.1, 0.5, 0.13), 0)])))
    page, _resources = incremental.find_page_for_modification(0)
    page.get_object()[pdf_name("/Contents")] = incremental.add_object(generic.StreamObject(stream_data=b"BT ET"))
    incremental.mark_update(page)
    out = io.BytesIO()
    incremental.write(out)
    assert b"/Prev" in out.getvalue()
    assert texts(out.getvalue())[0].strip() == ""
    assert_gone(redact(out.getvalue(), media_type=PDF, text="", marks=(), scans=()), "bản cũ", "4445556")


def _with_comment(pdf: pikepdf.Pdf) -> None:
    fonts = Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    shown = pdf.make_stream(b"BT /F1 14 Tf 2 4 Td (So rieng 777888999) Tj ET")
    shown.Type, shown.Subtype, shown.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 20])
    shown.Resources = Dictionary(Font=fonts)
    comment = Dictionary(
        Type=Name.Annot,
        Subtype=Name.FreeText,
        Rect=[72, 300, 272, 320],
        Contents=String("So rieng 777888999"),
        AP=Dictionary(N=shown),
        DA=String("/F1 14 Tf"),
        F=4,
    )
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("o"),
            V=String("Gia tri 5550001"),
            Rect=[72, 200, 272, 220],
            F=4,
            DA=String("/F1 12 Tf 0 g"),
        )
    )
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(comment), field])
    pdf.Root.AcroForm = Dictionary(Fields=[field], DR=Dictionary(Font=fonts), NeedAppearances=True)


def test_comments_and_form_fields_can_be_marked() -> None:
    content = changed(paper(), _with_comment)
    pages = texts(content)
    marks = [mark(pages, "777888999"), mark(pages, "5550001")]
    twin = redact(content, media_type=PDF, text="", marks=marks, scans=())
    assert_gone(twin, "777888999", "5550001")
    assert_there(twin, "So rieng", "Gia tri")
    assert_black(twin, content, marks, at_least=16)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page(turn: int) -> None:
    def rotate(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Rotate = turn
        pdf.pages[0].obj.CropBox = [20, 30, 580, 830]

    content = changed(paper(), rotate)
    pages = texts(content)
    marks = [mark(pages, "Nguyễn Văn Ẫn"), mark(pages, "Định Hòa")]
    twin = redact(content, media_type=PDF, text="", marks=marks, scans=())
    assert_black(twin, content, marks, at_least=17)
    assert_gone(twin, "Định Hòa")
    assert plain("huyện Gò Quao") in plain(pypdf.PdfReader(io.BytesIO(twin)).pages[0].extract_text())
    with opened(content, PDF) as before, opened(twin, PDF) as after:
        assert [round(side) for side in before.size(1)] == [round(side) for side in after.size(1)]


@pytest.mark.parametrize("far", [0, -30_000, 900_000])
def test_a_page_far_from_the_origin(far: int) -> None:
    def move(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        width, height = page.MediaBox[2], page.MediaBox[3]
        page.MediaBox = [far, far, far + float(width), far + float(height)]
        page.Contents = pdf.make_stream(f"q 1 0 0 1 {far} {far} cm\n".encode() + page.Contents.read_bytes() + b"\nQ")

    content = changed(paper(), move)
    marks = [mark(texts(content), "Định Hòa")]
    assert_black(redact(content, media_type=PDF, text="", marks=marks, scans=()), content, marks, at_least=7)


def test_an_area_covers_what_no_mark_can() -> None:
    content = redact(paper(), media_type=PDF, text="", marks=(), scans=(), areas=[Area(1, (0.0, 0.0, 1.0, 0.5))])
    assert all(plain(found) == "" for found in _pages_of(content))
    with opened(content, PDF) as after:
        picture = after.picture(1, dpi=60).convert("L")
    assert picture.crop((0, 0, picture.width, picture.height // 2 - 2)).getextrema()[1] < 50
    assert picture.crop((0, picture.height // 2 + 2, picture.width, picture.height)).getextrema()[0] > 200


# ── scans ────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def scanned() -> Image.Image:
    with opened(paper(), PDF) as open_paper:
        return open_paper.picture(1, dpi=150).convert("L")


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", dpi=(150, 150))
    return out.getvalue()


def hocr(size: tuple[int, int], lines: Sequence[Sequence[tuple[str, tuple[int, ...]]]], more: str = "") -> str:
    rows = "".join(
        "<span class='ocr_line' title='bbox 0 0 9 9; x_size 20'>"
        + "".join(
            f"<span class='ocrx_word' title='bbox {' '.join(map(str, box))}; x_wconf 90'>{word}</span> "
            for word, box in line
        )
        + "</span>"
        for line in lines
    )
    head = f"<div class='ocr_page' id='page_1' title='image \"stdin\"; bbox 0 0 {size[0]} {size[1]};{more} ppageno 0'>"
    return f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{head}{rows}</div></body></html>"


@cache
def read_scan(angle: int = 0) -> ScanPage:
    """What OCR would say of the picture, made from where the words really stand."""
    width, height = scanned().size
    lines: list[list[tuple[str, tuple[int, ...]]]] = [[]]
    with opened(paper(), PDF) as open_paper:
        word, box = "", (1.0, 1.0, 0.0, 0.0)
        for glyph in open_paper.glyphs(1):
            if glyph.box is None or glyph.text.isspace():
                if word:
                    place = (box[0] * width, box[1] * height, box[2] * width, box[3] * height)
                    lines[-1].append((word, tuple(round(edge) for edge in place)))
                word, box = "", (1.0, 1.0, 0.0, 0.0)
                if "\n" in glyph.text and lines[-1]:
                    lines.append([])
                continue
            word += glyph.text
            box = tuple(f(a, b) for f, a, b in zip((min, min, max, max), box, glyph.box, strict=True))
    return ScanPage(1, hocr((width, height), [line for line in lines if line]), 95.0, angle)


def test_a_scan() -> None:
    scan = read_scan()
    options: dict[str, Any] = {"media_type": "image/png", "scans": (scan,)}
    pages = texts(png(scanned()), **options)
    assert "Ông Nguyễn Văn Ẫn, số căn cước" in pages[0]
    marks = find_same(pages, mark(pages, "Nguyễn Văn Ẫn"))
    assert len(marks) == 2
    twin = redact(png(scanned()), text="", marks=marks, **options)
    assert_gone(twin, "Nguyễn Văn Ẫn", "Ẫn")
    assert_there(twin, "Bà Trần Thị Bình", "huyện Gò Quao")
    assert_black(twin, paper(), find_same(texts(paper()), mark(texts(paper()), "Nguyễn Văn Ẫn")))


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_scan_that_lay_turned(angle: int) -> None:
    lying = scanned().rotate(-angle, expand=True)
    options: dict[str, Any] = {"media_type": "image/png", "scans": (read_scan(angle),)}
    twin = twin_of(png(lying), "Định Hòa", **options)
    assert_black(twin, paper(), [mark(texts(paper()), "Định Hòa")])
    assert_gone(twin, "Định Hòa")


def test_a_scan_that_lay_askew() -> None:
    askew = scanned().rotate(-3, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    straight = askew.rotate(3, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    dark = straight.point([255] * 128 + [0] * 128).getbbox()
    assert dark is not None
    line = [("dau", (0, 0, 5, 5)), ("TRANG", (dark[0], dark[1], dark[2], dark[3]))]
    scan = ScanPage(1, hocr(straight.size, [line], more=f" x_skew 3.00 {askew.width} {askew.height};"), 90.0)
    twin = twin_of(png(askew), "TRANG", media_type="image/png", scans=(scan,))
    with opened(twin, PDF) as after:
        picture = after.picture(1, dpi=150).convert("L").resize(straight.size)
    assert picture.crop((dark[0], dark[1], dark[2], dark[3])).getextrema()[1] < 60


def test_a_scanned_pdf_is_read_by_ocr_not_by_its_own_layer() -> None:
    made = Twin()
    made.add(scanned().convert("RGB"), (595, 842), [Run("lớp chữ cũ", (0.1, 0.1, 0.5, 0.12), 0)])
    twin = twin_of(made.content(), "Định Hòa", scans=(read_scan(),))
    assert_gone(twin, "Định Hòa", "lớp chữ cũ")
    assert_there(twin, "huyện Gò Quao")


def test_a_page_of_which_ocr_read_nothing_keeps_its_own_letters() -> None:
    empty = ScanPage(1, hocr(scanned().size, []), 0.0)
    twin = twin_of(paper(), "Định Hòa", scans=(empty,))
    assert_gone(twin, "Định Hòa")
    assert_there(twin, "huyện Gò Quao")


def test_ocr_of_another_picture_is_refused() -> None:
    wide = ScanPage(1, hocr((3000, 1000), [[("x", (0, 0, 9, 9))]]), 90.0)
    with pytest.raises(NotPictured):
        redact(png(scanned()), media_type="image/png", text="", marks=(), scans=(wide,))
    none = ScanPage(1, "<html/>", 90.0)
    with pytest.raises(NotPictured):
        texts(png(scanned()), media_type="image/png", scans=(none,))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not on this machine")
def test_a_scan_read_by_tesseract() -> None:
    from phoihop.documents.outside.reading import tesseract

    if not tesseract.is_available():
        pytest.skip("the Vietnamese model of Tesseract is not on this machine")
    with opened(paper(), PDF) as open_paper:
        image = open_paper.picture(1, dpi=200).convert("L")
    scan = ScanPage(1, tesseract.read(image, layout=3, dpi=200), 90.0)
    pages = texts(png(image), media_type="image/png", scans=(scan,))
    one = mark(pages, "0912.345.678")
    twin = redact(png(image), media_type="image/png", text="", marks=[one], scans=(scan,))
    assert_gone(twin, "0912.345.678")
    assert_black(twin, paper(), [mark(texts(paper()), "0912.345.678")], ink_only=True)
    assert tesseract_text(twin).count("0912.345.678") == 0


def tesseract_text(twin: bytes) -> str:
    from phoihop.documents.outside.reading import tesseract

    with opened(twin, PDF) as after:
        found = tesseract.read(after.picture(1, dpi=200).convert("L"), layout=3, dpi=200)
    return " ".join(word.text for line in tesseract.lines(found) for word in line.words)


# ── papers without pages ─────────────────────────────────────────────────────────────────────────────────────

HOSTILE = r"""#panic(1) #import "@preview/x:1.0.0" #read("/etc/passwd") $x^2$ *đậm* _nghiêng_ `mã` <nhãn> @trích \u{41}
= Không phải đề mục
- không phải mục
#{sys.inputs} // không phải lời dẫn
]}"); #show: none"""


def test_a_paper_without_pages() -> None:
    text = "ỦY BAN Ủ\n\nÔng Nguyễn Văn Ẫn, điện thoại 0912.345.678.\nNơi nhận: Lưu VT."
    twin = twin_of(b"unread", "Nguyễn Văn Ẫn", "0912.345.678", media_type="application/msword", text=text)
    assert_gone(twin, "Nguyễn Văn Ẫn", "0912.345.678", "Ẫn")
    assert_there(twin, "ỦY BAN Ủ", "Ông ▇▇▇▇▇▇, điện thoại ▇▇▇▇▇▇.", "Nơi nhận: Lưu VT.")
    with pikepdf.open(io.BytesIO(twin)) as pdf:
        for font in pdf.pages[0].obj.Resources.Font.values():
            assert "/FontFile3" in font.DescendantFonts[0].FontDescriptor or (
                "/FontFile2" in font.DescendantFonts[0].FontDescriptor
            )
        assert "/Title" not in pdf.docinfo


def test_the_fonts_cover_vietnamese() -> None:
    letters = "ỦủẪẫỘộỰựỴỵĐđẶặỜờ"
    twin = redact(b"", media_type="text/plain", text=letters, marks=(), scans=())
    with pikepdf.open(io.BytesIO(twin)) as pdf:
        fonts = {str(font.BaseFont) for font in pdf.pages[0].obj.Resources.Font.values()}
    assert len(fonts) == 1
    assert "LibertinusSerif" in fonts.pop()
    assert_there(twin, letters)


def test_a_text_is_never_a_command() -> None:
    twin = redact(b"", media_type="text/plain", text=HOSTILE, marks=(), scans=())
    with pypdfium2.PdfDocument(twin) as document:
        found = document[0].get_textpage().get_text_range()
    assert plain(found) == plain(HOSTILE)


def test_a_long_text_and_too_long_a_text() -> None:
    long = "Điều 1. Phạm vi điều chỉnh của quy chế này.\n" * 400
    twin = redact(b"", media_type="text/plain", text=long, marks=(), scans=())
    assert len(pypdf.PdfReader(io.BytesIO(twin)).pages) > 5
    with pytest.raises(NotPictured) as refused:
        redact(b"", media_type="text/plain", text="x" * 1_000_001, marks=(), scans=())
    assert refused.value.kind is TroubleKind.TOO_LARGE
    with pytest.raises(NotPictured) as refused:
        redact(b"", media_type="text/plain", text="x\n" * 12_000, marks=(), scans=())
    assert refused.value.kind is TroubleKind.TOO_MANY


def test_bars_tell_no_length() -> None:
    short = redact(b"", media_type="text/plain", text="Ông An.", marks=[Mark(1, 4, 6)], scans=())
    long = redact(b"", media_type="text/plain", text="Ông Nguyễn Văn An.", marks=[Mark(1, 4, 17)], scans=())
    assert all_texts(short)[1:4] == all_texts(long)[1:4]


def test_marks_that_touch_and_lie_over_each_other() -> None:
    marks = [Mark(1, 4, 8), Mark(1, 6, 12), Mark(1, 12, 13), Mark(1, 0, 1)]
    twin = redact(b"", media_type="text/plain", text="0123456789abcdef", marks=marks, scans=())
    assert_there(twin, "▇▇▇▇▇▇123▇▇▇▇▇▇def")


# ── the same words elsewhere ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("pages", "words", "found"),
    [
        (["Ông An và ông An.", "Bà An, An Giang"], "An", ["An", "An", "An", "An"]),
        (["An và Lan, Giang, ẤN"], "An", ["An"]),
        (["NGUYỄN VĂN ẪN, Nguyễn\nVăn   Ẫn"], "NGUYỄN VĂN ẪN", ["NGUYỄN VĂN ẪN", "Nguyễn\nVăn   Ẫn"]),
        (["Hòa, " + unicodedata.normalize("NFD", "Hòa")], "Hòa", ["Hòa", unicodedata.normalize("NFD", "Hòa")]),
        (["Hòa, Hoa, Hoà"], "Hòa", ["Hòa"]),
        (["0912.345.678; 0912 345 678", "0912345678."], "0912.345.678", ["0912.345.678", "0912 345 678", "0912345678"]),
        (["tk 09123456789"], "0912345678", ["0912345678"]),
        (["năm 2021, số 12021"], "2021", ["2021"]),
        (["mật khẩu: abc-12"], "khẩu: a", ["khẩu: a"]),
        (["oﬃce, office"], "office", ["oﬃce", "office"]),
        (["a(b) a(b)"], "(b)", ["(b)", "(b)"]),
        (["Nguyễn Văn Ẫn, Nguyễn Văn Ấn"], "Nguyễn Văn Ẫn", ["Nguyễn Văn Ẫn"]),
    ],
)
def test_find_same(pages: list[str], words: str, found: list[str]) -> None:
    first = mark(pages, words) if any(words in page for page in pages) else mark(pages, found[0])
    assert [pages[each.page - 1][each.start : each.end] for each in find_same(pages, first)] == found


def test_find_same_as_ocr_reads_it() -> None:
    pages = ["Nguyễn Văn Ẫn, Nguyên Văn Ấn", "NGUYÊN VAN AN; Nguyễn Văn Ẫnh"]
    found = find_same(pages, mark(pages, "Nguyễn Văn Ẫn"), is_loose=True)
    assert [pages[each.page - 1][each.start : each.end] for each in found] == [
        "Nguyễn Văn Ẫn",
        "Nguyên Văn Ấn",
        "NGUYÊN VAN AN",
    ]


letters = st.text(st.sampled_from("aA áẢ1. 23-\nﬁ\u0301đĐßİ"), min_size=1, max_size=30)


@calm
@given(st.lists(letters, min_size=1, max_size=3), st.data())
def test_the_marked_place_is_always_among_the_found(pages: list[str], data: st.DataObject) -> None:
    page = data.draw(st.integers(1, len(pages)))
    start = data.draw(st.integers(0, len(pages[page - 1]) - 1))
    end = data.draw(st.integers(start + 1, len(pages[page - 1])))
    found = find_same(pages, Mark(page, start, end))
    covered = {place for each in found if each.page == page for place in range(each.start, each.end)}
    marked = pages[page - 1][start:end]
    assert {start + at for at, letter in enumerate(marked) if letter.isalnum()} <= covered
    assert all(0 <= each.start < each.end <= len(pages[each.page - 1]) for each in found)


def test_the_fingerprint_changes_with_the_texts() -> None:
    assert fingerprint(["a", "b"]) == fingerprint(("a", "b"))
    assert len({fingerprint(each) for each in (["a", "b"], ["ab"], ["a", "c"], ["b", "a"], [])}) == 5


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "bad", [Mark(0, 0, 1), Mark(2, 0, 1), Mark(1, -1, 1), Mark(1, 3, 3), Mark(1, 0, 10_000), Mark(1, 5, 2)]
)
@pytest.mark.parametrize("media_type", [PDF, "text/plain"])
def test_a_mark_that_does_not_fit(bad: Mark, media_type: str) -> None:
    with pytest.raises(BadMark):
        redact(paper(), media_type=media_type, text="một hai ba", marks=[bad], scans=())


def test_a_search_for_a_mark_that_does_not_fit() -> None:
    with pytest.raises(BadMark):
        find_same(["abc"], Mark(1, 2, 9))
    with pytest.raises(BadMark):
        find_same(["abc"], Mark(2, 0, 1))


@pytest.mark.parametrize("box", [(0.5, 0.1, 0.4, 0.2), (-0.1, 0, 0.5, 0.5), (0, 0, 1, 1.5)])
def test_an_area_that_does_not_fit(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(BadMark):
        redact(paper(), media_type=PDF, text="", marks=(), scans=(), areas=[Area(1, box)])
    with pytest.raises(BadMark):
        redact(b"", media_type="text/plain", text="x", marks=(), scans=(), areas=[Area(1, (0, 0, 1, 1))])


def _locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b", R=6))
    return out.getvalue()


def _pages(count: int) -> bytes:
    pdf = pikepdf.new()
    for _ in range(count):
        pdf.add_blank_page(page_size=(100, 100))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type", "kind"),
    [
        (b"", PDF, TroubleKind.DAMAGED),
        (b"%PDF-1.7 nothing", PDF, TroubleKind.DAMAGED),
        (_locked(), PDF, TroubleKind.ENCRYPTED),
        (_pages(201), PDF, TroubleKind.TOO_MANY),
        (b"\x89PNG\r\n\x1a\nbroken", "image/png", TroubleKind.DAMAGED),
    ],
)
def test_files_that_cannot_be_drawn(content: bytes, media_type: str, kind: TroubleKind) -> None:
    for act in (
        lambda: texts(content, media_type=media_type),
        lambda: redact(content, media_type=media_type, text="", marks=(), scans=()),
    ):
        with pytest.raises(NotPictured) as refused:
            act()
        assert refused.value.kind is kind


def test_more_letters_than_a_font_can_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twin_module, "_MOST_LETTERS", 20)
    with pytest.raises(NotPictured) as refused:
        redact(paper(), media_type=PDF, text="", marks=(), scans=())
    assert refused.value.kind is TroubleKind.TOO_LARGE


def test_a_twin_that_is_not_clean_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = redaction._letters_of
    calls: list[int] = []

    def forgets_one_at_first(found: Iterable[str]) -> Any:
        calls.append(1)
        counted = whole(found)
        if len(calls) == 1:  # what was meant to stay, counted while the twin is written
            del counted["Ẫ"]
        return counted

    monkeypatch.setattr(redaction, "_letters_of", forgets_one_at_first)
    with pytest.raises(NotClean):
        twin_of(paper(), "Mỹ Ngãi")
    assert len(calls) == 2


def test_twice_the_same_is_the_same_file() -> None:
    assert twin_of(paper(), "Mỹ Ngãi") == twin_of(paper(), "Mỹ Ngãi")


SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "pdf_signatures"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the signed papers of other projects are not beside this one")
def test_papers_of_others() -> None:
    for path in sorted(SHARED.glob("*.pdf")):
        content = path.read_bytes()
        pages = texts(content)
        words = re.findall(r"\w{5,}", pages[0])
        marks = find_same(pages, mark(pages, words[0])) if words else ()
        twin = redact(content, media_type=PDF, text="", marks=marks, scans=())
        if words:
            assert_gone(twin, words[0])
        assert b"/ByteRange" not in twin
