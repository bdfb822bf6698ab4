"""Bỏ văn bản chưa vào sổ: a draft goes with its file; what somebody else still holds stays."""

from __future__ import annotations

import pytest

from phoihop.documents import commands
from phoihop.documents.models import Content, Document, Link, Rendition
from phoihop.documents.outside import store
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from tests.world.documents import draft, registered
from tests.world.intake import letter, take


def discard(world, code, *, by="giang", **more):
    return commands.discard_draft(code=code, by=world.person(by).actor, at=world.at, **more)


def test_the_draft_goes_with_its_file(world, django_capture_on_commit_callbacks):
    code = take(world, letter("Bản sẽ bỏ"), about="VD-kg-2021-0001").code
    blob = Rendition.rows.get(document__code=code).blob
    with django_capture_on_commit_callbacks(execute=True):
        discard(world, code)
    for model in (Document, Rendition, Content, Link):
        assert not model.rows.exists()
    assert not store.exists(blob)
    assert Entry.rows.filter(kind="document.discarded", code=code).count() == 1


def test_the_file_goes_only_when_the_act_stands(world):
    code = take(world, letter("Bản sẽ bỏ")).code
    blob = Rendition.rows.get(document__code=code).blob
    discard(world, code)  # the test's own transaction is still open
    assert store.exists(blob)


def test_a_file_that_another_unit_holds_stays(world, django_capture_on_commit_callbacks):
    code = take(world, letter()).code
    other = take(world, letter(), by="chi").code
    blob = Rendition.rows.get(document__code=other).blob
    with django_capture_on_commit_callbacks(execute=True):
        discard(world, code)
    assert store.exists(blob)


def test_it_may_come_in_again(world):
    discard(world, take(world, letter()).code)
    assert not take(world, letter()).is_known


def test_registered_ones_are_recalled_instead(world):
    with pytest.raises(Refused, match="đã vào sổ, không bỏ được; có thể thu hồi"):
        discard(world, registered(world))


def test_a_frozen_draft_stays(world, binh, at):
    code = draft(world)
    commands.freeze_document(code=code, reason="Thanh tra yêu cầu", by=binh.actor, at=at)
    with pytest.raises(Refused, match="đang được giữ nguyên"):
        discard(world, code)


def test_somebody_was_faster(world):
    with pytest.raises(SomebodyWasFaster):
        discard(world, draft(world), version=7)


def test_who_may(world):
    code = draft(world)
    for name in ("binh", "ha", "kim"):
        with pytest.raises(NotAllowed):
            discard(world, code, by=name)
    with pytest.raises(NotVisible):
        discard(world, code, by="chi")


def test_by_the_page(world, giang, binh, chi):
    code = draft(world)
    path = f"/lam-viec/van-ban/{code}/bo/"
    assert binh.client.post(path).status_code == 403
    assert chi.client.post(path).status_code == 404
    assert giang.client.get(path).status_code == 405
    assert giang.client.post(path, {"version": 9}).status_code == 409
    assert giang.client.post(path, {"version": 1})["Location"] == "/lam-viec/van-ban/cho-vao-so/"
    assert not Document.rows.exists()
