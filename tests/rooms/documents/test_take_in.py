"""Đưa văn bản vào: judged before anything is written; taken in, known already, held, or refused without a trace."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO

import pytest
from django.conf import settings

from phoihop.documents import commands
from phoihop.documents.commands import intake
from phoihop.documents.models import Content, Document, Held, Link, Rendition
from phoihop.documents.outside import reader, store
from phoihop.documents.rules.guard import Decision
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed
from phoihop.ledger.models import Entry
from phoihop.organizations.commands import end_unit
from tests.world import files
from tests.world.build import LOADER
from tests.world.intake import TAKE_IN, kept_files, letter, locked, marked, send, take

DOSSIER = "VD-kg-2021-0001"


def told(kind):
    return list(Entry.rows.filter(kind=kind).order_by("pk"))


def facts(entry):
    return json.loads(entry.data)


def test_works(world, at, giang):
    content = letter()
    outcome = take(world, content, "Báo cáo tháng 7.pdf", about=DOSSIER)
    assert (outcome.decision, outcome.findings, outcome.is_known) == (Decision.ACCEPTED, (), False)
    row = Document.rows.get(code=outcome.code)
    assert (row.code, row.state, row.direction) == ("VB-kg-2021-000001", "DRAFT", "KEPT")
    assert (row.owner_id, row.territory, row.pages) == (world.unit("btg-tinh-uy"), "kg", 1)
    assert (row.taken_in_at, row.taken_in_post) == (at, "Văn thư")
    assert not (row.is_internal)
    assert not (row.is_scan)
    assert not (row.is_unread)
    proposal = json.loads(row.proposal)
    assert (proposal["citation"], proposal["type_key"], proposal["issued_date"]) == ("125/BC-SYT", "BC", "2021-07-30")
    original = Rendition.rows.get(document=row)
    assert (original.kind, original.number, original.file_name) == ("ORIGINAL", 1, "Báo cáo tháng 7.pdf")
    assert (original.media_type, original.size) == ("application/pdf", len(content))
    assert store.read(original.blob) == content
    assert "khoanh vùng" in Content.rows.get(document=row).text
    assert Link.rows.get(document=row).about == DOSSIER


def test_no_event_carries_a_word_of_the_file(world):
    take(world, letter("Chỗ này riêng"), "Tên riêng.pdf")
    (entry,) = told("document.taken_in")
    said = json.dumps(entry.__dict__, default=str, ensure_ascii=False)
    for word in ("riêng", "khoanh vùng", "125/BC"):
        assert word not in said


def test_without_the_declaration_nothing_is_read(world, monkeypatch):
    monkeypatch.setattr(reader, "read", lambda *a, **k: pytest.fail("read"))
    with pytest.raises(Refused, match="xác nhận tệp không chứa bí mật nhà nước"):
        take(world, letter(), is_declared=False)
    assert not Document.rows.exists()


def test_a_marked_paper_is_refused_and_leaves_a_rule_behind(world):
    before = kept_files()
    outcome = take(world, marked(), "to-trinh.pdf", about=DOSSIER)
    assert (outcome.decision, outcome.code, outcome.held_id) == (Decision.REFUSED, "", 0)
    assert {finding.rule for finding in outcome.findings} == {"G1"}
    (entry,) = told("file.refused")
    assert entry.code == world.code("btg-tinh-uy")
    unit = world.unit("btg-tinh-uy")
    assert facts(entry) == {"code": entry.code, "dossier": "", "unit_id": unit, "rules": ["G1"]}
    assert not (Document.rows.exists())
    assert not (Held.rows.exists())
    assert not (Link.rows.exists())
    assert kept_files() == before


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("trong.pdf", b"", "F1"),
        ("la.bin", b"\x00\x01\x02" * 500, "F3"),
        ("gia.docx", b"%PDF-1.7\n%%EOF\n", "F4"),
        ("macro.docm", files.docx("Xin chào", is_armed=True), "F6"),
        ("TỐI MẬT - phương án.txt", "Nội dung thường.".encode(), "G6"),
    ],
)
def test_refused(world, name, content, rule):
    before = kept_files()
    outcome = take(world, content, name)
    assert outcome.decision is Decision.REFUSED
    assert rule in {finding.rule for finding in outcome.findings}
    assert kept_files() == before


def test_internal_papers_come_in_and_stay_internal(world):
    outcome = take(world, files.pdf("LƯU HÀNH NỘI BỘ\nDanh sách tổ công tác"))
    row = Document.rows.get(code=outcome.code)
    assert outcome.decision is Decision.INTERNAL
    assert row.is_internal
    assert json.loads(row.findings) == [{"rule": "G5", "kind": "text", "page": 1}]


def test_what_nobody_can_read_is_held_encrypted(world, at):
    outcome = take(world, locked("bí danh Hải Âu"), "khoa.pdf", about=DOSSIER)
    assert outcome.decision is Decision.HELD
    row = Held.rows.get(pk=outcome.held_id)
    assert (row.state, row.rules, row.about, row.post) == ("HELD", "H1", DOSSIER, "Văn thư")
    assert (row.until - at).days == settings.PHOIHOP_QUARANTINE_DAYS
    assert row.key
    assert not Document.rows.exists()
    (entry,) = told("file.held")
    assert "khoa.pdf" not in json.dumps(entry.__dict__, default=str)


def test_what_is_held_is_held_once(world, at):
    """A batch that was interrupted and begun again brings nothing twice; the checksum kept for that tells nobody."""
    first = take(world, locked(), "khoa.pdf")
    again = take(world, locked(), "khoa-2.pdf")
    assert (again.held_id, again.is_known, again.decision) == (first.held_id, True, Decision.HELD)
    assert take(world, locked(), by="chi").held_id != first.held_id
    row = Held.rows.get(pk=first.held_id)
    assert row.fingerprint not in ("", hashlib.sha256(locked()).hexdigest())
    assert take(world, locked(), at=row.until).held_id != first.held_id  # its days are over


def test_the_same_bytes_come_in_once_a_unit(world):
    first = take(world, letter())
    again = take(world, letter(), "ten-khac.pdf", about=DOSSIER)
    assert (again.code, again.is_known, again.decision) == (first.code, True, Decision.ACCEPTED)
    assert Document.rows.count() == 1
    assert [link.about for link in Link.rows.all()] == [DOSSIER]
    assert take(world, letter(), by="chi").code != first.code  # another unit keeps a register of its own


def test_the_bytes_of_a_newer_version_are_known_too(world, giang, at):
    first = take(world, letter())
    with commands.spooled(BytesIO(letter("Đã đính chính")), name="moi.pdf") as spool:
        commands.replace_file(code=first.code, spool=spool, name="moi.pdf", is_declared=True, by=giang.actor, at=at)
    again = take(world, letter("Đã đính chính"))
    assert (again.code, again.is_known) == (first.code, True)


def test_two_windows_at_once_make_one_document(world, monkeypatch):
    """Between the look for a known file and the act another window was faster."""
    first = take(world, letter())
    monkeypatch.setattr(intake, "known_as", _blind_once(intake.known_as))
    again = take(world, letter(), about=DOSSIER)
    assert (again.code, again.is_known) == (first.code, True)
    assert Document.rows.count() == 1
    assert Link.rows.count() == 1


def _blind_once(known_as):
    looks = []

    def look(*given):
        looks.append(given)
        return None if len(looks) == 1 else known_as(*given)

    return look


def test_while_no_child_can_be_had_nothing_is_kept(world, monkeypatch):
    def busy(*given, **more):
        raise reader.ReaderUnavailable("no place")

    before = kept_files()
    monkeypatch.setattr(reader, "read", busy)
    with pytest.raises(Refused, match="Máy chủ đang bận"):
        take(world, letter("Bản lúc máy bận"))
    assert kept_files() == before
    assert not Document.rows.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\van thu\\báo cáo.pdf", "báo cáo.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        (f"{'a' * 300}.pdf", f"{'a' * 146}.pdf"),
    ],
)
def test_file_names_are_cut_to_their_last_part(world, given, kept):
    outcome = take(world, letter(), given)
    assert Rendition.rows.get(document__code=outcome.code).file_name == kept


def test_a_unit_that_has_ended_takes_nothing_in(world):
    end_unit(
        unit_id=world.unit("so-tttt"), on_date=world.at.date().replace(day=1), reason="Sáp nhập", by=LOADER, at=world.at
    )
    with pytest.raises(Refused, match="không còn hoặc chưa có hiệu lực"):
        take(world, letter(), actor=LOADER, unit="so-tttt")
    assert not Document.rows.exists()


def test_who_may(world, an, binh, chi, dung, giang, ha, kim, long):
    for person in (an, binh, chi, dung, giang):
        assert take(world, letter(str(person)), by=str(person)).code
    for person in (ha, kim, long):
        with pytest.raises(NotAllowed):
            take(world, letter(), by=str(person))
    with pytest.raises(NotAllowed):  # for another's register
        take(world, letter("x"), by="chi", unit="btg-tinh-uy")


def test_a_text_of_our_own_is_judged_too(world, giang, at):
    given = {"name": "bien-ban.txt", "unit_id": giang.actor.unit_id, "by": giang.actor, "at": at}
    taken = commands.take_in_text(text="Biên bản họp giao ban tháng 7.", about=DOSSIER, **given)
    assert Content.rows.get(document__code=taken.code).text == "Biên bản họp giao ban tháng 7."
    with pytest.raises(Refused, match="dấu chỉ độ mật"):
        commands.take_in_text(text="TUYỆT MẬT\nPhương án.", **given)
    assert Document.rows.count() == 1


# ── by the page ─────────────────────────────────────────────────────────────────────────────────────────────


def page_of(answer):
    return answer.content.decode()


def test_the_form_knows_the_dossier_it_was_called_from(world, giang):
    page = page_of(giang.client.get(f"{TAKE_IN}?ve={DOSSIER}"))
    assert f'value="{DOSSIER}"' in page
    assert 'enctype="multipart/form-data"' in page


def test_several_files_without_script_each_with_its_answer(world, giang):
    answer = send(
        giang,
        ("bao-cao.pdf", letter()),
        ("to-trinh.pdf", marked()),
        ("khoa.pdf", locked()),
        ("noi-bo.docx", files.docx("LƯU HÀNH NỘI BỘ", "Danh sách")),
        about=DOSSIER,
    )
    page = page_of(answer)
    assert answer.status_code == 200
    assert "Đã nhận 2 trên 4 tệp." in page
    for words in ("Đã nhận", "Không nhận", "Giữ chờ hai người quyết định", "Đã nhận, lưu hành nội bộ"):
        assert words in page
    assert "Có dấu chỉ độ mật" in page
    assert "bộ phận quản lý tài liệu mật" in page
    assert "trang 1" in page
    assert Link.rows.filter(about=DOSSIER).count() == 2
    assert [row.about for row in Held.rows.all()] == [DOSSIER]


def test_the_script_gets_the_list_item_alone(world, giang):
    answer = send(giang, ("bao-cao.pdf", letter()), as_script=True)
    assert page_of(answer).lstrip().startswith("<li")
    assert Document.rows.get().code in page_of(answer)
    again = send(giang, ("bao-cao.pdf", letter()), as_script=True)
    assert "không tạo bản thứ hai" in page_of(again)


def test_one_file_that_cannot_be_taken_stops_no_other(world, giang, binh, at):
    first = take(world, letter())
    commands.register_document(
        code=first.code,
        direction="KEPT",
        system="STATE",
        type_key="BC",
        citation="",
        issued_date=None,
        issuer="Sở Y tế",
        subject="Báo cáo",
        by=giang.actor,
        at=at,
    )
    commands.recall_document(code=first.code, reason="Nhầm", by=binh.actor, at=at)
    answer = send(giang, ("cu.pdf", letter()), ("moi.pdf", letter("Số liệu mới")), about=DOSSIER)
    assert answer.status_code == 422
    assert "đã được thu hồi" in page_of(answer)
    assert "Đã nhận 1 trên 2 tệp." in page_of(answer)
    assert Link.rows.get().document.code != first.code


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"declared": ""}, "Cần xác nhận"), ({"about": "a" * 81}, "80"), ({"files": ""}, "ít nhất một tệp")],
)
def test_a_wrong_form_takes_nothing(world, giang, typed, said):
    sent = () if "files" in typed else (("bao-cao.pdf", letter()),)
    typed = {name: value for name, value in typed.items() if name != "files"}
    for as_script in (False, True):
        answer = send(giang, *sent, as_script=as_script, **typed)
        assert answer.status_code == 422
        assert said in page_of(answer)
    assert not Document.rows.exists()


def test_who_may_by_the_page(world, ha, kim, khach):
    for person in (ha, kim):
        assert person.client.get(TAKE_IN).status_code == 403
        assert send(person, ("bao-cao.pdf", letter())).status_code == 403
    assert khach.client.get(TAKE_IN)["Location"].startswith("/dang-nhap/")
    assert not Document.rows.exists()


def test_who_may_not_decide_is_not_led_to_what_is_held(world, an, giang):
    assert "/dang-giu/" not in page_of(send(an, ("khoa.pdf", locked("1"))))
    assert "/dang-giu/" in page_of(send(giang, ("khoa.pdf", locked("2"))))


def test_who_may_not_confirm_is_not_led_to_the_tray(world, binh, giang):
    assert "/cho-vao-so/" not in page_of(send(binh, ("a.pdf", letter("a"))))
    code = Document.rows.get().code
    assert binh.client.get(f"/lam-viec/van-ban/{code}/").status_code == 200  # but may look at what he brought
    assert "/cho-vao-so/" in page_of(send(giang, ("b.pdf", letter("b"))))
