"""The words and outlines of this room's stored codes, and what all its pages share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from phoihop.agreements.rules import ClauseText, DutyText
from phoihop.ground.parts import Glyph, State, words
from phoihop.ground.powers import NotAllowed
from phoihop.obligations.queries import rule_in_words

Words = str | Promise

AGREEMENT_STATES: dict[str, tuple[State, Words]] = {
    "DRAFT": (State.PLAN, gettext_lazy("Đang soạn")),
    "NEGOTIATING": (State.WAIT, gettext_lazy("Đang lấy ý kiến và ký")),
    "IN_FORCE": (State.DOING, gettext_lazy("Đang có hiệu lực")),
    "ENDED": (State.HELD, gettext_lazy("Đã chấm dứt")),
}
REVISION_STATES: dict[str, tuple[State, Words]] = {
    "DRAFT": (State.PLAN, gettext_lazy("Bản thảo")),
    "PROPOSED": (State.WAIT, gettext_lazy("Đang chờ ký")),
    "SIGNED": (State.DONE, gettext_lazy("Đang có hiệu lực")),
    "SUPERSEDED": (State.HELD, gettext_lazy("Đã thay")),
}
MANDATE_STATES: dict[str, tuple[State, Words]] = {
    "IN_FORCE": (State.DOING, gettext_lazy("Đang có hiệu lực")),
    "SUPERSEDED": (State.HELD, gettext_lazy("Đã được thay thế")),
    "ENDED": (State.HELD, gettext_lazy("Hết hiệu lực")),
}
ROLE_WORDS: dict[str, Words] = {
    "LEAD": gettext_lazy("chủ trì"),
    "PARTNER": gettext_lazy("phối hợp"),
    "WITNESS": gettext_lazy("chứng kiến"),
}
SIDE_WORDS: dict[str, Words] = {
    "lead": gettext_lazy("Cơ quan chủ trì"),
    "partner": gettext_lazy("Cơ quan phối hợp"),
}
# The phases every programme starts with; one that a plan added is called by its key.
PHASE_WORDS: dict[str, Words] = {
    "before": pgettext_lazy("phase", "Trước"),
    "during": pgettext_lazy("phase", "Trong"),
    "after": pgettext_lazy("phase", "Sau"),
}
CHANNEL_WORDS: dict[str, Words] = {
    "visual": gettext_lazy("tuyên truyền trực quan"),
    "press": gettext_lazy("báo chí"),
    "press_conference": gettext_lazy("họp báo"),
    "radio_tv": gettext_lazy("phát thanh, truyền hình"),
    "oral": gettext_lazy("tuyên truyền miệng"),
    "loudspeaker": gettext_lazy("loa truyền thanh cơ sở"),
    "social_page": gettext_lazy("trang mạng xã hội"),
    "web": gettext_lazy("trang thông tin điện tử"),
}
MANDATE_KINDS: dict[str, Words] = {
    "decision": gettext_lazy("Quyết định"),
    "guideline": gettext_lazy("Hướng dẫn"),
    "official_letter": pgettext_lazy("kind of mandate", "Công văn"),
    "directive": gettext_lazy("Chỉ thị"),
    "resolution": gettext_lazy("Nghị quyết"),
    "conclusion": gettext_lazy("Kết luận"),
    "regulation": gettext_lazy("Quy định"),
    "programme": gettext_lazy("Chương trình"),
    "plan": pgettext_lazy("kind of mandate", "Kế hoạch"),
    "notice": gettext_lazy("Thông báo"),
    "circular": gettext_lazy("Thông tư"),
    "decree": gettext_lazy("Nghị định"),
    "law": gettext_lazy("Luật"),
}


@dataclass(frozen=True, slots=True)
class ShownDuty:
    key: str
    text: str
    who: str
    rule: str
    edit_url: str = ""


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause as it is read. The addresses are filled in the draft of the reader's unit only."""

    ref: str
    label: str
    text: str
    duties: tuple[ShownDuty, ...]
    edit_url: str = ""
    duty_url: str = ""


def shown_duty(duty: DutyText, *, edit_url: str = "") -> ShownDuty:
    return ShownDuty(duty.key, duty.text, str(SIDE_WORDS[duty.obliged]), due_words(duty), edit_url)


def due_words(duty: DutyText) -> str:
    """The due rule with its phases and channels, as an official reads it."""
    parts = [rule_in_words(duty.rule)]
    if duty.rule and duty.rule.get("phases"):
        phases = ", ".join(str(PHASE_WORDS.get(key, key)) for key in duty.rule["phases"])
        parts.append(_("giai đoạn %(phases)s") % {"phases": phases})
    if duty.channels:
        parts.append(_("kênh: %(channels)s") % {"channels": ", ".join(str(CHANNEL_WORDS[c]) for c in duty.channels)})
    return "; ".join(parts)


def clause_name(ref: str) -> str:
    return _("Điều khoản %(ref)s") % {"ref": ref} if ref else _("Nội dung chung")


def whole_text(clause: ClauseText) -> str:
    """A clause with its duties in words, for comparing word by word."""
    duties = [f"{SIDE_WORDS[duty.obliged]}: {duty.text} ({due_words(duty)})" for duty in clause.duties]
    return "\n".join([clause.text, *duties])


def glyph(table: Mapping[str, tuple[State, Words]], state: str) -> Glyph:
    outline, word = table[state]
    return Glyph.of(outline, str(word))


def day(value: date | None) -> str:
    return words.day(value) if value else ""


def moment(at: datetime | None) -> str:
    return words.moment(timezone.localtime(at)) if at else ""


def term(first: date | None, last: date | None) -> str:
    """1/7/2021–31/12/2025, with either end open."""
    if first and last:
        return f"{words.day(first)}–{words.day(last)}"
    if first:
        return _("từ %(day)s, không định ngày kết thúc") % {"day": words.day(first)}
    return _("đến hết %(day)s") % {"day": words.day(last)} if last else _("không định thời hạn")


def joined(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)


def number_asked(asked: Mapping[str, str], name: str) -> int | None:
    text = asked.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def numbers_sent(texts: Sequence[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 19]


def check_open(*, is_open: bool) -> None:
    """The page of an act opens only to whom it is open. Refused as the command would refuse."""
    if not is_open:
        raise NotAllowed(_("Vị trí của bạn không có quyền này, hoặc hồ sơ không còn ở bước cho phép."))
