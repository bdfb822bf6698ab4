"""The same thing said by several: suggested, merged, one answer for all, unmerged again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.concerns import commands, queries
from phoihop.concerns.models import Told
from phoihop.ground.command import Refused
from phoihop.mail.models import OutMail
from phoihop.obligations.models import Obligation
from phoihop.publications import queries as portal
from tests.world import concerns as layer
from tests.world.build import World

ALIKE = "Buổi chiều trạm y tế phường Vĩnh Thanh đóng cửa, dân đến tiêm không biết trạm làm việc giờ nào."
OTHER = "Tàu cá về bến không có chỗ neo vì cầu cảng đang sửa, đề nghị cho biết khi nào xong."


def merge(world: World, code: str, into: str) -> None:
    commands.merge_concerns(code=code, into=into, by=world.person("an").actor, at=world.at)


def test_suggested(world: World) -> None:
    one, alike = layer.noted(world), layer.noted(world, text=ALIKE)
    layer.noted(world, text=OTHER)
    found = queries.duplicates(world.person("an").actor, one, world.at)
    assert [line.code for line in found] == [alike]
    assert found[0].score >= 70


def test_far_away_or_long_ago_is_not_the_same(world: World) -> None:
    one = layer.noted(world, latitude=10.01, longitude=105.08)
    near = layer.noted(world, text=ALIKE, latitude=10.011, longitude=105.08)
    layer.noted(world, text=ALIKE, latitude=10.4, longitude=105.3)
    layer.noted(world, text=ALIKE, latitude=10.011, longitude=105.08, received_at=world.at - timedelta(days=40))
    found = queries.duplicates(world.person("an").actor, one, world.at)
    assert [line.code for line in found] == [near]
    assert found[0].metres is not None
    assert 100 < found[0].metres < 120


def test_only_among_what_one_may_read(world: World) -> None:
    one = layer.assigned(world)
    layer.noted(world, text=ALIKE)
    assert queries.duplicates(world.person("chi").actor, one, world.at) == ()


def test_suggestions_cost_the_same_however_many(world: World) -> None:
    one = layer.noted(world)
    counts = []
    for more in (2, 4):
        for _ in range(more):
            layer.noted(world, text=ALIKE)
        with CaptureQueriesContext(connection) as caught:
            queries.duplicates(world.person("an").actor, one, world.at)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_all_get_the_one_answer(world: World) -> None:
    main = layer.assigned(world, mail="mot@example.vn")
    before = layer.noted(world, text=ALIKE, mail="hai@example.vn")
    merge(world, before, main)
    layer.answer(world, main)
    after = layer.noted(world, text=ALIKE, mail="ba@example.vn")
    merge(world, after, main)
    for code in (main, before, after):
        assert Told.rows.filter(raiser__code=code, number=1).count() == 1
        shown = portal.tracking(code)
        assert shown is not None
        assert (shown.state, shown.answer_number) == ("ANSWERED", 1)
        assert "Trạm mở cửa" in shown.answer
        texts = [bytes(mail.message) for mail in OutMail.rows.filter(about=code)]
        assert len(texts) == len({*texts})
    assert layer.row(before).state == "MERGED"
    assert portal.tracking(before).merged_into == main  # type: ignore[union-attr]
    assert layer.row(before).delete_on == layer.row(main).delete_on


def test_a_chain_is_made_flat(world: World) -> None:
    a, b, c = layer.noted(world), layer.noted(world, text=ALIKE), layer.noted(world, text=ALIKE)
    merge(world, a, b)
    merge(world, b, c)
    assert layer.row(a).merged_into_id == layer.row(b).merged_into_id == layer.row(c).pk


def test_what_was_owed_of_it_is_withdrawn(world: World) -> None:
    one, main = layer.assigned(world), layer.noted(world, text=ALIKE)
    owed = layer.row(one).obligation
    merge(world, one, main)
    assert Obligation.rows.get(code=owed).state == "WAIVED"


def test_unmerged_it_goes_its_own_way(world: World) -> None:
    main, one = layer.assigned(world), layer.assigned(world, text=ALIKE)
    merge(world, one, main)
    an = world.person("an").actor
    with pytest.raises(Refused, match="lý do"):
        commands.unmerge_concern(code=one, reason="", by=an, at=world.at)
    commands.unmerge_concern(code=one, reason="Khác trạm", by=an, at=world.at)
    assert layer.row(one).state == "RECEIVED"
    layer.assign(world, one)
    layer.answer(world, one)
    assert layer.row(one).state == "ANSWERED"
    assert layer.row(main).state == "FORWARDED"
    assert Told.rows.filter(raiser__code=one, number__isnull=False).count() == 1


def test_refusals_of_merging(world: World) -> None:
    main, one = layer.answered(world), layer.noted(world, text=ALIKE)
    with pytest.raises(Refused, match="chính nó"):
        merge(world, one, one)
    with pytest.raises(Refused, match="đã trả lời"):
        merge(world, main, one)
    merge(world, one, main)
    with pytest.raises(Refused, match="đã gửi cho mọi người"):
        commands.unmerge_concern(code=one, reason="x", by=world.person("an").actor, at=world.at)
    third = layer.noted(world, text=OTHER)
    with pytest.raises(Refused, match="Không gộp được"):
        merge(world, third, one)
