"""Whatever is thrown at the open API, it answers in the specification's own words, and never with a fault of ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phoihop.intake.models import Input
from tests.rooms.api.georeport import complaints
from tests.world import open_data as layer
from tests.world.build import World

NAUGHTY = Path(__file__).resolve().parents[4] / "shared" / "data" / "naughty_strings" / "blns.json"
FORM = "application/x-www-form-urlencoded"
ANSWERS = {200, 201, 400, 403, 404, 429}
BOUNDED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
TEXT = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        [
            "",
            "\x00",
            "a\x00b",
            "1e309",
            "-1",
            "99999999999999999999",
            "2021-13-45T99:99:99Z",
            "2021-02-30T00:00:00Z",
            "2021-08-02T00:00:00+99:99",
            "0000-00-00T00:00:00Z",
            "../../etc/passwd",
            "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
            "' OR 1=1 --",
            "%s%n",
            "%(x)s",
            "\ufffe",
            "🅐" * 200,
            "PA-kg-2021-000001",
        ]
    ),
)
ARGUMENTS = (
    "jurisdiction_id",
    "service_request_id",
    "service_code",
    "start_date",
    "end_date",
    "status",
    "page",
    "page_size",
    "extensions",
)
FIELDS = (
    "api_key",
    "jurisdiction_id",
    "service_code",
    "lat",
    "long",
    "address_string",
    "address_id",
    "email",
    "phone",
    "first_name",
    "last_name",
    "description",
    "media_url",
    "device_id",
    "attribute[place]",
    "attribute[place][]",
    "attribute[only_reflection]",
)


def judge(answer: Any, form: str, *, kinds: tuple[str, ...]) -> None:
    assert answer.status_code in ANSWERS
    assert answer["Content-Type"] == {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}[form]
    expected = kinds if answer.status_code < 400 else ("errors",)
    assert any(not complaints(kind, form, answer.content) for kind in expected), answer.content[:500]


@pytest.fixture
def standing(world: World) -> World:
    layer.arrange(world)
    layer.tracked(world, 1)
    return world


@BOUNDED
@given(arguments=st.dictionaries(st.sampled_from(ARGUMENTS), TEXT), form=st.sampled_from(["xml", "json"]))
def test_any_question(standing: World, arguments: dict[str, str], form: str) -> None:
    query = urlencode(arguments, errors="surrogatepass")
    judge(Client().get(f"/open311/v2/requests.{form}?{query}"), form, kinds=("service_requests",))


@BOUNDED
@given(what=st.sampled_from(["services", "requests", "tokens"]), code=TEXT, form=st.sampled_from(["xml", "json"]))
def test_any_code_in_an_address(standing: World, what: str, code: str, form: str) -> None:
    path = quote(code.replace("\x00", ""), safe="", errors="surrogatepass")
    answer = Client().get(f"/open311/v2/{what}/{path}.{form}")
    kinds = ("service_definition", "service_requests", "token")
    judge(answer, "xml" if answer["Content-Type"].startswith("text/xml") else form, kinds=kinds)


@BOUNDED
@given(
    fields=st.dictionaries(st.sampled_from(FIELDS), TEXT),
    is_good=st.booleans(),
    form=st.sampled_from(["xml", "json"]),
    address=st.integers(1, 250),
)
def test_any_form(standing: World, fields: dict[str, str], is_good: bool, form: str, address: int) -> None:
    values = {"service_code": "dien", "description": "Đèn tắt", "address_string": "Hẻm 3"} if is_good else {}
    body = urlencode({**values, **fields}, errors="surrogatepass")
    answer = Client(REMOTE_ADDR=f"10.0.0.{address}").post(f"/open311/v2/requests.{form}", body, content_type=FORM)
    judge(answer, form, kinds=("created",))


@BOUNDED
@given(body=st.binary(max_size=300), kind=st.sampled_from([FORM, "", "text/xml", f"{FORM}; charset=utf-16", "a/b; c="]))
def test_any_body(standing: World, body: bytes, kind: str) -> None:
    answer = Client().generic("POST", "/open311/v2/requests.xml", body, content_type=kind)
    judge(answer, "xml", kinds=("created",))


def test_bodies_that_are_too_long_or_carry_files(standing: World) -> None:
    client = Client()
    long = "description=" + "a" * 200_000
    judge(client.post("/open311/v2/requests.xml", long, content_type=FORM), "xml", kinds=())
    many = "&".join(f"a{n}=1" for n in range(3000))
    judge(client.post("/open311/v2/requests.xml", many, content_type=FORM), "xml", kinds=())
    with Path(__file__).open("rb") as media:
        file = client.post("/open311/v2/requests.json", {"description": "x", "media": media})
    judge(file, "json", kinds=())
    judge(client.get(f"/open311/v2/requests.xml?{many}"), "xml", kinds=())
    assert not Input.rows.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/open311/v2/services.txt",
        "/open311/v2/services.xml.json.yaml",
        "/open311/v2/services",
        "/open311/v2/requests/",
        "/open311/v2/",
        "/open311/v3/requests.xml",
        "/open311/x",
    ],
)
def test_an_address_that_is_none_says_where_the_list_is(standing: World, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 404
    judge(answer, "xml", kinds=())
    assert "/open311/discovery.xml" in answer.content.decode()


def test_naughty_strings_are_taken_as_words(standing: World) -> None:
    if not NAUGHTY.exists():
        pytest.skip("the naughty strings do not lie beside this project")
    strings = [one for one in json.loads(NAUGHTY.read_text(encoding="utf-8")) if one.strip()]
    made = 0
    for number, text in enumerate(strings):
        browser = Client(REMOTE_ADDR=f"10.1.{number // 250}.{number % 250 + 1}")
        fields = {"service_code": "dien", "description": text, "address_string": text[:300]}
        answer = browser.post("/open311/v2/requests.json", urlencode(fields, errors="replace"), content_type=FORM)
        judge(answer, "json", kinds=("created",))
        made += answer.status_code == 201
    assert made == Input.rows.count() > len(strings) * 0.9
