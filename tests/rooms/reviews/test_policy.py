"""Who sees a review: the filter, the single question and the addressees agree."""

from __future__ import annotations

from typing import Any

import pytest

from phoihop.ground import powers
from phoihop.organizations.queries import accounts_in
from phoihop.reviews import queries
from phoihop.reviews.models import Review
from tests.world import reviews as layer
from tests.world.build import World
from tests.world.reviews import OVER

CAST = ("an", "binh", "chi", "dung", "giang", "ha", "kim", "long", "minh")


@pytest.fixture
def review(world: World) -> Review:
    return layer.signed(world).row()


def test_three_directions_agree(world: World, review: Review) -> None:
    told = accounts_in(powers.who_may("review.see", review), OVER)
    for name in CAST:
        actor = world.person(name).actor_at(OVER)
        is_visible = Review.objects.visible_to(actor).filter(pk=review.pk).exists()
        assert is_visible == powers.may(actor, "review.see", review), name
        assert is_visible == (world.accounts[name] in told), name
    assert {name for name in CAST if world.accounts[name] in told} == {
        "an",
        "binh",
        "chi",
        "giang",
        "ha",
        "kim",
        "minh",
    }


def test_search_gives_the_same(world: World, review: Review) -> None:
    (row,) = queries.found_reviews([review.code])
    for name in CAST:
        actor = world.person(name).actor_at(OVER)
        is_found = bool(row.tokens & powers.tokens_held(actor))
        assert is_found == powers.may(actor, "review.see", review), name
        assert (review.code in queries.visible_reviews(actor, [review.code])) == is_found
    assert row.numbers == (review.source,)
    assert "Gửi văn bản trước ba ngày làm việc" in row.text
    assert queries.review_codes("", 10) == [review.code]


def test_what_is_being_written_is_not_found(world: World) -> None:
    found = layer.gathering(world)
    layer.write(world, found, "chi", "so-yte", result="Còn đang viết")
    (row,) = queries.found_reviews([found.code])
    assert "Còn đang viết" not in row.text


def test_what_waits_for_whom(world: World) -> None:
    found = layer.gathering(world)
    lead, partner = world.unit("btg-tinh-uy"), world.unit("so-yte")
    later = OVER.replace(day=28)

    def waiting() -> list[tuple[int, str, str]]:
        return sorted(
            (one.unit_id, one.group, one.url.removeprefix("/lam-viec/so-ket/"))
            for one in queries.waits([lead, partner], later)
        )

    assert waiting() == sorted(
        [
            (lead, "week", f"{found.code}/phan/{lead}/"),
            (partner, "week", f"{found.code}/phan/{partner}/"),
        ]
    )
    layer.write(world, found, "chi", "so-yte")
    layer.propose(world, found)
    layer.hand_in(world, found, "chi", "so-yte")
    assert (lead, "answer", f"{found.code}/phan/{partner}/") in waiting()
    assert [one[0] for one in waiting()] == [lead, lead]


def test_lessons_and_signatures_wait(world: World) -> None:
    found = layer.presented(world)
    lead, partner = world.unit("btg-tinh-uy"), world.unit("so-yte")
    urls = [(one.unit_id, one.url) for one in queries.waits([lead, partner], OVER)]
    here = f"/lam-viec/so-ket/{found.code}/"
    assert sorted(urls) == sorted([(lead, here), (partner, here), (lead, f"{here}bai-hoc/1/")])


def test_the_calendar_shows_the_day_for_parts(world: World, an: Any, dung: Any) -> None:
    found = layer.gathering(world)
    row = found.row()
    assert row.parts_due is not None
    for person, seen in ((an, [found.code]), (dung, [])):
        actor = person.actor_at(OVER)
        rows = queries.parts_due_between(actor, row.parts_due, row.parts_due, OVER, 10)
        assert [one.code for one in rows] == seen
    (one,) = queries.parts_due_between(an.actor_at(OVER), row.parts_due, row.parts_due, OVER, 10)
    assert set(one.doer_ids) == {world.unit("btg-tinh-uy"), world.unit("so-yte")}
    assert one.is_open
