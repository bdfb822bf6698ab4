"""An office's own Word template: judged by the guard, checked mark by mark, then used for its letters."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from html import unescape

import pytest
from docx import Document
from docx.shared import Mm

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.reporting import commands
from phoihop.reporting.models import Template
from phoihop.reporting.queries import blank_letter
from tests.world.build import LOADER

HERE = "/lam-viec/mau-van-ban/"


@pytest.fixture
def unit_id(world):
    return world.unit("btg-tinh-uy")


@pytest.fixture
def starter(world, unit_id):
    return commands.starting_template(unit_id=unit_id, by=LOADER, at=world.at)


def changed(content, *lines, without=""):
    """The starting template with more paragraphs at its end, or without one field."""
    paper = Document(io.BytesIO(content))
    for line in lines:
        paper.add_paragraph(line)
    if without:
        for table in paper.tables:
            for cell in table._cells:
                for paragraph in cell.paragraphs:
                    if without in paragraph.text:
                        paragraph.runs[0].text = ""
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def adopt(person, unit_id, world, content, name="khuon.docx"):
    return commands.adopt_template(unit_id=unit_id, name=name, content=content, by=person.actor, at=world.at)


def composed(world, unit_id, **more):
    words = {"subject": "Phối hợp tuyên truyền", "body": ("Một", "Hai"), **more}
    letter = replace(blank_letter(unit_id, world.at), **words)
    return commands.compose_letter(letter=letter, by=LOADER, at=world.at)


def paragraphs(docx):
    paper = Document(io.BytesIO(docx))
    return [p.text for p in paper.paragraphs] + [p.text for t in paper.tables for c in t._cells for p in c.paragraphs]


def test_the_starting_template_changed_in_word_is_used(world, giang, unit_id, starter):
    own = changed(starter, "Dòng riêng của cơ quan: {{ co_quan }}")
    adopt(giang, unit_id, world, own)
    more = {"recipients": ("Như trên",), "urgency": "KHẨN", "is_illustration": True, "footer": "Địa chỉ: số 1"}
    made = composed(world, unit_id, **more).docx
    text = paragraphs(made)
    assert "Dòng riêng của cơ quan: BAN TUYÊN GIÁO" in text
    assert text.count("Một") == text.count("Hai.") == 1
    assert "- Như trên," in text
    assert "KHẨN" in text
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    assert not [name for name, part in parts.items() if "{{" in part or "{%" in part]
    assert any("Địa chỉ: số 1" in part for name, part in parts.items() if "footer" in name)
    assert any("Dữ liệu minh họa" in part for name, part in parts.items() if "header" in name)
    commands.drop_template(unit_id=unit_id, by=giang.actor, at=world.at)
    assert not any("Dòng riêng" in line for line in paragraphs(composed(world, unit_id).docx))


def test_the_same_letter_makes_the_same_bytes(world, giang, unit_id, starter):
    adopt(giang, unit_id, world, starter)
    made = composed(world, unit_id, acknowledge_url="https://phoihop.example/l/abc")
    assert made == composed(world, unit_id, acknowledge_url="https://phoihop.example/l/abc")
    with zipfile.ZipFile(io.BytesIO(made.docx)) as archive:
        assert any(name.startswith("word/media/") for name in archive.namelist())


def test_text_is_no_mark_in_a_template_either(world, giang, unit_id, starter):
    adopt(giang, unit_id, world, starter)
    nasty = "{{ 7 * 7 }} {% for a in b %} <w:p/> & {{ co_quan }}"
    text = paragraphs(composed(world, unit_id, body=(nasty, "cuối")).docx)
    assert nasty in text


def test_twice_is_harmless_and_another_takes_its_place(world, giang, unit_id, starter):
    adopt(giang, unit_id, world, starter)
    adopt(giang, unit_id, world, starter)
    assert Template.rows.count() == 1
    second = adopt(giang, unit_id, world, changed(starter, "Bản hai"))
    assert Template.rows.get().sha256 == second.sha256


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [
        ("{{ mat_khau }}", "không có trường mat_khau"),
        ("{{ co_quan.__class__.__mro__ }}", "không được dùng Getattr"),
        ("{{ co_quan|upper }}", "không được dùng Filter"),
        ("{{ range(9) }}", "không được dùng Call"),
        ("{{ 'a' * 1000000000 }}", "không được dùng Mul"),
        ("{% for a in co_quan %}x{% endfor %}", "vòng lặp chỉ được đi qua"),
        ("{% for a in noi_dung %}{% for b in noi_dung %}x{% endfor %}{% endfor %}", "vòng lặp chỉ được đi qua"),
        ("{% set a = 1 %}", "không được dùng Assign"),
        ("{% include 'x' %}", "không được dùng Include"),
        ("{% if co_quan %}", "viết chưa đúng"),
        ("{{ co_quan", "viết chưa đúng"),
    ],
)
def test_marks_that_are_more_than_names_are_refused(world, giang, unit_id, starter, mark, sentence):
    with pytest.raises(Refused, match="Khuôn đang dùng không đổi") as refused:
        adopt(giang, unit_id, world, changed(starter, mark))
    assert sentence in str(refused.value)
    assert not Template.rows.exists()


def test_marks_in_headers_are_checked_too(world, giang, unit_id, starter):
    paper = Document(io.BytesIO(starter))
    paper.sections[0].header.paragraphs[0].add_run("{{ co_quan.__class__ }}")
    out = io.BytesIO()
    paper.save(out)
    with pytest.raises(Refused, match="Getattr"):
        adopt(giang, unit_id, world, out.getvalue())


def test_the_mark_of_sample_data_may_not_be_left_out(world, giang, unit_id, starter):
    paper = Document(io.BytesIO(starter))
    for paragraph in paper.sections[0].first_page_header.paragraphs:
        for run in paragraph.runs:
            run.text = ""
    out = io.BytesIO()
    paper.save(out)
    with pytest.raises(Refused, match="thiếu trường bắt buộc: ghi_chu"):
        adopt(giang, unit_id, world, out.getvalue())


def test_a_missing_field_is_named(world, giang, unit_id, starter):
    with pytest.raises(Refused, match="thiếu trường bắt buộc: so_ky_hieu"):
        adopt(giang, unit_id, world, changed(starter, without="so_ky_hieu"))


def test_the_guard_stands_before_it(world, giang, unit_id, starter):
    with pytest.raises(Refused, match="Bộ lọc bảo mật không nhận tệp này") as refused:
        adopt(giang, unit_id, world, changed(starter, "TUYỆT MẬT"))
    assert "Văn bản mật" in str(refused.value)
    with pytest.raises(Refused, match="Bộ lọc bảo mật"):
        adopt(giang, unit_id, world, b"MZ not a paper", name="khuon.docx")
    assert not Template.rows.exists()


def test_without_a_guard_nothing_comes_in(world, giang, unit_id, starter, monkeypatch):
    monkeypatch.setattr(commands.letters, "_judges", [])
    with pytest.raises(Refused, match="chưa sẵn sàng"):
        adopt(giang, unit_id, world, starter)


def test_too_large(world, giang, unit_id):
    with pytest.raises(Refused, match="tối đa 2 MB"):
        adopt(giang, unit_id, world, b"x" * 2_000_001)


def test_who_may(world, an, chi, dung, long, unit_id, starter):
    with pytest.raises(NotAllowed):
        adopt(an, unit_id, world, starter)
    for stranger in (chi, dung):
        with pytest.raises(NotVisible):
            adopt(stranger, unit_id, world, starter)
    assert adopt(long, unit_id, world, starter).unit_id == unit_id


def test_through_the_door(world, giang, an, unit_id, starter):
    url = f"{HERE}{world.code('btg-tinh-uy')}/"
    own = Document(io.BytesIO(starter))
    own.sections[0].left_margin = Mm(10)
    out = io.BytesIO()
    own.save(out)

    def send(person, content, name="khuon.docx"):
        file = io.BytesIO(content)
        file.name = name
        return person.client.post(f"{url}khuon/", {"file": file})

    refused = send(giang, changed(starter, "{{ range(9) }}"))
    assert refused.status_code == 422
    assert "không được dùng Call" in unescape(refused.content.decode())
    assert send(giang, b"").status_code == 422
    assert send(an, starter).status_code == 403
    assert send(giang, out.getvalue()).status_code == 302
    html = unescape(giang.client.get(url).content.decode())
    assert "Đang dùng khuôn khuon.docx" in html
    assert "Lề trái (mm): đang là 10, quy cách là 30" in html
    assert giang.client.post(f"{url}khuon/bo/").status_code == 302
    assert giang.client.post(f"{url}khuon/bo/").status_code == 302
    assert "khuôn chung của hệ thống" in unescape(giang.client.get(url).content.decode())
