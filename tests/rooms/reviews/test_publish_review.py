"""A signed review is shown to the public with its PDF, and taken back when it is recalled."""

from __future__ import annotations

import pytest

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.plans import commands as plans
from phoihop.publications import commands as publications
from phoihop.publications import queries as public
from phoihop.reviews import commands
from tests.world import reviews as layer
from tests.world.build import World
from tests.world.reviews import actor


def publish(world: World, found: layer.Opened, who: str = "ha") -> None:
    commands.publish_review(code=found.code, by=actor(world, who), at=found.at)


@pytest.mark.slow
def test_a_signed_review_goes_out_with_its_pdf_and_once(world: World) -> None:
    found = layer.signed(world)
    publish(world, found)
    publish(world, found, "binh")
    out = public.publication(found.code)
    assert out is not None
    details = out.line.details
    assert isinstance(details, publications.ReviewDetails)
    assert [said for _unit, said in details.signers] == ["đã ký"] * len(details.signers)
    assert len(details.signers) >= 2
    assert ("Kế hoạch phối hợp", "1") in [(name, number) for name, number, _definition in details.figures]
    found_file = public.file_content(details.files[0])
    assert found_file is not None
    assert found_file[0].startswith(b"%PDF-")
    assert found_file[1].media_type == "application/pdf"
    assert list(Entry.rows.filter(code=found.code, kind="review.published")) != []
    assert Entry.rows.filter(code=found.code, kind="review.published").count() == 1


@pytest.mark.slow
def test_recalled_it_is_taken_back(world: World) -> None:
    found = layer.signed(world)
    publish(world, found)
    commands.recall_review(
        code=found.code, reason="Số liệu cần sửa", version=None, by=actor(world, "binh"), at=found.at
    )
    out = public.publication(found.code)
    assert out is not None
    assert (out.is_withdrawn, out.withdrawn_note) == (True, "Số liệu cần sửa")


@pytest.mark.slow
def test_withdrawn_with_a_reason(world: World) -> None:
    found = layer.signed(world)
    publish(world, found)
    with pytest.raises(Refused, match="nêu lý do"):
        commands.withdraw_review(code=found.code, note=" ", by=actor(world, "ha"), at=found.at)
    for _again in range(2):
        commands.withdraw_review(code=found.code, note="Thay bằng bản đầy đủ", by=actor(world, "ha"), at=found.at)
    assert Entry.rows.filter(code=found.code, kind="review.withdrawn").count() == 1
    publish(world, found)  # and again in the open
    assert found.code in public.by_codes([found.code])


def test_unsigned_it_stays_inside(world: World) -> None:
    found = layer.gathering(world)
    with pytest.raises(Refused, match="chưa có đủ ý kiến"):
        publish(world, found)
    assert public.publication(found.code) is None


def test_who(world: World) -> None:
    found = layer.gathering(world)
    for who in ("an", "chi", "giang"):
        with pytest.raises(NotAllowed):
            publish(world, found, who)
    with pytest.raises(NotVisible):
        publish(world, found, "dung")


@pytest.mark.slow
def test_a_case_its_owner_has_not_released_keeps_it_inside(world: World) -> None:
    found = layer.signed(world)
    plans.propose_topic(
        code=found.year.plan, kind="case", title="Vụ việc", is_ad_hoc=True, by=actor(world, "chi"), at=found.at
    )
    with pytest.raises(Refused, match="vụ việc đang tố tụng"):
        publish(world, found)
