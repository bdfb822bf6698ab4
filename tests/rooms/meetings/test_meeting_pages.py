"""The list, the meeting, its forms and its roll, through the browser's door."""

from __future__ import annotations

from datetime import timedelta

import pytest

from phoihop.meetings import commands
from phoihop.meetings.models import Counter, Meeting, Occurrence, Place
from phoihop.meetings.queries import found_meetings, meeting_codes, visible_meetings
from phoihop.obligations.models import Obligation
from phoihop.organizations.commands import declare_absence
from tests.world.flat import grows_flat
from tests.world.meetings import call, draft, series, starts

BOX = "/lam-viec/hop/"
HOUR = timedelta(hours=1)


def form(world, **values):
    return {
        "title": "Giao ban",
        "starts_at": "2021-08-10T09:00",
        "ends_at": "2021-08-10T11:00",
        "place": "Phòng 1",
        "required": [world.unit("so-yte")],
        "agenda": "Mục một\nMục hai",
        **values,
    }


def test_called_answered_held_minuted_and_concluded(world, an, binh, chi, clock):
    told = an.client.post(f"{BOX}moi/", form(world))
    code = Meeting.rows.get().code
    assert told.url == f"{BOX}{code}/"
    page = an.client.get(told.url).content.decode()
    assert "Gửi giấy mời" in page
    assert "Mục hai" in page
    assert chi.client.get(told.url).status_code == 404
    an.client.post(f"{BOX}{code}/gui/", {"version": 1})
    assert "Trả lời giấy mời" in chi.client.get(told.url).content.decode()
    given = {"answer": "DELEGATED", "delegate": "Ông Ba", "delegate_scope": "Ghi nhận", "number": 1}
    assert chi.client.post(f"{BOX}{code}/1/tra-loi/", given).status_code == 302
    assert "Ông Ba" in an.client.get(told.url).content.decode()
    clock.move_to(starts(world) + HOUR / 2)
    roll = an.client.get(f"{BOX}{code}/1/diem-danh/").content.decode()
    assert "Ghi nhận" in roll
    assert "Khóa danh sách" in roll
    mark = {"unit_id": world.unit("so-yte"), "is_present": "1"}
    assert an.client.post(f"{BOX}{code}/1/diem-danh/ghi/", mark).status_code == 302
    assert an.client.post(f"{BOX}{code}/1/diem-danh/khoa/", {}).status_code == 302
    minutes = {"text": "Đã bàn.", "text_1": "Gửi báo cáo", "lead_1": world.unit("so-yte"), "due_1": "2021-08-30"}
    assert an.client.post(f"{BOX}{code}/1/bien-ban/", minutes).status_code == 302
    assert "Bản chờ duyệt" in binh.client.get(f"{BOX}{code}/1/in/").content.decode()
    assert chi.client.get(f"{BOX}{code}/1/in/").status_code == 404
    assert binh.client.post(f"{BOX}{code}/1/bien-ban/duyet/", {}).status_code == 302
    owed = Obligation.rows.get()
    assert owed.code in chi.client.get(f"{BOX}{code}/1/in/").content.decode()


def test_a_form_not_filled_in_comes_back(world, an, chi):
    assert an.client.post(f"{BOX}moi/", {}).status_code == 422
    assert an.client.post(f"{BOX}moi/", form(world, repeat="FREQ=WEEKLY")).status_code == 422
    code = call(world)
    assert chi.client.post(f"{BOX}{code}/1/tra-loi/", {}).status_code == 422
    assert "Đề nghị bắt đầu" in chi.client.get(f"{BOX}{code}/1/gio-khac/").content.decode()


def test_looking_for_an_office_keeps_what_was_typed(world, an):
    page = an.client.post(f"{BOX}moi/", form(world, find="xay dung", search="1")).content.decode()
    assert "Sở Xây dựng tỉnh Kiên Giang" in page
    assert 'value="Giao ban"' in page
    assert not Meeting.rows.exists()


def test_a_series_by_its_form(world, an, clock):
    an.client.post(f"{BOX}moi/", form(world, repeat="FREQ=WEEKLY", count="3"))
    code = Meeting.rows.get().code
    an.client.post(f"{BOX}{code}/gui/", {})
    move = {"starts_at": "2021-08-18T14:00", "ends_at": "2021-08-18T15:00", "place": "Phòng 2"}
    assert an.client.post(f"{BOX}{code}/2/doi/", move).status_code == 302
    assert an.client.post(f"{BOX}{code}/3/huy/", {"reason": "Lễ"}).status_code == 302
    more = {"starts_at": "2021-09-14T09:00", "ends_at": "2021-09-14T10:00"}
    assert an.client.post(f"{BOX}{code}/them-buoi/", more).status_code == 302
    assert list(Occurrence.rows.order_by("number").values_list("state", flat=True)) == [
        "PLANNED",
        "PLANNED",
        "CANCELLED",
        "PLANNED",
    ]
    assert "Phòng 2" in an.client.get(f"{BOX}{code}/?buoi=2").content.decode()
    assert an.client.get(f"{BOX}{code}/?buoi=99").status_code == 404


def test_a_proposal_by_its_forms(world, an, chi):
    code = call(world)
    asked = {"starts_at": "2021-08-11T09:00", "ends_at": "2021-08-11T10:00", "comment": "Trùng họp"}
    assert chi.client.post(f"{BOX}{code}/1/gio-khac/", asked).status_code == 302
    counter = Counter.rows.get()
    assert f"{BOX}{code}/de-nghi/{counter.pk}/" in an.client.get(f"{BOX}{code}/").content.decode()
    assert an.client.post(f"{BOX}{code}/de-nghi/{counter.pk}/", {"is_accepted": "yes"}).status_code == 302
    assert Occurrence.rows.get().starts_at == counter.starts_at


@pytest.mark.parametrize("asked", ["loai=x", "loai=da-qua", "loai=chuan-bi", "loai=da-huy", "sau=x", "sau=999999"])
def test_strange_addresses_are_no_fault(world, an, asked):
    call(world)
    assert an.client.get(f"{BOX}?{asked}").status_code == 200


def test_lists(world, an, chi, dung):
    called, prepared = call(world, title="Một"), draft(world, title="Hai")
    assert called in chi.client.get(BOX).content.decode()
    assert prepared not in chi.client.get(f"{BOX}?loai=chuan-bi").content.decode()
    assert prepared in an.client.get(f"{BOX}?loai=chuan-bi").content.decode()
    assert called not in dung.client.get(BOX).content.decode()


def test_lists_and_rolls_grow_flat(world, an):
    code = series(world)
    grows_flat(an.client, BOX, lambda: [series(world, to=("so-yte", "so-tttt")) for _n in range(3)])
    units = ("so-tttt", "so-nnptnt", "so-xaydung")
    grows_flat(
        an.client,
        f"{BOX}{code}/",
        lambda: [
            commands.add_unit(code=code, unit_id=world.unit(key), is_required=True, by=an.actor, at=world.at)
            for key in units
        ],
    )
    assert Place.rows.filter(occurrence__meeting__code=code).count() == 16


def test_search_finds_what_was_called(world, an, chi, dung):
    code, prepared = call(world, text="Bàn về vắc xin"), draft(world)
    assert meeting_codes("", 10) == [code, prepared]
    (row,) = found_meetings([code, prepared])
    assert (row.code, "vắc xin" in row.text) == (code, True)
    assert visible_meetings(chi.actor, [code, prepared]) == {code}
    assert visible_meetings(dung.actor, [code, prepared]) == set()


def test_a_panel_on_what_it_is_about(world, an, chi, clock):
    from tests.world import plans

    year = plans.begin(world)
    code = call(world, about=year.topic)
    page = an.client.get(f"/lam-viec/van-de/{year.topic}/").content.decode()
    assert f"{BOX}{code}/" in page


def test_who_arranges_learns_who_is_away_that_day(world, an, chi):
    day = starts(world).date()
    code = draft(world)
    page = f"{BOX}{code}/"
    assert "Vắng mặt ngày họp" not in an.client.get(page).content.decode()
    declare_absence(from_date=day, to_date=day, reason="leave", by=chi.actor, at=world.at)
    assert "Lê Thị Chi" in an.client.get(page).content.decode()
    commands.call_meeting(code=code, version=None, by=an.actor, at=world.at)
    assert "Vắng mặt ngày họp" not in chi.client.get(page).content.decode()
