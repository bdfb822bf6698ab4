"""phoihop user: what it prints, what it refuses, and that its accounts come in by the front door."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from phoihop.ground.actor import Role
from phoihop.organizations.queries import account_ids
from phoihop.site.commandline import OK, WRONG, main
from phoihop.site.options import options
from tests.world.build import World
from tests.world.cast import Person

OANH = ["user", "add", "oanh", "--name", "Tạ Kim Oanh"]
SEAT = ["--unit", "DV-kg-so-yte", "--post", "Giám đốc", "--role", "approver", "--role", "focal"]


@pytest.fixture
def sample_file() -> Any:
    path = Path(options().data) / "sample-accounts.json"
    yield path
    path.unlink(missing_ok=True)


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_add_opens_seats_and_tells_the_password(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*OANH, *SEAT, "--json"]) == OK
    client = Client()
    assert client.post("/dang-nhap/", said(capsys)).status_code == 302
    assert client.get("/lam-viec/to-chuc/").status_code == 200
    oanh = Person(account_ids(["oanh"])["oanh"], world.at)
    assert (oanh.actor.roles, oanh.actor.post) == ({Role.APPROVER, Role.FOCAL}, "Giám đốc")


@pytest.mark.parametrize(
    "words",
    [
        ["user", "add", "an", "--name", "Người khác"],
        [*OANH, "--unit", "DV-kg-so-yte"],
        [*OANH, *SEAT, "--role", "king"],
        [*OANH, "--unit", "DV-kg-chang-co", "--post", "x", "--role", "focal"],
        ["user", "disable", "chang-co"],
    ],
)
def test_wrong_input_changes_nothing(world: World, words: list[str]) -> None:
    assert main(words) == WRONG
    assert account_ids(["oanh"]) == {}


def test_list_finds_without_marks(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "list", "--find", "thi chi", "--json"]) == OK
    (row,) = said(capsys)
    assert (row["username"], row["active"]) == ("chi", True)
    assert row["seats"] == "Chuyên viên Văn phòng Sở, Sở Y tế tỉnh Kiên Giang"


def test_disable(world: World, chi: Person) -> None:
    assert [main(["user", "disable", "chi"]) for _ in range(2)] == [OK, OK]
    assert chi.actor_at(world.at).kind == "nobody"


def test_sample_twice_gives_one_password(world: World, sample_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "sample", "--json"]) == OK
    first = said(capsys)
    assert main(["user", "sample", "--json"]) == OK
    assert said(capsys) == first == json.loads(sample_file.read_text(encoding="utf-8"))
    assert stat.S_IMODE(sample_file.stat().st_mode) == 0o600
    row = next(row for row in first if row["username"] == "soyte-duyet")
    answer = Client().post("/dang-nhap/", {"username": row["username"], "password": row["password"]})
    assert answer.headers["Location"] == "/lam-viec/"
