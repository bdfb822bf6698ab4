"""Pages: what each reader finds on them, at a constant number of queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from phoihop.obligations.models import Obligation
from phoihop.reviews import commands
from tests.conftest import StoppedClock
from tests.world import plans as plan_layer
from tests.world import reviews as layer
from tests.world.build import World
from tests.world.flat import grows_flat
from tests.world.reviews import OVER, actor

HERE = "/lam-viec/so-ket/"


@pytest.fixture(autouse=True)
def _december(clock: StoppedClock) -> None:
    clock.move_to(OVER)


def read(person: Any, url: str, status: int = 200) -> str:
    response = person.client.get(url)
    assert response.status_code == status, response.content.decode()[:2000]
    return str(response.content.decode())


def test_the_list(world: World, an: Any, chi: Any, dung: Any) -> None:
    found = layer.gathering(world)
    for person in (an, chi):
        assert found.code in read(person, HERE)
    assert "Chờ cơ quan bạn" in read(chi, HERE)
    assert found.code not in read(dung, HERE)
    assert found.code not in read(an, f"{HERE}?nam=2020")


def test_a_review_at_a_glance(world: World, an: Any, chi: Any, kim: Any) -> None:
    found = layer.signed(world, dissent="Thiếu số liệu tháng 9")
    page = read(an, f"{HERE}{found.code}/")
    for words in (
        "nghĩa vụ đến hạn trong kỳ hoàn thành đúng hạn",
        "Thiếu số liệu tháng 9",
        "Sở Y tế tỉnh Kiên Giang",
        "không so sánh được: năm trước chưa có báo cáo đã ký",
        "Bản 2",
        f"{HERE}{found.code}/tai/pdf/",
    ):
        assert words in page, words
    assert "Thiếu số liệu tháng 9" in read(kim, f"{HERE}{found.code}/")
    answer = f"{HERE}{found.code}/bai-hoc/1/"
    assert answer in read(an, f"{HERE}{found.code}/bai-hoc/")
    assert answer not in read(chi, f"{HERE}{found.code}/bai-hoc/")


def test_each_figure_opens_its_rows(world: World, an: Any) -> None:
    found = layer.signed(world)
    page = read(an, f"{HERE}{found.code}/")
    links = {part.split('"')[0] for part in page.split('class="figure" href="')[1:]}
    assert len(links) > 15
    for link in sorted(links):
        read(an, link)


def test_what_is_not_handed_in_others_do_not_read(world: World, an: Any, chi: Any) -> None:
    found = layer.gathering(world)
    layer.write(world, found, "chi", "so-yte", result="Chưa xong đâu")
    mine = f"{HERE}{found.code}/phan/{world.unit('so-yte')}/"
    assert "Chưa xong đâu" in read(chi, mine)
    read(an, mine, 404)
    layer.hand_in(world, found, "chi", "so-yte")
    assert "Chưa xong đâu" in read(an, mine)


def test_the_form_holds_only_open_cells(world: World, chi: Any) -> None:
    found = layer.handed_in(world)
    commands.return_part(
        code=found.code,
        unit_id=world.unit("so-yte"),
        cell="cause",
        message="Nêu rõ hơn",
        version=None,
        by=actor(world, "an"),
        at=found.at,
    )
    page = read(chi, f"{HERE}{found.code}/phan/{world.unit('so-yte')}/")
    assert 'name="cause"' in page
    assert 'name="result"' not in page
    assert "Chủ trì đề nghị: Nêu rõ hơn" in page


def test_downloads(world: World, chi: Any, dung: Any) -> None:
    found = layer.signed(world)
    heads = {"docx": b"PK", "pdf": b"%PDF", "json": b"{"}
    for kind, head in heads.items():
        response = chi.client.get(f"{HERE}{found.code}/tai/{kind}/")
        assert response.status_code == 200
        assert response.content.startswith(head)
        assert dung.client.get(f"{HERE}{found.code}/tai/{kind}/").status_code == 404
    old = chi.client.get(f"{HERE}{found.code}/tai/json/?ban=1").content
    assert old != chi.client.get(f"{HERE}{found.code}/tai/json/").content
    assert chi.client.get(f"{HERE}{found.code}/tai/json/?ban=9").status_code == 404


def test_panels_on_plan_round_and_obligation(world: World, an: Any, chi: Any) -> None:
    found = layer.accepted(world)
    assert found.code in read(an, f"/lam-viec/ke-hoach/{found.year.plan}/")
    rounds = read(an, "/lam-viec/dot-chon/")
    assert "Còn 1 bài học chưa trả lời" in rounds
    assert f"{HERE}{found.code}/bai-hoc/1/" in rounds
    assert "bài học chưa trả lời" not in read(chi, "/lam-viec/dot-chon/")
    owed = Obligation.rows.filter(duty="partner.review").first()
    assert owed is not None
    assert "là bằng chứng của nghĩa vụ này" in read(chi, f"/lam-viec/nghia-vu/{owed.code}/")


def test_pages_grow_flat(world: World, an: Any) -> None:
    found = layer.signed(world)

    def more() -> None:
        year = plan_layer.Year(found.year.agreement, found.year.round, found.year.plan)
        commands.open_review(source=year.plan, period="2021", by=actor(world, "an"), at=OVER)
        commands.open_review(source=year.round, period="2021-H2", by=actor(world, "an"), at=OVER)
        by = actor(world, "an")
        plan_layer.agree(world, "so-tttt")
        commands.schedule_review(
            source=found.year.round,
            lead_id=world.unit("btg-tinh-uy"),
            plans=[found.year.plan],
            year=2021,
            period="2021-9M",
            by=by,
            at=OVER,
        )

    grows_flat(an.client, HERE, more)


def test_one_review_grows_flat(world: World, an: Any) -> None:
    found = layer.gathering(world)
    url = f"{HERE}{found.code}/"

    def more() -> None:
        layer.write(world, found, "chi", "so-yte")
        for number in range(4):
            layer.propose(world, found, f"Bài học {number}")
        layer.hand_in(world, found, "chi", "so-yte")
        commands.compile_review(code=found.code, version=None, by=actor(world, "an"), at=OVER)

    grows_flat(an.client, url, more)
    grows_flat(
        an.client,
        f"{url}bai-hoc/",
        lambda: commands.compile_review(
            code=found.code, version=None, by=actor(world, "an"), at=datetime.fromisoformat("2021-12-21T09:00:00+07:00")
        ),
    )
