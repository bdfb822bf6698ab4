"""Whoever judges a result by a link reads what was handed in with it: that, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from phoihop.documents import commands as register
from phoihop.documents.models import Document
from phoihop.ground.actor import Role
from phoihop.ledger.models import Entry
from phoihop.mail.models import SignedLink
from phoihop.obligations.models import Obligation
from tests.conftest import StoppedClock
from tests.rooms.mail.test_link_files import issue, letter, send, text
from tests.world import documents as document_layer
from tests.world.build import World
from tests.world.obligations import owe

ACCEPT = "obligation.accept"


@pytest.fixture
def office() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def code(world: World, office: Client) -> str:
    """Handed in with a file, by a link; the other office is to accept it."""
    code = owe(world, lead="so-yte")
    assert send(office, issue(world, code), ("Báo cáo.pdf", letter()), reference="12/BC-SYT").status_code == 302
    return code


def ask(office: Client, url: str, paper: str) -> Any:
    office.get(url)
    return office.post(url, {"csrfmiddlewaretoken": office.cookies["phoihop_csrf"].value, "paper": paper})


def opened() -> list[Entry]:
    return list(Entry.rows.filter(kind="document.opened"))


def test_the_paper_of_the_result_opens(world: World, code: str, office: Client) -> None:
    url, paper = issue(world, code, act=ACCEPT, unit="btg-tinh-uy"), Document.rows.get()
    assert "12/BC-SYT" in text(office.get(url))
    assert opened() == []  # looking opened nothing
    answer = ask(office, url, paper.code)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == letter()
    assert answer["Content-Type"] == "application/pdf"
    (told,) = opened()
    assert (told.actor_kind, told.unit_id, told.code) == ("office", world.unit("btg-tinh-uy"), paper.code)
    assert Obligation.rows.get(code=code).state == "HANDED_IN"
    assert SignedLink.rows.filter(act=ACCEPT, used_at__isnull=True).exists()


def test_no_other_paper_opens(world: World, code: str, office: Client) -> None:
    url = issue(world, code, act=ACCEPT, unit="btg-tinh-uy")
    other = document_layer.registered(world)
    for paper in (other, "VB-kg-2021-999999", ""):
        assert ask(office, url, paper).status_code == 404
    assert opened() == []


def test_papers_for_internal_circulation_are_not_opened_by_a_link(world: World, code: str, office: Client) -> None:
    url, paper = issue(world, code, act=ACCEPT, unit="btg-tinh-uy"), Document.rows.get()
    Document.rows.update(is_internal=True)
    assert paper.subject not in text(office.get(url))
    assert ask(office, url, paper.code).status_code == 404


def test_a_link_for_another_act_opens_nothing(world: World, code: str, office: Client) -> None:
    url, paper = issue(world, code), Document.rows.get()  # to hand in
    assert ask(office, url, paper.code).status_code == 404


def test_a_paper_taken_back_opens_no_more(world: World, code: str, office: Client) -> None:
    url, paper = issue(world, code, act=ACCEPT, unit="btg-tinh-uy"), Document.rows.get()
    clerk = world.add_person("tam", "so-yte", [Role.CLERK], post="Văn thư", name="Lý Tâm")
    register.unshare_document(code=paper.code, unit_id=world.unit("btg-tinh-uy"), by=clerk.actor, at=world.at)
    assert ask(office, url, paper.code).status_code == 404


def test_an_expired_link_opens_nothing(world: World, code: str, office: Client, clock: StoppedClock) -> None:
    url, paper = issue(world, code, act=ACCEPT, unit="btg-tinh-uy"), Document.rows.get()
    clock.move(days=8)
    answer = ask(office, url, paper.code)
    assert answer.status_code == 410
    assert opened() == []
