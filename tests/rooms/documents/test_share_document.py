"""Gửi văn bản: other units may open it from then on; who is no party is warned about, personal data pointed out."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.documents import commands
from phoihop.documents.models import Share
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.organizations.commands import end_unit
from tests.world import plans
from tests.world.build import LOADER
from tests.world.documents import draft, registered
from tests.world.intake import letter, take


def share(world, code, *keys, by="giang", because="", **more):
    return commands.share_document(
        code=code,
        unit_ids=[world.unit(key) for key in keys],
        because=because,
        by=world.person(by).actor,
        at=world.at,
        **more,
    )


def given(code):
    return list(Share.rows.filter(document__code=code).order_by("pk").values_list("unit__key", flat=True))


def test_who_was_given_it_may_open_it(world, at, chi, dung):
    code = registered(world, code=take(world, letter()).code)
    with pytest.raises(NotVisible):
        commands.open_document(code=code, kind="ORIGINAL", by=chi.actor, at=at)
    told = share(world, code, "so-yte", because="VD-kg-2021-0001")
    assert (told.unit_names, told.is_outside) == ("Sở Y tế tỉnh Kiên Giang", False)
    with commands.open_document(code=code, kind="ORIGINAL", by=chi.actor, at=at).file as file:
        assert file.read() == letter()
    with pytest.raises(NotVisible):
        commands.open_document(code=code, kind="ORIGINAL", by=dung.actor, at=at)
    row = Share.rows.get()
    assert (row.because, row.shared_at, row.post) == ("VD-kg-2021-0001", at, "Văn thư")


def test_twice_is_harmless(world):
    code = registered(world)
    share(world, code, "so-yte")
    share(world, code, "so-yte", "so-tttt", "so-tttt", "btg-tinh-uy")
    assert given(code) == ["so-yte", "so-tttt"]
    assert Entry.rows.filter(kind="document.shared").count() == 2
    share(world, code, "so-yte")
    assert Entry.rows.filter(kind="document.shared").count() == 2


def test_a_document_of_no_dossier_has_no_outsider(world):
    assert not share(world, registered(world), "so-xaydung").is_outside


def test_who_is_no_party_of_the_dossier_is_warned_about(world):
    year = plans.call_round(world)
    code = registered(world, about=year.plan)
    assert not share(world, code, "so-yte").is_outside  # a party of the plan
    with pytest.raises(Refused, match="Sở Xây dựng tỉnh Kiên Giang không phải là một bên"):
        share(world, code, "so-xaydung")
    assert given(code) == ["so-yte"]
    assert share(world, code, "so-xaydung", is_outside_confirmed=True).is_outside
    assert given(code) == ["so-yte", "so-xaydung"]


def test_what_it_is_given_for_counts_as_its_dossier(world):
    year = plans.call_round(world)
    with pytest.raises(Refused, match="không phải là một bên"):
        share(world, registered(world), "so-xaydung", because=year.plan)


def test_personal_data_is_asked_about_by_the_act_itself(world):
    code = registered(world, code=draft(world, text="Tổ trưởng Nguyễn Văn A, điện thoại 0912345678."))
    with pytest.raises(Refused, match=f"{code} có dữ liệu cá nhân: số điện thoại. Chưa gửi cho ai"):
        share(world, code, "so-yte")
    assert given(code) == []
    share(world, code, "so-yte", is_personal_confirmed=True)
    share(world, code, "so-yte")  # who has it stays as he is
    assert given(code) == ["so-yte"]


def test_drafts_and_recalled_ones_are_not_sent(world, binh, at):
    with pytest.raises(Refused, match="chưa vào sổ"):
        share(world, draft(world), "so-yte")
    code = registered(world)
    commands.recall_document(code=code, reason="Nhầm", by=binh.actor, at=at)
    with pytest.raises(Refused, match="đã được thu hồi"):
        share(world, code, "so-yte")


def test_an_ended_or_unknown_unit_receives_nothing(world, giang, at):
    code = registered(world)
    end_unit(unit_id=world.unit("so-tttt"), on_date=date(2021, 8, 1), reason="Sáp nhập", by=LOADER, at=at)
    with pytest.raises(Refused, match="không còn hoặc chưa có hiệu lực"):
        share(world, code, "so-yte", "so-tttt")
    with pytest.raises(Refused, match="không còn hoặc chưa có hiệu lực"):
        commands.share_document(code=code, unit_ids=[99_999], because="", by=giang.actor, at=at)
    assert given(code) == []


def test_who_may(world, at, chi):
    code = registered(world)
    for name in ("ha", "kim"):
        with pytest.raises(NotAllowed):
            share(world, code, "so-yte", by=name)
    with pytest.raises(NotVisible):
        share(world, code, "so-yte", by="chi")
    share(world, code, "so-yte", by="an")
    with pytest.raises(NotAllowed):  # who was given it does not give it on
        share(world, code, "so-xaydung", by="chi")


def test_taking_it_back(world, at, giang, chi):
    code = registered(world, code=take(world, letter()).code)
    share(world, code, "so-yte")
    for _n in range(2):  # twice is harmless
        commands.unshare_document(code=code, unit_id=world.unit("so-yte"), by=giang.actor, at=at)
    assert Entry.rows.filter(kind="document.unshared").count() == 1
    with pytest.raises(NotVisible):
        commands.open_document(code=code, kind="ORIGINAL", by=chi.actor, at=at)
    with pytest.raises(NotVisible):
        commands.unshare_document(code=code, unit_id=world.unit("so-yte"), by=chi.actor, at=at)


# ── by the page ─────────────────────────────────────────────────────────────────────────────────────────────


def path(code, act="gui"):
    return f"/lam-viec/van-ban/{code}/{act}/"


def html(answer):
    return answer.content.decode()


def test_search_choose_send(world, giang, chi):
    code = registered(world)
    found = giang.client.post(path(code), {"find": "y te", "search": "1"})
    assert found.status_code == 200
    assert f'value="{world.unit("so-yte")}"' in html(found)
    assert not Share.rows.exists()
    answer = giang.client.post(path(code), {"find": "y te", "unit_ids": [world.unit("so-yte")]})
    assert answer["Location"] == f"/lam-viec/van-ban/{code}/"
    page = html(giang.client.get(f"/lam-viec/van-ban/{code}/"))
    assert "Sở Y tế tỉnh Kiên Giang" in page
    assert path(code, "thoi-gui") in page
    assert path(code, "thoi-gui") not in html(chi.client.get(f"/lam-viec/van-ban/{code}/"))
    giang.client.post(path(code, "thoi-gui"), {"unit_id": world.unit("so-yte")})
    assert chi.client.get(f"/lam-viec/van-ban/{code}/").status_code == 404


def test_personal_data_is_pointed_out_and_confirmed(world, giang):
    code = registered(world, code=draft(world, text="Tổ trưởng Nguyễn Văn A, điện thoại 0912345678."))
    page = html(giang.client.get(path(code)))
    assert "Trong văn bản có số điện thoại" in page
    typed = {"unit_ids": [world.unit("so-yte")]}
    answer = giang.client.post(path(code), typed)
    assert answer.status_code == 422
    assert not Share.rows.exists()
    assert giang.client.post(path(code), {**typed, "is_personal_confirmed": "on"}).status_code == 302
    assert "0912345678" not in html(giang.client.get(f"/lam-viec/van-ban/{code}/"))


def test_outsiders_are_named_and_confirmed(world, giang):
    code = registered(world, about=plans.call_round(world).plan)
    typed = {"unit_ids": [world.unit("so-xaydung")]}
    answer = giang.client.post(path(code), typed)
    assert answer.status_code == 422
    assert "Sở Xây dựng tỉnh Kiên Giang không phải là một bên" in html(answer)
    assert giang.client.post(path(code), {**typed, "is_outside_confirmed": "on"}).status_code == 302
    assert given(code) == ["so-xaydung"]


def test_nothing_chosen_comes_back(world, giang):
    assert giang.client.post(path(registered(world)), {"find": ""}).status_code == 422


def test_the_page_is_for_those_who_may(world, ha, kim, chi, dung):
    code = registered(world)
    for person, status in ((ha, 403), (kim, 403), (dung, 404)):
        assert person.client.get(path(code)).status_code == status
        assert person.client.post(path(code), {"unit_ids": [world.unit("so-yte")]}).status_code == status
    share(world, code, "so-yte")
    assert chi.client.get(path(code)).status_code == 403
