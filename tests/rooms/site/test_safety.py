"""What answers say to the browser: policies, cookies."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from tests.world.cast import Person

NONCE = re.compile(r"script-src 'nonce-([\w+/=]+)'(;|$)")
SCRIPT = re.compile(r"<script\b([^>]*)>")


@pytest.mark.parametrize("path", ["/lam-viec/", "/lam-viec/cua-toi/an-toan/", "/lam-viec/khong-co/"])
def test_a_page_of_the_desk_names_its_own_scripts_by_a_nonce(an: Person, path: str) -> None:
    answer = an.client.get(path)
    nonce = NONCE.search(answer["Content-Security-Policy"])
    assert nonce is not None, answer["Content-Security-Policy"]
    scripts = SCRIPT.findall(answer.content.decode())
    assert scripts
    assert all(f'nonce="{nonce.group(1)}"' in script and "src=" in script for script in scripts)
    again = NONCE.search(an.client.get(path)["Content-Security-Policy"])
    assert again is not None
    assert again.group(1) != nonce.group(1)


@pytest.mark.parametrize("path", ["/", "/tin/", "/lien-he-khong-co/"])
def test_a_page_that_is_kept_has_no_nonce(db: None, path: str) -> None:
    answer = Client().get(path)
    if "public" not in answer.get("Cache-Control", ""):
        return
    assert "nonce" not in answer["Content-Security-Policy"] + answer.content.decode()
    parts = [part.strip() for part in answer["Content-Security-Policy"].split(";")]  # in any order
    assert "script-src 'self'" in parts


def test_the_policy_leaves_out_what_no_page_needs(an: Person) -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in an.client.get("/lam-viec/")["Content-Security-Policy"].split(";")
    )
    for name in ("default-src", "object-src", "base-uri", "frame-ancestors"):
        assert policy[name] == "'none'"
    for name in ("style-src", "img-src", "connect-src", "form-action"):
        assert policy[name] == "'self'"
    assert "unsafe" not in str(policy)


def test_other_sites_build_nothing_of_the_desk_into_theirs(an: Person) -> None:
    answer = an.client.get("/lam-viec/")
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


def test_what_is_public_may_be_shown_elsewhere(db: None) -> None:
    answer = Client().get("/")
    assert "public" in answer["Cache-Control"]
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_over_https_cookies_are_bound_to_the_host_and_https_is_remembered(tmp_path: Path) -> None:
    """In a process of its own: settings are read once."""
    asked = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.DEVICE_COOKIE_NAME, s.SESSION_COOKIE_SECURE, "
        "s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS)"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PHOIHOP_", "DJANGO_"))}
    more = {
        "PHOIHOP_DATA": str(tmp_path),
        "PHOIHOP_HOSTS": "phoihop.example",
        "DJANGO_SETTINGS_MODULE": "phoihop.site.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env=environment | more,
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    names = ["__Host-phoihop_session", "__Host-phoihop_csrf", "__Host-phoihop_device"]
    assert done.stdout.split() == [*names, "True", "True", "True", "Lax", str(365 * 24 * 3600)]
