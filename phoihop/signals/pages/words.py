"""The words and outlines of this room's stored codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phoihop.ground.parts import Glyph, State, words
from phoihop.signals import queries
from phoihop.signals.rules.quality import Quality

Words = str | Promise

ALERT_STATES: dict[str, tuple[State, Words]] = {
    "OPEN": (State.SOON, gettext_lazy("Chưa có người nhận")),
    "IN_WORK": (State.DOING, gettext_lazy("Đang xử lý")),
    "CLOSED": (State.DONE, gettext_lazy("Đã kết thúc")),
}
ALARM_STATES: dict[str, tuple[State, Words]] = {
    "ON": (State.DOING, gettext_lazy("Đang theo dõi")),
    "OFF": (State.HELD, gettext_lazy("Đang ngừng")),
}
PART_STATES: dict[str, tuple[State, Words]] = {
    "INVITED": (State.WAIT, gettext_lazy("Chờ trả lời")),
    "ACCEPTED": (State.DONE, gettext_lazy("Tham gia")),
    "DECLINED": (State.HELD, gettext_lazy("Không tham gia")),
}
KINDS: dict[str, Words] = {
    "WORK": "",
    "REST": gettext_lazy("cuối tuần"),
    "HOLIDAY": gettext_lazy("ngày nghỉ"),
    "GAP": gettext_lazy("không có số liệu"),
    "CATCH_UP": gettext_lazy("nhận bù sau ngày nghỉ"),
}


def glyph(table: Mapping[str, tuple[State, Words]], state: str) -> Glyph:
    outline, word = table[state]
    return Glyph.of(outline, str(word))


def alert_glyph(state: str, outcome: str) -> Glyph:
    """How an alert stands; a closed one says its outcome."""
    return Glyph.of(State.DONE, str(queries.OUTCOMES[outcome])) if outcome else glyph(ALERT_STATES, state)


def joined(pieces: Iterable[str]) -> str:
    return " · ".join(piece for piece in pieces if piece)


def day_of(at: datetime | None) -> str:
    return words.day(timezone.localtime(at).date()) if at is not None else ""


def span_of(day: date, *, is_weekly: bool) -> str:
    return words.span(day, day + timedelta(days=6)) if is_weekly else words.day(day)


def number(value: float) -> str:
    """A measure as it is written here: 3,5."""
    return f"{value:.1f}".replace(".", ",").removesuffix(",0")


def percent(share: float | None) -> str:
    return "–" if share is None else f"{round(100 * share)} %"


def threshold(method: str, value: float) -> str:
    if method == "FARRINGTON":
        return _("%(share)s %% số tuần bình thường") % {"share": f"{100 * value:.3g}".replace(".", ",")}
    return f"{value:.3g}".replace(".", ",")


def measured(of: queries.Measured) -> str:
    """The simulated false-alarm rate in one sentence."""
    if of.drawn == 0:
        return _("Chưa có số liệu của ngày thường nào, nên chưa nói được ngưỡng này báo nhầm bao nhiêu.")
    rate = 100 * of.above / of.drawn
    values = {
        "yearly": number(of.yearly),
        "rate": f"{rate:.2f}".replace(".", ","),
        "drawn": of.drawn,
        "above": of.above,
        "mean": number(of.mean),
        "dispersion": number(of.dispersion),
        "counted": of.counted,
    }
    if of.is_weekly:
        return (
            _(
                "Theo mô phỏng, ngưỡng này báo nhầm khoảng %(yearly)s lần một năm (%(above)s trong %(drawn)s tuần bình"
                " thường, %(rate)s %%). Tuần bình thường: trung bình %(mean)s, phương sai gấp %(dispersion)s lần trung"
                " bình, lấy từ %(counted)s tuần đã qua."
            )
            % values
        )
    return (
        _(
            "Theo mô phỏng, ngưỡng này báo nhầm khoảng %(yearly)s lần một năm (%(above)s trong %(drawn)s ngày bình"
            " thường, %(rate)s %%). Ngày bình thường: trung bình %(mean)s, phương sai gấp %(dispersion)s lần trung"
            " bình, lấy từ %(counted)s ngày đã qua."
        )
        % values
    )


def record(of: Quality) -> str:
    """What alerts of a setting have turned out to be."""
    if not of.judged:
        return _("Chưa có cảnh báo nào được kết luận, nên chưa có tỷ lệ báo nhầm thực tế.")
    said = ngettext(
        "Thực tế: %(false)s trong %(judged)s cảnh báo đã kết luận là báo nhầm (%(share)s).",
        "Thực tế: %(false)s trong %(judged)s cảnh báo đã kết luận là báo nhầm (%(share)s).",
        of.judged,
    )
    return said % {"false": of.false, "judged": of.judged, "share": percent(of.wrong)}


def lead(days: float | None) -> str:
    """How far an alert was ahead."""
    if days is None:
        return "–"
    if days < 0:
        return _("sau %(count)s ngày") % {"count": number(-days)}
    return _("trước %(count)s ngày") % {"count": number(days)}
