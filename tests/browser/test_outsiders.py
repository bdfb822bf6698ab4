"""Offices without an account, on a phone without script: each act from a link in a mail, and what scanners of mails and
strangers with an address cannot do. The programme is served, its mails go out by SMTP and are read from there."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import copy_of
from tests.browser.reader import PHONE, Reader
from tests.browser.served import Served
from tests.browser.test_pages import violations
from tests.rooms.mail.servers import Inbox, Running
from tests.world import files

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Open = Callable[..., Reader]

MINUTES = 90.0  # seconds a person may need for one act
QUIET, PARTNER, LEAD = "DV-kg-btv-tinh-uy", "DV-kg-so-yte", "DV-kg-btg-tinh-uy"
BOXES = {QUIET: "vanthu@btv.gov.vn", PARTNER: "vanthu@soyte.gov.vn", LEAD: "vanthu@btg.gov.vn"}
DUTY = "partner.review"
SEND_LINK = re.compile("^Gửi liên kết")
KEPT = (
    "dispatches_dispatch",
    "obligations_evidence",
    "obligations_obligation",
    "documents_document",
    "mail_outmail",
)

# What the offices need before anything can be mailed: addresses that somebody confirmed, and a letter on its way.
BEGIN = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "phoihop.site.settings"
import django
django.setup()
from phoihop.dispatches import commands as dispatches
from phoihop.ground import clock
from phoihop.ground.actor import Actor
from phoihop.mail import commands as mail
from phoihop.organizations import commands as organizations
from phoihop.organizations.queries import unit_number
at, loader, console = clock.now(), Actor.system("loader"), Actor.system("administrator-console")
units = {}
for code, box in json.loads(sys.argv[1]).items():
    units[code] = unit = unit_number(loader, code)
    post = organizations.create_post(unit_id=unit, title="Văn thư hộp thư", by=loader, at=at).post_id
    added = mail.add_address(unit_id=unit, address=box, owner_post_id=post, is_confirmed=True, by=loader, at=at)
    mail.ask_for_links(code=added.code, asks=True, version=None, by=console, at=at)
quiet, lead = units["DV-kg-btv-tinh-uy"], units["DV-kg-btg-tinh-uy"]
letter = dispatches.send_dispatch(
    sender_id=lead, recipient_ids=[quiet], purpose="DO", subject="Tình hình dư luận tuần 31",
    body="Kính gửi để chỉ đạo.", about="", dossier="", by=loader, at=at,
)
print(letter.code)
"""


class Post:
    """The mails that arrived, as an office's own mail server holds them."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def waits_for(self, box: str, words: str) -> str:
        """The text of the first mail to this box with these words; each mail is read once."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            for mail in list(self._inbox.taken):
                text = self._text(mail[2])
                if mail[1] == box and words in text:
                    self._inbox.taken.remove(mail)
                    return text
            time.sleep(0.2)
        heads = [(to, self._text(raw)[:200]) for _from, to, raw in self._inbox.taken]
        raise AssertionError(f"no mail to {box} with {words!r}: {heads}")

    @staticmethod
    def _text(raw: bytes) -> str:
        message = message_from_bytes(raw, policy=policy.default)
        body = message.get_body(("plain",))  # type: ignore[attr-defined]
        return f"{message['Subject']}\n{body.get_content() if body is not None else ''}"


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    with Running(Inbox()) as server:
        _SMTP.append(server.url)
        yield Post(server.inbox)
        _SMTP.clear()


_SMTP: list[str] = []


@pytest.fixture(scope="module")
def house(post: Post, sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(copy_of(sample_folder, tmp_path_factory.mktemp("outsiders")), more={"PHOIHOP_SMTP_URL": _SMTP[0]})
    served.environment["PHOIHOP_PORT"] = str(served.port)  # links in mails begin with the address that is served
    served.letter = subprocess.run(  # type: ignore[attr-defined]
        [sys.executable, "-c", BEGIN, json.dumps(BOXES)],
        env=served.environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    served.start(("web",), ("attend",))
    yield served
    served.stop()


def outsider(open_as: Open, house: Served) -> Reader:
    return open_as(house, viewport=PHONE, java_script_enabled=False)


def with_eyes(open_as: Open, house: Served) -> Reader:
    """The same phone with script, for the checker of accessibility, which is one."""
    return open_as(house, viewport=PHONE)


def link_after(text: str, words: str = "") -> str:
    found = re.search(r"https?://\S+/l/\S+/", text[text.index(words) :])
    assert found is not None, text
    return found[0]


def all_links(text: str) -> list[str]:
    return re.findall(r"https?://\S+/l/\S+/", text)


def rows(house: Served, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"file:{house.data / 'phoihop.sqlite3'}?mode=ro", uri=True) as database:
        return database.execute(sql, values).fetchall()


def state(house: Served) -> list[list[tuple[Any, ...]]]:
    """What acts would change: every row of the tables they write."""
    return [rows(house, f"select * from {table} order by id") for table in KEPT]


def scan(urls: list[str]) -> None:
    """As scanners of mails do it: every address, by HEAD and GET, several times, and what the page names besides."""
    broken: list[str] = []
    for url in urls:
        for method in ("HEAD", "GET", "GET", "OPTIONS"):
            for where in (url, f"{url}tep/"):
                request = urllib.request.Request(where, method=method, headers={"User-Agent": "mail-scanner"})
                try:
                    with urllib.request.urlopen(request, timeout=20) as answer:
                        answer.read()
                except urllib.error.HTTPError as refused:
                    refused.close()
                    broken += [f"{method} {where}: {refused.code}"] if refused.code >= 500 else []
    assert not broken


def looks_right(open_as: Open, house: Served, url: str, name: str) -> None:
    """Nothing a checker of accessibility finds, nothing that scrolls sideways on a phone."""
    eyes = with_eyes(open_as, house)
    eyes.page.goto(url)
    assert violations(eyes, name) == []
    assert eyes.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    keep_picture(eyes, name)


def keep_picture(reader: Reader, name: str) -> None:
    """For eyes, when a folder is named: PHOIHOP_TEST_PICTURES=folder."""
    if folder := os.environ.get("PHOIHOP_TEST_PICTURES"):
        reader.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def code_of_duty(house: Served) -> str:
    [[code]] = rows(
        house,
        "select o.code from obligations_obligation o join organizations_unit u on u.id = o.lead_id "
        "where u.code = ? and o.duty = ? and o.state = 'OPEN' order by o.due_date limit 1",
        PARTNER,
        DUTY,
    )
    return str(code)


def test_acknowledges_a_letter(house: Served, post: Post, open_as: Open) -> None:
    text = post.waits_for(BOXES[QUIET], "Tình hình dư luận tuần 31")
    url = link_after(text)
    before = state(house)
    scan(all_links(text))
    assert state(house) == before
    looks_right(open_as, house, url, "letter")
    begun = time.monotonic()
    phone = outsider(open_as, house)
    phone.page.goto(url)
    phone.sees("Tình hình dư luận tuần 31")
    phone.send("Tiếp nhận công văn")
    phone.sees("đã tiếp nhận công văn")
    assert time.monotonic() - begun < MINUTES
    keep_picture(phone, "letter-done")
    after = state(house)
    phone.page.goto(url)  # opened again: what was done, and nothing to press
    phone.sees("Liên kết chỉ dùng một lần")
    assert phone.page.get_by_role("main").get_by_role("button").count() == 0
    assert state(house) == after


def test_hands_in_evidence_with_a_file_and_another_office_approves(
    house: Served, post: Post, open_as: Open, tmp_path: Path
) -> None:
    duty = code_of_duty(house)
    an = open_as(house, "an")
    an.go(f"/lam-viec/nghia-vu/{duty}/")
    an.send(SEND_LINK)  # type: ignore[arg-type]
    text = post.waits_for(BOXES[PARTNER], duty)
    url = link_after(text)
    before = state(house)
    scan(all_links(text))
    assert state(house) == before
    looks_right(open_as, house, url, "hand-in")

    begun = time.monotonic()
    phone = outsider(open_as, house)
    phone.page.goto(url)
    phone.fill("Kết quả đã làm", "Đã cùng sơ kết ngày 30/7, kèm báo cáo.")
    phone.fill("Số văn bản hoặc liên kết", "12/BC-SYT")
    secret = tmp_path / "phuong-an.pdf"
    secret.write_bytes(files.pdf("SỞ Y TẾ\nTỐI MẬT\nPhương án"))
    phone.page.get_by_label("Tệp kèm theo").set_input_files(secret)
    phone.page.get_by_label("không chứa bí mật nhà nước").check()
    phone.send("Nộp kết quả", status=422)
    phone.sees("Không nhận tệp")
    keep_picture(phone, "hand-in-refused")
    assert state(house) == before  # nothing of it stays
    assert phone.page.get_by_label("Kết quả đã làm").input_value() == "Đã cùng sơ kết ngày 30/7, kèm báo cáo."
    report = tmp_path / "Báo cáo.pdf"
    report.write_bytes(files.pdf("SỞ Y TẾ\nSố: 12/BC-SYT\nBÁO CÁO\nKết quả sơ kết tháng 7 năm 2021."))
    phone.page.get_by_label("Tệp kèm theo").set_input_files(report)
    phone.page.get_by_label("không chứa bí mật nhà nước").check()
    reasons = phone.page.get_by_label(re.compile("Lý do nộp khi"))
    for number in range(reasons.count()):
        reasons.nth(number).fill("Đã thống nhất qua điện thoại.")
    phone.send("Nộp kết quả")
    phone.sees("Đã nộp kết quả")
    assert time.monotonic() - begun < MINUTES
    keep_picture(phone, "hand-in-done")
    an.go(f"/lam-viec/nghia-vu/{duty}/")
    an.sees("Đã cùng sơ kết ngày 30/7")
    an.page.get_by_role("main").get_by_role("link").filter(has_text="12/BC-SYT").first.click()
    an.sees("Báo cáo.pdf")
    approves(house, post, open_as, duty)


def approves(house: Served, post: Post, open_as: Open, duty: str) -> None:
    text = post.waits_for(BOXES[LEAD], duty)
    url, other = link_after(text, "Nghiệm thu:"), link_after(text, "Trả lại kết quả:")
    before = state(house)
    scan(all_links(text))
    assert state(house) == before
    looks_right(open_as, house, url, "approve")
    begun = time.monotonic()
    phone = outsider(open_as, house)
    phone.page.goto(url)
    phone.sees("Đã cùng sơ kết ngày 30/7")
    phone.send("Gửi mã xác nhận")
    code = re.search(r"^(\d{6})\r?$", post.waits_for(BOXES[LEAD], "Mã xác nhận"), re.MULTILINE)
    assert code is not None
    keep_picture(phone, "approve-code")
    phone.fill("Mã xác nhận sáu chữ số", f"{(int(code[1]) + 1) % 10**6:06d}")
    phone.send("Nghiệm thu", status=422)
    phone.sees("Mã xác nhận không đúng")
    phone.fill("Mã xác nhận sáu chữ số", code[1])
    phone.send("Nghiệm thu")
    phone.sees("Đã nghiệm thu")
    assert time.monotonic() - begun < MINUTES
    [[state_now]] = rows(house, "select state from obligations_obligation where code = ?", duty)
    assert state_now == "ACCEPTED"
    phone.page.goto(other)  # the link that was not needed any more says so
    phone.sees("đã được nghiệm thu và khép lại")
    keep_picture(phone, "approve-closed")


def test_links_that_do_not_work_say_why(house: Served, post: Post, open_as: Open) -> None:
    """Taken back, expired, made up, of another office: clear words, and nothing happens."""
    an, phone = open_as(house, "an"), outsider(open_as, house)
    [[duty]] = rows(
        house,
        "select o.code from obligations_obligation o join organizations_unit u on u.id = o.lead_id where u.code = ? "
        "and o.duty = 'partner.provide-documents' and o.state = 'OPEN' order by o.due_date limit 1",
        PARTNER,
    )
    an.go(f"/lam-viec/nghia-vu/{duty}/")
    an.send(SEND_LINK)  # type: ignore[arg-type]
    url = link_after(post.waits_for(BOXES[PARTNER], str(duty)))
    before = rows(house, "select * from obligations_obligation order by id")
    made_up = re.sub(r"/l/[^/]+/", "/l/khong-phai-lien-ket/", url)
    assert phone.page.goto(made_up).status == 404  # type: ignore[union-attr]
    phone.forgive(404)
    keep_picture(phone, "unknown")
    phone.page.goto(url)
    an.send(re.compile("^Thu hồi"))  # type: ignore[arg-type]
    an.sees("Đã thu hồi")
    keep_picture(an, "sent-links")
    phone.fill("Kết quả đã làm", "Gửi muộn")
    phone.send("Nộp kết quả", status=404)  # the page was open while it was taken back
    assert rows(house, "select * from obligations_obligation order by id") == before
    house.set_clock("2021-08-02T10:00:00+07:00")
    an.go(f"/lam-viec/nghia-vu/{duty}/")
    an.send(SEND_LINK)  # type: ignore[arg-type]
    late = link_after(post.waits_for(BOXES[PARTNER], str(duty)))
    house.set_clock("2022-06-01T08:00:00+07:00")
    assert phone.page.goto(late).status == 410  # type: ignore[union-attr]
    phone.forgive(410)
    phone.sees("hết hạn")
    keep_picture(phone, "expired")
    assert rows(house, "select * from obligations_obligation order by id") == before
