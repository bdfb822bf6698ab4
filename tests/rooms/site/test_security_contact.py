"""Whom to tell of a hole: named by the operator, told to everybody."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from phoihop.site import options, views

ADDRESS = "/.well-known/security.txt"


def contact(text: str, folder: Path) -> str:
    return options.read({"PHOIHOP_DATA": str(folder), "PHOIHOP_SECURITY_CONTACT": text}).security_contact


@pytest.mark.django_db
def test_without_a_setting_there_is_no_such_file() -> None:
    assert Client().get(ADDRESS).status_code == 404


@pytest.mark.django_db
def test_it_names_the_contact_and_a_day_to_come(monkeypatch: pytest.MonkeyPatch, clock: Any) -> None:
    class Named:
        security_contact = "mailto:antoan@so.gov.vn"

    monkeypatch.setattr(views, "options", Named)
    answer = Client().get(ADDRESS)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert lines["Contact"] == "mailto:antoan@so.gov.vn"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", lines["Expires"])
    assert lines["Expires"][:10] > clock.at.date().isoformat()


@pytest.mark.parametrize("text", ["antoan@so.gov.vn", "mailto:antoan@so.gov.vn", "https://so.gov.vn/bao-loi"])
def test_an_address_or_a_page(text: str, tmp_path: Path) -> None:
    assert contact(text, tmp_path) == (text if ":" in text else f"mailto:{text}")


@pytest.mark.parametrize(
    "text", ["x", "http://so.gov.vn/", "https://", "a@b c", "https://so.gov.vn/\nExpires: 1", "tel:1"]
)
def test_anything_else_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(options.WrongOption, match="PHOIHOP_SECURITY_CONTACT"):
        contact(text, tmp_path)
