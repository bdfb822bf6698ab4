"""A signed link does one act once, for whoever holds it, until a moment. Looking at it does nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.test import Client

from phoihop.ledger.models import Entry
from phoihop.mail.commands import Issued, issue_link, revoke_links, use_link
from phoihop.mail.models import OutMail, SignedLink
from tests.rooms.mail.acting import CODE, Stage, on_stage
from tests.world.build import World

OFFICE = "vanthu@soyte.gov.vn"


@pytest.fixture
def stage() -> Any:
    with on_stage() as stage:
        yield stage


@pytest.fixture
def browser() -> Client:
    return Client(enforce_csrf_checks=True)


def issue(world: World, act: str = "tried.told", **more: Any) -> Issued:
    given = {"code": CODE, "until": world.at + timedelta(days=7), **more}
    by = world.person("chi").actor
    return issue_link(act=act, unit_id=world.unit("so-yte"), address=OFFICE, **given, by=by, at=world.at)


def post(browser: Client, url: str, **typed: str) -> Any:
    """As a browser does it: the page first, then its form with the mark against forged forms."""
    browser.get(url)
    mark = browser.cookies["phoihop_csrf"].value if "phoihop_csrf" in browser.cookies else ""
    return browser.post(url, {"csrfmiddlewaretoken": mark, **typed})


def text(response: Any) -> str:
    return str(response.content.decode())


def told(kind: str) -> int:
    return Entry.rows.filter(kind=kind).count()


def mailed_code() -> str:
    mail = OutMail.rows.order_by("-pk").first()
    assert mail is not None
    assert mail.to_address == OFFICE
    body = message_from_bytes(bytes(mail.message), policy=policy.default).get_content()  # type: ignore[attr-defined]
    found = re.search(r"^(\d{6})\r?$", body, re.MULTILINE)
    assert found
    return found[1]


def test_the_act_is_done_as_the_office(world: World, stage: Stage, browser: Client) -> None:
    url = issue(world).url_path
    assert post(browser, url, reason="Đã rõ").status_code == 302
    [done] = stage.done
    assert (done["code"], done["unit_id"], done["values"], done["files"]) == (
        CODE,
        world.unit("so-yte"),
        {"reason": "Đã rõ"},
        [],
    )
    by = done["by"]
    assert (by.kind, by.name, by.power, by.about, by.cause) == ("office", "link", "tried.told", CODE, ())
    entry = Entry.rows.get(kind="link.used")
    assert (entry.actor_kind, entry.unit_id) == ("office", world.unit("so-yte"))
    page = browser.get(url)
    assert page.status_code == 200
    assert "Cảm ơn, đã ghi nhận." in text(page)
    assert '<form class="card' not in text(page)


def test_a_second_use_does_nothing_and_shows_what_was_done(world: World, stage: Stage, browser: Client) -> None:
    url = issue(world).url_path
    post(browser, url, reason="Một")
    assert post(browser, url, reason="Hai").status_code == 302
    assert len(stage.done) == 1
    assert told("link.used") == 1


def test_looking_does_nothing_and_is_told_once_a_day(world: World, clock: Any, stage: Stage, browser: Client) -> None:
    url = issue(world).url_path
    assert browser.head(url).status_code == 200
    assert told("link.opened") == 0
    for _ in range(3):
        assert browser.get(url).status_code == 200
    assert told("link.opened") == 1
    clock.at = world.at + timedelta(days=1)
    browser.get(url)
    assert told("link.opened") == 2
    assert not stage.done
    assert SignedLink.rows.get().used_at is None


def test_a_page_is_for_nobody_else(world: World, stage: Stage, browser: Client) -> None:
    page = browser.get(issue(world).url_path)
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "strict-origin"  # the host alone: the address is the key
    assert page["X-Robots-Tag"] == "noindex"


def test_a_form_from_elsewhere_is_refused(world: World, stage: Stage, browser: Client) -> None:
    assert browser.post(issue(world).url_path, {"reason": "Giả"}).status_code == 422
    assert not stage.done
    assert SignedLink.rows.get().posts == 0  # it did not reach the door


def test_what_is_missing_is_said_and_kept(world: World, stage: Stage, browser: Client) -> None:
    answer = post(browser, issue(world).url_path, reason="  ")
    assert answer.status_code == 422
    assert "Chưa gửi được" in text(answer)
    assert not stage.done


def test_an_expired_link_says_so(world: World, clock: Any, stage: Stage, browser: Client) -> None:
    url = issue(world).url_path
    browser.get(url)
    clock.at = world.at + timedelta(days=7)
    assert post(browser, url, reason="Muộn").status_code == 410
    assert "hết hạn" in text(browser.get(url))
    assert not stage.done


def test_unknown_and_revoked_look_alike(world: World, stage: Stage, browser: Client) -> None:
    url = issue(world).url_path
    browser.get(url)
    revoke_links(code=CODE, reason="Gửi nhầm", by=world.person("chi").actor, at=world.at)
    pages = []
    for one in (url, "/l/khong-co-lien-ket-nay/"):
        assert post(browser, one, reason="Thử").status_code == 404
        answer = browser.get(one)
        assert answer.status_code == 404
        pages.append(re.sub(r'[0-9a-f]{16}|/l/[^/]+/|value="[^"]+"|nonce="[^"]+"', "", text(answer)))
    assert pages[0] == pages[1]
    assert not stage.done


def test_a_closed_thing_says_why(world: World, stage: Stage, browser: Client) -> None:
    url = issue(world).url_path
    stage.closed_because = "Cơ quan đã trả lời."
    answer = browser.get(url)
    assert (answer.status_code, "Cơ quan đã trả lời." in text(answer)) == (200, True)
    assert post(browser, url, reason="Lại").status_code == 422
    assert not stage.done


def test_a_thing_that_is_gone_is_not_there(world: World, stage: Stage, browser: Client) -> None:
    assert browser.get(issue(world, code="VD-kg-2021-000002").url_path).status_code == 404


def test_a_refused_act_leaves_the_link_open(world: World, stage: Stage, browser: Client) -> None:
    url = issue(world).url_path
    stage.refuses = "Cần nêu rõ hơn."
    answer = post(browser, url, reason="Chưa rõ")
    assert answer.status_code == 422
    assert "Cần nêu rõ hơn." in text(answer)
    assert "Chưa rõ" in text(answer)  # what was typed is kept
    assert SignedLink.rows.get().used_at is None
    stage.refuses = ""
    assert post(browser, url, reason="Rõ").status_code == 302


def test_twenty_posts_an_hour(world: World, clock: Any, stage: Stage, browser: Client) -> None:
    url = issue(world).url_path
    stage.refuses = "Chưa được."
    for _ in range(20):
        assert post(browser, url, reason="Thử").status_code == 422
    stage.refuses = ""
    answer = post(browser, url, reason="Thử")
    assert answer.status_code == 429
    assert "sau một giờ" in text(answer)
    assert not stage.done
    clock.at = world.at + timedelta(hours=1)
    assert post(browser, url, reason="Thử").status_code == 302


def test_an_approval_asks_for_the_mailed_code(world: World, stage: Stage, browser: Client) -> None:
    url = issue(world, "tried.approve").url_path
    assert "second_code" not in text(browser.get(url))
    assert "second_code" in text(post(browser, url, send_code="1"))
    code = mailed_code()
    assert code not in SignedLink.rows.get().code_digest
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    answer = post(browser, url, second_code=wrong)
    assert (answer.status_code, "còn 4 lần" in text(answer), len(stage.done)) == (422, True, 0)
    assert post(browser, url, second_code=f"{code[:3]} {code[3:]}").status_code == 302
    assert len(stage.done) == 1
    assert told("link.code_sent") == 1


def test_without_a_code_no_approval(world: World, stage: Stage, browser: Client) -> None:
    url = issue(world, "tried.approve").url_path
    for typed in ("", "123456", "١٢٣٤٥٦"):
        assert post(browser, url, second_code=typed).status_code == 422
    assert not stage.done


def test_a_code_holds_ten_minutes(world: World, clock: Any, stage: Stage, browser: Client) -> None:
    url = issue(world, "tried.approve").url_path
    post(browser, url, send_code="1")
    code = mailed_code()
    clock.at = world.at + timedelta(minutes=10)
    assert post(browser, url, second_code=code).status_code == 422
    clock.at = world.at + timedelta(minutes=9)
    assert post(browser, url, second_code=code).status_code == 302


def test_five_tries_and_only_the_last_code(world: World, stage: Stage, browser: Client) -> None:
    url = issue(world, "tried.approve").url_path
    post(browser, url, send_code="1")
    first = mailed_code()
    wrong = f"{(int(first) + 1) % 10**6:06d}"
    for _ in range(5):
        assert post(browser, url, second_code=wrong).status_code == 422
    assert post(browser, url, second_code=first).status_code == 422
    assert not stage.done
    post(browser, url, send_code="1")
    second = mailed_code()
    if second != first:
        assert post(browser, url, second_code=first).status_code == 422
    assert post(browser, url, second_code=second).status_code == 302
    assert len(stage.done) == 1


def test_a_code_is_of_one_link(world: World, stage: Stage, browser: Client) -> None:
    one, other = issue(world, "tried.approve").url_path, issue(world, "tried.approve").url_path
    post(browser, one, send_code="1")
    code = mailed_code()
    post(browser, other, send_code="1")
    if mailed_code() != code:
        assert post(browser, other, second_code=code).status_code == 422
        assert not stage.done


def test_used_while_the_page_was_open_does_it_once(world: World, stage: Stage) -> None:
    token = issue(world).url_path.split("/")[2]
    outcomes = [
        use_link(token=token, values={"reason": "Rõ"}, second_code="", used_from="127.0.0.1", at=world.at)
        for _ in range(2)
    ]
    assert [one.is_done for one in outcomes] == [True, True]
    assert outcomes[0].said == outcomes[1].said
    assert len(stage.done) == 1
