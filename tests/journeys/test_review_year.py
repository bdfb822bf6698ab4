"""The review of 2021 over the sample programme: opened, parts, one cell given back, signed, one dissents; lessons hold
the next round back until they are answered."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from phoihop.ground.actor import Actor, Role
from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Obligation
from phoihop.organizations import commands as organizations
from phoihop.organizations.queries import units_by_keys
from phoihop.plans.models import Plan, Round
from phoihop.reviews import commands
from phoihop.reviews.models import Review
from phoihop.site.commandline import main
from phoihop.site.programme.loading import load
from tests.conftest import StoppedClock
from tests.world.build import LOADER
from tests.world.plans import SAMPLE

pytestmark = pytest.mark.slow

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
JULY = datetime(2021, 7, 1, 9, 0, tzinfo=ZONE)
DECEMBER = datetime(2021, 12, 15, 9, 0, tzinfo=ZONE)
JANUARY = datetime(2022, 1, 10, 9, 0, tzinfo=ZONE)
PARTNERS = ("hdnd-tinh", "so-nnptnt", "so-tttt", "so-yte", "ta-tinh", "ubnd-tinh", "vks-tinh", "vp-tinh-uy")
LEAD = "btg-tinh-uy"
BUILDER, CLOCK = Actor.system("sample-builder"), Actor.system("deadline-clock")
HERE = "/lam-viec/so-ket/"
DISSENT = "Viện kiểm sát chưa thống nhất số vụ án được công bố."
LESSON = "Công bố kết quả khởi tố trong ba ngày làm việc"


@pytest.fixture
def units(db: None, clock: StoppedClock) -> dict[str, int]:
    clock.move_to(JULY)
    load(SAMPLE / "programme.yaml", at=JULY)
    load(SAMPLE / "example-rules.yaml", at=JULY)
    found = units_by_keys(LOADER, "kg", [LEAD, *PARTNERS])
    return {key: unit.id for key, unit in found.items()}


@pytest.fixture
def people(units: dict[str, int]) -> dict[str, Client]:
    """In each office one who writes and approves."""
    clients = {}
    for key, unit_id in units.items():
        post = organizations.create_post(unit_id=unit_id, title="Người ký", by=LOADER, at=JULY)
        opened = organizations.open_account(username=f"head-{key}", full_name=f"Người của {key}", by=LOADER, at=JULY)
        for role in (Role.APPROVER, Role.DRAFTER, Role.FOCAL):
            organizations.seat_person(
                account_id=opened.account_id,
                post_id=post.post_id,
                role=role,
                valid_from=date(2021, 1, 1),
                by=LOADER,
                at=JULY,
            )
        client = Client()
        client.force_login(get_user_model()._default_manager.get(pk=opened.account_id))
        clients[key] = client
    return clients


def play() -> None:
    """Through the year two of three duties are kept in time, one in seven late; the others are left."""
    for place, owed in enumerate(Obligation.rows.filter(due_date__isnull=False).order_by("due_date", "pk")):
        assert owed.due_date is not None
        day = owed.due_date + timedelta(days=5 if place % 7 == 3 else -1)
        if place % 3 == 2 or day > DECEMBER.date() or owed.state != "OPEN":
            continue
        at = datetime(day.year, day.month, day.day, 10, 0, tzinfo=ZONE)
        obligations.hand_in_obligation(
            code=owed.code,
            statement="Đã làm",
            reference=f"{place + 1}/BC",
            without_support_reason="Không cần",
            missing_reason="Không có",
            by=BUILDER,
            at=at,
        )
        obligations.accept_obligation(code=owed.code, by=BUILDER, at=at + timedelta(hours=1))


def read(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, (url, answer.status_code)
    return answer.content.decode()


def send(client: Client, url: str, status: int = 302, **values: Any) -> str:
    answer = client.post(url, values)
    assert answer.status_code == status, (url, answer.status_code, answer.content.decode()[-3000:])
    return answer.content.decode()


def test_the_review_of_2021(
    units: dict[str, int], people: dict[str, Client], clock: StoppedClock, tmp_path: Any, capsys: Any
) -> None:
    play()
    lead, court = people[LEAD], people["ta-tinh"]

    # 15 December: the clock opens it, the text is there.
    clock.move_to(DECEMBER)
    commands.tick(by=CLOCK, at=DECEMBER)
    review = Review.rows.get(scope="programme", year=2021)
    url = f"{HERE}{review.code}/"
    page = read(lead, url)
    assert "minh họa" in page
    for name in ("Nghĩa vụ đến hạn trong kỳ", "Hoàn thành đúng hạn", "Vấn đề đã chọn"):
        assert name in page
    assert set(re.findall(r"phan/(\d+)/", read(court, url))) == {str(units["ta-tinh"])}  # its own

    # The parties are asked, write, hand in.
    send(lead, f"{url}moi/", parts_due="2021-12-24", version=Review.rows.get().version)
    for key, client in people.items():
        part = f"{url}phan/{units[key]}/"
        version = re.search(r'name="version" value="(\d+)"', read(client, part))
        assert version
        send(client, f"{part}viet/", result=f"{key} đã phối hợp đủ.", cause="", version=version[1])
        if key == "vks-tinh":
            send(client, f"{part}bai-hoc/", kind="DUE_RULE", text=LESSON)
        if key == "so-yte":
            send(client, f"{part}bai-hoc/", kind="CHANNEL", text="Dùng thêm loa phát thanh")
        if key != "hdnd-tinh":
            send(client, f"{part}nop/")

    # One is given back: one cell opens, the others stay as they were.
    part = f"{url}phan/{units['ta-tinh']}/"
    send(lead, f"{part}tra-lai/", cell="cause", message="Nêu nguyên nhân của việc trễ")
    page = read(court, part)
    assert 'name="cause"' in page
    assert 'name="result"' not in page
    assert "Nêu nguyên nhân của việc trễ" in page
    send(court, f"{part}viet/", cause="Phiên tòa dời lịch", result="Lén sửa")
    assert "Lén sửa" not in read(court, part)
    send(court, f"{part}nop/")
    for key in PARTNERS:
        if key != "hdnd-tinh":
            send(lead, f"{url}phan/{units[key]}/nhan/")

    # One part is missing: not without a reason. Then all sign, one dissents.
    assert "Thường trực" in send(lead, f"{url}trinh-ky/", 422)
    send(lead, f"{url}trinh-ky/", missing_reason="Thường trực Hội đồng nhân dân bận kỳ họp")
    number = Review.rows.get().number
    assert number == 2
    for key, client in people.items():
        if key == "vks-tinh":
            send(client, f"{url}khong-dong-y/", text=DISSENT, number=number)
        else:
            send(client, f"{url}ky/", number=number)
    assert Review.rows.get().state == "SIGNED_WITH_DISSENT"
    assert DISSENT in read(court, url)

    # The papers: what was said stands in all three, with the figures.
    value = json.loads(court.get(f"{url}tai/json/").content)
    figures = {f["key"]: f for section in value["sections"] for f in section["figures"]}
    due = Obligation.rows.filter(
        source__in=Plan.rows.filter(year=2021).values("code"),
        due_date__gte=date(2020, 12, 15),
        due_date__lte=date(2021, 12, 14),
    )
    assert figures["obligations.due"]["number"] == due.count() > 100
    assert set(figures["obligations.due"]["rows"]) == set(due.values_list("code", flat=True))
    word = zipfile.ZipFile(io.BytesIO(court.get(f"{url}tai/docx/").content)).read("word/document.xml").decode()
    text = re.sub(r"<[^>]+>", "", word)
    for said in (DISSENT, "Viện kiểm sát nhân dân tỉnh Kiên Giang không đồng ý", "Phiên tòa dời lịch", LESSON):
        assert said in text, said
    assert "Thường trực Hội đồng nhân dân bận kỳ họp" in text
    assert court.get(f"{url}tai/pdf/").content.startswith(b"%PDF")

    # The same from the console.
    out = tmp_path / "review.docx"
    capsys.readouterr()
    assert main(["review", review.source, "--period", "2021", "-o", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["review"] == review.code
    assert out.read_bytes() == court.get(f"{url}tai/docx/").content

    # January: the next round waits for the two lessons.
    clock.move_to(JANUARY)
    assert "Còn 2 bài học chưa trả lời" in read(lead, "/lam-viec/dot-chon/")
    stopped = send(lead, "/lam-viec/dot-chon/mo/", 422, year="2022", answer_by="2022-01-31")
    assert LESSON in stopped
    assert f"{url}bai-hoc/" in stopped
    assert not Round.rows.filter(year=2022).exists()
    lessons = read(lead, f"{url}bai-hoc/")
    answers = sorted(set(re.findall(rf"{url}bai-hoc/\d+/", lessons)))
    assert len(answers) == 2
    agreement = Plan.rows.select_related("agreement").get(year=2021, partner_id=units["vks-tinh"]).agreement.code
    send(lead, answers[0], answer="take_up", into=f"{agreement}/3.2", text="Sửa khi ký lại")
    send(lead, answers[1], 422, answer="refuse", text="")
    send(lead, answers[1], answer="refuse", text="Loa đã nằm trong kế hoạch của phường")
    send(lead, "/lam-viec/dot-chon/mo/", year="2022", answer_by="2022-01-31")
    called = Round.rows.get(year=2022)
    page = read(lead, f"/lam-viec/dot-chon/{called.code}/")
    assert LESSON in page
    assert agreement in page

    # A year later the review shows what became of them, beside the year before.
    later = datetime(2022, 12, 20, 9, 0, tzinfo=ZONE)
    clock.move_to(later)
    send(lead, f"{HERE}mo/", source=called.code, period="2022")
    after = Review.rows.get(year=2022)
    page = read(lead, f"{HERE}{after.code}/")
    assert "không so sánh được: năm trước chưa có báo cáo đã ký" not in page
    assert LESSON in json.dumps(json.loads(lead.get(f"{HERE}{after.code}/tai/json/").content), ensure_ascii=False)
    years = read(lead, f"{HERE}nhieu-nam/DV-kg-{LEAD}/")
    assert review.code in years
    assert after.code in years
