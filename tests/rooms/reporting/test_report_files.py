"""A printed report read back: margins, head, numbering, repeated heads of tables, links to figures, fonts inside."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from docx import Document

from phoihop.ground.command import Refused
from phoihop.ground.figures import SectionValue, Table, counted
from phoihop.reporting import commands
from phoihop.reporting.outside import fonts
from phoihop.reporting.queries import Signer
from phoihop.reporting.rules.layouts import PARTY, STATE, layout
from phoihop.reporting.rules.letters import MOTTO, NATION, PARTY_TITLE
from tests.world import plans as plan_layer
from tests.world import reports
from tests.world.build import World
from tests.world.cast import Person

SYSTEMS = pytest.mark.parametrize("system", [STATE, PARTY])
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
LONG = SectionValue(
    key="tests",
    title="Phần thêm",
    figures=(counted("tests.rows", "Số dòng <&> thử", "Số dòng của bảng thử.", ["VD-kg-2021-0001"]),),
    tables=(
        Table(
            "Bảng dài",
            ("Cơ quan", "Số", "Ghi chú"),
            tuple((f"Cơ quan số {number}", str(number), "#chữ *như* {{ co_quan }} <w:p>") for number in range(120)),
        ),
    ),
)


def head(world: World, system: str) -> None:
    """What the lead's office prints."""
    commands.set_letterhead(
        unit_id=world.unit("btg-tinh-uy"),
        system=system,
        organ="Sở Y tế" if system == STATE else "Ban Tuyên giáo",
        parent="UBND tỉnh Kiên Giang" if system == STATE else "Tỉnh ủy Kiên Giang",
        place="Rạch Giá",
        symbol="SYT" if system == STATE else "BTGTU",
        signers=[Signer("KT", "Giám đốc" if system == STATE else "Trưởng ban", "Phó", "Trần Văn Ký")],
        by=world.person("giang").actor,
        at=world.at,
    )


def made(world: World, system: str, kind: str, **values: object) -> tuple[str, bytes]:
    head(world, system)
    year = plan_layer.begin(world)
    code = reports.compile_year(world, year.plan, extra=(LONG,), bases=("Căn cứ Quy chế", "Căn cứ Kế hoạch"))
    by = world.person("an").actor
    return code, commands.render_report(code=code, kind=kind, by=by, at=world.at, **values)  # type: ignore[arg-type]


def run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def flat(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


def in_order(text: str, *parts: str) -> None:
    places = [text.find(part) for part in parts]
    assert -1 not in places, [part for part, place in zip(parts, places, strict=True) if place < 0]
    assert places == sorted(places), list(zip(parts, places, strict=True))


def words_of(docx: bytes) -> str:
    paper = Document(io.BytesIO(docx))
    return flat(
        "\n".join(
            "".join(piece.text or "" for piece in paragraph.iter(f"{W}t"))
            for paragraph in paper.element.body.iter(f"{W}p")
        )
    )


def order(system: str) -> list[str]:
    state = system == STATE
    return [
        "UBND TỈNH KIÊN GIANG" if state else "TỈNH ỦY KIÊN GIANG",
        "SỞ Y TẾ" if state else "BAN TUYÊN GIÁO",
        "Số: 07/BC-SYT" if state else "Số 07-BC/BTGTU",
        "BÁO CÁO",
        reports.TITLE,
        "Căn cứ Quy chế;",
        "Căn cứ Kế hoạch.",
        "Kỳ số liệu: từ ngày 15/12/2020",
        "I. KẾ HOẠCH VÀ VẤN ĐỀ PHỐI HỢP",
        "1. Số liệu trong kỳ",
        "II. THỰC HIỆN NGHĨA VỤ",
        "2. Nghĩa vụ đến hạn theo cơ quan thực hiện",
        "III. CUNG CẤP VĂN BẢN",
        "IV. CÔNG VĂN",
        "V. VĂN BẢN TRONG HỒ SƠ",
        "VI. PHẦN THÊM",
        "Số dòng <&> thử",
        "2. Bảng dài",
        "Cơ quan số 119",
        "VII. CÁCH TÍNH VÀ NGUỒN SỐ LIỆU",
        "Trên đây là kết quả thực hiện kế hoạch phối hợp năm 2021" + ("./." if state else "."),
        "Nơi nhận:",
    ]


NUMBERS = {STATE: "07/BC-SYT", PARTY: "07-BC/BTGTU"}


@SYSTEMS
def test_the_docx_says_everything_in_order(world: World, system: str) -> None:
    code, content = made(world, system, "docx", number=NUMBERS[system], signed_date=date(2021, 12, 5))
    text = words_of(content)
    in_order(text, *order(system))
    assert (NATION in text) == (MOTTO in text) == (system == STATE)
    assert (PARTY_TITLE in text) == (system == PARTY)
    assert "Rạch Giá, ngày 05 tháng 12 năm 2021" in text
    assert ("KT. GIÁM ĐỐC" in text) == (system == STATE)
    assert ("K/T TRƯỞNG BAN" in text) == (system == PARTY)
    assert "Trần Văn Ký" in text
    assert f"/lam-viec/bao-cao/{code}/" in text


@SYSTEMS
def test_the_docx_is_a_page_of_the_rule(world: World, system: str) -> None:
    _code, content = made(world, system, "docx")
    paper, page = Document(io.BytesIO(content)), layout(system)
    section = paper.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    for side in ("top", "bottom", "left", "right"):
        assert getattr(section, f"{side}_margin").mm == pytest.approx(getattr(page, f"margin_{side}"), abs=0.1)
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml
    assert paper.styles["Nội dung"].font.size.pt == page.body_size
    widths = []
    for table in paper.tables[1:-1]:
        first, *rest = table._tbl.findall(f"{W}tr")
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in rest)
        widths.append(sum(int(column.get(f"{W}w")) for column in table._tbl.iter(f"{W}gridCol")) * 25.4 / 1440)
    assert len(widths) == 9
    assert all(width == pytest.approx(page.text_width, abs=0.5) for width in widths)


def test_numbers_in_the_docx_lead_to_their_rows(world: World, settings: object) -> None:
    settings.PHOIHOP_SITE_URL = "https://phoihop.example.gov.vn"  # type: ignore[attr-defined]
    code, content = made(world, PARTY, "docx")
    paper = Document(io.BytesIO(content))
    found = {
        "".join(piece.text for piece in link.iter(f"{W}t")): paper.part.rels[link.get(f"{R}id")].target_ref
        for link in paper.element.body.iter(f"{W}hyperlink")
    }
    here = f"https://phoihop.example.gov.vn/lam-viec/bao-cao/{code}/"
    due = reports.figures(world, code)["obligations.due"]
    assert found[str(due.number)] == f"{here}so-lieu/obligations.due/"
    assert found["Nghĩa vụ đến hạn trong kỳ"] == f"{here}so-lieu/obligations.due/"
    assert found[here] == here
    assert "0" not in found  # nothing to open
    assert not re.search(
        r'Target="/', zipfile.ZipFile(io.BytesIO(content)).read("word/_rels/document.xml.rels").decode()
    )


@SYSTEMS
def test_the_pdf_is_an_archive_file_that_can_be_walked(world: World, tmp_path: Path, system: str) -> None:
    _code, content = made(world, system, "pdf", number=NUMBERS[system])
    path = tmp_path / "report.pdf"
    path.write_bytes(content)
    in_order(flat(run("pdftotext", path, "-")), *[part for part in order(system) if "Số" not in part[:3]])
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as about:
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "B")
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root][:2] == [
                "I. KẾ HOẠCH VÀ VẤN ĐỀ PHỐI HỢP",
                "II. THỰC HIỆN NGHĨA VỤ",
            ]
        links = [
            str(note.A.URI) for one in pdf.pages for note in one.get("/Annots", []) if note.get("/Subtype") == "/Link"
        ]
    assert any(link.endswith("/so-lieu/obligations.due/") for link in links)
    for row in run("pdffonts", path).splitlines()[2:]:
        assert fonts.typeface().family.replace(" ", "") in row
        assert row.split()[-5:-2] == ["yes", "yes", "yes"]


@SYSTEMS
def test_margins_page_numbers_and_repeated_heads_of_the_pdf(world: World, tmp_path: Path, system: str) -> None:
    _code, content = made(world, system, "pdf")
    path, page = tmp_path / "report.pdf", layout(system)
    path.write_bytes(content)
    html = run("pdftotext", "-bbox", path, "-")
    heads = 0
    for number, part in enumerate(html.split("<page ")[1:], 1):
        found = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', part)
        words = [(*(float(n) * 25.4 / 72 for n in word[:4]), word[4]) for word in found]
        at_top = [word for word in words if word[1] < page.margin_top - 1]
        assert [word[4] for word in at_top] == ([] if number == 1 else [str(number)])
        inside = [word for word in words if word not in at_top]
        assert min(word[0] for word in inside) >= page.margin_left - 0.5
        assert max(word[2] for word in inside) <= 210 - page.margin_right + 0.5
        assert max(word[3] for word in inside) <= 297 - page.margin_bottom + 1.5
        texts = [word[4] for word in inside]
        if any(text.isdecimal() and int(text) > 60 for text in texts) and "chú" in texts:
            heads += 1
    assert heads >= 2  # the long table goes over pages, and its head stands on each


def test_the_signature_never_stands_alone(world: World, tmp_path: Path) -> None:
    _code, content = made(world, STATE, "pdf")
    path = tmp_path / "report.pdf"
    path.write_bytes(content)
    last = flat(run("pdftotext", path, "-").split("\f")[-2])
    assert "Trần Văn Ký" in last
    assert "Trên đây là kết quả" in last


def test_an_offices_own_template_takes_the_body_in(world: World, giang: Person) -> None:
    unit_id = world.unit("btg-tinh-uy")
    starter = commands.starting_template(unit_id=unit_id, by=giang.actor, at=world.at)
    paper = Document(io.BytesIO(starter))
    paper.add_paragraph("Dòng riêng của {{ co_quan }}")
    out = io.BytesIO()
    paper.save(out)
    commands.adopt_template(unit_id=unit_id, name="khuon.docx", content=out.getvalue(), by=giang.actor, at=world.at)
    year = plan_layer.begin(world)
    code = reports.compile_year(world, year.plan, extra=(LONG,))
    by = world.person("an").actor
    content = commands.render_report(code=code, kind="docx", by=by, at=world.at)
    text = words_of(content)
    in_order(
        text, "BÁO CÁO", "I. KẾ HOẠCH", "Cơ quan số 119", "Trên đây là", "Nơi nhận:", "Dòng riêng của BAN TUYÊN GIÁO"
    )
    assert "{{ co_quan }} <w:p>" in text  # what somebody wrote is text, in a template as well
    assert "noi-dung-bao-cao" not in text
    assert content == commands.render_report(code=code, kind="docx", by=by, at=world.at)
    styles = {p.style.name for p in Document(io.BytesIO(content)).paragraphs if p.text.startswith("Kỳ số liệu")}
    assert styles == {"Nội dung"}


def test_a_character_that_cannot_be_printed_names_its_place(world: World) -> None:
    year = plan_layer.begin(world)
    extra = SectionValue("tests", "Phần lạ", paragraphs=("Chào 😀",))
    code = reports.compile_year(world, year.plan, extra=(extra,))
    by = world.person("an").actor
    with pytest.raises(Refused, match="PHẦN LẠ"):
        commands.render_report(code=code, kind="pdf", by=by, at=world.at)
    with pytest.raises(Refused, match="ba dạng"):
        commands.render_report(code=code, kind="xlsx", by=by, at=world.at)


@pytest.mark.slow
@SYSTEMS
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice Writer is not on this machine")
def test_another_program_reads_the_docx(world: World, tmp_path: Path, system: str) -> None:
    _code, content = made(world, system, "docx", number=NUMBERS[system])
    (tmp_path / "report.docx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "report.docx"],
        check=True,
        capture_output=True,
        timeout=180,
    )
    pages = run("pdftotext", tmp_path / "report.pdf", "-").split("\f")[:-1]
    in_order(flat(" ".join(pages)), "BÁO CÁO", "I. KẾ HOẠCH", "Cơ quan số 119", "Trên đây là")
    long = [page for page in pages if re.search(r"Cơ quan số 1?\d\d", page)]
    assert len(long) >= 2
    assert all("Ghi chú" in page for page in long)
