"""Giữ nguyên: while a legal hold stands, nothing of the document goes."""

from __future__ import annotations

import pytest

from phoihop.documents import commands
from phoihop.documents.models import Document
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from tests.world.documents import draft, registered


def freeze(world, code, reason="Thanh tra yêu cầu", *, by="binh", act=commands.freeze_document):
    return act(code=code, reason=reason, by=world.person(by).actor, at=world.at)


def unfreeze(world, code, reason="Đã kết luận", *, by="binh"):
    return freeze(world, code, reason, by=by, act=commands.unfreeze_document)


def test_works(world, giang):
    code = registered(world)
    freeze(world, code)
    row = Document.rows.get(code=code)
    assert (row.is_frozen, row.frozen_reason) == (True, "Thanh tra yêu cầu")
    assert "Thanh tra yêu cầu" in giang.client.get(f"/lam-viec/van-ban/{code}/").content.decode()
    unfreeze(world, code)
    row = Document.rows.get(code=code)
    assert (row.is_frozen, row.frozen_reason) == (False, "")
    assert Entry.rows.filter(kind__in=("document.frozen", "document.unfrozen"), code=code).count() == 2


def test_a_draft_may_be_frozen_and_then_stays(world, giang, at):
    code = draft(world)
    freeze(world, code)
    with pytest.raises(Refused, match="đang được giữ nguyên"):
        commands.discard_draft(code=code, by=giang.actor, at=at)
    unfreeze(world, code)
    commands.discard_draft(code=code, by=giang.actor, at=at)


def test_refused(world):
    code = registered(world)
    with pytest.raises(Refused, match="không bị giữ nguyên"):
        unfreeze(world, code)
    with pytest.raises(Refused, match="Cần nêu lý do"):
        freeze(world, code, " ")
    freeze(world, code)
    with pytest.raises(Refused, match="đang được giữ nguyên"):
        freeze(world, code)
    with pytest.raises(Refused, match="Cần nêu lý do"):
        unfreeze(world, code, "")


def test_who_may(world):
    code = registered(world)
    for name in ("an", "giang", "ha"):
        with pytest.raises(NotAllowed):
            freeze(world, code, by=name)
    with pytest.raises(NotVisible):
        freeze(world, code, by="chi")
    freeze(world, code, by="kim")  # the auditor of the territory
    with pytest.raises(NotAllowed):
        unfreeze(world, code, by="giang")
    unfreeze(world, code, by="minh")  # stands in for the head


def test_by_the_page(world, binh, kim, giang):
    code = registered(world)
    page = f"/lam-viec/van-ban/{code}/"
    version = Document.rows.get(code=code).version
    assert f"{page}giu-nguyen/" in binh.client.get(page).content.decode()
    assert giang.client.post(f"{page}giu-nguyen/", {"version": version, "reason": "x"}).status_code == 403
    assert binh.client.post(f"{page}giu-nguyen/", {"version": version, "reason": ""}).status_code == 422
    assert kim.client.post(f"{page}giu-nguyen/", {"version": version, "reason": "Kiểm tra"}).status_code == 302
    assert f"{page}thoi-giu/" in binh.client.get(page).content.decode()
    assert binh.client.post(f"{page}thoi-giu/", {"version": version + 1, "reason": "Xong"}).status_code == 302
    assert not Document.rows.get(code=code).is_frozen
