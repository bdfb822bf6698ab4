"""Safety of one's account: its factors, its sessions, and the pages on which one shows who one is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import segno
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from phoihop.ground.actor import ROLE_WORDS, Actor, Role
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Empty, Link, Note, words
from phoihop.organizations import queries
from phoihop.organizations.pages.asking import FormPage
from phoihop.organizations.queries.words import FACTOR_WORDS, WAY_IN_WORDS
from phoihop.organizations.rules import second_factors

FEW_CODES = 3
QUIET = 4  # modules of white around a QR code: ISO/IEC 18004


@dataclass(frozen=True, slots=True)
class PasskeyAsk:
    """What the page's script asks of the browser: `options` as JSON, or (sign-in) the address that tells them."""

    action: str
    options: str = ""
    ask_url: str = ""
    what: str = "get"  # or "create": the browser's own words


@dataclass(frozen=True, slots=True)
class SignInPage(FormPage):
    passkey: PasskeyAsk | None = None


@dataclass(frozen=True, slots=True)
class FactorRow:
    id: int
    kind: str
    name: str
    added: str
    used: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    what: str
    network: str
    way: str
    begun: str
    seen: str
    end_url: str  # empty: this one


@dataclass(frozen=True, slots=True)
class SafetyPage:
    title: str
    lede: str
    notes: tuple[Note, ...]
    factors: tuple[FactorRow, ...]
    empty: Empty
    add_app: Link | None
    add_passkey: Link
    codes: str  # how many recovery codes are left; empty: none can be made yet
    change_password: Link
    sessions: tuple[SessionRow, ...]
    has_others: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class QrCode:
    """One path of squares; `side` is the length of its picture in modules."""

    path: str
    side: int


@dataclass(frozen=True, slots=True)
class AddAppPage:
    title: str
    form: Form
    carried: str
    key: str
    qr: QrCode
    back: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class AddPasskeyPage:
    title: str
    form: Form
    passkey: PasskeyAsk
    back: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class RecoveryCodesPage:
    title: str
    note: Note
    codes: tuple[str, ...]
    back: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class SecondStepPage:
    title: str
    lede: str
    form: Form
    action: str
    frame: str
    passkey: PasskeyAsk | None
    back: Link
    why: str = ""


@dataclass(frozen=True, slots=True)
class DemandPage(FormPage):
    rows: tuple[tuple[str, str], ...] = ()


def sign_in(form: Form, where: str) -> SignInPage:
    passkey = PasskeyAsk(_with_next("organizations:use_passkey", where), ask_url=reverse("organizations:ask_passkey"))
    return SignInPage(_("Đăng nhập"), form, _("Đăng nhập"), passkey=passkey)


def second_step(form: Form, options: str) -> SecondStepPage:
    return SecondStepPage(
        title=_("Bước hai: xác thực"),
        lede=_("Mật khẩu đúng. Hãy cho thấy đây là bạn bằng một cách nữa."),
        form=form,
        action=_("Vào"),
        frame="ground/bare.html",
        passkey=PasskeyAsk(reverse("organizations:second_step"), options) if options else None,
        back=Link(_("Đăng nhập lại từ đầu"), reverse("organizations:sign_in")),
    )


def confirm_self(form: Form, options: str) -> SecondStepPage:
    return SecondStepPage(
        title=_("Xác nhận đây là bạn"),
        lede=_("Trước khi đổi điều giữ tài khoản an toàn, hãy xác nhận một lần; mười phút sau đó không hỏi lại."),
        form=form,
        action=_("Xác nhận"),
        frame="ground/base.html",
        passkey=PasskeyAsk("", options) if options else None,
        back=Link(_("Thôi"), reverse("organizations:safety")),
    )


def too_soon(wait: int) -> str:
    sentence = _("Vừa có nhiều lần thử sai, nên lần này chưa được xem. Hãy thử lại sau %(count)s giây.")
    return sentence % {"count": wait}


def safety(actor: Actor, at: datetime, now: datetime, since: datetime, own_key: str) -> SafetyPage:
    factors = queries.own_factors(actor)
    left = queries.recovery_codes_left(actor.account_id or 0)
    sessions = queries.own_sessions(actor, now, since)
    has_app = any(line.kind == "app" for line in factors)
    return SafetyPage(
        title=_("Bảo vệ tài khoản"),
        lede=_("Mật khẩu có thể bị lộ. Có thêm một cách xác thực thì người biết mật khẩu của bạn vẫn không vào được."),
        notes=tuple(_notes(actor, at, bool(factors), left)),
        factors=tuple(_factor(line) for line in factors),
        empty=Empty(
            _("Chưa có cách xác thực nào ngoài mật khẩu"),
            _("Khóa truy cập dùng vân tay, gương mặt hoặc mã PIN của máy; ứng dụng xác thực hiện một mã sáu số."),
        ),
        add_app=None if has_app else Link(_("Thêm ứng dụng xác thực"), reverse("organizations:add_app")),
        add_passkey=Link(_("Thêm khóa truy cập"), reverse("organizations:add_passkey")),
        codes=_("Còn %(count)s mã dự phòng chưa dùng.") % {"count": left} if factors else "",
        change_password=Link(_("Đổi mật khẩu"), reverse("organizations:change_password")),
        sessions=tuple(_session(line, own_key) for line in sessions),
        has_others=any(line.key != own_key for line in sessions),
    )


def _notes(actor: Actor, at: datetime, has_factors: bool, left: int) -> list[Note]:
    notes = []
    day = queries.demanded_from(actor.account_id or 0, at)
    if day is not None and not has_factors:
        is_due = day <= local_date(at)
        text = (
            _("Hãy thêm một cách dưới đây; các trang khác mở lại ngay sau đó.")
            if is_due
            else _("Từ ngày %(day)s, chưa có thì không làm việc tiếp được.") % {"day": words.day(day)}
        )
        notes.append(Note(_("Vị trí của bạn phải có xác thực hai bước"), text, is_late=is_due))
    for line in queries.factors_taken(actor, at)[:1]:
        values = {"day": words.moment(timezone.localtime(line.removed_at)), "reason": line.reason}
        notes.append(
            Note(
                _("Quản trị viên đã gỡ xác thực hai bước của bạn"),
                _("Lúc %(day)s. Lý do: %(reason)s. Nếu bạn không yêu cầu việc này, hãy báo ngay.") % values,
                is_late=True,
            )
        )
    if has_factors and left < FEW_CODES:
        text = _("Mất điện thoại hay khóa mà không còn mã thì phải nhờ quản trị viên.")
        notes.append(Note(_("Bạn nên tạo mã dự phòng"), text))
    return notes


def add_app(form: Form, new: queries.NewKey) -> AddAppPage:
    return AddAppPage(
        title=_("Thêm ứng dụng xác thực"),
        form=form,
        carried=new.carried,
        key=second_factors.key_in_groups(new.key),
        qr=qr_code(second_factors.key_url(new.key, _("Phối Hợp"), new.username)),
        back=reverse("organizations:safety"),
    )


def add_passkey(form: Form, options: str) -> AddPasskeyPage:
    passkey = PasskeyAsk("", options, what="create")
    return AddPasskeyPage(_("Thêm khóa truy cập"), form, passkey, reverse("organizations:safety"))


def recovery_codes(codes: tuple[str, ...]) -> RecoveryCodesPage:
    note = Note(
        _("Hãy in hoặc chép lại ngay"),
        _("Các mã chỉ hiện lần này. Mỗi mã vào được một lần, khi mất điện thoại hay khóa. Cất nơi chỉ bạn lấy được."),
    )
    return RecoveryCodesPage(_("Mã dự phòng"), note, codes, reverse("organizations:safety"))


def demand_factor(actor: Actor, form: Form) -> DemandPage:
    rows = [
        (str(ROLE_WORDS[Role(role)]), _("từ ngày %(day)s") % {"day": words.day(day)})
        for role, day in sorted(queries.factor_demands(actor).items())
    ]
    return DemandPage(
        title=_("Vai trò phải có xác thực hai bước"),
        form=form,
        action=_("Đặt"),
        cancel=Link(_("Về danh sách tài khoản"), reverse("organizations:accounts")),
        lede=_(
            "Đến ngày đó, người giữ vai trò được nhắc mỗi lần đăng nhập; từ ngày đó phải thêm rồi mới làm việc tiếp. "
            "Để trống ngày là thôi yêu cầu."
        ),
        rows=tuple(rows),
    )


def qr_code(text: str) -> QrCode:
    """Error correction M: a screen is read without dirt."""
    modules = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    squares = [
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(modules) for x, dark in enumerate(row) if dark
    ]
    return QrCode("".join(squares), len(modules) + 2 * QUIET)


def _factor(line: queries.FactorLine) -> FactorRow:
    used = words.moment(timezone.localtime(line.last_used_at)) if line.last_used_at else ""
    return FactorRow(
        id=line.id,
        kind=str(FACTOR_WORDS[line.kind]),
        name=line.name,
        added=_("thêm ngày %(day)s") % {"day": words.day(local_date(line.created_at))},
        used=_("dùng lần cuối %(when)s") % {"when": used} if used else _("chưa dùng lần nào"),
        remove_url=reverse("organizations:remove_factor", args=[line.id]),
    )


def _session(line: queries.SessionLine, own_key: str) -> SessionRow:
    return SessionRow(
        what=" · ".join(filter(None, (line.browser, line.system))) or _("không rõ trình duyệt"),
        network=line.network,
        way=str(WAY_IN_WORDS.get(line.way, "")),
        begun=_("vào lúc %(when)s") % {"when": words.moment(timezone.localtime(line.begun_at))},
        seen=_("thấy lần cuối %(when)s") % {"when": words.moment(timezone.localtime(line.last_at))},
        end_url="" if line.key == own_key else reverse("organizations:end_session", args=[line.key]),
    )


def _with_next(name: str, where: str) -> str:
    return f"{reverse(name)}?{urlencode({'next': where})}"
