"""Pages of press digests: frozen values of finished strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.parts import Act, ActPage, Empty, Glyph, Link, Note, Pager, Row, State, Tab, Term, words
from phoihop.ground.powers import NotAllowed, NotVisible, may
from phoihop.press.queries import digests as reading
from phoihop.press.queries.handing import story_url

STATES = {
    "DRAFT": (State.DOING, gettext_lazy("Bản nháp")),
    "APPROVED": (State.WAIT, gettext_lazy("Đã duyệt, chờ phát hành")),
    "ISSUED": (State.DONE, gettext_lazy("Đã phát hành")),
}
MODES = ("", "own", "sent", "open")
MIME = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class DigestsPage:
    title: str
    tabs: tuple[Tab, ...]
    find: str
    day: str
    show: str
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    make_url: str
    set_link: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class Button:
    """One press beside a story: what it sends, its sign, and what it says to those who do not see the sign."""

    do: str
    label: str
    spoken: str


@dataclass(frozen=True, slots=True)
class EntryPart:
    key: str
    title: str
    url: str  # of the article, where it is one
    source: str
    extract: str
    also: str
    note: str
    story: Link
    is_left_out: bool
    edit_url: str
    note_link: Link | None
    hand_on: Link | None
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class TopicPart:
    title: str
    link: Link | None
    count: str
    entries: tuple[EntryPart, ...]


@dataclass(frozen=True, slots=True)
class DigestPage:
    title: str
    code: str
    tag: str
    state: Glyph
    meta: str
    back: Link
    notes: tuple[Note, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    summary: str
    topics: tuple[TopicPart, ...]
    closing: str
    version: int
    facts: tuple[Term, ...]
    shares: tuple[str, ...]
    downloads: tuple[Link, ...]
    why: str


def digests_page(actor: Actor, asked: Mapping[str, str]) -> DigestsPage:
    show = asked.get("xem", "") if asked.get("xem", "") in MODES else ""
    text, day = asked.get("tim", "")[:100], _day(asked.get("ngay", ""))
    found = reading.press_digests(actor, show=show, text=text, day=day, after=asked.get("sau", ""))
    here = reverse("press:digests")
    labels = {"": _("Tất cả"), "own": _("Cơ quan mình"), "sent": _("Nhận được"), "open": _("Chưa phát hành")}
    kept = {"xem": show, "tim": text, "ngay": day.isoformat() if day else ""}
    following = {"sau": found.next} | {name: value for name, value in kept.items() if value}
    return DigestsPage(
        title=_("Điểm báo"),
        tabs=tuple(
            Tab(labels[mode], f"{here}?{urlencode({'xem': mode})}" if mode else here, is_current=mode == show)
            for mode in MODES
        ),
        find=text,
        day=kept["ngay"],
        show=show,
        rows=tuple(_row(line) for line in found.lines),
        pager=Pager(next_url=f"?{urlencode(following)}" if found.next else ""),
        empty=Empty(
            _("Không có điểm báo nào."),
            _("Điểm báo gom tin về các vấn đề cơ quan tham gia, mỗi tin một lần, theo giờ cơ quan đặt."),
        ),
        make_url=reverse("press:make-digest") if found.may_make else "",
        set_link=Link(_("Giờ làm, nơi nhận"), reverse("press:set-digest")) if found.may_set else None,
        why=_("Bạn xem được điểm báo của cơ quan mình và điểm báo gửi đến cơ quan mình."),
    )


def digest_page(actor: Actor, code: str) -> DigestPage:
    value = reading.press_digest(actor, code)
    line, rights = value.line, value.rights
    primary, acts = _acts(value)
    notes = []
    if line.state == "DRAFT" and value.reason:
        notes.append(Note(_("Bản nháp được trả lại."), value.reason))
    if line.is_own and value.left_out:
        notes.append(Note(_("%(count)s tin bỏ ra, không có trong bản phát hành.") % {"count": value.left_out}))
    may_give = may(actor, "handoff.give", unit_id=actor.unit_id)
    return DigestPage(
        title=value.title,
        code=line.code,
        tag=words.illustration(line.is_illustration),
        state=_glyph(line.state),
        meta=line.unit,
        back=Link(_("Điểm báo"), reverse("press:digests")),
        notes=tuple(notes),
        primary=primary,
        acts=acts,
        summary=value.summary,
        topics=tuple(_topic(code, topic, is_edited=rights.edit, may_give=may_give) for topic in value.topics),
        closing=value.closing,
        version=value.version,
        facts=tuple(_facts(value)),
        shares=tuple(
            _("%(unit)s (có thư)") % {"unit": unit} if is_mailed else unit for unit, is_mailed in value.shares
        ),
        downloads=tuple(
            Link(kind.upper(), reverse("press:download-digest", args=[code, kind])) for kind in ("pdf", "docx")
        ),
        why=value.why,
    )


def digest_headers(code: str, kind: str) -> dict[str, str]:
    """How a browser takes the printed digest: never from a store shared with others."""
    return {
        "Content-Type": MIME.get(kind, "application/octet-stream"),
        "Content-Disposition": f'attachment; filename="{code}.{kind}"',
        "Cache-Control": "private, no-store",
    }


# ── acts that need words ────────────────────────────────────────────────────────────────────────────────────


def set_start(actor: Actor) -> dict[str, Any]:
    value = reading.digest_setting(actor)
    return {
        "is_on": value.is_on,
        "hour": value.hour,
        "on_days_off": value.on_days_off,
        "issues_itself": value.issues_itself,
        "sends_empty": value.sends_empty,
        "readers": list(value.readers),
        "version": value.version,
    }


def set_page(actor: Actor, form: Any) -> ActPage:
    value = reading.digest_setting(actor)
    last = ""
    if value.last_day is not None:
        last = _(" Lần làm tự động gần nhất: %(day)s.") % {"day": words.day(value.last_day)}
    said = _("Điểm báo của %(unit)s gồm tin báo khớp với vấn đề cơ quan tham gia, từ lần trước đến giờ làm.")
    return ActPage(
        title=_("Cách làm điểm báo"),
        crumb=Link(_("Điểm báo"), reverse("press:digests")),
        said=said % {"unit": actor.unit_name} + last,
        form=form,
        label=_("Ghi lại"),
        why=_("Bạn xem được vì bạn biên tập hoặc duyệt cho %(unit)s.") % {"unit": actor.unit_name},
        finds=True,
    )


def note_start(actor: Actor, code: str, story: str) -> dict[str, Any]:
    value, entry = _one(actor, code, story)
    return {"note": entry.note, "version": value.version}


def note_page(actor: Actor, code: str, story: str, form: Any) -> ActPage:
    """The form of a note. Refused: not a draft, or not his."""
    value, entry = _one(actor, code, story)
    if not value.rights.edit:
        raise NotAllowed(_("Lúc này bạn không sửa được điểm báo %(code)s; mọi thứ giữ nguyên.") % {"code": code})
    return ActPage(
        title=_("Ghi chú bên tin"),
        crumb=Link(value.title, reverse("press:digest", args=[code])),
        said=f"{entry.title} ({entry.source})",
        form=form,
        label=_("Ghi lại"),
        why=value.why,
    )


def return_start(actor: Actor, code: str) -> dict[str, Any]:
    return {"version": reading.press_digest(actor, code).version}


def return_page(actor: Actor, code: str, form: Any) -> ActPage:
    value = reading.press_digest(actor, code)
    if not value.rights.give_back:
        raise NotAllowed(_("Lúc này bạn không trả lại được điểm báo %(code)s; mọi thứ giữ nguyên.") % {"code": code})
    return ActPage(
        title=_("Trả lại để sửa"),
        crumb=Link(value.title, reverse("press:digest", args=[code])),
        said=_("Điểm báo trở lại bản nháp; chưa gửi cho ai."),
        form=form,
        label=_("Trả lại"),
        why=value.why,
    )


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _one(actor: Actor, code: str, story: str) -> tuple[reading.DigestValue, reading.EntryValue]:
    value = reading.press_digest(actor, code)
    found = next((one for topic in value.topics for one in topic.entries if one.story == story), None)
    if found is None:
        raise NotVisible
    return value, found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _row(line: reading.DigestLine) -> Row:
    counted = _("không có tin mới")
    if line.stories:
        counted = _("%(stories)s tin, %(articles)s bài") % {"stories": line.stories, "articles": line.articles}
    return Row(
        glyph=_glyph(line.state),
        what=_("Điểm báo %(day)s") % {"day": words.long_day(line.day)},
        url=reverse("press:digest", args=[line.code]),
        meta=f"{line.unit} · {counted}",
        code=line.code,
        tag=words.illustration(line.is_illustration),
    )


def _glyph(state: str) -> Glyph:
    outline, word = STATES[state]
    return Glyph.of(outline, str(word))


def _topic(code: str, topic: reading.DigestTopic, *, is_edited: bool, may_give: bool) -> TopicPart:
    shown = sum(not one.is_left_out for one in topic.entries)
    last = len(topic.entries) - 1
    return TopicPart(
        title=topic.title,
        link=Link(topic.dossier, reverse("plans:topic", args=[topic.dossier])) if topic.may_open else None,
        count=_("%(count)s tin") % {"count": shown},
        entries=tuple(
            _entry(code, one, topic, place == 0, place == last, is_edited=is_edited, may_give=may_give)
            for place, one in enumerate(topic.entries)
        ),
    )


def _entry(
    code: str,
    one: reading.EntryValue,
    topic: reading.DigestTopic,
    is_first: bool,
    is_last: bool,
    *,
    is_edited: bool,
    may_give: bool,
) -> EntryPart:
    note = _("Sửa ghi chú") if one.note else _("Thêm ghi chú")
    give = f"{reverse('press:give-handoff', args=[one.story])}?{urlencode({'ve': topic.dossier})}"
    return EntryPart(
        key=one.story,
        title=one.title,
        url=one.url,
        source=one.source,
        extract=f"“{one.extract}”" if one.extract else "",
        also=_("Liên quan cả: %(topics)s") % {"topics": "; ".join(one.also)} if one.also else "",
        note=one.note,
        story=Link(one.story, story_url(one.story)),
        is_left_out=one.is_left_out,
        edit_url=reverse("press:edit-entry", args=[code, one.story]) if is_edited else "",
        note_link=Link(note, reverse("press:note-story", args=[code, one.story])) if is_edited else None,
        hand_on=Link(_("Chuyển cơ quan trả lời"), give) if may_give else None,
        buttons=_buttons(one, is_first=is_first, is_last=is_last) if is_edited else (),
    )


def _buttons(one: reading.EntryValue, *, is_first: bool, is_last: bool) -> tuple[Button, ...]:
    if one.is_left_out:
        return (Button("in", _("Lấy lại"), one.title),)
    return tuple(
        button
        for is_shown, button in (
            (not is_first, Button("top", _("Lên đầu"), one.title)),
            (not is_first, Button("up", _("Lên"), one.title)),
            (not is_last, Button("down", _("Xuống"), one.title)),
            (True, Button("out", _("Bỏ ra"), one.title)),
        )
        if is_shown
    )


def _acts(value: reading.DigestValue) -> tuple[Act | None, tuple[Act, ...]]:
    def url(name: str) -> str:
        return reverse(f"press:{name}-digest", args=[value.line.code])

    rights, version = value.rights, value.version
    primary = None
    if rights.approve:
        primary = Act(_("Duyệt"), url("approve"), version)
    elif rights.issue:
        primary = Act(_("Phát hành"), url("issue"), version)
    acts = [
        (rights.give_back, Act(_("Trả lại để sửa"), url("return"))),
        (rights.drop, Act(_("Bỏ bản này"), url("drop"), version)),
        (rights.leave, Act(_("Thôi nhận điểm báo này"), url("leave"), version)),
    ]
    return primary, tuple(act for allowed, act in acts if allowed)


def _facts(value: reading.DigestValue) -> list[Term]:
    facts = [
        Term(_("Cơ quan làm"), value.line.unit),
        Term(_("Tin từ"), words.moment(timezone.localtime(value.since))),
        Term(_("Đến"), words.moment(timezone.localtime(value.until))),
        Term(_("Số bài đã gom"), str(value.line.articles)),
    ]
    if value.approved_at is not None:
        when = words.moment(timezone.localtime(value.approved_at))
        facts.append(Term(_("Duyệt"), f"{value.approved_post}, {when}".strip(", ")))
    if value.line.issued_at is not None:
        when = words.moment(timezone.localtime(value.line.issued_at))
        by = value.issued_post or _("tự phát hành")
        facts.append(Term(_("Phát hành"), f"{by}, {when}"))
    return facts
