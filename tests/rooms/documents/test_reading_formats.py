"""What each format says, and from which of its places."""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Color, Font, PatternFill
from PIL import Image, PngImagePlugin

from phoihop.documents.outside import reader
from phoihop.documents.rules.reading import PlaceKind, Reading, TroubleKind
from tests.world import files

SHARED = Path(__file__).resolve().parents[3] / "../shared/data"
MARK = "TỐI MẬT"


@pytest.fixture(scope="module", autouse=True)
def _server() -> Iterator[None]:
    yield
    reader.stop()


def read(raw: bytes, name: str) -> Reading:
    return reader.read(raw, name=name)


def kinds(reading: Reading, words: str) -> set[str]:
    """The kinds of place in which the words stand."""
    return {place.kind.value for place in reading.places if words in place.text}


def inside(reading: Reading, words: str) -> set[tuple[str, ...]]:
    return {place.inside for place in reading.places if words in place.text}


@pytest.mark.parametrize(
    ("raw", "name", "kind"),
    [
        (files.docx("Kính gửi", MARK), "a.docx", "text"),
        (files.docx("Kính gửi", header=MARK), "a.docx", "header"),
        (files.docx("Kính gửi", footer=MARK), "a.docx", "header"),
        (files.docx("Kính gửi", box=MARK), "a.docx", "box"),
        (files.docx("Kính gửi", watermark=MARK), "a.docx", "box"),
        (files.docx("Kính gửi", comment=MARK), "a.docx", "comment"),
        (files.docx("Kính gửi", deleted=MARK), "a.docx", "comment"),
        (files.docx("Kính gửi", footnote=MARK), "a.docx", "text"),
        (files.docx("Kính gửi", hidden=MARK), "a.docx", "hidden"),
        (files.docx("Kính gửi", white=MARK), "a.docx", "hidden"),
        (files.docx("Kính gửi", properties={"title": MARK}), "a.docx", "property"),
        (files.docx("Kính gửi", properties={"keywords": MARK}), "a.docx", "property"),
        (files.xlsx([["Tên", MARK]]), "a.xlsx", "text"),
        (files.xlsx([["Tên"]], sheet=MARK), "a.xlsx", "text"),
        (files.xlsx([["Tên"]], hidden=[[MARK]]), "a.xlsx", "hidden"),
        (files.xlsx([["Tên"]], comment=MARK), "a.xlsx", "comment"),
        (files.xlsx([["Tên"]], header=MARK), "a.xlsx", "header"),
        (files.pptx("Một", MARK), "a.pptx", "text"),
        (files.pptx("Một", notes=MARK), "a.pptx", "comment"),
        (files.pptx("Một", hidden=MARK), "a.pptx", "hidden"),
        (files.opendocument("Một", MARK), "a.odt", "text"),
        (files.opendocument("Một", header=MARK), "a.odt", "header"),
        (files.opendocument("Một", comment=MARK), "a.odt", "comment"),
        (files.opendocument("Một", hidden=MARK), "a.odt", "hidden"),
        (files.opendocument("Một", box=MARK), "a.odt", "box"),
        (files.opendocument("Một", title=MARK), "a.odt", "property"),
        (files.opendocument("Một", MARK, kind="spreadsheet"), "a.ods", "text"),
        (files.opendocument("Một", MARK, kind="presentation"), "a.odp", "text"),
        (files.rtf(MARK), "a.rtf", "text"),
        (files.rtf("Một", header=MARK), "a.rtf", "header"),
        (files.rtf("Một", title=MARK), "a.rtf", "property"),
        (files.rtf("Một", hidden=MARK), "a.rtf", "hidden"),
        (files.html(MARK), "a.html", "text"),
        (files.html("Một", title=MARK), "a.html", "property"),
        (files.html("Một", keywords=MARK), "a.html", "property"),
        (files.html("Một", comment=MARK), "a.html", "comment"),
        (files.html("Một", hidden=MARK), "a.html", "hidden"),
        (files.eml(MARK), "a.eml", "mail"),
        (files.eml("Một", MARK), "a.eml", "text"),
        (files.eml("Một", page=f"<p>{MARK}</p>"), "a.eml", "text"),
        (files.edxml(MARK), "a.edxml", "field"),
        (files.edxml("Một", sphere=MARK), "a.edxml", "field"),
        (files.edxml(MARK, is_flat=True), "a.xml", "field"),
        (f"<svg xmlns='http://www.w3.org/2000/svg'><text>{MARK}</text></svg>".encode(), "a.svg", "text"),
        (f"<?xml version='1.0'?><a><b>{MARK}</b></a>".encode(), "a.xml", "text"),
        (f"Một\n{MARK}\n".encode(), "a.txt", "text"),
        (f"Một,{MARK}\n".encode(), "a.csv", "text"),
        (b"abc", f"{MARK}.txt", "name"),
    ],
)
def test_place(raw: bytes, name: str, kind: str) -> None:
    found = read(raw, name)
    assert kind in kinds(found, MARK)
    assert found.troubles == ()


def test_hidden_words_are_not_what_a_reader_sees() -> None:
    assert read(files.docx("Kính gửi", hidden=MARK, white="trắng", deleted="xóa"), "a.docx").text() == "Kính gửi"


@pytest.mark.parametrize(
    ("raw", "name", "path"),
    [
        (files.zipped({"a/b.txt": MARK}), "a.zip", ("a/b.txt",)),
        (files.nested(MARK.encode(), 3), "a.zip", ("lop-1.zip", "lop-0.zip", "trong.txt")),
        (files.docx("x", embedded={"b.xlsx": files.xlsx([[MARK]])}), "a.docx", ("b.xlsx",)),
        (files.docx("x", embedded={"o.bin": files.wrapped("b.txt", MARK.encode())}), "a.docx", ("o.bin", "b.txt")),
        (files.opendocument("x", parts={"ObjectReplacements/b.docx": files.docx(MARK)}), "a.odt", ("b.docx",)),
        (files.eml("x", attachments={"b.docx": files.docx(MARK)}), "a.eml", ("b.docx",)),
        (files.edxml("x", attachments={"b.txt": MARK.encode()}), "a.edxml", ("b.txt",)),
        (files.edxml("x", attachments={"b.txt": files.zipped({"b.txt": MARK})}), "a.edxml", ("b.txt.zip", "b.txt")),
        (files.pdf("x", attachments={"b.docx": files.docx(MARK)}), "a.pdf", ("b.docx",)),
    ],
)
def test_members_are_read_where_they_lie(raw: bytes, name: str, path: tuple[str, ...]) -> None:
    found = read(raw, name)
    assert inside(found, MARK) == {path}
    assert found.troubles == ()


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (files.zipped({f"{MARK}.txt": "x"}), "a.zip"),
        (files.zipped({f"{MARK}/": ""}), "a.zip"),
        (files.eml("x", attachments={f"{MARK}.txt": b"x"}), "a.eml"),
        (files.edxml("x", attachments={f"{MARK}.txt": b"x"}), "a.edxml"),
        (files.pdf("x", attachments={f"{MARK}.txt": b"x"}), "a.pdf"),
    ],
)
def test_members_have_names(raw: bytes, name: str) -> None:
    assert "name" in kinds(read(raw, name), MARK)


def test_message_in_a_message() -> None:
    inner = files.eml("Thư trong", attachments={"c.docx": files.docx(MARK)})
    outer = files.eml("Ngoài", attachments={"thu.eml": inner})
    assert inside(read(outer, "a.eml"), MARK) == {("thu.eml", "c.docx")}


def test_a_white_heading_on_a_ground_of_its_own_is_seen() -> None:
    shade = '<w:shd w:fill="1F3864"/>'
    run = f'<w:p><w:pPr>{shade}</w:pPr><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>Bảng 1</w:t></w:r></w:p>'
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body>{run}</w:body></w:document>'
    assert kinds(read(files.docx(parts={"word/document.xml": body}), "a.docx"), "Bảng 1") == {"text"}


def test_a_style_hides_as_a_run_does() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    styles = (
        f'<w:styles xmlns:w="{space}"><w:style w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Con"><w:basedOn w:val="An"/></w:style></w:styles>'
    )
    words = f'<w:p><w:pPr><w:pStyle w:val="Con"/></w:pPr><w:r><w:t>{MARK}</w:t></w:r></w:p>'
    body = f'<w:document xmlns:w="{space}"><w:body>{words}</w:body></w:document>'
    parts = {"word/document.xml": body, "word/styles.xml": styles}
    assert kinds(read(files.docx(parts=parts), "a.docx"), MARK) == {"hidden"}


def test_what_an_older_word_would_show_is_read_once() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    box = f"<w:txbxContent><w:p><w:r><w:t>{MARK}</w:t></w:r></w:p></w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    older = "<mc:AlternateContent><mc:Fallback><w:t>CHỈ BẢN CŨ</w:t></mc:Fallback></mc:AlternateContent>"
    body = (
        f'<w:document xmlns:w="{space}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<w:body><w:p><w:r>{both}</w:r><w:r>{older}</w:r></w:p></w:body></w:document>"
    )
    found = read(files.docx(parts={"word/document.xml": body}), "a.docx")
    assert [place.text for place in found.places if place.kind == PlaceKind.BOX] == [MARK, "CHỈ BẢN CŨ"]


def test_hidden_columns_and_rows_of_a_sheet() -> None:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    def row(number: int, *cells: str, mark: str = "") -> str:
        inner = "".join(
            f'<c r="{letter}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for letter, cell in zip("ABC", cells, strict=False)
        )
        return f"<row r='{number}'{mark}>{inner}</row>"

    rows = row(1, "thấy", "cột kín") + row(2, "dòng kín", mark=" hidden='1'")
    columns = '<cols><col min="2" max="2" hidden="1"/></cols>'
    sheet = f'<worksheet xmlns="{space}">{columns}<sheetData>{rows}</sheetData></worksheet>'
    raw = files.changed_zip(files.xlsx([["x"]]), {"xl/worksheets/sheet1.xml": sheet})
    found = read(raw, "a.xlsx")
    assert kinds(found, "thấy") == {"text"}
    assert kinds(found, "cột kín") == kinds(found, "dòng kín") == {"hidden"}


def test_cells_that_show_nothing() -> None:
    """White letters on no ground, and a format that is silent about texts; as a spreadsheet program writes them."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    white = Font(color="FFFFFFFF")
    for row, (words, font, ground, form) in enumerate(
        (
            ("thấy", None, None, "General"),
            ("trắng", white, None, "General"),
            ("theo nền", Font(color=Color(theme=0)), None, "General"),
            ("tiêu đề", white, PatternFill("solid", fgColor="FF1F4E79"), "General"),
            ("nền trắng", white, PatternFill("solid", fgColor="FFFFFFFF"), "General"),
            ("câm", None, None, ";;;"),
            ("câm chữ", None, None, "0;-0;0;"),
            ("chỉ câm số", None, None, ";;"),
            ("có dạng", None, None, '0;-0;0;"* "@'),
        ),
        1,
    ):
        cell = sheet.cell(row, 1, words)
        cell.number_format = form
        if font is not None:
            cell.font = font
        if ground is not None:
            cell.fill = ground
    raw = BytesIO()
    book.save(raw)
    found = read(raw.getvalue(), "a.xlsx")
    told = {place.kind.value: place.text.split("\n") for place in found.places}
    assert told["text"][1:] == ["thấy", "tiêu đề", "chỉ câm số", "có dạng"]
    assert told["hidden"] == ["trắng", "theo nền", "nền trắng", "câm", "câm chữ"]


def test_small_letters_that_are_shown_as_capitals() -> None:
    raw = files.docx("Kính gửi", "tối mật", "theo thường lệ")
    form = "<w:r><w:rPr><w:caps/></w:rPr><w:t>tối mật</w:t></w:r>"
    off = '<w:r><w:rPr><w:caps w:val="0"/></w:rPr><w:t>theo thường lệ</w:t></w:r>'
    with zipfile.ZipFile(BytesIO(raw)) as package:
        main = package.read("word/document.xml").decode()
    for words, run in (("tối mật", form), ("theo thường lệ", off)):
        main = re.sub(rf"<w:r>(?:(?!</w:r>).)*{words}.*?</w:r>", run, main)
    found = read(files.changed_zip(raw, {"word/document.xml": main}), "a.docx")
    assert found.text() == "Kính gửi\nTỐI MẬT\ntheo thường lệ"


def test_edxml_as_it_really_comes() -> None:
    """Words before the declaration, a prefix that nobody declared."""
    raw = files.edxml("Trích yếu").replace(b"<edXML:Subject>", b'<edXML:Subject xlink:href="x">')
    found = read("mở đầu\n".encode() + raw, "a.edxml")
    assert (found.format, found.troubles) == ("edxml", ())
    assert kinds(found, "Trích yếu") == {"field"}
    assert kinds(found, "mở đầu") == {"hidden"}


def test_edxml_attachment_larger_than_a_tree_may_hold() -> None:
    text = "\n".join(f"dòng {number}" for number in range(900_000))
    found = read(files.edxml("x", attachments={"b.txt": (text + MARK).encode()}), "a.edxml")
    assert found.troubles[0].kind == TroubleKind.TOO_LARGE
    assert inside(found, "dòng 5\n") == {("b.txt",)}


@pytest.mark.parametrize(
    ("encoding", "form"),
    [("utf-8", "NFC"), ("utf-8", "NFD"), ("utf-8-sig", "NFC"), ("utf-16", "NFC"), ("cp1258", "tone")],
)
def test_text_in_every_code(encoding: str, form: str) -> None:
    text = "Ủy ban nhân dân xã Vĩnh Hòa Hiệp, huyện Châu Thành"
    if form == "tone":  # letters with their hat, tones as marks of their own: the code page has no others
        parts = [unicodedata.normalize("NFD", letter) for letter in text]
        typed = "".join(
            unicodedata.normalize("NFC", part.translate(dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))))
            + "".join(mark for mark in part if mark in "\u0300\u0301\u0303\u0309\u0323")
            for part in parts
        )
    else:
        typed = unicodedata.normalize(form, text)
    assert read(typed.encode(encoding), "a.txt").text() == text


def test_text_is_cleaned_at_entry() -> None:
    assert read("M\u200bẬ\u202eT và Ðà Nẵng".encode(), "a.txt").text() == "MẬT và Đà Nẵng"


@pytest.mark.parametrize("flag", ["utf-8", "cp1258"])
def test_member_name_without_a_told_code_page(flag: str) -> None:
    name = "báo cáo.txt" if flag == "utf-8" else "ba\u0301o ca\u0301o.txt"
    raw = files.zipped({"X" * len(name.encode(flag)): "x"}, is_packed=False)
    raw = raw.replace(b"X" * len(name.encode(flag)), name.encode(flag))
    assert "name" in kinds(read(raw, "a.zip"), "báo cáo.txt")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF"])
def test_blank_picture_is_no_trouble(form: str) -> None:
    raw = BytesIO()
    Image.new("RGB", (300, 300), "white").save(raw, form)
    found = read(raw.getvalue(), f"a.{form.lower()}")
    assert (found.format, found.troubles, found.pages) == (form.lower(), (), 1)


def test_properties_of_pictures() -> None:
    image, note = Image.new("L", (64, 64), 255), PngImagePlugin.PngInfo()
    note.add_text("Description", MARK)
    png, jpeg = BytesIO(), BytesIO()
    image.save(png, "PNG", pnginfo=note)
    exif = image.getexif()
    exif[0x9C9B] = f"{MARK} tiêu đề".encode("utf-16-le")
    image.save(jpeg, "JPEG", exif=exif, comment="lời chú".encode())
    assert kinds(read(png.getvalue(), "a.png"), MARK) == {"property"}
    found = read(jpeg.getvalue(), "a.jpg")
    assert kinds(found, f"{MARK} tiêu đề") == kinds(found, "lời chú") == {"property"}


def test_formats_and_media_types() -> None:
    cases = {
        "a.pdf": files.pdf("x"),
        "a.docx": files.docx("x"),
        "a.xlsx": files.xlsx([["x"]]),
        "a.odt": files.opendocument("x"),
        "a.zip": files.zipped({"x.txt": "x"}),
        "a.eml": files.eml("x"),
    }
    for name, raw in cases.items():
        found = read(raw, name)
        assert found.format == name.removeprefix("a.")
        assert found.media_type != "application/octet-stream"


def test_real_decree_and_its_annexes() -> None:
    folder = SHARED / "nd30_2020"
    if not folder.is_dir():
        pytest.skip("the shared data folder is not beside the project")
    for path in sorted(folder.glob("*.docx")):
        found = read(path.read_bytes(), path.name)
        assert found.troubles == (), path.name
        assert len(found.text()) > 3000, path.name
    decree = read((folder / "30_2020_ND_CP.docx").read_bytes(), "nd30.docx").text()
    assert "Số: 30/2020/NĐ-CP" in decree
    assert "VỀ CÔNG TÁC VĂN THƯ" in decree


def test_every_ugly_string_of_the_shared_list_is_read() -> None:
    path = SHARED / "naughty_strings/blns.json"
    if not path.is_file():
        pytest.skip("the shared data folder is not beside the project")
    for text in json.loads(path.read_text(encoding="utf-8"))[:120]:
        found = read(
            files.xlsx([["đầu", text.replace("\x00", "").replace("\x0b", "").replace("\x0c", ""), "cuối"]]), "a.xlsx"
        )
        assert found.text().startswith("Bảng\nđầu") or found.troubles
