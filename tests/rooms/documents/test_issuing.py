"""Cấp số: a paper written in the house takes its number in the act that sends it; its files follow, once."""

from __future__ import annotations

import io
import os
import signal
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from phoihop.documents import commands, queries
from phoihop.documents.models import Book, Content, Document, Rendition, Share
from phoihop.documents.outside import store
from phoihop.documents.queries import search
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.organizations.commands import end_unit
from phoihop.reporting.commands import compose_letter
from phoihop.reporting.rules import examples
from tests.world import intake
from tests.world.build import LOADER

WORKS = Actor.system("document-works")


def issue(world, *, by="giang", key="1", at=None, **values):
    actor = world.person(by).actor_at(at or world.at)
    given = {
        "unit_id": actor.unit_id,
        "system": "PARTY",
        "type_key": "CV",
        "subject": "Đề nghị phối hợp tuyên truyền phòng, chống dịch",
        "recipients": "Sở Y tế tỉnh Kiên Giang",
        "signer": "Nguyễn Văn Bình",
        "signer_post": "Trưởng ban",
        "shared_with": [world.unit("so-yte")],
        "because": "CV-kg-2021-000001",
        "key": key,
        **values,
    }
    return commands.issue_paper(**given, by=actor.through("dispatch.send"), at=at or world.at)


def files(world, system="PARTY", **values):
    letter = replace(examples.letter(system), is_illustration=False, **values)
    return compose_letter(letter=letter, by=LOADER, at=world.at)


def keep(world, code, made=None):
    made = made or files(world)
    return commands.keep_written(code=code, docx=made.docx, pdf=made.pdf, by=WORKS, at=world.at)


def kinds(code):
    return list(Rendition.rows.filter(document__code=code).order_by("pk").values_list("kind", "number", "format"))


def test_takes_the_next_number_and_opens_the_book(world, giang):
    first, second = issue(world), issue(world, key="2")
    assert [one.citation for one in (first, second)] == ["01-CV/BTGTU", "02-CV/BTGTU"]
    assert (first.issued_date, first.book_number) == ("2021-08-02", "1")
    assert Book.rows.get().last_number == 2
    row = Document.rows.get(code=first.code)
    assert (row.state, row.direction, row.issuer) == ("REGISTERED", "OUT", "Ban Tuyên giáo Tỉnh ủy Kiên Giang")
    assert row.retention
    value = queries.document_value(giang.actor, first.code)
    assert (value.renditions, value.rights.share) == ((), True)
    assert "Đang lập văn bản" in giang.client.get(f"/lam-viec/van-ban/{first.code}/").content.decode()


def test_the_states_papers_are_numbered_by_year_with_the_organs_letters(world, chi):
    told = issue(world, by="chi", system="STATE", organ="SYT-NVY", shared_with=[world.unit("btg-tinh-uy")])
    assert told.citation == "01/SYT-NVY"
    assert issue(world, by="chi", system="STATE", type_key="KH", organ="SYT", key="2").citation == "02/KH-SYT"


def test_twice_issues_once(world):
    first = issue(world)
    assert issue(world).code == first.code
    assert Book.rows.get().last_number == Document.rows.count() == 1
    assert Entry.rows.filter(kind="paper.issued").count() == 1


def test_receivers_may_open_it_and_others_do_not_see_it(world, chi, dung, at):
    code = issue(world).code
    keep(world, code)
    assert list(Share.rows.values_list("unit__key", "because")) == [("so-yte", "CV-kg-2021-000001")]
    with commands.open_document(code=code, kind="PRINTED", by=chi.actor, at=at).file as file:
        assert file.read(5) == b"%PDF-"
    with pytest.raises(NotVisible):
        commands.open_document(code=code, kind="ORIGINAL", by=dung.actor, at=at)


def test_only_the_act_that_sends_brings_the_right(world, giang, at):
    told = issue(world)
    with pytest.raises(NotAllowed):
        commands.issue_paper(
            unit_id=giang.actor.unit_id, system="PARTY", type_key="CV", subject="x", key="9", by=giang.actor, at=at
        )
    with pytest.raises(NotAllowed):
        commands.keep_written(code=told.code, docx=b"", pdf=b"", by=giang.actor, at=at)


def test_a_closed_book_gives_no_number(world, chi, at):
    issue(world, by="chi", system="STATE", organ="SYT")
    commands.close_book(book_id=Book.rows.get().pk, by=world.person("chi").actor, at=at)
    with pytest.raises(Refused, match="Sổ của năm 2021 đã khóa"):
        issue(world, by="chi", system="STATE", organ="SYT", key="2")
    assert Document.rows.count() == 1


def test_the_books_of_the_other_system_are_not_left_aside(world):
    commands.open_book(
        unit_id=world.unit("so-yte"),
        direction="OUT",
        system="STATE",
        first_date=date(2021, 1, 1),
        by=LOADER,
        at=world.at,
    )
    with pytest.raises(Refused, match=r"theo sổ của Nhà nước, còn mẫu văn bản theo thể thức của Đảng. Chưa gửi gì"):
        issue(world, by="chi")
    assert not Document.rows.exists()
    assert issue(world, by="chi", system="STATE", organ="SYT").citation == "01/SYT"


def test_a_refused_paper_leaves_no_gap(world, giang):
    issue(world)
    for wrong in ({"type_key": "XX"}, {"urgency": "SOON"}):
        with pytest.raises(Refused):
            issue(world, key="2", **wrong)
    end_unit(unit_id=world.unit("so-tttt"), on_date=date(2021, 8, 1), reason="Sáp nhập", by=LOADER, at=world.at)
    with pytest.raises(Refused, match="không còn hoặc chưa có hiệu lực"):
        issue(world, key="2", unit_id=world.unit("so-tttt"))
    assert issue(world, key="3").citation == "02-CV/BTGTU"


# ── the files ───────────────────────────────────────────────────────────────────────────────────────────────


def test_two_files_and_the_words_for_search(world, giang):
    code = issue(world).code
    keep(world, code)
    assert kinds(code) == [("ORIGINAL", 1, "docx"), ("PRINTED", 1, "pdf")]
    (found,) = search.build([code])
    assert "Cử cán bộ đầu mối" in found.text
    assert found.numbers == ("01-CV/BTGTU",)
    page = giang.client.get(f"/lam-viec/van-ban/{code}/").content.decode()
    assert "Bản để in, ký (PDF)" in page
    for kind in ("original", "printed"):
        assert reverse("documents:file", args=[code, kind, 1]) in page
    assert queries.page_picture(giang.actor, code, 1)[:4] == b"RIFF"


def test_twice_keeps_them_once(world):
    code = issue(world).code
    keep(world, code)
    keep(world, code, files(world, subject="Một bản khác"))
    assert len(kinds(code)) == 2
    assert Entry.rows.filter(kind="paper.written").count() == 1
    assert "Một bản khác" not in Content.rows.get().text


def test_what_the_guard_refuses_is_kept_nowhere(world):
    code = issue(world).code
    before = intake.kept_files()
    with pytest.raises(Refused, match="Không giữ lại gì của tệp"):
        keep(world, code, files(world, footer="TỐI MẬT"))
    assert intake.kept_files() == before
    assert kinds(code) == []


def test_words_are_judged_before_they_go_out():
    assert commands.check_text("Báo cáo tháng 7 về phòng, chống dịch.").verdict.findings == ()
    with pytest.raises(Refused, match=r"Bộ lọc bảo mật không cho gửi nội dung này: .+ Chưa gửi và không giữ lại gì"):
        commands.check_text("Đề nghị phối hợp\nTỐI MẬT\nNội dung")
    assert commands.judge_text("LƯU HÀNH NỘI BỘ").verdict.decision == "INTERNAL"


def test_an_office_that_brought_its_own_file_first_keeps_that(world, giang, at):
    code = issue(world).code
    with commands.spooled(io.BytesIO(intake.letter()), name="ban-ky.pdf") as spool:
        commands.replace_file(code=code, spool=spool, name="ban-ky.pdf", is_declared=True, by=giang.actor, at=at)
    keep(world, code)
    assert kinds(code) == [("ORIGINAL", 1, "pdf")]
    assert "SỞ Y TẾ" in Content.rows.get().text


def test_the_signed_scan_comes_in_as_the_next_version(world, giang, at):
    code = issue(world).code
    keep(world, code)
    with commands.spooled(io.BytesIO(intake.letter()), name="ban-ky.pdf") as spool:
        commands.replace_file(code=code, spool=spool, name="ban-ky.pdf", is_declared=True, by=giang.actor, at=at)
    assert kinds(code)[-1] == ("ORIGINAL", 2, "pdf")
    page = giang.client.get(f"/lam-viec/van-ban/{code}/").content.decode()
    assert "original/2/" in page.split("Mở văn bản")[0].rsplit("<a", 1)[1]


def test_the_register_prints_it_like_any_own_paper(world, giang):
    issue(world)
    page = giang.client.get(f"/lam-viec/so-van-ban/{Book.rows.get().pk}/").content.decode()
    assert "01-CV/BTGTU" in page
    assert "Đề nghị phối hợp tuyên truyền" in page


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", ["store.put", "tell"])
def test_killed_in_the_middle_it_is_done_again_and_once(world, monkeypatch, place):
    from django.db import connection

    code = issue(world).code
    made = files(world)
    connection.close()
    child = os.fork()
    if child == 0:  # dies in the middle, as a worker does when its machine goes
        from phoihop.documents.commands import issuing

        def die(*args, **kwargs):
            os.kill(os.getpid(), signal.SIGKILL)

        if place == "tell":
            issuing.tell = die
        else:
            issuing.store.put = die
        try:
            commands.keep_written(code=code, docx=made.docx, pdf=made.pdf, by=WORKS, at=world.at)
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert kinds(code) == []
    keep(world, code, made)
    assert len(kinds(code)) == 2
    assert all(store.exists(blob) for blob in Rendition.rows.values_list("blob", flat=True))
