"""Sources of the press desk: added, amended, paused, read again; and the terms of a territory."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import nfc, sort_key
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import unit_names, units_in_force
from phoihop.press.events import reading as events
from phoihop.press.models import ReadingRule, Source
from phoihop.press.rules import reading_terms as terms
from phoihop.press.rules.reading_urls import key_of, readable
from phoihop.press.states import reading as states

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


@command("source.add")
def add_source(
    *,
    unit_id: int,
    kind: str,
    publisher: str,
    url: str = "",
    takes_pages: bool = True,
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.SourceAdded:
    """A unit reads a further source for everybody. The same address once more is the source that is there already.

    Refused: no publisher, no address for what is read from the web, an address that is none, a unit that is no more.
    """
    ask(by, "source.add", unit_id=unit_id)
    if unit_id not in units_in_force([unit_id], at):
        raise Refused(_("Cơ quan này không còn hoặc chưa có hiệu lực; chưa thêm nguồn tin nào."))
    if kind not in states.ADDED:
        raise Refused(_("Hãy chọn cách đọc: địa chỉ trên mạng, thư tin, hoặc ghi tay. Chưa thêm nguồn nào."))
    unit = unit_names([unit_id])[unit_id]
    publisher, url = _publisher(publisher), _url(kind, url)
    key = key_of(url) if url else ""
    same = Source.rows.filter(territory=unit.territory, url_key=key).first() if key else None
    if same is not None:
        nothing_changed()
        return events.SourceAdded(**_labels(same), unit_name=unit_names([same.unit_id])[same.unit_id].name)
    series = f"NB-{unit.territory}-{local_date(at).year}"
    row = Source.rows.create(
        code=f"{series}-{take_numbers(series)[0]:04d}",
        territory=unit.territory,
        unit_id=unit_id,
        kind=kind,
        publisher=publisher,
        sort_key=sort_key(publisher)[:700],
        url=url,
        url_key=key,
        mail_token="".join(secrets.choice(_LETTERS) for _each in range(26)) if kind == "MAIL" else "",
        takes_pages=takes_pages,
        next_at=at if kind == "FEED" else None,
        added_at=at,
        is_illustration=is_illustration,
    )
    return tell(events.SourceAdded(**_labels(row), unit_name=unit.name))


@command("source.amend")
def amend_source(
    *, code: str, publisher: str, url: str, takes_pages: bool, version: int | None = None, by: Actor, at: datetime
) -> events.SourceAmended:
    """Another name, address or way of reading pages. A new address is read from its beginning. Twice is harmless.

    Refused: no publisher, no address, an address that another source of the territory has.
    """
    row = _source(code, "source.amend", by)
    new: dict[str, Any] = {
        "publisher": _publisher(publisher),
        "url": _url("FEED" if row.kind in states.FEEDS else row.kind, url),
        "takes_pages": takes_pages,
    }
    changed = {name: value for name, value in new.items() if value != getattr(row, name)}
    event = events.SourceAmended(**_labels(row), fields=tuple(sorted(changed)))
    if not changed:
        nothing_changed()
        return event
    if "publisher" in changed:
        changed["sort_key"] = sort_key(changed["publisher"])[:700]
    if "url" in changed:
        key = key_of(changed["url"]) if changed["url"] else ""
        other = Source.rows.filter(territory=row.territory, url_key=key).exclude(pk=row.pk).first() if key else None
        if other is not None:
            raise Refused(
                _("Địa chỉ này đã là nguồn tin %(code)s. %(own)s giữ nguyên; hãy dùng nguồn đó.")
                % {"code": other.code, "own": row.code}
            )
        changed |= {"url_key": key, "etag": "", "last_modified": "", "failures": 0}
        if row.kind in states.FEEDS:
            changed |= {"kind": "FEED", "next_at": at}
    change(row, version=version, **changed)
    return tell(event)


@command("source.pause")
def pause_source(*, code: str, reason: str, version: int | None = None, by: Actor, at: datetime) -> events.SourcePaused:
    """It is not read until somebody says so. Refused: no reason. Twice is harmless."""
    row = _source(code, "source.pause", by)
    reason = " ".join(nfc(reason).split())[:300]
    event = events.SourcePaused(**_labels(row), reason=reason)
    if row.state == "PAUSED":
        nothing_changed()
        return event
    if not reason:
        raise Refused(_("Cần nêu lý do tạm dừng. Nguồn tin vẫn được đọc; hãy viết một câu rồi gửi lại."))
    change(row, version=version, state=states.SOURCE[row.state]["pause"], reason=reason, next_at=None)
    return tell(event)


@command("source.pause")
def resume_source(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.SourceResumed:
    """It is read again, from now. Of a broken one: it is tried at once. Twice is harmless."""
    row = _source(code, "source.pause", by)
    event = events.SourceResumed(**_labels(row))
    if row.state == "ACTIVE":
        nothing_changed()
        return event
    change(
        row,
        version=version,
        state=states.SOURCE[row.state]["resume"],
        reason="",
        failures=0,
        next_at=at if row.kind in states.FEEDS else None,
    )
    return tell(event)


@command("press.set_reading")
def set_reading(
    *, territory: str, every_minutes: int, keep_days: int, by: Actor, at: datetime
) -> events.ReadingRuleSet | None:
    """How often the sources of a territory are asked, and how long is kept what concerns nobody. Twice is harmless."""
    ask(by, "press.set_reading")
    if not terms.LEAST_MINUTES <= every_minutes <= terms.MOST_MINUTES:
        raise Refused(
            _("Số phút phải từ %(least)s đến %(most)s. Chưa có gì thay đổi.")
            % {"least": terms.LEAST_MINUTES, "most": terms.MOST_MINUTES}
        )
    if not terms.LEAST_DAYS <= keep_days <= terms.MOST_DAYS:
        raise Refused(
            _("Số ngày phải từ %(least)s đến %(most)s. Chưa có gì thay đổi.")
            % {"least": terms.LEAST_DAYS, "most": terms.MOST_DAYS}
        )
    values = {"every_minutes": every_minutes, "keep_days": keep_days}
    if ReadingRule.rows.filter(territory=territory, **values).exists():
        nothing_changed()
        return None
    ReadingRule.rows.update_or_create(territory=territory, defaults=values)
    code = f"NB-{territory}-rule"
    return tell(events.ReadingRuleSet(code=code, every_minutes=every_minutes, keep_days=keep_days))


def _source(code: str, power: str, by: Actor) -> Source:
    row = Source.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    return row


def _publisher(text: str) -> str:
    text = " ".join(nfc(text).split())[:200]
    if not text:
        raise Refused(_("Cần tên cơ quan báo chí hoặc nơi đăng. Chưa ghi gì; hãy điền rồi gửi lại."))
    return text


def _url(kind: str, text: str) -> str:
    if kind == "FEED" and not text.strip():
        raise Refused(_("Cần địa chỉ của nguồn tin. Chưa ghi gì; hãy chép địa chỉ bắt đầu bằng https:// rồi gửi lại."))
    url = readable(nfc(text)) if text.strip() else ""
    if text.strip() and not url:
        raise Refused(_("Địa chỉ không đúng dạng http hoặc https. Chưa ghi gì; hãy sửa rồi gửi lại."))
    return url


def _labels(row: Source) -> dict[str, Any]:
    return {"code": row.code, "unit_id": row.unit_id, "publisher": row.publisher}
