"""A season of information work on a dangerous epidemic: planned by channel, done in all eight, the press read and
handed on, an alert, an assessment, a forecast; and all of it stands in the review of that plan."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from phoihop.communications import commands as communications
from phoihop.ground.actor import Actor
from phoihop.plans.models import Plan
from phoihop.press import commands as press
from phoihop.press.models import Story
from phoihop.reviews import commands as reviews
from phoihop.reviews.models import Review
from phoihop.signals import commands as signals
from phoihop.site.commandline import main
from tests.conftest import StoppedClock
from tests.world import asking, assessments, clippings, conferences, forecasts, outreach
from tests.world import reviews as review_layer
from tests.world import signals as signal_layer
from tests.world.build import World

pytestmark = pytest.mark.slow

CLOCK = Actor.system("deadline-clock")
PROOFS: dict[str, dict[str, str]] = {
    "VISUAL": {"kind": "STATEMENT", "text": "Mười hai pa-nô đã treo, ảnh do phường giữ"},
    "PRESS": {"kind": "LINK", "link": "https://bao.example/phong-su", "text": "Phóng sự hai kỳ"},
    "CONFERENCE": {"kind": "LOG", "text": "Biên bản họp báo, hai cơ quan báo chí dự"},
    "RADIO_TV": {"kind": "LOG", "text": "Nhật ký phát sóng 18 giờ 30, ba tối"},
    "ORAL": {"kind": "LOG", "text": "Bốn buổi nói chuyện ở nhà văn hóa ấp"},
    "LOUDSPEAKER": {"kind": "LOG", "text": "Phát 5 giờ và 17 giờ, mười ngày"},
    "SOCIAL": {"kind": "LINK", "link": "https://mang.example/bai-1", "text": "Sáu bài"},
    "WEB": {"kind": "LINK", "link": "https://cong.example/y-te/1", "text": "Chuyên mục Y tế"},
}


def communicate(world: World) -> outreach.Laid:
    """Eight lines, half of them of the partner; each with an approved output and its proof."""
    laid = outreach.begun(world)
    owner = {channel: ("so-yte", "btg-tinh-uy")[place % 2] for place, channel in enumerate(PROOFS)}
    numbers = {channel: outreach.add(laid, channel, owner[channel]) for channel in PROOFS}
    outreach.approve(laid)
    for channel, number in numbers.items():
        maker, approver = ("chi", "yen") if owner[channel] == "so-yte" else ("an", "binh")
        one = outreach.ready(outreach.produce(laid, number, maker), maker, approver)
        at = world.at + timedelta(days=8)
        outreach.prove(one, maker, at, **PROOFS[channel])
        outreach.done(one, maker, at)
    return laid


def read_the_press(world: World, topic: str, agency: str) -> str:
    """Two papers tell one story; it meets the topic, is handed on and answered, and stands in the digest."""
    an, ha = world.person("an").actor, world.person("ha").actor
    press.begin_standing_query(
        unit_id=world.unit("btg-tinh-uy"),
        topic=topic,
        title="Ổ dịch",
        expression='"ổ dịch" OR "khoanh vùng"',
        is_at_once=False,
        by=an,
        at=world.at,
    )
    told = [
        press.clip(
            unit_id=world.unit("btg-tinh-uy"),
            publisher=publisher,
            title=clippings.TITLE,
            url=f"https://{place}.example/tin/o-dich",
            extract=clippings.EXTRACT,
            by=ha,
            at=world.at,
        )
        for place, publisher in (("mot", "Báo Kiên Giang"), ("hai", "Báo Cửa Biển"))
    ]
    assert len({clipped.story for clipped in told}) == 1
    story = Story.rows.get(code=told[0].story)
    assert story.publisher_count == 2
    soon = world.at + timedelta(minutes=30)
    digest = press.make_digest(unit_id=world.unit("btg-tinh-uy"), by=world.person("ha").actor_at(soon), at=soon)
    press.approve_digest(code=digest.code, by=world.person("binh").actor_at(soon), at=soon)
    press.issue_digest(code=digest.code, by=world.person("ha").actor_at(soon), at=soon)
    handed = press.give_handoff(
        unit_id=world.unit("btg-tinh-uy"),
        story=story.code,
        agency_id=world.unit(agency),
        question="Số mẫu đã lấy là bao nhiêu?",
        due_date=(world.at + timedelta(days=3)).date(),
        dossier=topic,
        by=an,
        at=soon,
    )
    press.answer_handoff(
        code=handed.code, answer="1.240 mẫu, 3 dương tính.", by=world.person("chi").actor_at(soon), at=soon
    )
    return digest.code


def be_warned(world: World, topic: str) -> None:
    """Three times what is usual; the partner joins; it was true."""
    code = signal_layer.alarmed(world, topic=topic)
    at = world.at + timedelta(days=1, hours=1)
    an, chi = world.person("an").actor_at(at), world.person("chi").actor_at(at)
    signals.take_alert(code=code, by=an, at=at)
    signals.join_alert(code=code, by=chi, at=at)
    signals.charge_unit(
        code=code,
        unit_id=world.unit("so-yte"),
        text="Lấy mẫu quanh chợ",
        due_date=(at + timedelta(days=3)).date(),
        by=an,
        at=at,
    )
    signals.close_alert(
        code=code,
        outcome="TRUE",
        reason="Có ổ dịch quanh chợ, xác nhận sau hai ngày.",
        known_day=(at + timedelta(days=2)).date(),
        by=world.person("binh").actor_at(at + timedelta(days=3)),
        at=at + timedelta(days=3),
    )


def figures(report: Any) -> dict[str, float | None]:
    """Every figure of a compiled text by its key."""
    found: dict[str, float | None] = {}
    stack = [report]
    while stack:
        piece = stack.pop()
        if isinstance(piece, dict):
            if {"key", "number", "definition"} <= piece.keys():
                found[piece["key"]] = piece["number"]
            stack += piece.values()
        elif isinstance(piece, list):
            stack += piece
    return found


def test_a_season_is_in_the_review(
    world: World, clock: StoppedClock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laid = communicate(world)
    read_the_press(world, laid.topic, "so-yte")
    conferences.recorded(world, about=[laid.topic])
    asked = asking.received(world, dossier=laid.topic)
    press.write_answer(
        code=asked,
        answer="Ba ca, đều đã khoanh vùng.",
        spokesperson=asking.spokesperson(world, kind="AUTHORISED", to_date=datetime(2021, 12, 31).date()),
        by=world.person("an").actor,
        at=world.at,
    )
    press.present_answer(code=asked, by=world.person("an").actor, at=world.at)
    press.approve_answer(code=asked, by=world.person("binh").actor, at=world.at)
    be_warned(world, laid.topic)
    assessments.closed(world, about=laid.topic)
    forecasts.resolved(world, laid.topic)

    # Nothing planned is left undone; the calendar and the look-ahead show none of it as open.
    communications.close_outreach(
        code=laid.plan,
        result="Đủ tám kênh.",
        by=world.person("binh").actor_at(world.at + timedelta(days=30)),
        at=world.at + timedelta(days=30),
    )

    clock.move_to(review_layer.OVER)
    plan = Plan.rows.get(code__startswith="KH-kg-2021-so-yte").code
    for kind in ("json", "docx", "pdf"):
        assert main(["review", plan, "--period", "2021", "-o", str(tmp_path / f"so-ket.{kind}")]) == 0
    capsys.readouterr()
    number = figures(json.loads((tmp_path / "so-ket.json").read_text(encoding="utf-8")))
    expected = {
        "outreach.planned": 8,
        "outreach.done": 8,
        "outreach.gap": 0,
        "outreach.outputs": 8,
        "outreach.reach": 8 * 1200,
        "conferences.held": 1,
        "matching.stories": 1,
        "matching.quoted": 1,
        "press.handed": 1,
        "press.answered": 1,
        "press_queries.received": 1,
        "press_queries.in_time": 1,
        "signals.opened": 1,
        "signals.true": 1,
        "signals.false": 0,
        "assessments.validated": 1,
        "assessments.closed": 1,
        "forecasts.resolved": 1,
    }
    assert {key: number.get(key, "không có") for key in expected} == expected
    with zipfile.ZipFile(io.BytesIO((tmp_path / "so-ket.docx").read_bytes())) as paper:
        words = paper.read("word/document.xml").decode()
    for heading in ("Truyền thông theo kênh", "Cảnh báo sớm", "Dự báo và kết quả", "Họp báo"):
        assert heading in words
    assert (tmp_path / "so-ket.pdf").read_bytes().startswith(b"%PDF")

    # The same figures in the review that the lead opens, each with the things it counts.
    an = world.person("an").actor_at(review_layer.OVER)
    told = reviews.open_review(source=plan, period="2021", by=an, at=review_layer.OVER)
    client: Client = world.person("an").client
    page = client.get(f"/lam-viec/so-ket/{told.code}/").content.decode()
    assert Review.rows.get(code=told.code).number == 1
    for heading in ("Truyền thông theo kênh", "Cảnh báo sớm", "Dự báo và kết quả"):
        assert heading in page
