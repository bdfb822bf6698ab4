"""One coordination year as a browser sees it: round, topic, notice, work, phase, figures."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from phoihop.obligations.models import Obligation
from tests.conftest import StoppedClock
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person

ROUNDS, PLANS, TOPICS, BOARD = (f"/lam-viec/{name}/" for name in ("dot-chon", "ke-hoach", "van-de", "nghia-vu"))
FORM = re.compile(r"<form\b[^>]*\baction=\"([^\"]*)\"[^>]*>(.*?)</form>", re.DOTALL)
HIDDEN = re.compile(r"<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")


def read(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, (url, answer.status_code)
    return unescape(answer.content.decode())


def press(client: Client, page: str, action: str, **typed: Any) -> str:
    """Sends the form of `page` that goes to `action`, with what it hides and what is typed; gives the next address."""
    forms = dict(FORM.findall(read(client, page)))
    assert action in forms, (action, sorted(forms))
    answer = client.post(action, {**dict(HIDDEN.findall(forms[action])), **typed})
    assert answer.status_code == 302, (action, answer.status_code, answer.content.decode()[:3000])
    return str(answer["Location"])


def fill(client: Client, page: str, **typed: Any) -> str:
    """Opens a form's own page and sends it."""
    read(client, page)
    answer = client.post(page, typed)
    assert answer.status_code == 302, (page, answer.status_code, answer.content.decode()[-3000:])
    return str(answer["Location"])


def counted(client: Client, **labels: str) -> int:
    """How many rows the board shows under these labels."""
    return read(client, f"{BOARD}?{urlencode(labels)}").count('<li class="row"')


@pytest.mark.slow
def test_a_coordination_year(
    world: World, clock: StoppedClock, an: Person, binh: Person, chi: Person, dung: Person, kim: Person
) -> None:
    agreement = layer.agree(world, "so-yte")

    # An opens the round; Chi finds it and proposes a topic, then chooses it and tells the lead in one click.
    url = fill(an.client, f"{ROUNDS}mo/", year="2021", answer_by="2021-08-20")
    assert "Chưa trả lời" in read(chi.client, url)
    assert agreement in read(chi.client, f"{PLANS}KH-kg-2021-so-yte/")
    topic = fill(chi.client, f"{TOPICS}moi/", plan="KH-kg-2021-so-yte", how="round", kind="issue", title=layer.TITLE)
    assert topic == f"{TOPICS}VD-kg-2021-0001/"
    press(chi.client, topic, f"{topic}chon-va-thong-bao/")
    assert "Chờ chủ trì xác nhận" in read(chi.client, topic)
    read(dung.client, topic, 404)

    # An opens the letter from the dossier and acknowledges it.
    letter = next(iter(re.findall(r'class="btn" href="([^"]*cong-van[^"]*)"', read(an.client, topic))))
    press(an.client, letter, f"{letter}tiep-nhan/", reservation="")
    assert "Chủ trì đã xác nhận" in read(chi.client, topic)

    # The clauses have become obligations, each with its clause and an explained date.
    appraisal = Obligation.rows.get(origin="VD-kg-2021-0001/lead.appraise/before")
    assert str(appraisal.due_date) == "2021-08-16"
    why = read(an.client, f"{BOARD}{appraisal.code}/vi-sao/")
    assert "10 ngày làm việc sau" in why
    assert "16/8/2021" in why

    # Bình approves, An enters the first phase; it does not close over open work.
    press(binh.client, f"{PLANS}KH-kg-2021-so-yte/", f"{PLANS}KH-kg-2021-so-yte/duyet/")
    fill(an.client, f"{topic}vao/before/", planned_end="2021-09-30")
    stopped = an.client.post(f"{topic}xong/before/", {})
    assert stopped.status_code == 422
    assert "NV-kg-2021-" in stopped.content.decode()

    # Chi hands in the documents; An returns them once, then accepts; the rest follows.
    documents = Obligation.rows.get(origin="VD-kg-2021-0001/partner.provide-documents/before")
    item = f"{BOARD}{documents.code}/"
    read(dung.client, item, 404)
    paper = {"missing_reason": "Đã gửi bản giấy"}
    press(chi.client, item, f"{item}nop/", statement="Đã gửi 12 tài liệu", reference="125/BC-SYT", **paper)
    press(an.client, item, f"{item}tra-lai/", reason="Thiếu danh sách khu phong tỏa")
    clock.move(days=8)
    press(chi.client, item, f"{item}nop/", statement="Đã gửi đủ", reference="131/BC-SYT", **paper)
    press(an.client, item, f"{item}nghiem-thu/")
    for duty, doer, taker in (("lead.appraise", an, chi), ("partner.review", chi, an)):
        other = f"{BOARD}{Obligation.rows.get(origin=f'VD-kg-2021-0001/{duty}/before').code}/"
        press(doer.client, other, f"{other}nop/", statement="Đã xong", reference="7/BC")
        press(taker.client, other, f"{other}nghiem-thu/")
    press(an.client, topic, f"{topic}xong/before/")
    assert "Vào giai đoạn Trong" in read(an.client, topic)
    fill(an.client, f"{topic}vao/during/", planned_end="2021-11-25")

    # What waited for the appraisal has its date; a meeting asks for an invitation.
    assert Obligation.rows.get(origin="VD-kg-2021-0001/lead.plan-communication/during").due_date is not None
    fill(
        chi.client, f"{topic}hoat-dong/", kind="meeting.start", title="Họp tổ dân phố", on="2021-09-20", phase="during"
    )
    assert "Mời tham gia" in read(an.client, topic)

    # The year's page: every figure opens as many rows as it says.
    page = read(an.client, f"{PLANS}KH-kg-2021-so-yte/")
    figures = re.findall(r'<a href="(/lam-viec/nghia-vu/\?source=[^"]*)"><b>(\d+)</b>', page)
    assert figures
    for address, number in figures:
        assert read(an.client, address).count('<li class="row"') == int(number), address
    # Kept late: the choice of topics (due before the round was called) and the documents.
    assert counted(an.client, source="KH-kg-2021-so-yte", status="kept_late") == 2

    # The auditor reads along and may do nothing.
    assert "Điều kiện" in read(kim.client, topic)
    assert kim.client.post(f"{topic}xong/during/", {}).status_code == 403
