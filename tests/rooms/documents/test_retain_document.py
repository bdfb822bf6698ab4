"""Đặt thời hạn bảo quản: a class of the law, counted from the end of the paper's year."""

from __future__ import annotations

import json
from datetime import date

import pytest

from phoihop.documents import commands, queries
from phoihop.documents.models import Document
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from tests.world.documents import draft, registered


def retain(world, code, key, *, by="giang"):
    return commands.retain_document(code=code, retention_key=key, by=world.person(by).actor, at=world.at)


def test_works(world, giang):
    code = registered(world)
    assert queries.document_value(giang.actor, code).keep_until == date(2041, 12, 31)
    retain(world, code, "y70")
    value = queries.document_value(giang.actor, code)
    assert (value.retention, value.keep_until) == ("y70", date(2091, 12, 31))
    (entry,) = Entry.rows.filter(kind="document.retained")
    assert json.loads(entry.data)["changes"]["retention"] == ["y20", "y70"]
    retain(world, code, "permanent")
    assert queries.document_value(giang.actor, code).keep_until is None
    assert "Vĩnh viễn" in giang.client.get(f"/lam-viec/van-ban/{code}/").content.decode()


def test_a_paper_without_a_date_counts_from_the_day_here(world, giang, at):
    """Half past midnight here is still yesterday by the world's clock."""
    new_year = at.replace(year=2022, month=1, day=1, hour=0, minute=30)
    code = registered(world, at=new_year, direction="KEPT", issued_date=None)
    assert queries.document_value(giang.actor, code).keep_until == date(2042, 12, 31)


def test_refused(world):
    code = registered(world)
    with pytest.raises(Refused, match="Không có thời hạn bảo quản này"):
        retain(world, code, "forever")
    with pytest.raises(Refused, match="Không có gì thay đổi"):
        retain(world, code, "y20")
    with pytest.raises(Refused, match="chưa vào sổ"):
        retain(world, draft(world), "y70")


def test_who_may(world):
    code = registered(world)
    for name in ("an", "ha", "kim"):
        with pytest.raises(NotAllowed):
            retain(world, code, "y70", by=name)
    with pytest.raises(NotVisible):
        retain(world, code, "y70", by="chi")
    retain(world, code, "y70", by="binh")


def test_by_the_page(world, giang, an):
    code = registered(world)
    path = f"/lam-viec/van-ban/{code}/bao-quan/"
    assert giang.client.post(path, {"retention_key": "no"}).status_code == 422
    assert giang.client.post(path, {"retention_key": "y70"}).status_code == 302
    assert an.client.post(path, {"retention_key": "y5"}).status_code == 403
    assert Document.rows.get(code=code).retention == "y70"
