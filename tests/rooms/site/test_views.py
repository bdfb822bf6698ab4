"""The doors that belong to no room."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
def test_health_is_told_without_signing_in() -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"


@pytest.mark.django_db
def test_metrics_are_for_this_machine_only() -> None:
    answer = Client().get("/metrics")
    assert answer.status_code == 200
    assert b'phoihop_deliveries{state="dead"} 0' in answer.content
    assert Client().get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404


@pytest.mark.django_db
def test_the_language_is_kept_and_leads_nowhere_else() -> None:
    client = Client()
    answer = client.post("/ngon-ngu/", {"language": "en", "next": "https://example.org/"})
    assert answer["Location"] == "/"
    assert [cookie.value for cookie in client.cookies.values()] == ["en"]
    assert client.post("/ngon-ngu/", {"language": "xx", "next": "/lam-viec/"})["Location"] == "/lam-viec/"
