"""Files made to harm: each is named for what it is, and the next file is read as if nothing had been."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from phoihop.documents.outside import reader
from phoihop.documents.outside.reader import Limits
from phoihop.documents.rules.reading import Reading
from tests.world import files

PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R{} >>"


@pytest.fixture(scope="module", autouse=True)
def _server() -> Iterator[None]:
    yield
    reader.stop()


@pytest.fixture(autouse=True)
def _still_reads() -> Iterator[None]:
    yield
    assert reader.read(files.docx("sau đó"), name="a.docx").text() == "sau đó"


def troubles(reading: Reading) -> set[str]:
    return {trouble.kind.value for trouble in reading.troubles}


def png(size: tuple[int, int]) -> bytes:
    raw = BytesIO()
    Image.new("1", size, 1).save(raw, "PNG")
    return raw.getvalue()


def action_pdf(action: str) -> bytes:
    note = f"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A {action} >>"
    return files.plain_pdf(PAGE.format(" /Annots [5 0 R]"), files.stream(b""), note)


@pytest.mark.parametrize(
    ("name", "raw", "kind"),
    [
        ("a.pdf", b"", "empty"),
        ("a.zip", files.bomb(), "bomb"),
        ("a.docx", files.changed_zip(files.docx("x"), {"word/media/a.png": bytes(64 << 20)}), "bomb"),
        ("a.png", png((30_000, 30_000)), "bomb"),
        ("a.docx", files.xxe_docx(), "reaches_out"),
        ("a.docx", files.xxe_docx("http://127.0.0.1:9/x"), "reaches_out"),
        ("a.docx", files.laughing_docx(), "reaches_out"),
        ("a.docx", files.docx("x", template="https://x.example/t.dotm"), "reaches_out"),
        ("a.docx", files.docx("x", template=r"\\x.example\chung\t.dotm"), "reaches_out"),
        ("a.svg", b"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>", "reaches_out"),
        ("a.docm", files.docx("x", is_armed=True), "macro"),
        ("a.docx", files.docx("x", embedded={"o.bin": files.compound({"VBA": b"x"})}), "macro"),
        ("a.odt", files.opendocument("x", parts={"Basic/Standard/Module1.xml": "<x/>"}), "macro"),
        ("a.pdf", files.changed_pdf(files.pdf("x"), script="app.alert(1)"), "macro"),
        ("a.pdf", action_pdf("<< /S /JavaScript /JS (x) >>"), "macro"),
        ("a.pdf", action_pdf("<< /S /Launch /F (x.exe) >>"), "macro"),
        ("a.pdf", action_pdf("<< /S /J#61vaScript /JS (x) >>"), "macro"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><text>a</text><script>x</script></svg>", "macro"),
        ("a.pdf", files.pdf("x") + files.zipped({"b.txt": "sau"}), "polyglot"),
        ("a.pdf", b"<html><script>x</script></html>" + files.pdf("x"), "polyglot"),
        ("a.pdf", files.pdf("x").replace(b"\n", b"\n%<script>x</script>\n", 1), "polyglot"),
        ("a.png", png((80, 80)) + files.zipped({"b.txt": "sau"}), "polyglot"),
        ("a.gif", b"GIF89a" + files.pdf("x"), "polyglot"),
        ("a.zip", files.pdf("x") + files.zipped({"b.txt": "x"}), "polyglot"),
        ("a.zip", files.zipped({"b.txt": "x"}) + b"sau cung", "polyglot"),
        ("a.docx", files.pdf("x"), "wrong_name"),
        ("a.pdf", files.docx("x"), "wrong_name"),
        ("a.txt", png((80, 80)), "wrong_name"),
        ("a.pdf.exe", files.pdf("x"), "wrong_name"),
        ("to trinh\u202efdp.exe", files.pdf("x"), "wrong_name"),
        ("a.jpg", b"MZ" + bytes(500), "wrong_name"),
        ("a.pdf", files.changed_pdf(files.pdf("x"), password="khóa"), "encrypted"),
        ("a.docx", files.compound({"EncryptedPackage": b"x"}), "encrypted"),
        ("a.zip", files.locked_zip(), "encrypted"),
        ("a.odt", files.opendocument("x", parts={"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "encrypted"),
        (
            "a.eml",
            b"From: a\nSubject: b\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nabc",
            "encrypted",
        ),
        ("a.pdf", files.pdf("x")[:3000], "damaged"),
        ("a.docx", files.docx("x" * 9000)[:900], "damaged"),
        ("a.png", png((400, 400))[:60], "damaged"),
        ("a.html", b"<div>" * 100_000 + b"sau", "damaged"),
        ("a.xml", b"<?xml version='1.0'?>" + b"<a>" * 100_000 + b"sau", "damaged"),
        ("a.doc", files.compound({"WordDocument": b"x"}), "unknown"),
        ("a.xls", files.compound({"Workbook": b"x"}), "unknown"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "unknown"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00" + bytes(50), "unknown"),
        ("a.dat", b"\x00\x01\x02\x03" * 900, "unknown"),
        ("a.zip", files.nested(b"x", 7), "too_deep"),
        ("a.zip", files.zipped({f"{number}.txt": "x" for number in range(2100)}), "too_many"),
        ("a.docx", files.docx(), "no_text"),
        ("a.html", b"<html><body></body></html>", "no_text"),
    ],
)
def test_named_for_what_it_is(name: str, raw: bytes, kind: str) -> None:
    assert kind in troubles(reader.read(raw, name=name))


def test_old_word_and_its_programs() -> None:
    found = reader.read(files.compound({"WordDocument": b"x", "Macros": b"y"}), name="a.doc")
    assert (found.format, troubles(found)) == ("doc", {"unknown", "macro"})


def test_what_is_harmless_is_let_alone() -> None:
    """Templates of one's own disk, links, an equation, a stored document in a PDF, a PDF stored in an archive."""
    word = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="r1" Type="{word}/hyperlink" Target="https://x.example/" TargetMode="External"/>'
    relations = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{link}</Relationships>'
    )
    cases = {
        "a.docx": files.docx("x", template="file:///C:\\Users\\a\\Normal.dotm"),
        "b.docx": files.docx("x", parts={"word/_rels/document.xml.rels": relations}),
        "c.docx": files.docx("x", embedded={"oleObject1.bin": files.compound({"Equation Native": b"x"})}),
        "d.pdf": files.pdf("x", attachments={"b.zip": files.zipped({"c.txt": "x"}, is_packed=False)}),
        "e.zip": files.zipped({"b.pdf": files.pdf("x")}, is_packed=False),
        "f.eml": files.eml("x", attachments={"b.pdf": files.pdf("x")}),
        "Số 12.BC-UBND": files.pdf("x"),
        "PHỤ LỤC.PDF": files.pdf("x"),
        "g.doc": files.rtf("x"),
    }
    for name, raw in cases.items():
        assert troubles(reader.read(raw, name=name)) == set(), name


def test_names_of_members_are_only_text() -> None:
    raw = files.zipped({"../../etc/passwd": "một", "/tuyet/doi": "hai", "aXb.txt": "ba", "d" * 500 + ".txt": "bốn"})
    found = reader.read(raw.replace(b"aXb.txt", b"a\0b.txt"), name="\x00../../" + "t" * 500 + ".zip")
    names = [place.text for place in found.places if place.kind == "name"]
    assert names == ["../../" + "t" * 500 + ".zip", "../../etc/passwd", "/tuyet/doi", "ab.txt", "d" * 500 + ".txt"]
    assert found.text() == "một\nhai\nba\nbốn"
    assert max(len(part) for place in found.places for part in place.inside) <= 255


def test_both_selves_of_a_polyglot_are_read() -> None:
    found = reader.read(files.pdf("mặt này") + files.zipped({"b.txt": "mặt kia"}), name="a.pdf")
    assert {"mặt này", "mặt kia"} <= {place.text for place in found.places}


def test_a_member_hidden_from_the_directory_of_its_archive() -> None:
    """The first archive's members stand in the file, though its directory was cut off."""
    first = files.zipped({"kin.txt": "kín"}, is_packed=False)
    cut = first[: first.find(b"PK\x01\x02")]
    found = reader.read(cut + files.zipped({"ro.txt": "rõ"}), name="a.zip")
    assert troubles(found) == {"polyglot"}


def test_a_damaged_member_does_not_hide_the_others() -> None:
    raw = files.zipped({"a.docx": files.docx("x" * 9000)[:900], "b.txt": "còn đây", "c.zip": files.locked_zip()})
    found = reader.read(raw, name="a.zip")
    assert {(trouble.kind.value, trouble.inside) for trouble in found.troubles} == {
        ("damaged", ("a.docx",)),
        ("encrypted", ("c.zip", "khoa.txt")),
    }
    assert "còn đây" in found.text()


def test_an_external_entity_is_not_followed() -> None:
    found = reader.read(files.xxe_docx("file:///etc/passwd"), name="a.docx")
    assert not any("root:" in place.text for place in found.places)


@pytest.mark.slow
def test_a_page_that_unpacks_to_a_gigabyte() -> None:
    content = zlib.compress(zlib.compress(bytes(1 << 30), 9), 9)
    raw = files.plain_pdf(PAGE.format(""), files.stream(content, "/Filter [/FlateDecode /FlateDecode] "))
    found = reader.read(raw, name="a.pdf", limits=Limits(memory=700 << 20, seconds=60))
    assert troubles(found) & {"too_heavy", "damaged", "bomb"}


def test_more_text_than_one_file_may_say() -> None:
    found = reader.read(("chữ " * 400_000).encode(), name="a.txt", limits=Limits(text=1_000_000))
    assert troubles(found) == {"too_large"}
    assert len(found.text()) <= 1_000_000


def test_groups_in_groups_of_rtf_take_no_time() -> None:
    found = reader.read(b"{\\rtf1 " + b"{\\header " * 20_000 + b"x", name="a.rtf", limits=Limits(seconds=30))
    assert "too_long" not in troubles(found)
    assert "x" in {place.text for place in found.places}
