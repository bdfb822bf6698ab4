"""The security page is true: every test it names is there, and so are the pins it speaks of."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.test import Client
from packaging.requirements import Requirement

from phoihop.ground.door import all_doors
from phoihop.site.options import DEFAULTS
from phoihop.site.watching.masking import Mask
from tests.world.cast import Person

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if re.match(r"\| \d+\.", line)
]
NAMED = re.findall(r"`(tests/[\w/.]+\.py)(?:::(\w+))?`", PAGE)
STATES = {"kept", "in part", "open", "not applicable"}
# The numbers of OWASP ASVS 4.0.3 that level 2 asks for, by section (the numbers alone).
LEVEL_2 = """
1.1:1-7 1.2:1-4 1.4:1,4-5 1.5:1-4 1.6:1-4 1.7:1-2 1.8:1-2 1.9:1-2 1.10:1 1.11:1-2 1.12:2 1.14:1-6 2.1:1-12 2.2:1-3
2.3:1-3 2.4:1-5 2.5:1-7 2.6:1-3 2.7:1-6 2.8:1-7 2.9:1-3 2.10:1-4 3.1:1 3.2:1-4 3.3:1-4 3.4:1-5 3.5:1-3 3.7:1 4.1:1-3,5
4.2:1-2 4.3:1-3 5.1:1-5 5.2:1-8 5.3:1-10 5.4:1-3 5.5:1-4 6.1:1-3 6.2:1-6 6.3:1-2 6.4:1-2 7.1:1-4 7.2:1-2 7.3:1,3-4
7.4:1-3 8.1:1-4 8.2:1-3 8.3:1-8 9.1:1-3 9.2:1-4 10.2:1-2 10.3:1-3 11.1:1-8 12.1:1-3 12.2:1 12.3:1-6 12.4:1-2 12.5:1-2
12.6:1 13.1:1,3-5 13.2:1-3,5-6 13.3:1-2 13.4:1-2 14.1:1-4 14.2:1-6 14.3:2-3 14.4:1-7 14.5:1-4
"""
PLANTED = "Zk3vX9pQ-planted-7Lr2"
PINNED = ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt")


@cache
def _tests_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))


def test_every_test_that_is_named_is_there() -> None:
    assert len(NAMED) > 60
    missing = [(file, name) for file, name in NAMED if not (ROOT / file).is_file()]
    missing += [(file, name) for file, name in set(NAMED) - set(missing) if name and name not in _tests_in(ROOT / file)]
    assert not missing


def test_every_line_has_a_state_and_what_shows_it() -> None:
    assert {row[0].partition(".")[0] for row in ROWS} == {str(chapter) for chapter in range(1, 15)}
    assert len({row[0] for row in ROWS}) == len(ROWS)
    assert not [row for row in ROWS if len(row) != 4 or row[2] not in STATES or not row[3]]
    assert not [row[0] for row in ROWS if row[2] == "kept" and not re.search(r"`[^`]+`", row[3])]


def _asked_for() -> set[str]:
    found = set()
    for part in LEVEL_2.split():
        section, numbers = part.split(":")
        for run in numbers.split(","):
            first, _, last = run.partition("-")
            found |= {f"{section}.{number}" for number in range(int(first), int(last or first) + 1)}
    return found


def test_every_number_of_level_2_has_its_line() -> None:
    """Its own, or its section's, which stands for all."""
    named = {row[0] for row in ROWS}
    assert len(_asked_for()) == 259
    assert not {number for number in _asked_for() if not {number, number.rpartition(".")[0]} & named}


@pytest.mark.django_db
def test_passwords_may_be_pasted_and_filled_in() -> None:
    page = Client().get("/dang-nhap/").content.decode()
    assert 'autocomplete="current-password"' in page
    assert "paste" not in page


@pytest.mark.parametrize("name", PINNED)
def test_every_requirement_is_pinned_by_version_and_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert lines
    for line in lines:
        said, *hashes = line.split(" --hash=")
        requirement = Requirement(said.split(" #")[0].strip())
        assert requirement.url is None, line
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), line
        assert hashes, said
        assert all(re.match(r"sha256:[0-9a-f]{64}\b", one) for one in hashes), said


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/lam-viec/", "/dang-nhap/", "/khong-co/", "/open311/v2/services.json", "/healthz"]
)
def test_every_answer_carries_its_headers(path: str) -> None:
    answer = Client().get(path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert not re.search(r"unsafe-(inline|eval)|\*", answer["Content-Security-Policy"])
    kind = answer.get("Content-Type", "")
    assert not answer.content or "charset=utf-8" in kind or kind == "application/json"
    assert "Server" not in answer
    assert "X-Powered-By" not in answer


def keyed() -> list[str]:
    """An address of every door that a key in its address opens, in both languages."""
    routes = [str(pattern.pattern) for _name, pattern in all_doors()]
    keys = [route for route in routes if re.search(r"<str:token>|^phan-anh/.+<str:key>", route)]
    keys = [re.sub("<str:(token|key)>", PLANTED, route) for route in keys]
    paths = [f"/{route.replace('<str:code>', 'PA-kg-2021-000001')}" for route in keys]
    return [*paths, *(f"/en{path}" for path in paths)]


def test_no_log_of_the_proxy_takes_an_address_that_is_a_key() -> None:
    site = (ROOT / "deploy/nginx/phoihop.conf").read_text(encoding="utf-8")
    (unlogged,) = re.findall(r"^ +~(\S+) +0;$", site, re.MULTILINE)
    (silent,) = re.findall(r"location ~ (\S+) \{\n +error_log /dev/null", site)
    assert unlogged == silent
    assert len(keyed()) >= 20
    assert [path for path in keyed() if not re.match(unlogged, path)] == []
    for path in ("/", "/phan-anh/", "/phan-anh/PA-kg-2021-000001/", "/en/phan-anh/viet/", "/lam-viec/lich/trung/"):
        assert not re.match(unlogged, path), path
    assert "$http_referer" not in site
    assert "combined" not in site
    assert all("access_log" in block for block in re.split(r"^server \{", site, flags=re.MULTILINE)[1:])


@pytest.mark.django_db
def test_an_address_that_is_a_key_is_told_to_nobody_as_where_one_came_from() -> None:
    """Nor to the proxy's log, with each style sheet of the page. What stops a reader there tells no more."""
    for path in keyed():
        assert Client().get(path)["Referrer-Policy"] in {"strict-origin", "no-referrer"}, path


def test_an_address_that_is_a_key_is_masked_in_our_own_log() -> None:
    mask = Mask()
    assert [path for path in keyed() if PLANTED in mask(f"GET {path} 500")] == []


def test_pages_of_the_desk_are_not_stored(an: Person) -> None:
    assert "no-store" in an.client.get("/lam-viec/")["Cache-Control"]
    assert "no-store" in an.client.get("/lam-viec/khong-co/")["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "host", ["la.example", "localhost.la.example", "testserver@la.example", "testserver:80:80", ""]
)
def test_another_host_is_refused(host: str) -> None:
    answer = Client().get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "la.example" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/static/", "/static/ground/", "/static/../settings.env", "/tep/", "/tep/../../etc/passwd"]
)
def test_folders_are_not_listed(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 404
    assert "Index of" not in answer.content.decode()


def test_nothing_is_debugged() -> None:
    from phoihop.site import settings

    assert settings.DEBUG is False
    assert "PHOIHOP_DEBUG" not in DEFAULTS


def test_passwords_are_hashed_by_argon2() -> None:
    from phoihop.site import settings

    assert settings.PASSWORD_HASHERS[0].endswith(".Argon2PasswordHasher")
    assert not [name for name in settings.PASSWORD_HASHERS if "MD5" in name or "SHA1" in name]
