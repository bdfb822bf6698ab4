"""Cập nhật, thay công văn: a newer letter stands in for the older one, and is acknowledged anew."""

import pytest

from phoihop.dispatches import commands
from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.dispatches.queries import dispatch_page_value
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations.models import Obligation
from tests.world import plans as plan_layer
from tests.world.dispatches import acknowledge, send

BOX = "/lam-viec/cong-van/"


def replaced(world, old, **values):
    return send(world, **{"replaces": old, "how": "REPLACE", "subject": "Bản đã sửa", **values})


def test_works(world):
    old = send(world, to=["btg-tinh-uy", "so-nnptnt"])
    acknowledge(world, old)
    new = replaced(world, old, to=["btg-tinh-uy", "so-nnptnt"])
    row = Dispatch.rows.get(code=new)
    assert (row.replaces.code, row.replaces.state, row.change) == (old, "REPLACED", "REPLACE")
    former = Recipient.rows.filter(dispatch__code=old).order_by("pk")
    assert [one.state for one in former] == ["ACKNOWLEDGED", "RECALLED"]  # what was said stays said
    assert Recipient.rows.get(dispatch__code=new, unit_id=world.unit("btg-tinh-uy")).state == "DELIVERED"


def test_nobody_owes_an_answer_to_the_former_letter(world):
    old = send(world)
    new = replaced(world, old)
    assert [o.state for o in Obligation.rows.filter(source=old)] == ["WAIVED"]
    assert Obligation.rows.get(source=new).state not in ("WAIVED", "ACCEPTED")


def test_the_former_letter_is_not_answered_any_more(world, an):
    old = send(world)
    new = replaced(world, old)
    with pytest.raises(Refused, match=new):
        acknowledge(world, old)
    acknowledge(world, new)


def test_recipients_see_what_changed(world, an):
    old = send(world, body="Họp ngày 5 tháng 8.")
    new = replaced(world, old, body="Họp ngày 9 tháng 8.", how="UPDATE")
    page = an.client.get(f"{BOX}{new}/").content.decode()
    assert "Cập nhật công văn" in page
    assert "<del>" in page
    assert "<ins>" in page
    page = an.client.get(f"{BOX}{old}/").content.decode()
    assert f"đã được thay bằng {new}" in page
    assert "Tiếp nhận công văn" not in page


def test_who_did_not_have_the_former_letter_does_not_see_it(world):
    old = send(world)
    world.add_person("oanh", "so-nnptnt", ["clerk"])
    new = replaced(world, old, to=["so-nnptnt"])
    assert dispatch_page_value(world.person("oanh").actor, new).former is None


def test_refused(world, an, dung):
    old = send(world)
    with pytest.raises(NotAllowed):  # a recipient
        replaced(world, old, by="an", to=["so-yte"])
    with pytest.raises(NotVisible):
        replaced(world, old, by="dung", to=["btg-tinh-uy"])
    with pytest.raises(NotVisible):
        replaced(world, "CV-kg-2021-999999")
    with pytest.raises(Refused, match="Chỉ cơ quan đã gửi"):
        replaced(world, old, how="")
    commands.recall_dispatch(code=old, reason="Nhầm", by=world.person("chi").actor, at=world.at)
    with pytest.raises(Refused, match="đã được thu hồi hoặc thay"):
        replaced(world, old)
    assert Dispatch.rows.count() == 1


def test_a_letter_that_another_act_sent_is_not_replaced_by_hand(world):
    year = plan_layer.notify(world)
    with pytest.raises(Refused, match="do một hồ sơ gửi đi"):
        replaced(world, year.dispatch, to=["btg-tinh-uy"])


def test_by_form_begun_with_the_former_letter(world, chi, dung):
    old = send(world, body="Nội dung cũ")
    assert f"?thay={old}" in chi.client.get(f"{BOX}{old}/").content.decode()
    page = chi.client.get(f"{BOX}moi/", {"thay": old}).content.decode()
    assert "Nội dung cũ" in page
    assert dung.client.get(f"{BOX}moi/", {"thay": old}).status_code == 404
    typed = {
        "purpose": "OPINION",
        "form": "plain",
        "recipients": [world.unit("btg-tinh-uy")],
        "subject": "Bản hai",
        "body": "Nội dung mới",
        "how": "UPDATE",
        "replaces": old,
        "key": "thay-mot",
    }
    assert chi.client.post(f"{BOX}moi/", typed).status_code == 302
    assert chi.client.post(f"{BOX}moi/", typed).status_code in (302, 404)
    assert Dispatch.rows.get(replaces__code=old).change == "UPDATE"
    assert Dispatch.rows.count() == 2
