"""What the open API and the open data tell of, for tests: services, places, concerns, published copies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from phoihop.publications import commands, queries
from tests.world.build import LOADER, World

SERVICES = (
    ("moi-truong", "Môi trường, vệ sinh", "Environment, sanitation", 10),
    ("giao-thong", "Hạ tầng, giao thông", "Roads and transport", 15),
    ("dien", "Điện, chiếu sáng", "", 7),
)
PLACES = (("kg.vinhthanh", "Phường Vĩnh Thanh"), ("kg.anhoa", "Phường An Hòa"), ("kg.donghung", "Xã Đông Hưng"))


def arrange(world: World, territory: str = "kg") -> None:
    """Services of a territory; the places of Kiên Giang."""
    services = [
        commands.ServiceCopy(
            key=key,
            name=name,
            english=english,
            description=f"Việc về {name.lower()}",
            keywords="rác, nước thải" if key == "moi-truong" else "",
            group="Hạ tầng",
            unit_name="Sở Xây dựng",
            answer_days=days,
            order=order,
        )
        for order, (key, name, english, days) in enumerate(SERVICES, start=1)
    ]
    commands.arrange_services(territory=territory, services=services, by=LOADER, at=world.at)
    places = [commands.PlaceCopy(key=key, name=name, parent="kg") for key, name in PLACES]
    commands.arrange_places(places=places, by=LOADER, at=world.at)


def tracked(world: World, number: int, **changed: Any) -> str:
    """A concern that stands on the portal; its code."""
    code = f"PA-kg-2021-{number:06d}"
    whole = commands.TrackingCopy(
        code=code,
        territory="kg",
        service="moi-truong",
        place="kg.vinhthanh",
        state="FORWARDED",
        state_words="Đã chuyển xử lý",
        title=f"Rác ở cảng cá {number}",
        unit_name="Sở Xây dựng",
        received_at=world.at - timedelta(days=3),
        due_date=date(2021, 8, 16),
        steps=(commands.Step(at=world.at - timedelta(days=3), state="RECEIVED", words="Đã tiếp nhận"),),
        latitude=10.0123456,
        longitude=105.0809876,
        is_public=True,
    )
    commands.track(copy=replace(whole, **changed), by=LOADER, at=world.at)
    return code


def concerns(world: World, *, service: str, place: str, month: int, count: int, first: int) -> None:
    """So many concerns of one service at one place in one month of 2021."""
    for index in range(count):
        at = datetime(2021, month, 1 + index % 27, 10, tzinfo=world.at.tzinfo)
        tracked(world, first + index, service=service, place=place, received_at=at, is_public=False)


def published(world: World) -> None:
    """One of each: a plan, a topic, an answer, a correction, a spokesperson."""
    head = {"territory": "kg", "unit_name": "Sở Y tế", "published_at": world.at}
    counts = {"done": 5, "doing": 3, "late": 1, "blocked": 0, "planned": 4}
    for details, code, title in (
        (
            commands.PlanDetails(
                year=2021,
                lead="Ban Tuyên giáo Tỉnh ủy",
                partner="Sở Y tế",
                period="2021–2025",
                as_of="2021-08-02",
                topics=("VD-kg-2021-0001",),
                **counts,
            ),
            "KH-kg-2021-so-yte",
            "Phòng, chống dịch bệnh nguy hiểm",
        ),
        (
            commands.TopicDetails(
                plan="KH-kg-2021-so-yte",
                topic_kind="Vấn đề",
                state="Đang làm",
                units=("Sở Y tế", "Sở TT&TT"),
                as_of="2021-08-02",
                **counts,
            ),
            "VD-kg-2021-0001",
            "=Khai báo y tế ở cảng cá",
        ),
        (
            commands.AnswerDetails(
                question="Ở đâu khai báo?",
                service="Y tế",
                received_date="2021-07-20",
                answered_date="2021-07-28",
                due_date="2021-08-01",
                parts=(("Sở Y tế", "điểm khai báo"), ("Sở TT&TT", "loa xã")),
                raisers=7,
            ),
            "PA-kg-2021-009001",
            "Điểm khai báo y tế ở cảng cá",
        ),
        (
            commands.CorrectionDetails(
                claim="“Chợ đầu mối đóng cửa hết tuần này”\nnghe nói thế",
                verdict="not_enough",
                verdict_words="Chưa đủ chứng cứ",
                appearances=(("Trang A", "https://a.example/1", "2021-07-30", "0" * 64),),
                evidence=(("12/TB-SYT", "Thông báo", "2", ""),),
                recheck_date="2021-08-04",
                checked_date="2021-08-01",
            ),
            "KC-kg-2021-0901",
            "Chợ đầu mối có đóng cửa không?",
        ),
    ):
        copy = commands.Copy(code=code, title=title, details=details, **head)
        commands.publish(copy=copy, by=LOADER, at=world.at)
    commands.arrange_spokespersons(
        territory="kg",
        spokespersons=[
            commands.SpokespersonCopy(
                key="NP-kg-2021-0001",
                unit_name="Sở Y tế",
                name="Người phát ngôn",
                post="Phó giám đốc",
                phone="+84 297 000 0000",
                email="phatngon@soyte.example",
                since_date=date(2021, 1, 4),
            )
        ],
        by=LOADER,
        at=world.at,
    )


def doors(world: World) -> dict[str, dict[str, object]]:
    """What each place in an address of the open API and of open data may stand for. What others have arranged stays."""
    if not queries.jurisdictions():
        arrange(world)
    (first, *_rest) = queries.services("kg")
    code = tracked(world, 900_001, service=first.key)
    form: dict[str, object] = {"form": "json"}
    return {
        **{f"api:{name}": form for name in ("discovery", "discovery-v2", "services", "requests")},
        "api:definition": form | {"code": first.key},
        **{f"api:{name}": form | {"code": code} for name in ("request", "token")},
        "api:nothing": {"rest": "v3/requests.xml"},
        "portal:open-data-file": {"key": "ke-hoach", "form": "csv"},
    }
