"""One letter, two files: the same words, A4 and its margins, fonts inside, and the same bytes each time."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from phoihop.ground.command import Refused
from phoihop.reporting import commands
from phoihop.reporting.outside import fonts, typeset
from phoihop.reporting.queries import Signer, blank_letter
from phoihop.reporting.rules import examples
from phoihop.reporting.rules.layouts import PARTY, STATE, layout
from phoihop.reporting.rules.letters import MOTTO, NATION, PARTY_TITLE, printed
from tests.world.build import LOADER

pytestmark = pytest.mark.django_db
SYSTEMS = pytest.mark.parametrize("system", [STATE, PARTY])
KINDS = pytest.mark.parametrize("has_type", [False, True])
LINE = "Đề nghị các cơ quan, đơn vị phối hợp thực hiện nội dung này, bảo đảm đúng thời hạn và đúng thẩm quyền. "
NASTY = (
    '#panic("x") $1+1$ *đậm* _nghiêng_ `mã` <nhãn> @ref \\ // /* [#1] ]',
    "{{ 7 * 7 }} {% for a in b %} {%p if x %} {# c #} {_{ <w:p> & &lt; ]]> %}",
    "= Tiêu đề \" ' ‘ ’ “ ” -- --- ...",
)


def compose(letter, world):
    return commands.compose_letter(letter=letter, by=LOADER, at=world.at)


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def text_of(pdf, tmp_path, *how):
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf)
    return run("pdftotext", *how, str(path), "-")


def words_of(docx):
    """All text of the paper's body in its order, table cells included."""
    return "\n".join(
        "".join(piece.text or "" for piece in paragraph.iter() if piece.tag.endswith("}t"))
        for paragraph in Document(io.BytesIO(docx)).element.body.iter()
        if paragraph.tag.endswith("}p")
    )


def flat(text):
    return " ".join(text.replace("\xa0", " ").split())


def in_order(text, *parts):
    places = [text.find(part) for part in parts]
    assert -1 not in places, [part for part, place in zip(parts, places, strict=True) if place < 0]
    assert places == sorted(places), list(zip(parts, places, strict=True))


@SYSTEMS
@KINDS
def test_both_files_say_the_same_in_the_same_order(world, tmp_path, system, has_type):
    letter = replace(examples.letter(system, has_type=has_type), drafter="NVA (5)", is_illustration=False)
    made = compose(letter, world)
    said = printed(letter)
    order = [said.parent, said.organ]
    order += [said.number, said.place_date] if has_type else [said.number]
    order += [said.type_name, said.subject] if has_type else [said.addressed]
    order += [*said.grounds, said.body[0].text[:40], said.body[-1].text, said.recipients_words]
    for text in (flat(text_of(made.pdf, tmp_path)), flat(words_of(made.docx))):
        in_order(text, *order)
        for part in (said.head, *(line.text for line in said.signing), said.signer, said.recipients[-1], "NVA (5)"):
            assert part in text
        assert (NATION in text) == (MOTTO in text) == (system == STATE)
        assert (PARTY_TITLE in text) == (system == PARTY)
        assert ("./." in text) == (system == STATE)


@SYSTEMS
def test_the_same_letter_makes_the_same_bytes(world, system):
    letter = replace(examples.letter(system), acknowledge_url="https://phoihop.example/l/abc", urgency="KHẨN")
    assert compose(letter, world) == compose(letter, world)
    assert compose(replace(letter, signer="Người khác"), world).pdf != compose(letter, world).pdf


@SYSTEMS
def test_the_pdf_is_an_archive_file_with_its_fonts(world, tmp_path, system):
    import pikepdf

    made = compose(examples.letter(system, has_type=True), world)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert pdf.Root.Lang == "vi"
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as about:
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "B")
            assert about["dc:title"].startswith("Kế hoạch 05")
    (tmp_path / "x.pdf").write_bytes(made.pdf)
    rows = run("pdffonts", str(tmp_path / "x.pdf")).splitlines()[2:]
    assert rows
    for row in rows:
        assert fonts.typeface().family.replace(" ", "") in row
        assert row.split()[-5:-2] == ["yes", "yes", "yes"]  # embedded, subset, with a table of letters


def test_every_vietnamese_letter_has_a_shape():
    marks = "àáảãạ ằắẳẵặ ầấẩẫậ èéẻẽẹ ềếểễệ ìíỉĩị òóỏõọ ồốổỗộ ờớởỡợ ùúủũụ ừứửữự ỳýỷỹỵ đăâêôơư"
    fonts.check_letters(marks + marks.upper())
    with pytest.raises(Refused, match="không có ký tự 😀"):
        fonts.check_letters("Chào 😀")


def test_a_picture_sign_is_refused_before_anything_is_made(world):
    with pytest.raises(Refused, match="viết lại bằng chữ"):
        compose(replace(examples.letter(STATE), subject="Họp 😀"), world)


# ── the page ────────────────────────────────────────────────────────────────────────────────────────────────


def boxes(pdf, tmp_path):
    """Words with their places in millimetres, page by page."""
    html = text_of(pdf, tmp_path, "-bbox")
    for page in html.split("<page ")[1:]:
        found = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', page)
        yield [(*(float(n) * 25.4 / 72 for n in word[:4]), word[4]) for word in found]


@SYSTEMS
def test_margins_of_the_pdf_in_millimetres(world, tmp_path, system):
    letter = replace(examples.letter(system, has_type=True), body=(LINE * 3,) * 30, is_illustration=False)
    pages = list(boxes(compose(letter, world).pdf, tmp_path))
    assert len(pages) >= 3
    page = layout(system)
    for number, words in enumerate(pages, 1):
        at_top = [word for word in words if word[1] < page.margin_top - 1]
        assert [word[4] for word in at_top] == ([] if number == 1 else [str(number)])
        for left, top, right, _bottom, _text in at_top:
            assert abs((left + right) / 2 - (page.margin_left + 210 - page.margin_right) / 2) < 0.5
            assert 9 < top < 14
        inside = [word for word in words if word not in at_top]
        assert min(word[0] for word in inside) == pytest.approx(page.margin_left, abs=0.5)
        assert max(word[2] for word in inside) <= 210 - page.margin_right + 0.5
        assert max(word[3] for word in inside) <= 297 - page.margin_bottom + 1.5
    assert max(word[2] for word in pages[1]) == pytest.approx(210 - page.margin_right, abs=0.5)  # justified


@SYSTEMS
def test_the_docx_is_made_for_word(world, system):
    letter = replace(examples.letter(system), urgency="HỎA TỐC", acknowledge_url="https://phoihop.example/l/abc")
    made = compose(letter, world).docx
    paper = Document(io.BytesIO(made))
    section, page = paper.sections[0], layout(system)
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    for side in ("top", "bottom", "left", "right"):
        assert getattr(section, f"{side}_margin").mm == pytest.approx(getattr(page, f"margin_{side}"), abs=0.1)
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml
    styles = {paragraph.style.name for paragraph in paper.paragraphs}
    styles |= {p.style.name for table in paper.tables for cell in table._cells for p in cell.paragraphs}
    assert {"Nội dung", "Nơi nhận", "Người ký", "Số, ký hiệu", "Tên cơ quan"} <= styles
    assert paper.styles["Nội dung"].font.name == "Times New Roman"
    assert paper.styles["Nội dung"].paragraph_format.first_line_indent.mm == pytest.approx(page.indent, abs=0.1)
    assert 'w:lang w:val="vi-VN"' in paper.styles.element.xml
    assert "mã để xác nhận" in made_alt(made)
    box = paper.tables[0].rows[1].cells[0].tables[0]
    assert box.rows[0].height.mm == pytest.approx(8, abs=0.1)
    assert box.columns[0].width.mm == pytest.approx(30, abs=0.1)


def made_alt(docx):
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return archive.read("word/document.xml").decode()


@pytest.mark.slow
@SYSTEMS
@KINDS
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice Writer is not on this machine")
def test_another_program_reads_the_docx_as_we_meant_it(world, tmp_path, system, has_type):
    letter = replace(examples.letter(system, has_type=has_type), body=(LINE * 3,) * 12, urgency="THƯỢNG KHẨN")
    made = compose(letter, world)
    (tmp_path / "letter.docx").write_bytes(made.docx)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "letter.docx"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    pdf = (tmp_path / "letter.pdf").read_bytes()
    said = printed(letter)
    text = flat(text_of(pdf, tmp_path))
    for part in (said.organ, said.head, said.number, said.place_date, "THƯỢNG KHẨN", said.signer, said.recipients[-1]):
        assert flat(part) in text
    pages = list(boxes(pdf, tmp_path))
    assert abs(len(pages) - len(list(boxes(made.pdf, tmp_path)))) <= 1
    page = layout(system)
    inside = [word for words in pages for word in words if word[1] > page.margin_top - 1]
    assert min(word[0] for word in inside) == pytest.approx(page.margin_left, abs=0.7)
    assert max(word[2] for word in inside) == pytest.approx(210 - page.margin_right, abs=0.7)


# ── text is data ────────────────────────────────────────────────────────────────────────────────────────────


@SYSTEMS
@pytest.mark.parametrize("nasty", NASTY)
def test_no_text_is_markup(world, tmp_path, system, nasty):
    letter = replace(
        examples.letter(system, has_type=True),
        organ=f"Sở {nasty}",
        subject=nasty,
        body=(nasty, f"cuối {nasty}"),
        grounds=(nasty,),
        signer=nasty,
        recipients=(nasty,),
        footer=nasty,
    )
    made = compose(letter, world)
    pdf, docx = (re.sub(r"\s", "", text) for text in (text_of(made.pdf, tmp_path), words_of(made.docx)))
    wanted = re.sub(r"\s", "", nasty)
    for text in (pdf, docx):
        assert text.count(wanted.rstrip(".")) >= 4
        assert "49" not in text.replace("1949", "")
    assert words_of(made.docx).count(nasty) >= 2


def test_long_names_wrap_in_their_boxes(world, tmp_path):
    long = "Trung tâm Kiểm soát bệnh tật và Ứng phó các tình huống khẩn cấp về y tế công cộng tỉnh Kiên Giang"
    for system in (STATE, PARTY):
        letter = replace(examples.letter(system), organ=long, parent=long, is_illustration=False)
        (words,) = boxes(compose(letter, world).pdf, tmp_path)
        head = min((word for word in words if word[4] in ("CỘNG", "ĐẢNG")), key=lambda word: word[1])
        left = [word for word in words if word[2] < head[0]]
        assert {"TRUNG", "CÔNG", "CỘNG"} <= {word[4] for word in left}
        assert max(word[2] for word in left) < head[0]


@pytest.mark.parametrize(("words", "width"), [("KHẨN", 20), ("THƯỢNG KHẨN", 40), ("HỎA TỐC", 30)])
def test_the_stamp_of_urgency_is_a_red_box_of_its_size(words, width):
    import numpy as np
    from PIL import Image

    letter = printed(replace(examples.letter(STATE), urgency=words))
    picture = Image.open(io.BytesIO(typeset.pictures(letter, layout(STATE), dots=150)[0])).convert("RGB")
    pixels = np.asarray(picture).astype(int)
    red = (pixels[:, :, 0] > 180) & (pixels[:, :, 1] < 90) & (pixels[:, :, 2] < 90)
    rows, columns = np.where(red)
    assert (columns.max() - columns.min()) / 150 * 25.4 == pytest.approx(width, abs=0.7)
    assert (rows.max() - rows.min()) / 150 * 25.4 == pytest.approx(8, abs=0.7)


def test_the_code_on_paper_leads_to_the_link(world):
    import numpy as np
    import segno
    from PIL import Image

    address = "https://phoihop.example/l/Zm9v-bar_9"
    letter = replace(examples.letter(STATE), acknowledge_url=address)
    drawn = np.array([list(row) for row in segno.make(address, error="m", micro=False).matrix], dtype=bool)
    dots, at = 508, np.arange(drawn.shape[0])  # 20 dots a millimetre
    page = Image.open(io.BytesIO(typeset.pictures(printed(letter), layout(STATE), dots=dots)[0])).convert("L")
    dark = np.asarray(page) < 128
    module = 26 * 20 / (drawn.shape[0] + 4)  # two modules stay free on each side
    columns = np.round(30 * 20 + (at + 2.5) * module).astype(int)
    tops = range(60 * 20, dark.shape[0] - 30 * 20)
    rows = [np.round(top + (at + 0.5) * module).astype(int) for top in tops]
    found = [row for row in rows if (dark[np.ix_(row, columns)] == drawn).all()]
    assert found, "the code on the page is not the code of the address"
    made = compose(letter, world)
    with zipfile.ZipFile(io.BytesIO(made.docx)) as archive:
        pictures = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
    assert typeset.code_png(address) in pictures


@pytest.mark.slow
def test_the_signature_never_stands_alone(tmp_path):
    lengths = []
    for count in range(4, 14):
        long = replace(examples.letter(STATE, has_type=True), body=(LINE * 3,) * count, is_illustration=False)
        pages = list(boxes(typeset.pdf(printed(long), layout(STATE)), tmp_path))
        last = [word[4] for word in pages[-1]]
        assert {"nhận:", "Họ"} <= set(last), count
        assert "quyền./." in last, count
        lengths.append(len(pages))
    assert {1, 2} <= set(lengths)


# ── of an office ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_letter_begins_with_its_office(world, giang):
    unit_id = world.unit("btg-tinh-uy")
    commands.set_letterhead(
        unit_id=unit_id,
        system=PARTY,
        parent="Tỉnh ủy Kiên Giang",
        organ="Ban Tuyên giáo",
        place="Rạch Giá",
        symbol="BTGTU",
        signers=[Signer("KT", "Trưởng ban", "Phó Trưởng ban", "Bùi Công Minh")],
        archive="Văn phòng Ban",
        measures={"line": 20, "title_size": 14},
        by=giang.actor,
        at=world.at,
    )
    blank = blank_letter(unit_id, world.at)
    assert (blank.system, blank.organ, blank.place) == (PARTY, "Ban Tuyên giáo", "Rạch Giá")
    assert blank.date == date(2021, 8, 2)
    assert (blank.authority, blank.post, blank.signer) == ("KT", "Phó Trưởng ban", "Bùi Công Minh")
    made = compose(replace(blank, subject="Phối hợp", body=("Nội dung",)), world)
    paper = Document(io.BytesIO(made.docx))
    assert paper.styles["Nội dung"].paragraph_format.line_spacing.pt == 20
    assert paper.styles["Tiêu đề Đảng"].font.size.pt == 14


def test_an_unfinished_letter_is_refused_with_what_is_missing(world):
    with pytest.raises(Refused, match="chưa có trích yếu"):
        compose(blank_letter(world.unit("so-yte"), world.at), world)


# ── many addressees ─────────────────────────────────────────────────────────────────────────────────────────

FORTY = tuple(f"Ủy ban nhân dân xã thứ {number}" for number in range(1, 41))


@SYSTEMS
def test_forty_addressees_stand_on_pages_of_their_own(world, tmp_path, system):
    footer = "Địa chỉ: số 1, phường Vĩnh Thanh"
    letter = replace(examples.letter(system), addressees=FORTY, footer=footer, is_illustration=False)
    made = compose(letter, world)
    *first, last = text_of(made.pdf, tmp_path).rstrip("\f").split("\f")
    assert len(first) == 2  # the letter, and forty names need a page and a piece
    assert "Kính gửi: Các cơ quan theo danh sách kèm theo" in flat(first[0])
    assert "Địa chỉ: số 1" in first[0]
    assert "DANH SÁCH CÁC CƠ QUAN NHẬN" in first[1]
    assert "(Kèm theo Công văn số 05" in first[1]
    assert "Địa chỉ: số 1" not in first[1] + last
    assert flat(first[1]).startswith("DANH SÁCH")  # no number on the first page of the annex, counted for itself
    assert flat(last).startswith("2 ")
    in_order(flat(first[1] + last), *(f"{at}. {name}" for at, name in enumerate(FORTY, 1)))
    paper = Document(io.BytesIO(made.docx))
    assert len(paper.sections) == 2
    assert 'w:start="1"' in paper.sections[1]._sectPr.xml
    assert not paper.sections[1].first_page_footer.is_linked_to_previous
    in_order(flat(words_of(made.docx)), "Các cơ quan theo danh sách kèm theo", "DANH SÁCH", FORTY[0], FORTY[39])


def test_the_list_is_behind_an_own_template_too(world):
    from phoihop.reporting.outside import own

    said = printed(replace(examples.letter(STATE), addressees=FORTY))
    template = commands.starting_template(unit_id=world.unit("so-yte"), by=LOADER, at=world.at)
    words = flat(words_of(own.fill(template, said)))
    in_order(words, "Các cơ quan theo danh sách kèm theo", "DANH SÁCH CÁC CƠ QUAN NHẬN", FORTY[0], FORTY[39])
    assert commands.compose_letter(letter=replace(examples.letter(STATE), addressees=FORTY), by=LOADER, at=world.at)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"subject": "Họp 😀"}, "trong trích yếu"),
        ({"body": ("Một.", "Hai 😀")}, "trong đoạn 2 của nội dung"),
        ({"grounds": ("Căn cứ 😀",)}, "trong căn cứ"),
        ({"addressees": ("Sở 😀",)}, "trong tên cơ quan nhận"),
        ({"footer": "Gọi 😀"}, "trong mẫu văn bản của cơ quan"),
    ],
)
def test_a_refusal_names_the_place(world, where, said):
    letter = replace(examples.letter(STATE), **where)
    with pytest.raises(Refused, match=f"không có ký tự 😀 .{said}."):
        commands.check_letter(letter=letter, by=LOADER, at=world.at)
    with pytest.raises(Refused, match=said):
        compose(letter, world)


def test_checking_gives_every_line_of_the_page_for_the_guard(world):
    words = commands.check_letter(letter=replace(examples.letter(STATE), addressees=FORTY), by=LOADER, at=world.at)
    for line in ("CƠ QUAN BAN HÀNH", "Số: 05/ABC-VP", "1. Cử cán bộ đầu mối", "40. Ủy ban nhân dân xã thứ 40"):
        assert line in words
