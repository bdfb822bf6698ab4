"""Thu hồi: the description stays, the paper goes to nobody any more, and who has it is told."""

from __future__ import annotations

import pytest

from phoihop.documents import commands
from phoihop.documents.models import Document
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.commands import deliver
from phoihop.notices.models import Notice
from tests.world.documents import draft, registered


def recall(world, code, reason="Gửi nhầm nơi", *, by="binh", **more):
    return commands.recall_document(code=code, reason=reason, by=world.person(by).actor, at=world.at, **more)


def test_works(world, giang):
    code = registered(world)
    recall(world, code, "  Gửi \n nhầm nơi ")
    row = Document.rows.get(code=code)
    assert (row.state, row.recall_reason, row.book_number) == ("RECALLED", "Gửi nhầm nơi", 1)
    page = giang.client.get(f"/lam-viec/van-ban/{code}/").content.decode()
    assert "Gửi nhầm nơi" in page
    for act in ("gui", "gan", "che", "mo-ta", "thay", "bao-quan", "thu-hoi"):
        assert f'action="/lam-viec/van-ban/{code}/{act}/"' not in page


@pytest.mark.parametrize(("reason", "sentence"), [("  ", "Cần nêu lý do"), ("a" * 501, "500 ký tự")])
def test_refused(world, reason, sentence):
    with pytest.raises(Refused, match=sentence):
        recall(world, registered(world), reason)


def test_only_registered_ones_and_once(world):
    with pytest.raises(Refused, match="chưa vào sổ"):
        recall(world, draft(world))
    code = registered(world)
    recall(world, code)
    with pytest.raises(Refused, match="đã được thu hồi"):
        recall(world, code)
    with pytest.raises(SomebodyWasFaster):
        recall(world, registered(world), version=1)


def test_who_may(world):
    code = registered(world)
    for name in ("an", "ha", "kim"):
        with pytest.raises(NotAllowed):
            recall(world, code, by=name)
    with pytest.raises(NotVisible):
        recall(world, code, by="chi")
    recall(world, code, by="giang")


def test_who_was_given_it_is_told(world, at, giang, chi):
    code = registered(world)
    commands.share_document(code=code, unit_ids=[world.unit("so-yte")], because="", by=giang.actor, at=at)
    recall(world, code)
    deliver(at=lambda: at)
    told = Notice.rows.filter(code=code).values_list("kind", "account_id")
    assert ("document.recalled", chi.account_id) in told
    assert ("document.shared", chi.account_id) in told


def test_by_the_page(world, binh, an, chi):
    code = registered(world)
    path = f"/lam-viec/van-ban/{code}/thu-hoi/"
    version = Document.rows.get(code=code).version
    assert an.client.post(path, {"version": version, "reason": "x"}).status_code == 403
    assert chi.client.post(path, {"version": version, "reason": "x"}).status_code in (403, 404)
    assert binh.client.post(path, {"version": version, "reason": ""}).status_code == 422
    assert binh.client.post(path, {"version": version - 1, "reason": "x"}).status_code == 409
    assert binh.client.post(path, {"version": version, "reason": "Nhầm"}).status_code == 302
    assert Document.rows.get(code=code).state == "RECALLED"
