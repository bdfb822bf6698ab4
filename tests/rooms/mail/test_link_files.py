"""Files by a link: judged before the act, entered and given with it; what is refused leaves nothing behind."""

from __future__ import annotations

import functools
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from phoihop.documents.models import Document, Held, Link, Rendition, Share
from phoihop.documents.outside import store
from phoihop.ledger.models import Entry
from phoihop.mail.commands import issue_link, revoke_links
from phoihop.mail.models import SignedLink
from phoihop.obligations.models import Evidence
from tests.rooms.mail.letters import OFFICE
from tests.world import files
from tests.world.build import World
from tests.world.obligations import owe, row

PHONE = "Liên hệ tổ trưởng, điện thoại 0912345678."


@pytest.fixture
def browser() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def code(world: World) -> str:
    return owe(world, lead="so-yte", supporting=["so-nnptnt"])


def issue(world: World, code: str, *, act: str = "obligation.hand_in", unit: str = "so-yte") -> str:
    return issue_link(
        act=act,
        code=code,
        unit_id=world.unit(unit),
        address=OFFICE,
        until=world.at + timedelta(days=7),
        by=world.person("an").actor,
        at=world.at,
    ).url_path


def send(browser: Client, url: str, *sent: tuple[str, bytes], door: str = "tep/", **typed: str) -> Any:
    """As a browser sends the page's form with its files."""
    browser.get(url)
    given = {"statement": "Đã gửi báo cáo tháng 7.", "is_declared": "on", "without_support_reason": "Làm một mình"}
    mark = browser.cookies["phoihop_csrf"].value if "phoihop_csrf" in browser.cookies else ""
    named = [SimpleUploadedFile(name, content) for name, content in sent]
    values = {name: value for name, value in {**given, **typed}.items() if value}
    return browser.post(f"{url}{door}", {"csrfmiddlewaretoken": mark, **values, "files": named})


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@functools.cache  # the same bytes each time
def letter(more: str = "") -> bytes:
    return files.pdf(f"SỞ Y TẾ\nSố: 12/BC-SYT\nBÁO CÁO\nKết quả tháng 7 năm 2021. {more}")


def test_a_file_is_evidence_of_the_obligation(world: World, code: str, browser: Client) -> None:
    url = issue(world, code)
    assert 'enctype="multipart/form-data"' in browser.get(url).content.decode()
    answer = send(browser, url, ("Báo cáo.pdf", letter()), reference="12/BC-SYT")
    assert answer.status_code == 302, text(answer)
    assert answer["Location"] == url
    paper = Document.rows.get()
    assert (paper.state, paper.direction, paper.owner_id) == ("REGISTERED", "KEPT", world.unit("so-yte"))
    assert paper.citation == "12/BC-SYT"
    assert row(code).state == "HANDED_IN"
    given = Evidence.rows.get(obligation__code=code)
    assert (given.reference, given.account_id) == (paper.code, None)
    assert Link.rows.filter(document=paper, about=code).exists()
    shared = set(Share.rows.filter(document=paper).values_list("unit_id", flat=True))
    assert shared == {world.unit("btg-tinh-uy"), world.unit("so-nnptnt")}
    kept = Rendition.rows.get(document=paper, kind="ORIGINAL")
    assert (kept.file_name, store.read(kept.blob)) == ("Báo cáo.pdf", letter())
    taken = Entry.rows.get(kind="document.taken_in")
    assert (taken.actor_kind, taken.unit_id) == ("office", world.unit("so-yte"))
    assert "Đã nộp kết quả" in text(browser.get(url))


def test_several_files_are_all_given(world: World, code: str, browser: Client) -> None:
    url = issue(world, code)
    sent = [("a.pdf", letter()), ("b.docx", files.docx("Danh sách", "Tổ 1")), ("c.xlsx", files.xlsx([["Tổ"], ["1"]]))]
    assert send(browser, url, *sent).status_code == 302
    assert Document.rows.filter(state="REGISTERED").count() == 3
    assert Link.rows.filter(about=code).count() == 3
    assert Evidence.rows.get().reference == Document.rows.order_by("pk").values_list("code", flat=True)[0]


def test_the_supporting_office_gives_its_share(world: World, code: str, browser: Client) -> None:
    url = issue(world, code, act="obligation.work", unit="so-nnptnt")
    assert send(browser, url, ("a.pdf", letter())).status_code == 302
    assert Evidence.rows.get().lane.unit_id == world.unit("so-nnptnt")
    assert row(code).state == "OPEN"
    other = issue(world, code, act="obligation.work", unit="so-nnptnt")
    assert "đã nộp" in text(browser.get(other))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("mat.pdf", files.pdf("SỞ Y TẾ\nTỐI MẬT\nPhương án"), "bộ phận quản lý tài liệu mật"),
        ("khoa.pdf", files.changed_pdf(letter(), password="mo-cua"), "không khóa mật khẩu"),
        ("trống.pdf", b"", "Không nhận tệp"),
    ],
)
def test_a_refused_file_leaves_nothing_and_the_link_open(
    world: World, code: str, browser: Client, name: str, content: bytes, said: str
) -> None:
    url, there = issue(world, code), set(store.walk())
    answer = send(browser, url, (name, content))
    assert answer.status_code == 422
    assert said in text(answer)
    assert "Đã gửi báo cáo tháng 7." in answer.content.decode()  # what was typed is kept
    assert not Document.rows.exists()
    assert not Held.rows.exists()
    assert set(store.walk()) == there
    assert SignedLink.rows.get().used_at is None
    assert row(code).state == "OPEN"
    assert send(browser, url, ("tot.pdf", letter())).status_code == 302


def test_a_refused_act_leaves_no_document(world: World, code: str, browser: Client) -> None:
    """The supporting office's share is open and no reason is given: the act is refused after the file was judged."""
    url, there = issue(world, code), set(store.walk())
    answer = send(browser, url, ("a.pdf", letter("Bản chưa ai có.")), without_support_reason="")
    assert answer.status_code == 422
    assert "cơ quan phối hợp chưa nộp" in text(answer)
    assert not Document.rows.exists()
    assert set(store.walk()) == there
    assert SignedLink.rows.get().used_at is None


def test_without_the_declaration_no_file(world: World, code: str, browser: Client) -> None:
    answer = send(browser, issue(world, code), ("a.pdf", letter()), is_declared="")
    assert answer.status_code == 422
    assert "Cần xác nhận trước khi gửi tệp" in text(answer)
    assert not Document.rows.exists()


def test_personal_data_is_pointed_out_first(world: World, code: str, browser: Client) -> None:
    url = issue(world, code)
    answer = send(browser, url, ("a.pdf", letter(PHONE)))
    assert answer.status_code == 422
    assert "số điện thoại" in text(answer)
    assert not Document.rows.exists()
    assert send(browser, url, ("a.pdf", letter(PHONE)), is_personal_confirmed="on").status_code == 302


def test_evidence_needs_no_file(world: World, code: str, browser: Client) -> None:
    assert send(browser, issue(world, code), is_declared="", reference="12/BC-SYT").status_code == 302
    assert Evidence.rows.get().reference == "12/BC-SYT"


def test_the_same_file_again_is_the_document_it_was(world: World, code: str, browser: Client) -> None:
    send(browser, issue(world, code), ("a.pdf", letter()))
    again = owe(world, 7, lead="so-yte")
    assert send(browser, issue(world, again), ("b.pdf", letter())).status_code == 302
    paper = Document.rows.get()
    assert Evidence.rows.get(obligation__code=again).reference == paper.code


def test_a_sixth_file_is_refused(world: World, code: str, browser: Client) -> None:
    sent = [(f"{n}.txt", f"tệp {n}".encode()) for n in range(6)]
    answer = send(browser, issue(world, code), *sent)
    assert (answer.status_code, "tối đa 5 tệp" in text(answer)) == (422, True)
    assert not Document.rows.exists()


def test_the_body_is_read_only_for_a_good_link(
    world: World, code: str, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unknown, taken back, expired, used, of an act without files, used too often: answered from the head alone."""

    def never(*_args: Any, **_more: Any) -> None:
        raise AssertionError("the body was read")

    used, revoked, gone, worn = (issue(world, owe(world, number)) for number in range(1, 5))
    plain = issue(world, code, act="obligation.return", unit="btg-tinh-uy")
    ids = list(SignedLink.rows.order_by("pk").values_list("pk", flat=True))
    assert send(browser, used, ("a.pdf", letter())).status_code == 302
    by = world.person("an").actor
    revoke_links(code=SignedLink.rows.get(pk=ids[1]).code, reason="Gửi nhầm", by=by, at=world.at)
    SignedLink.rows.filter(pk=ids[2]).update(until=world.at, issued_at=world.at - timedelta(days=1))
    SignedLink.rows.filter(pk=ids[3]).update(posts=20, posts_since=world.at)
    monkeypatch.setattr("phoihop.documents.outside.uploads.SpoolHandler.new_file", never)
    for url, status in (
        ("/l/khong-co/", 404),
        (revoked, 404),
        (plain, 404),
        (gone, 410),
        (used, 409),
        (worn, 429),
    ):
        assert send(browser, url, ("a.pdf", letter())).status_code == status, url


def test_looking_at_the_files_door_leads_to_the_page(world: World, code: str, browser: Client) -> None:
    url = issue(world, code)
    assert browser.get(f"{url}tep/")["Location"] == url
    assert browser.head(f"{url}tep/").status_code == 302
    assert SignedLink.rows.get().posts == 0


def test_the_pages_own_door_takes_no_file(world: World, code: str, browser: Client) -> None:
    answer = send(browser, issue(world, code), ("a.pdf", letter()), door="")
    assert answer.status_code == 400
    assert not Document.rows.exists()


def test_what_is_too_large_is_refused_before_it_is_read(
    world: World, code: str, browser: Client, settings: Any
) -> None:
    settings.PHOIHOP_LARGEST_FILE = 50_000
    url = issue(world, code)
    answer = send(browser, url, ("a.bin", b"a" * 20_000_000))
    assert answer.status_code == 413
    assert not Document.rows.exists()
    assert SignedLink.rows.get().used_at is None
