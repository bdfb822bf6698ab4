"""Our documents hold to the specification, in both forms; a program that knows only the specification gets along."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client as Browser

from phoihop.api.open.states import CLOSED_STATES
from phoihop.ground.actor import Actor
from phoihop.intake import commands as intake
from phoihop.intake import queries as hatch
from phoihop.intake.models import Input, Throttle
from phoihop.ledger.models import Entry
from phoihop.publications import commands
from tests.rooms.api.georeport import Client, Failed, complaints, moment, parsed, path_of, repaired
from tests.world import open_data as layer
from tests.world.build import LOADER, World

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "data" / "open311"
CANARY = "Chim hoàng yến"
DESK = Actor.system("front-desk").through("concern.take_in")
HEAD = b'<?xml version="1.0" encoding="utf-8"?>'
FORM, FORMS = "application/x-www-form-urlencoded", ("xml", "json")


def ask(method: str, address: str, form: Mapping[str, str] | None, heads: Mapping[str, str]) -> tuple[int, str, bytes]:
    """As a program on another machine asks: no cookie, no token of ours."""
    answer = Browser(enforce_csrf_checks=True).generic(
        method, path_of(address), urlencode(form or {}), content_type=f"{FORM}; charset=utf-8", headers=dict(heads)
    )
    assert not answer.cookies
    return answer.status_code, answer["Content-Type"], answer.content


@pytest.fixture(params=FORMS)
def client(world: World, request: pytest.FixtureRequest) -> Client:
    layer.arrange(world)
    client = Client(ask, form=request.param)
    client.discover(f"http://testserver/open311/discovery.{request.param}")
    return client


def filed(client: Client, **changed: str) -> dict[str, Any]:
    values = {
        "service_code": "moi-truong",
        "description": f"{CANARY}: rác đầy cầu cảng",
        "address_id": "kg.vinhthanh",
        "email": "nguoi@dan.example",
        "phone": "0912 345 678",
        "first_name": "An",
        "last_name": "Nguyễn Thị",
    }
    return client.file(**{**values, **changed})


# ── the checks themselves ────────────────────────────────────────────────────────────────────────────────────────────


def _sample_kind(name: str) -> str:
    return next(
        kind
        for part, kind in (
            ("error", "errors"),
            ("403", "errors"),
            ("not_found", "errors"),
            ("token", "token"),
            ("definition", "service_definition"),
            ("post", "created"),
            ("service-list", "services"),
            ("services", "services"),
            ("request", "service_requests"),
        )
        if part in name
    )


def _samples() -> list[Path]:
    return sorted(SAMPLES.rglob("*.xml")) + sorted(SAMPLES.rglob("*.json"))


# What a recorded server does otherwise than the specification says. Our own program reads it all the same.
DEPARTS = {
    "fixtures_cfa/403.xml": "one bare `error`",
    "fixtures_cfa/service_definition.xml": "`attribute` without its container",
}


@pytest.mark.parametrize("path", _samples(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_samples_of_the_specification_satisfy_the_checks_and_are_read_by_the_client(path: Path) -> None:
    name = f"{path.parent.name}/{path.name}"
    form, kind = path.suffix[1:], _sample_kind(path.name)
    text = path.read_text(encoding="utf-8").partition("HTTP/1.1 403 Forbidden")[2] or path.read_text(encoding="utf-8")
    text = text.strip()
    body = (text if form == "xml" else repaired(text)).encode()
    found = complaints(kind, form, body)
    assert bool(found) == (name in DEPARTS), found
    read = parsed(form, body)
    if kind == "service_requests" and "empty" not in name:
        assert [str(one["service_request_id"]) for one in read][:1] == ["638344"]
        assert moment(read[0]["requested_datetime"]).year == 2010
    if kind == "services":
        assert str(read[0]["service_code"]) == "001"
        assert len(read) > 2
    if kind == "service_definition":
        assert [str(one["name"]) for one in read["attributes"][0]["values"]] == ["Ford", "Chrysler"]
    if kind == "token":
        assert str(read[0]["service_request_id"]) == "638344"
    if kind == "created":
        assert str(read[0]["service_request_id"]) == "293944"


def test_samples_lie_beside_the_project() -> None:
    if not SAMPLES.exists():
        pytest.skip("the specification's samples do not lie beside this project")
    assert len(_samples()) >= 20


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("services", HEAD + b"<services><service><service_code>1</service_code></service></services>"),
        ("errors", HEAD + b"<errors/>"),
        ("errors", b"<errors><error><code>400</code><description>x</description></error></errors>"),
        (
            "token",
            HEAD
            + b'<service_requests xmlns="http://x"><request><service_request_id>1</service_request_id>'
            + b"<token>1</token></request></service_requests>",
        ),
    ],
)
def test_the_checks_complain_of_what_is_wrong(kind: str, body: bytes) -> None:
    assert complaints(kind, "xml", body)


# ── the way of a generic program ─────────────────────────────────────────────────────────────────────────────────────


def test_a_generic_client_discovers_files_and_follows_a_request(world: World, client: Client) -> None:
    names = {one["service_code"]: one["service_name"] for one in client.services()}
    assert names == {key: name for key, name, _english, _days in layer.SERVICES}
    attributes = client.attributes("moi-truong")
    assert [one["code"] for one in attributes] == ["contact", "place", "only_reflection"]
    place = attributes[1]["values"][0]
    assert place in [{"key": key, "name": name} for key, name in layer.PLACES]

    made = filed(client, **{"address_id": "", "attribute[place]": place["key"]})
    code = made["service_request_id"]
    assert code == "PA-kg-2021-000001"
    assert "Sở Xây dựng trả lời chậm nhất 16/8/2021" in made["service_notice"]

    before = client.request(code)  # nobody has looked at it yet
    assert (before["status"], before["agency_responsible"]) == ("open", "Sở Xây dựng")
    assert (before["address_id"], before["address"]) == (place["key"], place["name"])
    assert moment(before["requested_datetime"]) == world.at
    assert moment(before["expected_datetime"]).date().isoformat() == "2021-08-16"
    assert before["description"] is None
    assert client.request_of_token(code) == code

    taken = intake.take(code=code, by=DESK, at=world.at)
    assert taken is not None
    assert taken.payload == {
        "text": f"{CANARY}: rác đầy cầu cảng",
        "name": "Nguyễn Thị An",
        "phone": "0912 345 678",
        "mail": "nguoi@dan.example",
        "language": "vi",
    }
    assert (taken.channel, taken.service, taken.place) == ("open311", "moi-truong", place["key"])
    assert taken.promised_date is not None

    layer.tracked(world, 1, state="IN_PROGRESS", state_words="Đang xử lý", received_at=world.at)
    assert (client.request(code)["status"], client.request(code)["status_notes"]) == ("open", "Đang xử lý")
    answered_at = world.at + timedelta(days=2)
    layer.tracked(
        world,
        1,
        state="ANSWERED",
        state_words="Đã trả lời",
        received_at=world.at,
        answered_at=answered_at,
        answer="Bí mật",
    )
    after = client.request(code)
    assert after["status"] == "closed"
    assert moment(after["updated_datetime"]) == answered_at
    assert after["description"] == "Rác ở cảng cá 1"
    assert "Bí mật" not in str(after)
    assert [one["service_request_id"] for one in client.requests(status="closed")] == [code]
    assert client.requests(status="open") == []


def test_the_key_comes_with_the_receipt_in_a_namespace_of_ours(world: World) -> None:
    layer.arrange(world)
    form = {"service_code": "dien", "description": "Đèn tắt", "lat": "10.01", "long": "105.08"}
    _status, _type, xml = ask("POST", "/open311/v2/requests.xml", form, {})
    key = re.search(rb"<ph:key>([a-z2-7]{16})</ph:key>", xml)
    assert key is not None
    assert b'xmlns:ph="urn:x-phoihop:open311:1"' in xml
    assert hatch.holds_key("PA-kg-2021-000001", key[1].decode())
    assert f"/phan-anh/PA-kg-2021-000001/{key[1].decode()}/".encode() in xml
    status, _type, discovery = ask("GET", "/open311/discovery.xml", None, {})
    assert status == 200
    assert b"<ph:name>ph:key</ph:name>" in discovery
    assert b"<ph:namespace>urn:x-phoihop:open311:1</ph:namespace>" in discovery


def test_nothing_that_was_sent_is_told_to_anybody(world: World, client: Client) -> None:
    code = filed(client)["service_request_id"]
    layer.tracked(world, 7, is_public=False, title="Chưa duyệt")
    told = str([client.request(code), client.requests(), client.request("PA-kg-2021-000007")])
    for secret in (CANARY, "0912", "nguoi@dan.example", "Nguyễn Thị", "Chưa duyệt", "10.012"):
        assert secret not in told
    assert not Entry.rows.filter(data__contains="nguoi@dan").exists()
    assert b"nguoi@dan" not in bytes(Input.rows.get().sealed)


def test_where_it_is_in_words_goes_with_the_text(world: World, client: Client) -> None:
    point = {"lat": "10.012345", "long": "105.080987"}
    code = filed(client, address_id="", address_string="Hẻm 3, chợ cá", **point)["service_request_id"]
    taken = intake.take(code=code, by=DESK, at=world.at)
    assert taken is not None
    assert taken.payload["text"] == f"{CANARY}: rác đầy cầu cảng\n\nNơi: Hẻm 3, chợ cá"
    assert (taken.payload["latitude"], taken.payload["longitude"]) == ("10.012345", "105.080987")
    assert "address" not in taken.payload


def test_sent_again_with_the_senders_own_key_it_is_one(client: Client) -> None:
    once = {"Idempotency-Key": "a-key-nobody-guesses-1"}
    values = {"service_code": "dien", "description": "Đèn tắt", "address_string": "Hẻm 3"}
    first = client.file(once, **values)
    assert client.file(once, **values) == first
    with pytest.raises(Failed, match="đã dùng cho nội dung khác"):
        client.file(once, **{**values, "description": "Việc khác"})
    with pytest.raises(Failed, match="ít nhất 16"):
        client.file({"Idempotency-Key": "short"}, **values)
    assert client.file({}, **values) != first
    assert Input.rows.count() == 2


@pytest.mark.parametrize(
    ("changed", "status", "code", "words"),
    [
        ({"service_code": ""}, 400, 400, "Thiếu service_code"),
        ({"service_code": "moon"}, 404, 404, "Không có service_code"),
        ({"description": ""}, 400, 400, "Thiếu description"),
        ({"description": "a" * 1003}, 400, 40002, "quá 3 chữ"),
        ({"address_id": ""}, 400, 400, "Thiếu nơi xảy ra"),
        ({"address_id": "ag.chaudoc"}, 404, 404, "Không có nơi này"),
        ({"address_id": "", "lat": "10"}, 400, 400, "cùng nhau"),
        ({"lat": "ten", "long": "105"}, 400, 400, "số độ"),
        ({"lat": "NaN", "long": "inf"}, 400, 400, "số độ"),
        ({"lat": "91", "long": "105"}, 400, 400, "từ -90"),
        ({"email": "không phải thư"}, 400, 400, "địa chỉ thư"),
        ({"phone": "<script>"}, 400, 400, "số điện thoại"),
        ({"first_name": "x" * 101}, 400, 400, "dài quá"),
        ({"jurisdiction_id": "moon"}, 404, 404, "Các địa bàn có ở đây: kg"),
        ({"api_key": "stolen"}, 403, 403, "api_key"),
        ({"description": "Tôi làm đơn khiếu nại quyết định số 12"}, 400, 40001, "only_reflection"),
    ],
)
def test_a_refusal_says_why_and_keeps_nothing(
    client: Client, changed: dict[str, str], status: int, code: int, words: str
) -> None:
    with pytest.raises(Failed) as refused:
        filed(client, **changed)
    assert refused.value.status == status
    assert [int(one["code"]) for one in refused.value.errors] == [code]
    assert words in refused.value.errors[0]["description"]
    assert not Input.rows.exists()


def test_all_faults_are_told_at_once(client: Client) -> None:
    with pytest.raises(Failed) as refused:
        client.file(lat="91", long="0", email="x")
    assert len(refused.value.errors) == 4


def test_declined_wording_goes_to_a_person(world: World, client: Client) -> None:
    filed(client, **{"description": "Tôi khiếu nại quyết định số 12", "attribute[only_reflection]": "yes"})
    assert "channel" in Input.rows.get().flags


def test_an_address_that_floods_costs_a_look(world: World, client: Client) -> None:
    for number in range(30):
        filed(client, description=f"Đèn {number} tắt")
    written = Input.rows.count(), sum(Throttle.rows.values_list("count", flat=True))
    for _ in range(20):
        with pytest.raises(Failed) as refused:
            filed(client)
        assert refused.value.status == 429
    assert (Input.rows.count(), sum(Throttle.rows.values_list("count", flat=True))) == written
    assert written[0] == 30


def test_a_program_with_a_key_has_a_rate_of_its_own_and_no_flag(world: World, client: Client) -> None:
    digest = hashlib.sha256(b"our-own-program").hexdigest()
    note = commands.OpenDataNote(licence_name="X", keys=((digest, "Tổng đài 1022", "2"),))
    commands.write_note(note=note, by=LOADER, at=world.at)
    filed(client, api_key="our-own-program")
    filed(client, api_key="our-own-program", description="Đèn tắt")
    with pytest.raises(Failed, match="quá nhiều"):
        filed(client, api_key="our-own-program")
    filed(client, description="Ống nước vỡ")
    assert list(Input.rows.order_by("pk").values_list("flags", flat=True)) == ["", "", "no-work"]


def test_with_several_territories_one_must_be_named(world: World, client: Client) -> None:
    layer.arrange(world, "ag")
    with pytest.raises(Failed, match="Thiếu jurisdiction_id") as refused:
        client.services()
    assert refused.value.status == 400
    client.jurisdiction = "ag"
    assert filed(client, address_id="", address_string="Ấp 3")["service_request_id"] == "PA-ag-2021-000001"
    client.jurisdiction = "kg"
    with pytest.raises(Failed):
        client.request("PA-ag-2021-000001")


# ── asking for many ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_requests_by_time_service_and_status(world: World, client: Client) -> None:
    layer.tracked(world, 1, received_at=world.at - timedelta(days=100))
    layer.tracked(world, 2, received_at=world.at - timedelta(days=80), service="dien")
    layer.tracked(world, 3, received_at=world.at - timedelta(days=2), state="REFUSED")
    layer.tracked(world, 4, received_at=world.at - timedelta(days=1), service="giao-thong")

    def codes(**values: str) -> list[int]:
        return [int(one["service_request_id"][-6:]) for one in client.requests(**values)]

    assert codes() == [4, 3, 2]
    assert codes(service_code="dien,giao-thong") == [4, 2]
    assert codes(status="open") == [4, 2]
    assert codes(status="open,closed") == [4, 3, 2]
    assert codes(start_date="2021-04-01T00:00:00Z") == [2, 1]
    assert codes(end_date="2021-06-01T00:00:00+07:00") == [2, 1]
    assert codes(start_date="2021-07-31T00:00:00+07:00", end_date="2021-08-03T00:00:00+07:00") == [4, 3]
    assert codes(service_request_id="PA-kg-2021-000001,PA-kg-2021-000004,PA-kg-2021-000099", status="closed") == [1, 4]
    assert codes(page="2", page_size="2") == [2]
    assert codes(page="", status="") == [4, 3, 2]


@pytest.mark.parametrize(
    "values",
    [
        {"start_date": "2021-01-01T00:00:00Z", "end_date": "2021-05-01T00:00:00Z"},
        {"start_date": "2021-05-01T00:00:00Z", "end_date": "2021-04-01T00:00:00Z"},
        {"start_date": "2021-08-02"},
        {"start_date": "hôm qua"},
        {"start_date": "9999-12-31T23:59:59Z"},
        {"end_date": "0001-01-01T00:00:00Z"},
        {"status": "lost"},
        {"page": "0"},
        {"page": "٣"},
        {"page": "999999"},
        {"page_size": "1001"},
        {"page_size": "1e9"},
        {"service_code": ",".join(map(str, range(300)))},
    ],
    ids=str,
)
def test_a_question_that_cannot_be_gets_a_sentence(client: Client, values: dict[str, str]) -> None:
    with pytest.raises(Failed) as refused:
        client.requests(**values)
    assert refused.value.status == 400


def test_extensions_come_when_asked_for_and_the_rest_stays_valid(world: World) -> None:
    layer.arrange(world)
    layer.tracked(world, 1, other_units=("Sở Y tế",), merged_into="PA-kg-2021-000009", state="MERGED")
    plain = ask("GET", "/open311/v2/requests/PA-kg-2021-000001.xml", None, {})[2]
    assert b"ph:" not in plain
    more = ask("GET", "/open311/v2/requests.xml?extensions=true", None, {})[2]
    assert not complaints("service_requests", "xml", more)
    assert "<ph:agency>Sở Y tế</ph:agency>" in more.decode()
    assert b"<ph:step><ph:datetime>2021-07-30T09:00:00+07:00</ph:datetime>" in more
    told = ask("GET", "/open311/v2/requests.json?extensions=true", None, {})[2]
    assert not complaints("service_requests", "json", told)
    assert b'"ph:merged_into":"PA-kg-2021-000009"' in told


@pytest.mark.parametrize("state", sorted(CLOSED_STATES))
def test_states_that_end_are_closed(world: World, client: Client, state: str) -> None:
    assert client.request(layer.tracked(world, 1, state=state))["status"] == "closed"


def test_the_interface_speaks_english_under_en(world: World) -> None:
    layer.arrange(world)
    client = Client(ask)
    client.discover("http://testserver/en/open311/discovery.xml")
    assert client.endpoint == "http://testserver/en/open311/v2"
    assert client.services()[0]["service_name"] == "Environment, sanitation"


@pytest.mark.parametrize("form", FORMS)
def test_a_list_takes_as_many_queries_whatever_its_length(
    world: World, form: str, django_assert_num_queries: Any
) -> None:
    layer.arrange(world)
    for many in (1, 12):
        for number in range(many):
            layer.tracked(world, number, place=layer.PLACES[number % 3][0])
        with django_assert_num_queries(5):
            ask("GET", f"/open311/v2/requests.{form}", None, {})


def test_any_page_may_read_and_caches_may_keep(world: World) -> None:
    layer.arrange(world)
    browser = Browser()
    read = browser.get("/open311/v2/services.json")
    assert read["Access-Control-Allow-Origin"] == "*"
    assert read["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in read.get("Vary", "")
    sent = browser.post("/open311/v2/requests.json", "description=x", content_type=FORM)
    assert "Access-Control-Allow-Origin" not in sent
    assert sent["Cache-Control"] == "no-store"
