"""Roll-up: signed reviews of lower units are added up, what two count is counted once, who is missing is named."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from phoihop.agreements import commands as agreements
from phoihop.ground.actor import Actor, Role
from phoihop.obligations import commands as ladder
from phoihop.obligations.models import Obligation
from phoihop.organizations import commands as organizations
from phoihop.plans import commands as plans
from phoihop.reviews import commands, queries
from phoihop.reviews.models import Review, Version
from tests.conftest import StoppedClock
from tests.world import obligations
from tests.world import plans as plan_layer
from tests.world import reviews as layer
from tests.world.build import LOADER, World
from tests.world.flat import grows_flat
from tests.world.reviews import OVER


@dataclass(frozen=True)
class Commune:
    """A commune's lead with its round, and its people."""

    key: str
    round: str
    plan: str
    head: Actor
    partner: Actor
    lead_id: int
    partner_id: int


def commune(world: World, key: str) -> Commune:
    """A commune whose committee has a propaganda office that leads, and a people's committee that takes part."""
    units = {}
    for unit, name, parent, kind in (
        (f"du-{key}", f"Đảng ủy {key}", world.unit("tinh-uy"), "party_committee"),
        (f"btg-{key}", f"Ban Tuyên giáo Đảng ủy {key}", None, "party_commission"),
        (f"ubnd-{key}", f"Ủy ban nhân dân {key}", world.unit("ubnd-tinh"), "executive"),
    ):
        made = organizations.create_unit(
            territory="kg.vinhthanh",
            key=unit,
            name=name,
            kind=kind,
            level="commune",
            parent_id=parent or units[f"du-{key}"],
            by=LOADER,
            at=world.at,
        )
        units[unit] = world.units[unit] = made.unit_id
    head = world.add_person(f"head{key}", f"btg-{key}", (Role.APPROVER, Role.DRAFTER), post="Trưởng ban")
    partner = world.add_person(f"partner{key}", f"ubnd-{key}", (Role.APPROVER, Role.FOCAL), post="Chủ tịch")
    agreements.record_agreement(
        parties={units[f"btg-{key}"]: "LEAD", units[f"ubnd-{key}"]: "PARTNER"},
        from_date=date(2021, 7, 1),
        to_date=date(2025, 12, 31),
        clauses=plan_layer.clauses(),
        by=LOADER,
        at=world.at,
    )
    called = plans.call_round(
        lead_id=units[f"btg-{key}"], year=2021, answer_by=date(2021, 8, 20), by=head.actor, at=world.at
    )
    return Commune(
        key, called.code, called.plans[0], head.actor, partner.actor, units[f"btg-{key}"], units[f"ubnd-{key}"]
    )


def sign(world: World, place: Commune, at: Any = OVER) -> str:
    """The commune's review, with its one part missing for a reason, signed by both."""
    head = place.head
    told = commands.open_review(source=place.round, period="2021", by=head, at=at)
    code = told.code
    commands.gather_parts(code=code, parts_due=None, version=None, by=head, at=at)
    commands.present_review(code=code, missing_reason="Gộp vào họp giao ban", version=None, by=head, at=at)
    number = Review.rows.get(code=code).number
    for by, unit_id in ((head, place.lead_id), (place.partner, place.partner_id)):
        commands.sign_review(code=code, unit_id=unit_id, number=number, by=by, at=at)
    assert Review.rows.get(code=code).state == "SIGNED"
    return code


@pytest.fixture
def communes(world: World, clock: StoppedClock) -> tuple[Commune, Commune, Commune]:
    clock.move_to(OVER)
    return commune(world, "mot"), commune(world, "hai"), commune(world, "ba")


def below(world: World, found: layer.Opened) -> queries.Below:
    return queries.below(world.person("an").actor_at(OVER), found.code, OVER)


def test_only_signed_reviews_are_added_up_and_the_missing_are_named(
    world: World, communes: tuple[Commune, Commune, Commune]
) -> None:
    found = layer.opened(world)
    sign(world, communes[0])
    commands.open_review(source=communes[1].round, period="2021", by=communes[1].head, at=OVER)
    value = below(world, found)
    assert [(line.unit_id, line.state, line.is_counted) for line in value.lines] == [
        (communes[0].lead_id, "SIGNED", True),
        (communes[1].lead_id, "DRAFT", False),
        (communes[2].lead_id, "", False),
    ]
    assert value.sent == 1
    summed = {one.key: one for one in value.summed}
    own = Version.rows.get(review__lead_id=communes[0].lead_id, number=2)
    kept = {one["key"]: one["number"] for one in own.figures if not one["is_measure"]}
    assert {key: one.number for key, one in summed.items()} == kept
    assert "obligations.kept_share" not in summed


def test_the_sum_is_that_of_the_rows(world: World, communes: tuple[Commune, Commune, Commune]) -> None:
    found = layer.opened(world)
    for place in communes:
        sign(world, place)
    summed = {one.key: one for one in below(world, found).summed}
    codes = set(
        Obligation.rows.filter(
            source__in=[place.plan for place in communes],
            due_date__gte=date(2020, 12, 15),
            due_date__lte=date(2021, 12, 14),
        ).values_list("code", flat=True)
    )
    assert codes
    assert summed["obligations.due"].number == len(codes)
    assert set(summed["obligations.due"].rows) == codes
    assert not summed["obligations.due"].twice


def test_a_row_that_two_units_count_is_counted_once_and_named(
    world: World, communes: tuple[Commune, Commune, Commune]
) -> None:
    found = layer.opened(world)
    for place in communes[:2]:
        sign(world, place)
    one, two = Version.rows.filter(review__lead_id__in=[c.lead_id for c in communes[:2]], number=2).order_by("pk")
    before = {s.key: s.number for s in below(world, found).summed}["obligations.due"]
    both = one.counted["obligations.due"][0]
    rows = sorted([*two.counted["obligations.due"], both])
    figures = [{**f, "number": len(rows)} if f["key"] == "obligations.due" else f for f in two.figures]
    Version.rows.filter(pk=two.pk).update(counted={**two.counted, "obligations.due": rows}, figures=figures)
    after = {s.key: s for s in below(world, found).summed}["obligations.due"]
    assert (after.number, after.twice) == (before, (both,))


def test_the_upper_review_says_so(world: World, communes: tuple[Commune, Commune, Commune]) -> None:
    sign(world, communes[0])
    late = layer.opened(world, at=OVER + timedelta(days=1))
    sign(world, communes[1], at=OVER + timedelta(days=2))
    by = world.person("an").actor_at(OVER + timedelta(days=3))
    commands.compile_review(code=late.code, version=None, by=by, at=OVER + timedelta(days=3))
    content = commands.render_review(code=late.code, kind="json", by=by, at=OVER + timedelta(days=3))
    section = next(s for s in json.loads(content)["sections"] if s["key"] == "below")
    said = json.dumps(section, ensure_ascii=False)
    assert "2 trên 3 đơn vị đã gửi báo cáo đã ký." in said
    assert "Gửi sau khi báo cáo này được mở: Ban Tuyên giáo Đảng ủy hai." in said
    missing = section["tables"][0]["rows"]
    assert [row[0] for row in missing] == ["Ban Tuyên giáo Đảng ủy ba"]
    assert any(figure["key"] == "below.obligations.due" for figure in section["figures"])


def test_the_missing_are_listed_with_how_far_their_ladder_climbed(
    world: World, communes: tuple[Commune, Commune, Commune], an: Any
) -> None:
    late = obligations.owe(
        world,
        lead=f"btg-{communes[1].key}",
        entitled=f"ubnd-{communes[1].key}",
        duty="lead.review",
        source=communes[1].plan,
        days=100,
    )
    for days in range(104, 135):
        ladder.tick(by=obligations.CLOCK, at=world.at + timedelta(days=days))
    sign(world, communes[0])
    found = layer.opened(world)
    content = commands.render_review(code=found.code, kind="json", by=an.actor_at(OVER), at=OVER)
    section = next(s for s in json.loads(content)["sections"] if s["key"] == "below")
    said = {row[0]: row[2] for row in section["tables"][0]["rows"]}
    owed = Obligation.rows.get(code=late)
    assert owed.due_date is not None
    assert said["Ban Tuyên giáo Đảng ủy hai"].startswith(f"{late} trễ ")
    assert said["Ban Tuyên giáo Đảng ủy hai"].endswith("; đã báo tới cơ quan cấp trên")
    assert said["Ban Tuyên giáo Đảng ủy ba"] == "chưa có nghĩa vụ sơ kết nào quá hạn"
    page = an.client.get(f"/lam-viec/so-ket/{found.code}/cap-duoi/").content.decode()
    assert late in page


def test_the_upper_lead_reads_a_review_once_it_is_signed(
    world: World, communes: tuple[Commune, Commune, Commune], an: Any, dung: Any
) -> None:
    early = sign(world, communes[0])
    assert an.client.get(f"/lam-viec/so-ket/{early}/").status_code == 404  # it leads no round yet
    layer.opened(world)
    assert an.client.get(f"/lam-viec/so-ket/{early}/").status_code == 200
    url = f"/lam-viec/so-ket/{sign(world, communes[2])}/"
    opened = commands.open_review(source=communes[1].round, period="2021", by=communes[1].head, at=OVER)
    assert an.client.get(url).status_code == 200
    assert an.client.get(f"{url}tai/pdf/").status_code == 200
    assert an.client.get(f"/lam-viec/so-ket/{opened.code}/").status_code == 404
    assert dung.client.get(url).status_code == 404


def test_the_page_grows_flat(world: World, communes: tuple[Commune, Commune, Commune], an: Any) -> None:
    found = layer.opened(world)
    sign(world, communes[0])
    url = f"/lam-viec/so-ket/{found.code}/cap-duoi/"
    page = an.client.get(url).content.decode()
    assert "1 trên 3 đơn vị đã gửi báo cáo đã ký" in page

    def more() -> None:
        for key in ("bon", "nam"):
            commune(world, key)
        for place in communes[1:]:
            sign(world, place)

    grows_flat(an.client, url, more)
