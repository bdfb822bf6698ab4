"""Corrections as everybody reads them: the list, one page, ClaimReview, the forms of the public."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import extruct
import feedparser
import pytest

from phoihop.corrections import commands
from phoihop.corrections.models import Check, Reply
from phoihop.ground.actor import Actor
from phoihop.intake import queries as inputs
from phoihop.intake.models import Input
from phoihop.portal.forms.tokens import new_token
from phoihop.publications import commands as publications
from tests.conftest import StoppedClock
from tests.world import corrections as layer
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.corrections import actor
from tests.world.flat import grows_flat
from tests.world.publications import copy

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "data" / "claimreview"
FRONT = Actor.system("front-desk")


def page(khach: Person, path: str, status: int = 200) -> str:
    answer = khach.client.get(path)
    assert answer.status_code == status, path
    assert not answer.cookies
    assert len(answer.content) < 100_000
    return answer.content.decode()


def reviews(html: str) -> list[dict[str, object]]:
    found = extruct.extract(html, base_url="https://example.org/", syntaxes=["json-ld"])["json-ld"]
    nodes = [node for one in found for node in one.get("@graph", [one])]
    return [node for node in nodes if node["@type"] == "ClaimReview"]


def test_everything_about_a_correction_is_on_its_page(world: World, khach: Person) -> None:
    code = layer.published(world)
    html = page(khach, f"/dinh-chinh/{code}/")
    for words in (layer.TEXT, layer.FACT, "Sai", "125/BC-SYT", "trang 2", "Trang tin Phố Biển", "30/7/2021", code):
        assert words in html, words
    assert 'href="#i-late"' in html  # a shape beside the word
    english = page(khach, f"/en/dinh-chinh/{code}/")
    assert '<html lang="en">' in english
    assert layer.TEXT in english


def test_the_list_filters_by_verdict_and_agency(world: World, khach: Person) -> None:
    first = layer.published(world)
    other = layer.opened(
        world, text="Ngày 28/7/2021 đập Giang Thành bị vỡ một đoạn 20 mét", agency_id=world.unit("so-nnptnt")
    )
    layer.evidenced(world, other)
    layer.written(world, other, verdict="UNPROVEN")
    commands.present_claim(code=other, by=actor(world, "an"), at=world.at)
    commands.approve_claim(code=other, by=actor(world, "binh"), at=world.at)
    commands.publish_correction(code=other, by=actor(world, "ha"), at=world.at)
    whole = page(khach, "/dinh-chinh/")
    assert first in whole
    assert other in whole
    assert "Sai (1)" in whole
    assert "Chưa đủ chứng cứ (1)" in whole
    false = page(khach, "/dinh-chinh/?ket-luan=FALSE")
    assert first in false
    assert other not in false
    one = page(khach, "/dinh-chinh/?co-quan=S%E1%BB%9F%20Y%20t%E1%BA%BF%20t%E1%BB%89nh%20Ki%C3%AAn%20Giang")
    assert first in one
    assert other not in one
    assert first in page(khach, "/dinh-chinh/?ket-luan=%00%27&co-quan=x&truoc=-1")  # nonsense is no filter


def test_the_list_costs_the_same_however_long(world: World, khach: Person) -> None:
    layer.published(world)

    def more() -> None:
        for number in range(3):
            text = f"Ngày {number + 1}/7/2021 cảng cá Tắc Cậu đóng cửa {number + 2} giờ vì sự cố điện"
            layer.published(world, text=text, is_other=True)

    grows_flat(khach.client, "/dinh-chinh/", more)


def test_claim_review_says_what_the_page_says(world: World, khach: Person) -> None:
    code = layer.published(world)
    (review,) = reviews(page(khach, f"/dinh-chinh/{code}/"))
    assert review["claimReviewed"] == layer.TEXT
    assert review["author"] == {"@type": "GovernmentOrganization", "name": "Sở Y tế tỉnh Kiên Giang"}
    rating = review["reviewRating"]
    assert isinstance(rating, dict)
    assert (rating["ratingValue"], rating["bestRating"], rating["worstRating"]) == (1, 5, 1)
    assert rating["alternateName"] == "Sai"
    claim = review["itemReviewed"]
    assert isinstance(claim, dict)
    assert (claim["@type"], claim["datePublished"]) == ("Claim", "2021-07-30")
    assert claim["appearance"] == [
        {
            "@type": "CreativeWork",
            "publisher": {"@type": "Organization", "name": "Trang tin Phố Biển"},
            "datePublished": "2021-07-30",
            "url": "https://phobien.example/vac-xin-thu-tien",
        }
    ]
    assert "Person" not in json.dumps(review)


def test_claim_review_has_the_properties_of_the_published_examples(world: World, khach: Person) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the examples of schema.org do not lie beside the project")
    code = layer.published(world)
    (review,) = reviews(page(khach, f"/dinh-chinh/{code}/"))
    for path in sorted(SAMPLES.glob("*.jsonld")):
        example = json.loads(path.read_text(encoding="utf-8"))
        if example.get("@type") != "ClaimReview":
            continue
        assert set(example) - {"@context"} <= set(review), path.name
        rating = review["reviewRating"]
        assert isinstance(rating, dict)
        assert set(example.get("reviewRating", {})) - {"image"} <= set(rating), path.name


def test_not_enough_evidence_is_no_number(world: World, khach: Person) -> None:
    code = layer.opened(world)
    layer.written(world, code, verdict="UNPROVEN")
    commands.present_claim(code=code, by=actor(world, "an"), at=world.at)
    commands.approve_claim(code=code, by=actor(world, "binh"), at=world.at)
    commands.publish_correction(code=code, by=actor(world, "ha"), at=world.at)
    html = page(khach, f"/dinh-chinh/{code}/")
    (review,) = reviews(html)
    assert "ratingValue" not in review["reviewRating"]  # type: ignore[operator]
    assert "Chưa có văn bản nào cho thấy đúng hay sai" in html


def test_how_it_changed_can_be_compared(world: World, khach: Person) -> None:
    code = layer.published(world)
    layer.again(world, code)
    assert f"/ban/{code}/" in page(khach, f"/dinh-chinh/{code}/")
    compared = page(khach, f"/ban/{code}/")
    assert "Có số liệu mới." in compared
    assert "Sai một phần" in compared or "một phần" in compared


def test_a_withdrawn_one_says_why_and_nothing_else(world: World, khach: Person) -> None:
    code = layer.published(world)
    commands.withdraw_correction(code=code, note="Nhầm nguồn.", by=actor(world, "binh"), at=world.at)
    html = page(khach, f"/dinh-chinh/{code}/")
    assert "Nhầm nguồn." in html
    assert layer.FACT not in html
    assert "125/BC-SYT" not in html
    assert not reviews(html)
    assert code not in page(khach, "/dinh-chinh/")


def test_an_own_error_is_linked_both_ways(world: World, khach: Person) -> None:
    publications.publish(copy=copy(world), by=LOADER, at=world.at)
    code = layer.published(
        world,
        is_own_error=True,
        corrected="TT-kg-2021-0001",
        text="Bản tin ghi trạm y tế Vĩnh Thanh mở cửa từ 6 giờ sáng",
    )
    html = page(khach, f"/dinh-chinh/{code}/")
    assert "lỗi của chính cơ quan" in html
    assert "/tin/TT-kg-2021-0001/" in html
    assert "Đã đính chính" in html
    assert f"/dinh-chinh/{code}/" in page(khach, "/tin/TT-kg-2021-0001/")


def test_feeds_parse_and_name_the_hub(world: World, khach: Person, settings: object) -> None:
    settings.PHOIHOP_WEBSUB_HUB = "https://hub.example/"  # type: ignore[attr-defined]
    code = layer.published(world)
    for form in ("atom.xml", "rss.xml"):
        found = feedparser.parse(khach.client.get(f"/dinh-chinh/{form}").content)
        assert found.bozo == 0
        assert [entry.title for entry in found.entries] == [layer.TEXT]
        assert any(link.rel == "hub" and link.href == "https://hub.example/" for link in found.feed.links)
    whole = khach.client.get("/dinh-chinh/feed.json").json()
    assert whole["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert code in whole["items"][0]["url"]


def test_the_card_is_a_picture(world: World, khach: Person) -> None:
    code = layer.published(world)
    answer = khach.client.get(f"/dinh-chinh/{code}/the.png")
    assert answer.status_code == 200
    assert answer.content.startswith(b"\x89PNG")


def test_a_publisher_replies_without_an_account(world: World, khach: Person, clock: StoppedClock) -> None:
    code = layer.published(world)
    assert "Trang tin Phố Biển" in page(khach, f"/dinh-chinh/{code}/tra-loi/")
    sent = {
        "token": new_token(f"reply:{code}", world.at - timedelta(minutes=5)),
        "publisher": "Trang tin Phố Biển",
        "text": "Chúng tôi đã sửa bài <script>alert(1)</script> ngày 1/8.",
        "confirms": "https://phobien.example/phan-hoi",
    }
    for _ in range(2):  # sent twice, it is one
        answer = khach.client.post(f"/dinh-chinh/{code}/tra-loi/", sent)
        assert answer.status_code == 200
        assert "Mã tiếp nhận" in answer.content.decode()
    (waiting,) = inputs.waiting("REPLY")
    commands.take_reply(code=waiting, by=FRONT, at=world.at)
    assert commands.take_reply(code=waiting, by=FRONT, at=world.at) is None
    reply = Reply.rows.get()
    assert (reply.state, reply.came, reply.publisher) == ("RECEIVED", "PORTAL", "Trang tin Phố Biển")
    assert "Chúng tôi đã sửa" not in page(khach, f"/dinh-chinh/{code}/")
    commands.show_reply(code=code, number=1, by=actor(world, "ha"), at=world.at)
    html = page(khach, f"/dinh-chinh/{code}/")
    assert "Chúng tôi đã sửa bài &lt;script&gt;" in html
    assert "<script>alert" not in html


def test_a_reply_to_nothing_is_dropped(world: World) -> None:
    from phoihop.intake import commands as intake

    intake.receive(
        what="REPLY",
        channel="form",
        territory="kg",
        payload={"publisher": "Báo", "text": "x"},
        about="KC-kg-2021-9999",
        by=Actor.system("portal"),
        at=world.at,
    )
    (waiting,) = inputs.waiting("REPLY")
    assert commands.take_reply(code=waiting, by=FRONT, at=world.at) is None
    assert Input.rows.get(code=waiting).state == "DROPPED"


def test_anybody_may_ask_and_nobody_learns_who(world: World, khach: Person) -> None:
    publications.write_note(note=publications.PortalNote(territory="kg"), by=LOADER, at=world.at)
    page(khach, "/dinh-chinh/yeu-cau/")
    sent = {
        "token": new_token("claim", world.at - timedelta(minutes=5)),
        "text": "Từ 5/8 chợ Rạch Sỏi chỉ họp 2 giờ mỗi ngày",
        "publisher": "Trang tin Phố Biển",
        "address": "",
    }
    answer = khach.client.post("/dinh-chinh/yeu-cau/", sent)
    assert answer.status_code == 200
    (waiting,) = inputs.waiting("CLAIM")
    assert commands.take_check(code=waiting, by=FRONT, at=world.at) is None  # no desk yet: it waits, sealed
    assert inputs.waiting("CLAIM") == [waiting]
    commands.set_desk(unit_id=world.unit("btg-tinh-uy"), by=actor(world, "binh"), at=world.at)
    commands.tick(by=Actor.system("deadline-clock"), at=world.at)
    check = Check.rows.get()
    assert (check.text, check.desk_id, check.state) == (sent["text"], world.unit("btg-tinh-uy"), "RECEIVED")


def test_forms_say_what_is_wrong_and_keep_what_was_typed(world: World, khach: Person) -> None:
    sent = {"token": new_token("claim", world.at), "text": "", "publisher": "Báo giữ lại"}
    answer = khach.client.post("/dinh-chinh/yeu-cau/", sent)
    assert answer.status_code == 422
    assert "Báo giữ lại" in answer.content.decode()
    forged = khach.client.post("/dinh-chinh/yeu-cau/", {"token": "x", "text": "Một câu đủ dài để gửi"})
    assert forged.status_code == 422
    assert not Input.rows.exists()
    assert khach.client.get("/dinh-chinh/KC-kg-2021-9999/tra-loi/").status_code == 404
