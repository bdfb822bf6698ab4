"""The status page: how the house stands, since when, and what to do about it. For administrators and auditors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import phoihop
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Glyph, Link, State, words
from phoihop.ground.powers import may
from phoihop.site.watching import bounds, state
from phoihop.site.watching.bounds import BROKEN, LOOK, WELL
from phoihop.site.watching.state import House

ICONS = {WELL: State.DONE, LOOK: State.SOON, BROKEN: State.LATE}


@dataclass(frozen=True, slots=True)
class Line:
    """One part of the house. `do` is empty where it is well."""

    key: str
    state: str  # of bounds
    glyph: Glyph
    what: str
    said: str
    since: str = ""
    do: str = ""
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class NodeLine:
    glyph: Glyph
    node: str
    process: str
    version: str
    started: str
    seen: str


@dataclass(frozen=True, slots=True)
class StatusPage:
    title: str
    glyph: Glyph
    verdict: str
    at: str
    version: str
    lines: tuple[Line, ...]
    nodes: tuple[NodeLine, ...]
    why: str


def status_page(actor: Actor, at: datetime) -> StatusPage:
    """What cannot be looked at fails as a whole: without its database the house has no page either."""
    house = state.look(at)
    lines = tuple(sorted(_lines(house, actor), key=lambda line: (BROKEN, LOOK, WELL).index(line.state)))
    whole = bounds.worst([line.state for line in lines])
    return StatusPage(
        title=_("Tình trạng hệ thống"),
        glyph=_glyph(whole),
        verdict={
            WELL: _("Mọi phần đang chạy ổn."),
            LOOK: _("Hệ thống chạy được, có phần cần xem."),
            BROKEN: _("Có phần đang hỏng: làm theo cột cuối."),
        }[whole],
        at=words.moment(timezone.localtime(at)),
        version=phoihop.__version__,
        lines=lines,
        nodes=tuple(_nodes(house)),
        why=_("Trang này mở cho quản trị viên và kiểm tra viên. Bạn là %(post)s.") % {"post": actor.post},
    )


def _lines(house: House, actor: Actor) -> Iterator[Line]:
    yield from _processes(house)
    yield from _queue(house, actor)
    yield from _outside(house)
    yield from _keeping(house)


def _processes(house: House) -> Iterator[Line]:
    age = house.clock_age
    yield _line(
        "clock",
        _("Đồng hồ hạn và thang nhắc việc"),
        bounds.CLOCK.state(age) if age is not None else BROKEN,
        _("đã chạy trọn vòng %(ago)s trước") % {"ago": ago(age)} if age is not None else _("chưa chạy lần nào"),
        since=_since(house, age),
        do=_("Lời nhắc chưa ra. Xem tiến trình tick (phoihop tick); khi chạy lại, các lời nhắc còn nợ tự ra, một lần."),
    )
    young = [beat for beat in house.ledger.beats if beat.kind == "attend"]
    age = min((house.beat_age(beat) for beat in young), default=None)
    yield _line(
        "attend",
        _("Bộ phận nghe sổ (thông báo, thư, chỉ mục)"),
        bounds.BEAT.state(age) if age is not None else BROKEN,
        _("báo sống %(ago)s trước") % {"ago": ago(age)} if age is not None else _("chưa chạy lần nào"),
        since=_since(house, age),
        do=_("Việc trong sổ đã an toàn nhưng chưa ai được báo. Xem tiến trình attend (phoihop attend)."),
    )


def _queue(house: House, actor: Actor) -> Iterator[Line]:
    waiting = sum(line.waiting for line in house.ledger.queue)
    oldest = max((line.oldest_seconds for line in house.ledger.queue), default=0.0)
    yield _line(
        "queue",
        _("Hàng đợi sau sổ"),
        bounds.QUEUE.state(oldest),
        _("%(count)s việc đang đợi, việc lâu nhất đã đợi %(ago)s") % {"count": waiting, "ago": ago(oldest)}
        if waiting
        else _("không có việc nào đợi"),
        since=_since(house, oldest),
        do=_("Nếu attend đang chạy: xem nhật ký tìm bộ phận nghe chậm hay lỗi. Nếu không: chạy lại nó."),
    )
    dead = house.ledger.dead
    yield _line(
        "dead",
        _("Việc sau sổ bị hỏng"),
        bounds.DEAD.state(dead),
        _("%(count)s việc đã thử nhiều lần không được") % {"count": dead} if dead else _("không có"),
        do=_("Đọc lỗi ở sổ cái, sửa nguyên nhân, rồi bấm Gửi lại."),
        link=Link(_("Việc bị hỏng"), reverse("desk:ledger") + "#hong") if may(actor, "delivery.retry") else None,
    )
    index = house.index
    yield _line(
        "index",
        _("Chỉ mục tìm kiếm của máy này"),
        (bounds.INDEX.state(index.behind_seconds) if index.is_complete else LOOK) if index.has_index else LOOK,
        _index_words(house),
        since=_since(house, index.behind_seconds),
        do=_("Chỉ việc tìm kiếm bị chậm. Xem attend trên máy này; làm lại chỉ mục: phoihop search --rebuild."),
    )
    unsealed = house.ledger.unsealed_seconds
    sealed = house.ledger.sealed_at
    yield _line(
        "seals",
        _("Niêm phong sổ cái"),
        bounds.SEALS.state(unsealed),
        _("niêm phong lần cuối %(at)s") % {"at": words.moment(timezone.localtime(sealed))} if sealed else _("chưa có"),
        since=_since(house, unsealed),
        do=_("Đồng hồ hạn niêm phong sau mỗi vòng: xem tiến trình tick. Kiểm chứng sổ: phoihop ledger verify."),
    )


def _outside(house: House) -> Iterator[Line]:
    mails = sum(house.mail.waiting.values())
    yield _line(
        "mail",
        _("Thư gửi đi"),
        bounds.worst([bounds.MAIL.state(house.mail.oldest_seconds), bounds.MAIL_FAILED.state(house.mails_failed)]),
        _("%(count)s thư đang đợi, lâu nhất %(ago)s; một ngày qua %(failed)s thư không gửi được")
        % {"count": mails, "ago": ago(house.mail.oldest_seconds), "failed": house.mails_failed},
        since=_since(house, house.mail.oldest_seconds),
        do=_("Thử máy chủ thư: phoihop mail send-test ĐỊA-CHỈ. Thư được thử lại trong ba ngày, không mất."),
    )
    waiting = sum(house.intake.waiting.values())
    yield _line(
        "intake",
        _("Điều người dân gửi vào"),
        bounds.INTAKE.state(house.intake.oldest_seconds),
        _("%(count)s điều đợi phòng tiếp nhận, lâu nhất %(ago)s")
        % {"count": waiting, "ago": ago(house.intake.oldest_seconds)}
        if waiting
        else _("không có điều nào đợi"),
        since=_since(house, house.intake.oldest_seconds),
        do=_("Điều gửi vào đã được giữ, niêm kín. Xem attend và khóa intake trong thư mục keys."),
    )
    press = house.press
    read = press.active + press.broken
    yield _line(
        "press",
        _("Nguồn tin báo chí"),
        bounds.PRESS.state(press.broken / read) if read else WELL,
        _("%(broken)s trên %(count)s nguồn không đọc được") % {"broken": press.broken, "count": read},
        do=_("Trang của mỗi nguồn nói lý do. Nếu mọi nguồn đều hỏng: máy chạy tick không ra được mạng ngoài."),
    )
    refused, held = house.guard["refused"], house.guard["held"]
    yield _line(
        "guard",
        _("Bộ lọc bảo mật"),
        bounds.GUARD.state(refused + held),
        _("một ngày qua từ chối %(refused)s tệp, giữ %(held)s tệp") % {"refused": refused, "held": held},
        do=_("Nhiều tệp bị chặn: có nơi đang gửi văn bản mật qua đây. Báo người phụ trách bảo mật của cơ quan gửi."),
    )


def _keeping(house: House) -> Iterator[Line]:
    age = house.backup_age
    failed = house.backup.failed_at
    yield _line(
        "backup",
        _("Sao lưu"),
        bounds.worst([bounds.BACKUP.state(age) if age is not None else LOOK, LOOK if failed else WELL]),
        _("bản tốt gần nhất cách đây %(ago)s") % {"ago": ago(age)}
        if age is not None
        else _("máy này chưa ghi nhận bản sao lưu nào"),
        since=_since(house, age),
        do=_("Làm một bản ngay: phoihop backup THƯ-MỤC; kiểm tra: phoihop backup verify THƯ-MỤC."),
    )
    free, gigabyte = house.free, 2**30
    yield _line(
        "disk",
        _("Chỗ trống trên đĩa"),
        bounds.disk_state(free),
        _("còn %(free)s GB trên %(size)s GB")
        % {"free": f"{free / gigabyte:.1f}", "size": f"{house.size / gigabyte:.0f}"},
        do=_("Chuyển bản sao lưu và nhật ký cũ đi nơi khác. Đầy đĩa thì máy ngừng nhận việc, không mất việc đã nhận."),
    )
    if house.most_connections:
        used, most = house.connections, house.most_connections
        yield _line(
            "connections",
            _("Kết nối cơ sở dữ liệu"),
            bounds.CONNECTIONS.state(used / most),
            _("%(used)s trên %(most)s") % {"used": used, "most": most},
            do=_("Đặt pgbouncer phía trước, hoặc bớt PHOIHOP_WORKERS và PHOIHOP_THREADS."),
        )
    pending = house.pending_migrations
    yield _line(
        "migrations",
        _("Cấu trúc dữ liệu"),
        BROKEN if pending else WELL,
        _("còn %(count)s bước nâng cấp chưa chạy") % {"count": pending} if pending else _("đúng với bản phần mềm này"),
        do=_("Chạy phoihop prepare trên một máy, rồi khởi động lại các máy."),
    )


def _nodes(house: House) -> Iterator[NodeLine]:
    for beat in house.ledger.beats:
        age = house.beat_age(beat)
        yield NodeLine(
            glyph=_glyph((bounds.CLOCK if beat.kind == "tick" else bounds.BEAT).state(age)),
            node=beat.node,
            process={"web": _("trang web"), "attend": _("nghe sổ"), "tick": _("đồng hồ hạn")}.get(beat.kind, beat.kind),
            version=beat.version,
            started=words.moment(timezone.localtime(beat.started_at)),
            seen=_("%(ago)s trước") % {"ago": ago(age)},
        )


def _line(
    key: str, what: str, state_: str, said: str, *, since: str = "", do: str = "", link: Link | None = None
) -> Line:
    if state_ == WELL:
        return Line(key, state_, _glyph(state_), what, said)
    return Line(key, state_, _glyph(state_), what, said, since, do, link)


def _glyph(state_: str) -> Glyph:
    word = {WELL: _("Ổn"), LOOK: _("Cần xem"), BROKEN: _("Hỏng")}[state_]
    return Glyph.of(ICONS[state_], word)


def _index_words(house: House) -> str:
    index = house.index
    if not index.has_index:
        return _("máy này không giữ chỉ mục")
    if not index.is_complete:
        return _("đang làm lại từ đầu; tìm kiếm chưa đủ")
    if not index.behind:
        return _("theo kịp sổ cái")
    return _("chậm %(count)s dòng sổ, %(ago)s") % {"count": index.behind, "ago": ago(index.behind_seconds)}


def _since(house: House, seconds: float | None) -> str:
    return words.moment(timezone.localtime(house.at - timedelta(seconds=seconds))) if seconds else ""


def ago(seconds: float) -> str:
    """A length of time in a reader's words: one unit, rounded down."""
    if seconds < bounds.MINUTE:
        return _("%(count)s giây") % {"count": int(seconds)}
    if seconds < bounds.HOUR:
        return _("%(count)s phút") % {"count": int(seconds // bounds.MINUTE)}
    if seconds < 2 * bounds.DAY:
        return _("%(count)s giờ") % {"count": int(seconds // bounds.HOUR)}
    return _("%(count)s ngày") % {"count": int(seconds // bounds.DAY)}
