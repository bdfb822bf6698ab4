"""The desk of releases: what a writer, an approver, a holder and an outsider are shown."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.communications import commands
from phoihop.communications.models import Release, ReleaseOpening
from tests.world import releases as layer
from tests.world.build import World

HERE = "/lam-viec/thong-cao/"


def test_written_through_the_pages(world: World) -> None:
    found = layer.case(world)
    oanh, phuc, quy = (world.person(one).client for one in ("oanh", "phuc", "quy"))
    made = oanh.post(f"{HERE}viet/", {"title": "Kết quả xét xử", "dossier": found.topic, "stage": ""})
    assert made.status_code == 302
    code = Release.rows.get().code
    here = f"{HERE}{code}/"
    sent = oanh.post(f"{here}sua/", {"title": "Kết quả xét xử", "summary": "", "text": "Nghi phạm đã bị xét xử."})
    assert sent.status_code == 302
    page = oanh.get(f"{here}sua/").content.decode()
    assert "<mark>Nghi phạm</mark>" in page
    assert "không phải tư cách tố tụng" in page
    assert oanh.post(f"{here}trinh/", {}).status_code == 302
    refused = phuc.post(f"{here}duyet/", {"number": "1"})
    assert refused.status_code == 422
    assert "sự kiện cho phép" in refused.content.decode()
    event = {"event": "JUDGMENT_READ", "happened_at": "2021-08-02T08:00", "proof": "12/2021/HS-ST", "stage": "APPEAL"}
    assert phuc.post(f"{here}su-kien/", event).status_code == 302
    assert phuc.post(f"{here}duyet/", {"number": "1"}).status_code == 422  # the words
    asked = phuc.get(f"{here}giu-cau-chu/", {"quy-tac": "status-suspect", "chu": "Nghi phạm"})
    assert 'value="Nghi phạm"' in asked.content.decode()
    answer = {"rule": "status-suspect", "found": "Nghi phạm", "reason": "Trích nguyên văn"}
    assert phuc.post(f"{here}giu-cau-chu/", answer).status_code == 302
    assert phuc.post(f"{here}duyet/", {"number": "1"}).status_code == 302
    assert quy.post(f"{here}duyet/", {"number": "1"}).status_code == 302
    page = quy.get(here).content.decode()
    assert "Tự phát lúc" in page
    assert "còn 10 phút" in page
    assert "Lấy lại, không phát" in page
    assert quy.post(f"{here}lay-lai/", {"reason": "Nhầm"}).status_code == 302
    assert Release.rows.get().state == "PRESENTED"


def test_a_holder_opens_and_it_is_recorded(world: World) -> None:
    found = layer.presented(world, embargo_until=world.at + timedelta(hours=3))
    phuc, chi = world.person("phuc").client, world.person("chi").client
    here = f"{HERE}{found.code}/"
    searched = phuc.post(f"{here}giao/", {"find": "y tế", "search": "1"})
    assert searched.status_code == 200
    assert phuc.post(f"{here}giao/", {"units": [world.unit("so-yte")]}).status_code == 302
    page = chi.get(here).content.decode()
    assert "còn 3 giờ 0 phút" in page
    assert "chưa có hiệu lực" not in page
    assert not ReleaseOpening.rows.exists()
    assert "chưa có hiệu lực" in chi.get(f"{here}van-ban/").content.decode()
    assert ReleaseOpening.rows.count() == 1
    assert "Sở Y tế" in phuc.get(here).content.decode()
    for door in ("", "van-ban/", "sua/"):
        assert world.person("dung").client.get(f"{here}{door}").status_code == 404 or door == "sua/"


def test_the_topic_says_who_may_speak(world: World) -> None:
    found = layer.case(world)
    page = world.person("an").client.get(f"/lam-viec/van-de/{found.topic}/").content.decode()
    assert "Vụ việc đang tố tụng." in page
    assert "được phát thông cáo trước" in page
    form = world.person("phuc").client.get(f"{HERE}vu-viec/{found.topic}/")
    assert form.status_code == 200
    sent = world.person("phuc").client.post(
        f"{HERE}vu-viec/{found.topic}/", {"owner": world.unit("ta-tinh"), "stage": "TRIAL"}
    )
    assert sent.status_code == 302
    assert world.person("dung").client.get(f"{HERE}vu-viec/{found.topic}/").status_code in (403, 404)


def test_the_list_costs_the_same_for_many(world: World) -> None:
    found = layer.begun(world)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            world.person("oanh").client.get(HERE)
        return len(seen)

    cost()
    one = cost()
    for number in range(5):
        commands.begin_release(
            unit_id=world.unit("ta-tinh"), title=f"Tin {number}", by=found.actor("oanh"), at=world.at
        )
    assert cost() == one


def test_the_habit_has_a_page(world: World) -> None:
    layer.court(world)
    phuc = world.person("phuc").client
    assert phuc.get(f"{HERE}thoi-gian-cho/").status_code == 200
    assert phuc.post(f"{HERE}thoi-gian-cho/", {"minutes": "0"}).status_code == 422
    assert phuc.post(f"{HERE}thoi-gian-cho/", {"minutes": "5"}).status_code == 302
    assert world.person("oanh").client.get(f"{HERE}thoi-gian-cho/").status_code == 403


def test_the_preview_is_for_the_bodys_own_people(world: World) -> None:
    found = layer.presented(world)
    commands.give_release(code=found.code, unit_ids=[world.unit("so-yte")], by=found.actor("phuc"), at=world.at)
    sent = world.person("oanh").client.post(f"{HERE}{found.code}/xem-truoc/", {})
    assert sent.status_code == 302
    shown = world.person("oanh").client.get(sent["Location"])
    assert shown.status_code == 200
    assert "chưa có hiệu lực" in shown.content.decode()
    assert world.person("chi").client.post(f"{HERE}{found.code}/xem-truoc/", {}).status_code == 403
