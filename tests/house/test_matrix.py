"""Every door × every person of the cast, against one table a non-programmer can read: `matrix.md` beside this file.

A door without a row fails, a row without a door fails, an answer other than the table's fails. Answers: 200 page,
302 done or sent on (`→` when sent to sign in), 403 sees but may not, 404 does not exist for this person,
405 not this way, 409 somebody was faster, 422 refused or not filled in. POST doors get a form with nothing filled in.

After a deliberate change: `.venv/bin/python -m pytest tests/house/test_matrix.py --matrix-write`, then read the diff.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from phoihop.ground.door import all_doors
from tests.world.build import World
from tests.world.everything import Things, everything

TABLE = Path(__file__).with_name("matrix.md")
PEOPLE = ("an", "binh", "chi", "dung", "giang", "ha", "kim", "long", "minh", "khach")
NAMES = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Kim", "Long", "Minh", "Khách")


def doors() -> Iterator[tuple[str, str, Any]]:
    """Name, method and pattern of each door; a door that takes both is opened both ways."""
    for name, pattern in all_doors():
        for method in sorted(set(pattern.callback.methods) - {"HEAD"}):
            yield name, method, pattern


def address(name: str, pattern: Any, things: Things) -> str:
    """The door's address with things of the sample world in its places."""
    places = pattern.pattern.converters
    return reverse(name, kwargs={place: things.place(name, place) for place in places})


def knock(person: Any, method: str, url: str) -> str:
    """What the door answers; whatever it did is undone, signing out included."""
    client = person.client
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        response = client.get(url) if method == "GET" else client.post(url, {"sent": "1"})
        transaction.set_rollback(True)
    if response.streaming:
        b"".join(response.streaming_content)  # type: ignore[arg-type]  # read to the end, a file is closed
    client.cookies = cookies
    if response.status_code == 302 and response["Location"].startswith("/dang-nhap/"):
        return "→"
    return str(response.status_code)


def read_table() -> dict[tuple[str, str], list[str]]:
    rows = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == len(PEOPLE) + 2 and re.fullmatch(r"`[\w:.-]+`", cells[0]):
            rows[cells[0].strip("`"), cells[1]] = cells[2:]
    return rows


def write_table(rows: dict[tuple[str, str], list[str]]) -> None:
    lines = [
        "# The matrix: every door × every person of the cast\n\n",
        __doc__.split("\n\n", 1)[1].split("\n\nAfter")[0],
    ]
    lines.append(
        "\n\nAn drafts and Bình approves for the lead, Minh stands in for Bình, Giang is its clerk, Hà its editor; "
    )
    lines.append("Chi works for the partner; Dũng's office is party to nothing; Kim audits the province; ")
    lines.append("Long administers; Khách is not signed in.\n\n")
    lines.append(f"| door | how | {' | '.join(NAMES)} |\n|---|---|{'---|' * len(NAMES)}\n")
    for (name, method), cells in sorted(rows.items()):
        lines.append(f"| `{name}` | {method} | {' | '.join(cells)} |\n")
    TABLE.write_text("".join(lines), encoding="utf-8")


@pytest.fixture
def things(world: World) -> Things:
    return everything(world)


@pytest.mark.once  # rights are computed by the same declarations; that filters agree with them is tried on both
def test_matrix(world: World, things: Things, request: pytest.FixtureRequest) -> None:
    people = [request.getfixturevalue(name) for name in PEOPLE]
    assert all(person.client for person in people)  # signed in before anything is undone
    found = {
        (name, method): [knock(person, method, address(name, pattern, things)) for person in people]
        for name, method, pattern in doors()
    }
    broken = [(door, answers) for door, answers in found.items() if any(a.startswith("5") for a in answers)]
    assert not broken, "an error of ours"
    if request.config.getoption("--matrix-write"):
        write_table(found)
    table = read_table()
    assert not sorted(found.keys() - table.keys()), "doors without a row"
    assert not sorted(table.keys() - found.keys()), "rows without a door"
    wrong = {}
    for (name, method), answers in found.items():
        differing = [
            f"{who}: {answered} instead of {expected}"
            for who, expected, answered in zip(NAMES, table[name, method], answers, strict=True)
            if expected != answered
        ]
        if differing:
            wrong[f"{name} {method}"] = differing
    assert not wrong


def test_nobody_gets_past_a_door_without_signing_in(things: Things, khach: Any) -> None:
    """Whatever the table says: who is not signed in reaches only doors that say why they stand open."""
    for name, method, pattern in doors():
        if pattern.callback.door is not None:
            assert knock(khach, method, address(name, pattern, things)) == "→", name
        else:
            assert pattern.callback.open_reason
