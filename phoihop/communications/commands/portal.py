"""The portal's own pages, words, headings and links; and the working calendar it reckons by."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications import events
from phoihop.communications.commands.basics import check_public, line_of, needed, post_of, words_of
from phoihop.communications.commands.going_out import NO_NOTE
from phoihop.communications.models import Page
from phoihop.communications.rules import texts
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.obligations.queries import calendar
from phoihop.organizations.commands import take_numbers
from phoihop.publications import commands as publications
from phoihop.publications import queries as public

LEAST_KEY = 24  # letters of a program's key: fewer could be guessed
MOST_AN_HOUR = 100_000
_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NO_TITLE = gettext_lazy("Trang cần có tên. Chưa ghi gì; hãy viết tên trang rồi lưu lại.")
NO_TEXT = gettext_lazy("Trang cần có nội dung. Chưa ghi gì; hãy viết nội dung rồi lưu lại.")


@command("page.publish")
def write_page(
    *,
    code: str = "",
    territory: str = "",
    title: str,
    summary: str = "",
    text: str,
    order: int = 50,
    note: str = "",
    version: int | None = None,
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.PageWritten:
    """A page of the portal, out at once; without a code a new one. Refused: no title or text; what the secrecy guard
    does not let out; somebody else wrote meanwhile."""
    ask(by, "page.publish")
    values: dict[str, Any] = {
        "title": needed(line_of(title, texts.LONGEST_TITLE), texts.LONGEST_TITLE, NO_TITLE),
        "summary": words_of(summary, texts.LONGEST_SUMMARY),
        "text": needed(text, texts.LONGEST_TEXT, NO_TEXT),
        "order": order,
    }
    check_public(values["title"], values["summary"], values["text"])
    if code:
        row = Page.rows.filter(code=code).first()
        if row is None:
            raise NotVisible
        change(row, version=version, **values, is_withdrawn=False, written_at=at, written_post=post_of(by))
    else:
        portal = public.portal_note()
        place = territory or portal.territory or "vn"
        year = local_date(at).year
        row = Page.rows.create(
            code=texts.code_of("TR", place, year, take_numbers(f"TR-{place}-{year}")[0]),
            territory=place,
            unit_name=portal.publisher or by.unit_name or post_of(by),
            written_at=at,
            written_post=post_of(by),
            is_illustration=is_illustration,
            **values,
        )
    _page_out(row, words_of(note, texts.LONGEST_NOTE), by=by.through("page.publish"), at=at)
    return tell(events.PageWritten(code=row.code, title=row.title))


@command("page.publish")
def withdraw_page(
    *, code: str, note: str, version: int | None = None, by: Actor, at: datetime
) -> events.PageWithdrawn | None:
    """Takes a page back, with a note. Twice is harmless. Refused: no note."""
    ask(by, "page.publish")
    row = Page.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    if row.is_withdrawn:
        nothing_changed()
        return None
    said = needed(note, texts.LONGEST_NOTE, NO_NOTE)
    change(row, version=version, is_withdrawn=True)
    publications.withdraw(code=code, note=said, by=by.through("page.publish"), at=at)
    return tell(events.PageWithdrawn(code=code, title=row.title, note=said))


@command("portal.arrange")
def set_portal_words(
    *,
    programme: str,
    headline: str,
    lede: str,
    publisher: str,
    contact: str,
    territory: str = "",
    is_illustration: bool | None = None,
    by: Actor,
    at: datetime,
) -> events.PortalSet | None:
    """What the portal says of itself. The same again changes nothing. Refused: what may not go out."""
    ask(by, "portal.arrange")
    known = public.portal_note()
    note = publications.PortalNote(
        territory=line_of(territory, 40) or known.territory,
        programme=line_of(programme, 200),
        headline=line_of(headline, 200),
        lede=words_of(lede, texts.LONGEST_SUMMARY),
        publisher=line_of(publisher, 200),
        contact=words_of(contact, texts.LONGEST_SUMMARY),
        is_illustration=known.is_illustration if is_illustration is None else is_illustration,
    )
    check_public(note.programme, note.headline, note.lede, note.publisher, note.contact)
    return _told(publications.write_note(note=note, by=by.through("portal.arrange"), at=at), "portal")


@command("portal.arrange")
def set_categories(*, lines: Sequence[tuple[str, str, str]], by: Actor, at: datetime) -> events.PortalSet | None:
    """The headings of the news as (key, name, English name), in their order. Refused: a key twice or not plain; no
    name."""
    ask(by, "portal.arrange")
    copies = []
    for number, (key, name, english) in enumerate(lines):
        if not _KEY.fullmatch(key) or len(key) > 40 or not name.strip():
            raise Refused(
                _("Dòng %(line)s cần khóa không dấu và tên, ví dụ: y-te | Y tế | Health. Chưa đổi gì.")
                % {"line": number + 1}
            )
        copies.append(
            publications.CategoryCopy(key=key, name=line_of(name, 100), english=line_of(english, 100), order=number)
        )
    if len({one.key for one in copies}) != len(copies):
        raise Refused(_("Có hai dòng cùng một khóa. Chưa đổi gì; hãy sửa rồi lưu lại."))
    through = by.through("portal.arrange")
    return _told(publications.arrange_categories(categories=copies, by=through, at=at), "categories")


@command("portal.arrange")
def set_links(*, lines: Sequence[tuple[str, str]], by: Actor, at: datetime) -> events.PortalSet | None:
    """Links to other sites as (name, address), in their order. Refused: an address that is no web address; twice."""
    ask(by, "portal.arrange")
    copies = []
    for number, (name, url) in enumerate(lines):
        if not _is_web(url) or not name.strip():
            raise Refused(
                _("Dòng %(line)s cần tên và địa chỉ bắt đầu bằng https://. Chưa đổi gì.") % {"line": number + 1}
            )
        copies.append(publications.LinkCopy(url=url, name=line_of(name, 200), order=number))
    if len({one.url for one in copies}) != len(copies):
        raise Refused(_("Có hai dòng cùng một địa chỉ. Chưa đổi gì; hãy sửa rồi lưu lại."))
    return _told(publications.arrange_links(links=copies, by=by.through("portal.arrange"), at=at), "links")


@command("portal.arrange")
def set_open_data(
    *,
    licence_name: str,
    licence_url: str,
    contact: str,
    keys: Sequence[tuple[str, str, str]],
    by: Actor,
    at: datetime,
) -> events.PortalSet | None:
    """On what terms open data may be used, and which programs may file requests at a rate of their own: (whose it is,
    requests an hour, its key). Of a key only the digest is kept; a digest is taken as it is. Refused: an address that
    is no web address; a key that could be guessed, or twice; a rate that is none; what may not go out."""
    ask(by, "portal.arrange")
    if licence_url and not _is_web(licence_url):
        raise Refused(_("Địa chỉ giấy phép cần bắt đầu bằng https://. Chưa đổi gì; hãy sửa rồi lưu lại."))
    known = [_program(number, *line) for number, line in enumerate(keys, start=1)]
    if len({digest for digest, _owner, _most in known}) != len(known):
        raise Refused(_("Có hai dòng cùng một khóa. Chưa đổi gì; hãy sửa rồi lưu lại."))
    note = publications.OpenDataNote(
        licence_name=line_of(licence_name, 200),
        licence_url=line_of(licence_url, 500),
        contact=line_of(contact, 200),
        keys=tuple(known),
    )
    check_public(note.licence_name, note.contact, *(owner for _digest, owner, _most in known))
    return _told(publications.write_note(note=note, by=by.through("portal.arrange"), at=at), "open-data")


def _program(number: int, owner: str, most: str, key: str) -> tuple[str, str, str]:
    said = line_of(owner, 200)
    is_rate = most.isascii() and most.isdigit() and 0 < int(most[:9]) <= MOST_AN_HOUR and len(most) < 9
    if not said or not is_rate or len(key) < LEAST_KEY or any(letter.isspace() for letter in key):
        raise Refused(
            _(
                "Dòng %(line)s cần: tên nơi dùng | số lần mỗi giờ (1–%(most)s) | khóa ngẫu nhiên từ %(least)s ký tự. "
                "Chưa đổi gì."
            )
            % {"line": number, "most": MOST_AN_HOUR, "least": LEAST_KEY}
        )
    digest = key if _DIGEST.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()
    return digest, said, str(int(most))


def _is_web(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and len(url) <= 500


@command("portal.arrange")
def copy_calendar(*, by: Actor, at: datetime) -> events.PortalSet | None:
    """The portal promises dates by the house's working calendar: its declared days are copied out."""
    ask(by, "portal.arrange")
    days = [
        (day.isoformat(), day == swap.working, swap.note)
        for swap in calendar().swaps
        for day in (swap.off, swap.working)
        if day is not None
    ]
    swaps = tuple(sorted(days))
    note = publications.CalendarNote(swaps=swaps)
    return _told(publications.write_note(note=note, by=by.through("portal.arrange"), at=at), "calendar")


def _page_out(row: Page, note: str, *, by: Actor, at: datetime) -> None:
    copy = publications.Copy(
        code=row.code,
        territory=row.territory,
        title=row.title,
        summary=row.summary,
        text=row.text,
        unit_name=row.unit_name,
        published_at=row.written_at,
        is_illustration=row.is_illustration,
        details=publications.PageDetails(order=row.order),
    )
    publications.publish(copy=copy, note=note, by=by, at=at)


def _told(done: object, part: str) -> events.PortalSet | None:
    if done is None:
        nothing_changed()
        return None
    return tell(events.PortalSet(code=f"CTT-{part}", part=part))
