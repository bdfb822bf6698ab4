"""A unit says who speaks for it, how to reach him, and that he does no more."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import fold, nfc, sort_key
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import unit_names, units_in_force
from phoihop.press import events, states
from phoihop.press.commands.showing import arrange
from phoihop.press.models import Spokesperson

_PHONE = re.compile(r"\+?[0-9][0-9 .()-]{3,30}")
_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


@command("spokesperson.name")
def name_spokesperson(
    *,
    unit_id: int,
    kind: str,
    name: str,
    post: str,
    phone: str = "",
    email: str = "",
    announced_by: str,
    from_date: date,
    to_date: date | None = None,
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.SpokespersonNamed:
    """Announces who speaks for a unit. The same once more is harmless.

    Refused: no announcing document, days the wrong way round or over, an authorised one without a last day, a second
    head for the same days, a unit that is no more.
    """
    ask(by, "spokesperson.name", unit_id=unit_id)
    if unit_id not in units_in_force([unit_id], at):
        raise Refused(_("Cơ quan này không còn hoặc chưa có hiệu lực; chưa ghi người phát ngôn nào."))
    unit = unit_names([unit_id])[unit_id]
    values = _checked(kind, name, post, phone, email, announced_by)
    _check_days(kind, from_date, to_date, local_date(at))
    same = Spokesperson.rows.filter(unit_id=unit_id, from_date=from_date, to_date=to_date, **values).first()
    if same is not None:
        nothing_changed()
        return _named(same, unit.name)
    if kind == "HEAD":
        _check_one_head(unit_id, from_date, to_date)
    series = f"NP-{unit.territory}-{local_date(at).year}"
    row = Spokesperson.rows.create(
        code=f"{series}-{take_numbers(series)[0]:04d}",
        territory=unit.territory,
        unit_id=unit_id,
        sort_key=sort_key(f"{unit.name} {values['name']}"),
        fold=_fold(unit.name, values["name"], values["post"]),
        from_date=from_date,
        to_date=to_date,
        named_at=at,
        is_illustration=is_illustration,
        **values,
    )
    told = tell(_named(row, unit.name))
    arrange(unit.territory, by=by, at=at)
    return told


@command("spokesperson.amend")
def amend_spokesperson(
    *, code: str, post: str, phone: str, email: str, version: int | None = None, by: Actor, at: datetime
) -> events.SpokespersonAmended:
    """Another post title, telephone or mail. Refused: ended; neither telephone nor mail. Twice is harmless."""
    row = _open(code, "spokesperson.amend", by, at)
    new = _checked(row.kind, row.name, post, phone, email, row.announced_by)
    changed = {field: new[field] for field in ("post", "phone", "email") if new[field] != getattr(row, field)}
    event = events.SpokespersonAmended(**_labels(row), fields=tuple(sorted(changed)))
    if not changed:
        nothing_changed()
        return event
    unit = unit_names([row.unit_id])[row.unit_id].name
    change(row, version=version, **changed, fold=_fold(unit, row.name, new["post"]))
    tell(event)
    arrange(row.territory, by=by.through("spokesperson.name"), at=at)
    return event


@command("spokesperson.end")
def end_spokesperson(
    *, code: str, to_date: date, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.SpokespersonEnded:
    """Says until which day somebody speaks for the unit. Refused: ended, a day before the first, no reason."""
    row = _open(code, "spokesperson.end", by, at)
    reason = nfc(reason).strip()[:500]
    event = events.SpokespersonEnded(**_labels(row), reason=reason, to_date=to_date.isoformat(), day=words.day(to_date))
    if not reason:
        raise Refused(_("Cần nêu lý do thôi phát ngôn. Sổ giữ nguyên; hãy viết một câu rồi gửi lại."))
    if row.to_date == to_date and row.end_reason == reason:
        nothing_changed()
        return event
    if to_date < row.from_date:
        raise Refused(
            _("Ngày cuối không được trước ngày bắt đầu %(day)s. Sổ giữ nguyên; hãy chọn ngày khác.")
            % {"day": words.day(row.from_date)}
        )
    change(row, version=version, to_date=to_date, end_reason=reason)
    tell(event)
    arrange(row.territory, by=by.through("spokesperson.name"), at=at)
    return event


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _open(code: str, power: str, by: Actor, at: datetime) -> Spokesperson:
    row = Spokesperson.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    if states.stands(row.from_date, row.to_date, local_date(at)) == "ENDED":
        raise Refused(
            _("Người phát ngôn %(code)s đã hết hạn, không sửa được nữa. Hãy giao người mới.") % {"code": code}
        )
    return row


def _checked(kind: str, name: str, post: str, phone: str, email: str, announced_by: str) -> dict[str, Any]:
    if kind not in states.KINDS:
        raise Refused(_("Hãy chọn loại người phát ngôn: người đứng đầu, được giao, hoặc được ủy quyền."))
    values = {
        "kind": kind,
        "name": _line(name, 200),
        "post": _line(post, 200),
        "phone": _line(phone, 40),
        "email": _line(email, 200),
        "announced_by": _line(announced_by, 120),
    }
    if not values["name"] or not values["post"]:
        raise Refused(_("Cần họ tên và chức vụ. Chưa ghi gì; hãy điền đủ rồi gửi lại."))
    if not values["announced_by"]:
        raise Refused(_("Cần số, ký hiệu của văn bản công bố người phát ngôn. Chưa ghi gì; hãy điền rồi gửi lại."))
    if not values["phone"] and not values["email"]:
        raise Refused(_("Cần điện thoại hoặc thư điện tử để báo chí liên hệ. Chưa ghi gì; hãy điền ít nhất một cách."))
    if values["phone"] and not _PHONE.fullmatch(values["phone"]):
        raise Refused(_("Số điện thoại không đọc được. Chưa ghi gì; hãy viết bằng chữ số, ví dụ 0297 3812 345."))
    if values["email"] and not _MAIL.fullmatch(values["email"]):
        raise Refused(_("Địa chỉ thư điện tử không đúng dạng. Chưa ghi gì; hãy sửa rồi gửi lại."))
    return values


def _check_days(kind: str, first: date, last: date | None, today: date) -> None:
    if kind == "AUTHORISED" and last is None:
        raise Refused(_("Người được ủy quyền phải có ngày cuối. Chưa ghi gì; hãy chọn ngày rồi gửi lại."))
    if last is not None and last < max(first, today):
        raise Refused(_("Ngày cuối phải từ hôm nay và không trước ngày bắt đầu. Chưa ghi gì; hãy chọn ngày khác."))


def _check_one_head(unit_id: int, first: date, last: date | None) -> None:
    heads = Spokesperson.rows.filter(unit_id=unit_id, kind="HEAD").filter(Q(to_date=None) | Q(to_date__gte=first))
    for code, other_first, other_last in heads.values_list("code", "from_date", "to_date"):
        if states.overlap(first, last, other_first, other_last):
            raise Refused(
                _("Cơ quan đã có người đứng đầu phát ngôn trong những ngày này (%(code)s). Hãy thôi giao trước.")
                % {"code": code}
            )


def _fold(*parts: str) -> str:
    return fold(" ".join(parts))[:800]


def _line(text: str, most: int) -> str:
    return " ".join(nfc(text).split())[:most]


def _labels(row: Spokesperson) -> dict[str, Any]:
    return {"code": row.code, "unit_id": row.unit_id, "unit_name": unit_names([row.unit_id])[row.unit_id].name}


def _named(row: Spokesperson, unit_name: str) -> events.SpokespersonNamed:
    return events.SpokespersonNamed(
        code=row.code,
        unit_id=row.unit_id,
        unit_name=unit_name,
        announced_by=row.announced_by,
        from_date=row.from_date.isoformat(),
        day=words.day(row.from_date),
    )
