"""Hai người cho nhận: two people, one of them an approver, let in what nobody could read; a marked paper never."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from phoihop.documents import commands
from phoihop.documents.models import Document, Held, Link, Rendition
from phoihop.documents.outside import quarantine, reader, store
from phoihop.documents.rules.guard import Decision
from phoihop.documents.rules.reading import Place, PlaceKind, Reading
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.commands import deliver
from phoihop.ledger.models import Entry
from phoihop.notices.models import Notice
from phoihop.organizations.commands import end_seat
from phoihop.organizations.models import Seat
from tests.world.build import LOADER
from tests.world.intake import kept_files, locked, take

DOSSIER = "VD-kg-2021-0001"
REASON = "Đã xem bản giấy, không có dấu"
HELD = "/lam-viec/van-ban/dang-giu/"


@pytest.fixture
def held(world):
    return take(world, locked(), "Khóa.pdf", about=DOSSIER).held_id


def release(world, held, *, by, reason=REASON, at=None):
    at = at or world.at
    return commands.release_held(held_id=held, reason=reason, by=world.person(by).actor_at(at), at=at)


def now_readable(monkeypatch, text):
    reading = Reading(
        format="pdf", media_type="application/pdf", pages=1, places=(Place(PlaceKind.TEXT, text, page=1),)
    )
    monkeypatch.setattr(reader, "read", lambda *given, **more: reading)


def test_two_people_let_it_in_unread(world, held, at):
    assert release(world, held, by="giang").decision is Decision.HELD
    assert not Document.rows.exists()
    row = Held.rows.get()
    assert (row.first_post, row.reason) == ("Văn thư", REASON)
    outcome = release(world, held, by="binh", reason="")
    document = Document.rows.get(code=outcome.code)
    assert (document.state, document.is_unread, document.owner_id) == ("DRAFT", True, world.unit("btg-tinh-uy"))
    assert store.read(Rendition.rows.get(document=document).blob) == locked()
    assert Rendition.rows.get(document=document).file_name == "Khóa.pdf"
    assert Link.rows.get().about == DOSSIER
    row = Held.rows.get()
    assert (row.state, row.key) == ("RELEASED", "")
    with pytest.raises(quarantine.Lost):
        quarantine.name_of(row.ticket, b"x" * 32)
    kinds = list(Entry.rows.filter(kind__startswith="file.").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["file.held", "file.release_proposed", "file.released"]


def test_the_same_person_twice_is_refused(world, held):
    release(world, held, by="binh")
    with pytest.raises(Refused, match="Cần người thứ hai"):
        release(world, held, by="binh")


@pytest.mark.parametrize(("first", "second"), [("binh", "giang"), ("giang", "binh"), ("giang", "minh")])
def test_one_of_the_two_is_an_approver_or_stands_in_for_one(world, held, first, second):
    release(world, held, by=first)
    assert release(world, held, by=second).code


def test_two_clerks_are_not_enough(world, held, giang):
    world.add_person("hoa", "btg-tinh-uy", ["clerk"], post="Văn thư 2")
    release(world, held, by="giang")
    with pytest.raises(Refused, match="phải là người duyệt"):
        release(world, held, by="hoa")
    assert not Document.rows.exists()
    page = world.person("hoa").client.get(HELD).content.decode()
    assert "Người thứ hai phải là người duyệt." in page
    assert f"{HELD}{held}/cho-nhan/" not in page
    assert release(world, held, by="binh").code


def test_an_approver_who_has_left_no_longer_counts(world, held):
    world.add_person("nam", "btg-tinh-uy", ["approver"], post="Phó trưởng ban 2")
    release(world, held, by="nam")
    end_seat(
        seat_id=Seat.rows.get(account_id=world.accounts["nam"]).pk,
        on_date=date(2021, 8, 2),
        by=LOADER,
        at=world.at,
    )
    with pytest.raises(Refused, match="phải là người duyệt"):
        release(world, held, by="giang", at=world.at + timedelta(days=1))


def test_the_first_must_say_why(world, held):
    with pytest.raises(Refused, match="Cần nêu lý do"):
        release(world, held, by="giang", reason="  ")


def test_what_can_be_read_by_then_is_judged_again(world, held, monkeypatch, django_capture_on_commit_callbacks):
    release(world, held, by="giang")
    now_readable(monkeypatch, "TỐI MẬT\nPhương án")
    before = {path for path in kept_files() if path.startswith("documents/")}
    with django_capture_on_commit_callbacks(execute=True):
        outcome = release(world, held, by="binh")
    assert (outcome.decision, outcome.code) == (Decision.REFUSED, "")
    assert not Document.rows.exists()
    assert Held.rows.get().state == "DROPPED"
    assert {path for path in kept_files() if path.startswith("documents/")} == before
    assert not (kept_files() & {f"quarantine/{Held.rows.get().ticket}"})
    assert Entry.rows.filter(kind="file.refused").count() == 1


def test_what_can_be_read_by_then_is_no_longer_unread(world, held, monkeypatch):
    release(world, held, by="giang")
    now_readable(monkeypatch, "Báo cáo tháng 7")
    outcome = release(world, held, by="binh")
    assert not Document.rows.get(code=outcome.code).is_unread


def test_what_came_in_meanwhile_makes_no_second_document(world, held, monkeypatch):
    release(world, held, by="giang")
    now_readable(monkeypatch, "Báo cáo tháng 7")
    code = take(world, locked()).code
    outcome = release(world, held, by="binh")
    assert (outcome.code, outcome.is_known) == (code, True)
    assert Document.rows.count() == 1
    assert Held.rows.get().state == "DROPPED"


def test_after_its_days_nobody_lets_it_in(world, held):
    release(world, held, by="giang")
    late = Held.rows.get().until
    with pytest.raises(Refused, match="hết hạn giữ"):
        release(world, held, by="binh", at=late)
    with pytest.raises(Refused, match="hết hạn giữ"):
        commands.propose_release(held_id=held, reason=REASON, by=world.person("binh").actor_at(late), at=late)


def test_decided_ones_are_decided(world, held, binh, at):
    commands.drop_held(held_id=held, by=binh.actor, at=at)
    with pytest.raises(Refused, match="không còn được giữ"):
        release(world, held, by="giang")


def test_finishing_by_itself_asks_the_same(world, held, giang, at):
    """The last step cannot be reached around the two."""
    given = {"blob": "a" * 64, "size": 1, "scans": "", "name": "x.pdf"}
    judged = commands.Judged(Reading(), commands.intake.guard.Verdict(Decision.HELD, ()))
    with pytest.raises(Refused, match="Cần người thứ hai"):
        commands.finish_release(held_id=held, judged=judged, **given, by=giang.actor, at=at)
    world.add_person("hoa", "btg-tinh-uy", ["clerk"], post="Văn thư 2")
    release(world, held, by="hoa")
    with pytest.raises(Refused, match="phải là người duyệt"):
        commands.finish_release(held_id=held, judged=judged, **given, by=giang.actor, at=at)


def test_who_may(world, held):
    for name in ("an", "ha", "kim", "chi", "dung"):
        with pytest.raises((NotVisible, NotAllowed)):
            release(world, held, by=name)


def test_those_who_may_decide_are_told(world, held, at):
    release(world, held, by="giang")
    deliver(at=lambda: at)
    told = set(Notice.rows.values_list("kind", "account_id"))
    assert ("file.release_proposed", world.accounts["binh"]) in told
    assert ("file.held", world.accounts["binh"]) in told
    assert not [kind for kind, account in told if account in (world.accounts["an"], world.accounts["ha"])]


# ── by the page ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_shows_the_name_to_those_who_decide(world, held, giang, binh, an, kim, chi):
    page = giang.client.get(HELD).content.decode()
    assert "Khóa.pdf" in page
    assert "Tệp có mật khẩu" in page
    for person, status in ((an, 403), (kim, 403), (chi, 403)):
        assert person.client.get(HELD).status_code == status
    release_url = f"{HELD}{held}/cho-nhan/"
    assert giang.client.post(release_url, {"reason": ""}).status_code == 422
    assert giang.client.post(release_url, {"reason": REASON})["Location"] == HELD
    page = giang.client.get(HELD).content.decode()
    assert REASON in page
    assert release_url not in page  # not twice by the same
    assert "người thứ hai" in binh.client.get(HELD).content.decode()
    answer = binh.client.post(release_url)
    code = Document.rows.get().code
    assert answer["Location"] == f"/lam-viec/van-ban/{code}/"
    page = binh.client.get(answer["Location"]).content.decode()
    assert "Máy chưa đọc được tệp này." in page
    assert "Không có tệp nào đang giữ." in giang.client.get(HELD).content.decode()


def test_a_refusal_at_the_second_look_is_told(world, held, giang, binh, monkeypatch):
    giang.client.post(f"{HELD}{held}/cho-nhan/", {"reason": REASON})
    now_readable(monkeypatch, "TỐI MẬT\nPhương án")
    answer = binh.client.post(f"{HELD}{held}/cho-nhan/")
    assert answer.status_code == 422
    assert "Có dấu chỉ độ mật" in answer.content.decode()
    assert "Không giữ lại gì của tệp" in answer.content.decode()


def test_dropping_by_the_page(world, held, giang, an, chi):
    for person in (an, chi):
        assert person.client.post(f"{HELD}{held}/bo/").status_code in (403, 404)
    assert Held.rows.get().state == "HELD"
    assert giang.client.post(f"{HELD}{held}/bo/")["Location"] == HELD
    assert Held.rows.get().state == "DROPPED"


def test_a_key_that_no_longer_fits_leaves_a_sentence(world, held, giang, settings):
    settings.SECRET_KEY = "another one"
    assert "Không mở được tệp đang giữ" in giang.client.get(HELD).content.decode()
    Held.rows.update(key="")
    assert giang.client.post(f"{HELD}{held}/bo/").status_code == 302
