"""What `openapi.json` promises is what is answered: asked for everything by schemathesis, nothing left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.urls import get_resolver, resolve
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.core.transport import Response

from phoihop.api.open import pages
from phoihop.portal.outside import index
from tests.world import open_data as layer
from tests.world.build import World
from tests.world.portal import everything_out

ADDRESS = "/open311/openapi.json"
DESCRIBED: dict[str, Any] = json.loads(pages.described())
OPERATIONS = sorted((method.upper(), path) for path, item in DESCRIBED["paths"].items() for method in item)
# Pages for people, and what is found through the catalogue, a feed or a page: no program asks for them by a form.
FOR_PEOPLE = re.compile(r"^(?!.*(-feed|site-map|site-map-part|robots|catalog|open-data-file|search-description)$)")
few = settings(
    database=None,
    deadline=None,
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def house(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(connection, "close", lambda: None)  # the test's own transaction is in it
    index.forget()
    everything_out(world)
    layer.arrange(world)
    layer.published(world)
    layer.tracked(world, 800_001)
    yield world
    index.forget()


def test_the_description_is_served_to_everybody(world: World) -> None:
    answer = Client().get(ADDRESS)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json; charset=utf-8")
    assert (answer["Access-Control-Allow-Origin"], answer.cookies) == ("*", {})
    assert answer.json() == DESCRIBED == Client().get(f"/en{ADDRESS}").json()


def test_every_described_address_is_one() -> None:
    values = {"form": {"/open311": "json", "/du-lieu": "csv"}, "part": "1"}
    for _method, path in OPERATIONS:
        form = values["form"].get(path[: path.index("/", 1)], "atom.xml") if "{form}" in path else ""
        found = resolve(re.sub(r"\{\w+\}", "1", path.replace("{form}", form)))
        assert found.view_name.startswith(("api:", "portal:")), path
        assert found.url_name != "nothing", path


def test_every_address_for_programs_is_described() -> None:
    """Those of the API, and those of the portal that are no page for people."""
    described = {re.sub(r"\{\w+\}", "{}", path) for _method, path in OPERATIONS}
    routes = {
        (room, name): "/" + re.sub(r"<[^>]+>", "{}", str(part.pattern))
        for room in ("api", "portal")
        for name, part in _named(room)
        if name != "nothing" and not (room == "portal" and FOR_PEOPLE.match(name))
    }
    assert len(routes) > 15
    assert not {name: route for name, route in routes.items() if route not in described}


def _named(room: str) -> Iterator[tuple[str, Any]]:
    for part in get_resolver().url_patterns:
        if getattr(part, "namespace", None) == room:
            yield from ((one.name, one) for one in part.url_patterns)


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_whatever_is_asked_is_answered_as_described(house: World, method: str, path: str) -> None:
    """Right arguments, wrong ones, none: no fault of ours, and status, media type and body as they are described."""
    schema = schemathesis.openapi.from_wsgi(ADDRESS, get_wsgi_application())
    asked: list[int] = []

    @seed(8)
    @few
    @given(case=st.one_of([schema[path][method].as_strategy(generation_mode=mode) for mode in _modes(path)]))
    def ask(case: schemathesis.Case) -> None:
        answer = case.call()
        asked.append(answer.status_code)
        _no_fault(answer)
        case.validate_response(
            answer,
            checks=[
                schemathesis.checks.not_a_server_error,
                schemathesis.checks.status_code_conformance,
                schemathesis.checks.content_type_conformance,
                schemathesis.checks.response_schema_conformance,
            ],
        )

    ask()
    assert asked


@pytest.mark.slow
@pytest.mark.once
def test_what_is_there_is_answered_as_described(house: World) -> None:
    """The examples above seldom hit a code that exists; these do."""
    schema = schemathesis.openapi.from_wsgi(ADDRESS, get_wsgi_application())
    code = Client().get("/open311/v2/requests.json").json()[0]["service_request_id"]
    service = Client().get("/open311/v2/services.json").json()[0]["service_code"]
    catalog = Client().get("/du-lieu/catalog.jsonld").content.decode()
    dataset = re.findall(r"/du-lieu/([a-z0-9-]+)\.csv", catalog)[0]
    known = [
        ("/open311/v2/requests/{code}.{form}", {"code": code}, ("json", "xml"), {"extensions": "true"}),
        ("/open311/v2/tokens/{code}.{form}", {"code": code}, ("json", "xml"), {}),
        ("/open311/v2/services/{code}.{form}", {"code": service}, ("json", "xml"), {}),
        ("/open311/v2/requests.{form}", {}, ("json", "xml"), {"extensions": "true"}),
        ("/du-lieu/{key}.{form}", {"key": dataset}, ("json", "csv"), {}),
        ("/tin/{form}", {}, ("atom.xml", "rss.xml", "feed.json"), {}),
    ]
    for path, values, forms, query in known:
        for form in forms:
            case = schema[path]["GET"].Case(path_parameters={**values, "form": form}, query=query)
            answer = case.call()
            assert answer.status_code == 200, (path, form)
            case.validate_response(answer, checks=[schemathesis.checks.response_schema_conformance])
    filing = {"service_code": service, "description": "Rác đầy cầu cảng", "lat": "10.01", "long": "105.08"}
    case = schema["/open311/v2/requests.{form}"]["POST"].Case(
        path_parameters={"form": "json"}, body=filing, media_type="application/x-www-form-urlencoded"
    )
    answer = case.call()
    assert answer.status_code == 201
    case.validate_response(answer)


def _modes(path: str) -> list[schemathesis.GenerationMode]:
    """Wrong arguments are tried where there are any."""
    modes = list(schemathesis.GenerationMode)
    return modes if any("parameters" in one for one in DESCRIBED["paths"][path].values()) else modes[:1]


def _no_fault(answer: Response) -> None:
    assert answer.status_code < 500, answer.text[:500]
    assert "Traceback" not in answer.text
