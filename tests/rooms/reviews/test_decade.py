"""A programme year by year: comparable indicators, and the years in which they stop being so."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from phoihop.agreements import commands as agreements
from phoihop.agreements.models import Agreement
from phoihop.organizations import commands as organizations
from phoihop.plans import commands as plans
from phoihop.plans.models import Round
from phoihop.reviews import commands, queries
from phoihop.reviews.models import Version
from tests.conftest import StoppedClock
from tests.world import plans as plan_layer
from tests.world import reviews as layer
from tests.world.build import LOADER, World
from tests.world.flat import grows_flat

LATER = datetime.fromisoformat("2023-12-20T09:00:00+07:00")


def year_after(world: World, year: int) -> str:
    """The next year's round is called, and after its end its review opened."""
    january = datetime.fromisoformat(f"{year}-01-10T09:00:00+07:00")
    december = datetime.fromisoformat(f"{year}-12-20T09:00:00+07:00")
    plans.call_round(
        lead_id=world.unit("btg-tinh-uy"),
        year=year,
        answer_by=None,
        by=world.person("an").actor_at(january),
        at=january,
    )
    source = Round.rows.get(year=year, lead_id=world.unit("btg-tinh-uy")).code
    by = world.person("an").actor_at(december)
    return commands.open_review(source=source, period=str(year), by=by, at=december).code


@pytest.fixture
def years(world: World, clock: StoppedClock) -> layer.Opened:
    found = layer.signed(world)
    commands.answer_lesson(
        code=found.code,
        number=1,
        is_taken_up=True,
        into=found.year.agreement,
        text="",
        version=None,
        by=layer.actor(world, "an"),
        at=found.at,
    )
    clock.move_to(LATER)
    return found


def decade(world: World) -> queries.Decade:
    return queries.decade(world.person("an").actor_at(LATER), world.code("btg-tinh-uy"), LATER)


def test_a_year_without_a_review_is_empty_and_not_zero(world: World, years: layer.Opened) -> None:
    code = year_after(world, 2023)
    found = decade(world)
    assert [line.year for line in found.years] == [2021, 2022, 2023]
    assert [line.review for line in found.years] == [years.code, "", code]
    assert found.years[1].figures[0].number is None
    signed = Version.rows.get(review__code=years.code, number=2)
    assert (found.years[0].figures[-1].number, found.years[0].figures[-1].of) == (1, 1)
    figures = {one["key"]: one["number"] for one in signed.figures}
    kept = found.years[0].figures[0]
    parts = ("obligations.kept", "obligations.late_done", "obligations.late")
    assert (kept.number, kept.of) == (figures["obligations.kept"], sum(figures[key] for key in parts))
    assert [queries.is_signed(line) for line in found.years] == [True, False, False]


def test_nothing_broke_between_like_years(world: World, years: layer.Opened) -> None:
    year_after(world, 2022)
    assert decade(world).breaks == ()


def test_a_new_partner_is_a_break(world: World, years: layer.Opened) -> None:
    plan_layer.agree(world, "so-tttt")
    year_after(world, 2022)
    (one,) = decade(world).breaks
    assert (one.year, one.kind, one.old) == (2022, "units", ())
    assert one.new == ("Sở Thông tin và Truyền thông tỉnh Kiên Giang",)


def test_a_new_law_is_a_break_with_its_day(world: World, years: layer.Opened, an: Any) -> None:
    old, new = (
        agreements.record_mandate(
            number=number, kind="decision", issuer_id=world.unit("ban-bi-thu"), issued_date=day, by=LOADER, at=world.at
        )
        for number, day in (("221-QĐ/TW", date(2009, 4, 27)), ("238-QĐ/TW", date(2022, 9, 30)))
    )
    Agreement.rows.filter(code=years.year.agreement).update(mandate_id=old.mandate_id)
    version = Version.rows.get(review__code=years.code, number=2)
    Version.rows.filter(pk=version.pk).update(basis={**version.basis, "mandates": ["221-QĐ/TW"]})
    Agreement.rows.filter(code=years.year.agreement).update(mandate_id=new.mandate_id)
    year_after(world, 2022)
    (one,) = decade(world).breaks
    assert (one.year, one.kind, one.old, one.new) == (2022, "law", ("221-QĐ/TW",), ("238-QĐ/TW",))
    assert one.day == date(2022, 9, 30)
    page = an.client.get(f"/lam-viec/so-ket/nhieu-nam/{world.code('btg-tinh-uy')}/").content.decode()
    assert "2022: Văn bản căn cứ đổi: 221-QĐ/TW → 238-QĐ/TW (30/9/2022)" in page
    assert 'stroke-dasharray="5 4"' in page


def test_the_programme_goes_on_under_the_successor(world: World, years: layer.Opened) -> None:
    heir = world.add_unit("btg-dv", "Ban Tuyên giáo và Dân vận Tỉnh ủy", parent="tinh-uy", kind="party_commission")
    organizations.record_succession(
        kind="merge",
        from_unit_id=world.unit("btg-tinh-uy"),
        to_unit_id=heir,
        on_date=date(2022, 1, 1),
        legal_basis="QĐ 1/QĐ-TU",
        by=LOADER,
        at=world.at,
    )
    found = queries.decade(world.person("an").actor_at(LATER), world.code("btg-dv"), LATER)
    assert [line.review for line in found.years] == [years.code]


def test_the_page_shows_picture_and_table_and_grows_flat(world: World, years: layer.Opened, an: Any, dung: Any) -> None:
    url = f"/lam-viec/so-ket/nhieu-nam/{world.code('btg-tinh-uy')}/"
    year_after(world, 2022)
    page = an.client.get(url).content.decode()
    for words in ("<svg", "Bảng từng năm", "chưa ký", years.code, "Hoàn thành đúng hạn"):
        assert words in page, words
    assert years.code not in dung.client.get(url).content.decode()
    grows_flat(an.client, url, lambda: year_after(world, 2023))
