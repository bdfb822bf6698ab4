"""Which passwords are refused: short, common, known from breaches, made of names."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from phoihop.ground.command import Refused
from phoihop.organizations import commands
from phoihop.site.options import WrongOption, read
from phoihop.site.passwords import is_listed
from tests.world.build import LOADER, World
from tests.world.cast import Person


def digest(password: str) -> str:
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def a_file(where: Path, passwords: list[str]) -> Path:
    lines = sorted(f"{digest(word)}:{number}" for number, word in enumerate(passwords, start=1))
    where.write_text("".join(f"{line}\r\n" for line in lines), encoding="ascii")
    return where


@settings(max_examples=60)
@given(st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=40), st.text(max_size=8))
def test_exactly_what_is_in_the_file_is_found(tmp_path_factory: Any, passwords: list[str], other: str) -> None:
    listed = a_file(tmp_path_factory.mktemp("list") / "sha1.txt", passwords)
    assert all(is_listed(listed, word) for word in passwords)
    assert is_listed(listed, other) == (other in passwords)


def test_a_folder_of_ranges(tmp_path: Path) -> None:
    for word, end in (("bí-mật-đã-lộ", ""), ("another", ".txt")):
        (tmp_path / f"{digest(word)[:5]}{end}").write_text(f"{digest(word)[5:]}:7\n", encoding="ascii")
    assert is_listed(tmp_path, "bí-mật-đã-lộ")
    assert is_listed(tmp_path, "another")
    assert not is_listed(tmp_path, "chưa lộ bao giờ")


def test_a_list_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        is_listed(tmp_path / "gone", "x")


def test_a_breached_password_is_not_set(world: World, chi: Person, tmp_path: Path, settings: Any) -> None:
    settings.PHOIHOP_BREACHED_PASSWORDS = a_file(tmp_path / "sha1.txt", ["con mèo xanh nhảy múa"])
    with pytest.raises(Refused, match="đã bị lộ"):
        commands.set_password(account_id=chi.account_id or 0, password="con mèo xanh nhảy múa", by=LOADER, at=world.at)
    commands.set_password(account_id=chi.account_id or 0, password="con mèo xanh nhảy dây", by=LOADER, at=world.at)


@pytest.mark.parametrize(
    ("password", "is_good"),
    [
        ("ngắn quá", False),
        ("qwertyuiop123", False),
        ("lethichi-2021", False),
        ("SoYTe-SoYTe-1", False),
        ("PhoiHop@2026!", False),
        ("bốn từ không dính nhau", True),
        ("x7 kéo lúa ở đồng xa, chiều mưa " * 3, True),
    ],
)
def test_what_a_password_may_be(world: World, chi: Person, password: str, is_good: bool) -> None:
    try:
        commands.set_password(account_id=chi.account_id or 0, password=password, by=LOADER, at=world.at)
    except Refused:
        assert not is_good
    else:
        assert is_good


def test_without_an_account_the_product_alone_counts() -> None:
    with pytest.raises(ValidationError):
        validate_password("phoihop-phoihop")


@pytest.mark.parametrize("beginning", ["password123\n", ""])
def test_another_file_is_found_at_the_start(tmp_path: Path, beginning: str) -> None:
    (tmp_path / "list").write_text(beginning, encoding="ascii")
    with pytest.raises(WrongOption, match="PHOIHOP_BREACHED_PASSWORDS"):
        read({"PHOIHOP_DATA": str(tmp_path), "PHOIHOP_BREACHED_PASSWORDS": "list"})


def test_no_file_and_an_empty_folder_too(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("none", "empty"):
        with pytest.raises(WrongOption, match="PHOIHOP_BREACHED_PASSWORDS"):
            read({"PHOIHOP_DATA": str(tmp_path), "PHOIHOP_BREACHED_PASSWORDS": name})
