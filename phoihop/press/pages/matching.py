"""Pages of standing queries: frozen values of finished strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Act, ActPage, Empty, Glyph, Link, Note, Pager, Row, State, Tab, Term, words
from phoihop.ground.powers import SIGNED_IN, NotAllowed, NotVisible
from phoihop.plans import queries as plans
from phoihop.press.queries import matching as reading
from phoihop.press.queries.matching_words import MATCHES, STATES

GLYPHS = {"ACTIVE": State.DOING, "PAUSED": State.HELD, "ENDED": State.DONE}
MATCH_GLYPHS = {"FOUND": State.WAIT, "KEPT": State.DONE, "ADDED": State.DONE, "DROPPED": State.HELD}
ON_PANEL = 5
OVER = ("DROPPED", "CARRIED", "CLOSED")
LABELS = {
    "": gettext_lazy("Đang tìm"),
    "tam-dung": gettext_lazy("Tạm dừng"),
    "da-thoi": gettext_lazy("Đã thôi"),
}


@dataclass(frozen=True, slots=True)
class StandingsPage:
    title: str
    crumb: Link | None  # the topic, where the list is of one
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    begin: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A story with what may be said of it."""

    row: Row
    address: str
    words: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class StandingPage:
    title: str
    code: str
    tag: str
    state: Glyph
    meta: str
    back: Link
    acts: tuple[Act, ...]
    expression: str
    said: str
    facts: tuple[Term, ...]
    stories: tuple[Judged, ...]
    empty: Empty
    pager: Pager
    why: str


@dataclass(frozen=True, slots=True)
class PreviewPart:
    """What the expression would have found."""

    finding: str
    said: str
    notes: tuple[Note, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class WritePage:
    """The form of a query with, once asked for, what it would have found."""

    title: str
    crumb: Link
    said: str
    form: Any
    label: str
    preview: PreviewPart | None
    why: str


@dataclass(frozen=True, slots=True)
class PressPanel:
    """On a topic's page: the latest stories about it, and what is looked for on its behalf."""

    rows: tuple[Row, ...]
    more: Link | None
    standings: Link
    begin: Link | None


@dataclass(frozen=True, slots=True)
class TopicsPanel:
    """On a story's page: the topics it is about, as far as the reader may see them."""

    marks: tuple[TopicPart, ...]
    add: Link | None


@dataclass(frozen=True, slots=True)
class TopicPart:
    topic: Link
    state: Glyph
    words: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class TopicStoriesPage:
    title: str
    crumb: Link
    stories: tuple[Judged, ...]
    empty: Empty
    pager: Pager
    why: str


def standings_page(actor: Actor, asked: Mapping[str, str]) -> StandingsPage:
    view = asked.get("xem", "") if asked.get("xem", "") in reading.VIEWS else ""
    topic = asked.get("van-de", "")[:80]
    found = reading.standings(actor, view=view, topic=topic, after=asked.get("sau", ""))
    here = reverse("press:standings")
    about = {"van-de": topic} if topic else {}

    def address(**more: str) -> str:
        asked_for = {key: value for key, value in (about | more).items() if value}
        return f"{here}?{urlencode(asked_for)}" if asked_for else here

    return StandingsPage(
        title=_("Câu tìm báo chí"),
        crumb=Link(topic, reverse("plans:topic", args=[topic])) if topic else None,
        tabs=tuple(Tab(str(LABELS[mode]), address(xem=mode), is_current=mode == view) for mode in reading.VIEWS),
        rows=tuple(_row(line) for line in found.lines),
        pager=Pager(next_url=address(xem=view, sau=found.next) if found.next else ""),
        empty=Empty(
            _("Chưa có câu tìm nào ở đây."),
            _("Cơ quan chủ trì hoặc phối hợp của một vấn đề đặt câu tìm; mỗi tin báo mới được so với mọi câu tìm."),
        ),
        begin=Link(_("Đặt câu tìm"), _begin_url(topic)) if found.may_begin else None,
        why=str(SIGNED_IN),
    )


def standing_page(actor: Actor, code: str, asked: Mapping[str, str]) -> StandingPage:
    value = reading.standing_value(actor, code, after=asked.get("sau", ""))
    line, rights = value.line, value.rights
    acts = []
    if rights.amend:
        acts.append(Act(_("Sửa"), reverse("press:amend-standing", args=[code])))
    if rights.resume:
        acts.append(Act(_("Tìm tiếp"), reverse("press:resume-standing", args=[code]), value.version))
    if rights.pause:
        acts.append(Act(_("Tạm dừng…"), reverse("press:pause-standing", args=[code])))
    if rights.end:
        acts.append(Act(_("Thôi tìm…"), reverse("press:end-standing", args=[code])))
    facts = [
        Term(_("Vấn đề"), line.topic_title, reverse("plans:topic", args=[line.topic])),
        Term(_("Cơ quan đặt"), line.unit),
        Term(_("Báo tin"), _told(line.is_at_once)),
        Term(_("Tìm như vậy từ"), words.day(local_date(value.changed_at))),
        *_quality(value.quality),
    ]
    if value.reason:
        facts.append(Term(_("Lý do dừng"), value.reason))
    return StandingPage(
        title=line.title,
        code=code,
        tag=_("minh họa") if line.is_illustration else "",
        state=Glyph.of(GLYPHS[line.state], str(STATES[line.state])),
        meta=line.topic,
        back=Link(_("Câu tìm báo chí"), reverse("press:standings")),
        acts=tuple(acts),
        expression=line.expression,
        said=value.said,
        facts=tuple(facts),
        stories=tuple(_judged(one, line.topic, may_judge=rights.judge) for one in value.stories),
        empty=Empty(_("Chưa thấy chuyện nào."), _("Chỉ tin báo vào sau khi đặt câu tìm mới được so.")),
        pager=Pager(next_url=f"?{urlencode({'sau': value.next})}" if value.next else ""),
        why=value.why,
    )


def begin_page(actor: Actor, form: Any, at: datetime) -> WritePage:
    return WritePage(
        title=_("Đặt câu tìm"),
        crumb=Link(_("Câu tìm báo chí"), reverse("press:standings")),
        said=_("Mỗi tin báo mới, của mọi nguồn, được so với câu này. Hãy xem trước rồi mới đặt."),
        form=form,
        label=_("Đặt câu tìm"),
        preview=_preview(form, at),
        why=_("Bạn xem được vì %(unit)s đặt câu tìm cho vấn đề của mình.") % {"unit": actor.unit_name},
    )


def amend_page(actor: Actor, code: str, form: Any, at: datetime) -> WritePage:
    value = reading.standing_value(actor, code, limit=1)
    if not value.rights.amend:
        raise NotAllowed(_("Lúc này bạn không sửa được câu tìm %(code)s; câu tìm giữ nguyên.") % {"code": code})
    return WritePage(
        title=_("Sửa câu tìm"),
        crumb=Link(value.line.title, reverse("press:standing", args=[code])),
        said=_("Những gì đã tìm thấy vẫn còn. Biểu thức mới chỉ áp dụng cho tin báo vào từ bây giờ."),
        form=form,
        label=_("Lưu"),
        preview=_preview(form, at),
        why=value.why,
    )


def stop_page(actor: Actor, code: str, act: str, form: Any) -> ActPage:
    """The form of a pause or an end. Refused: one that the reader may not do as the query stands."""
    value = reading.standing_value(actor, code, limit=1)
    titles = {
        "pause": (_("Tạm dừng câu tìm"), _("Tin báo vào trong lúc dừng không được so lại về sau.")),
        "end": (_("Thôi câu tìm"), _("Câu tìm không dùng lại được; những gì đã tìm thấy vẫn còn.")),
    }
    if not getattr(value.rights, act):
        raise NotAllowed(_("Lúc này bạn không dừng được câu tìm %(code)s; câu tìm giữ nguyên.") % {"code": code})
    title, said = titles[act]
    return ActPage(
        title=title,
        crumb=Link(value.line.title, reverse("press:standing", args=[code])),
        said=said,
        form=form,
        label=title,
        why=value.why,
    )


def start_of(actor: Actor, code: str) -> dict[str, Any]:
    value = reading.standing_value(actor, code, limit=1)
    line = value.line
    return {
        "title": line.title,
        "expression": line.expression,
        "is_at_once": line.is_at_once,
        "version": value.version,
    }


def topics(actor: Actor, at: datetime, chosen: str = "") -> list[tuple[str, str]]:
    """Topics that may be chosen: those of the newest year that are not over, and the one that was asked for."""
    found = {line.code: line.title for line in plans.topics(actor, local_date(at)).lines if line.state not in OVER}
    if chosen and chosen not in found and chosen in plans.visible_topics(actor, [chosen]):
        found = {chosen: reading.topic_row(chosen).title, **found}
    return [(code, f"{title} ({code})") for code, title in found.items()]


def add_page(actor: Actor, story: str, form: Any) -> ActPage:
    row = reading.story_row(story)
    if row is None:
        raise NotVisible
    return ActPage(
        title=_("Gắn vào vấn đề"),
        crumb=Link(row.title, reverse("press:story", args=[story])),
        said=_("Chuyện được gắn bằng tay tính là điều các câu tìm của vấn đề đã bỏ sót."),
        form=form,
        label=_("Gắn vào vấn đề") if form.fields["topic"].choices else "",
        why=str(SIGNED_IN),
    )


def topic_stories_page(actor: Actor, topic: str, asked: Mapping[str, str]) -> TopicStoriesPage:
    found, following = reading.stories_about(actor, topic, after=asked.get("sau", ""))
    may_judge = reading.may_judge(actor, topic)
    return TopicStoriesPage(
        title=_("Báo chí nói về vấn đề"),
        crumb=Link(reading.topic_row(topic).title, reverse("plans:topic", args=[topic])),
        stories=tuple(_judged(one, topic, may_judge=may_judge) for one in found),
        empty=Empty(_("Chưa thấy chuyện nào."), _("Câu tìm của vấn đề quyết định tin báo nào hiện ở đây.")),
        pager=Pager(next_url=f"?{urlencode({'sau': following})}" if following else ""),
        why=_("Bạn xem được vì bạn xem được vấn đề %(topic)s.") % {"topic": topic},
    )


# ── what other pages show ───────────────────────────────────────────────────────────────────────────────────


def press_on(actor: Actor, code: str, at: datetime) -> PressPanel | None:
    """The latest stories about a topic; None for an outsider, or where there is nothing and nothing to begin."""
    if code not in plans.visible_topics(actor, [code]):
        return None
    found, following = reading.stories_about(actor, code, limit=ON_PANEL)
    known = reading.standings(actor, topic=code, limit=1)
    if not found and not known.lines and not known.may_begin:
        return None
    return PressPanel(
        rows=tuple(_story_row(one) for one in found),
        more=Link(_("Xem tất cả"), reverse("press:topic-stories", args=[code])) if following else None,
        standings=Link(_("Câu tìm của vấn đề"), f"{reverse('press:standings')}?{urlencode({'van-de': code})}"),
        begin=Link(_("Đặt câu tìm"), _begin_url(code)) if known.may_begin else None,
    )


def topics_of(actor: Actor, code: str, at: datetime) -> TopicsPanel | None:
    """The topics of a story, and the way to say that it is about another one."""
    marks = reading.topics_of_stories(actor, [code])[code]
    parties = {mark.code for mark in marks if reading.may_judge(actor, mark.code)}
    add = actor.unit_id is not None and reading.may_add(actor)
    if not marks and not add:
        return None
    return TopicsPanel(
        marks=tuple(
            TopicPart(
                topic=Link(mark.title, reverse("plans:topic", args=[mark.code])),
                state=Glyph.of(MATCH_GLYPHS[mark.state], str(MATCHES[mark.state])),
                words=mark.words,
                acts=_says(code, mark.code, mark.state) if mark.code in parties else (),
            )
            for mark in marks
        ),
        add=Link(_("Gắn vào vấn đề khác…"), reverse("press:add-match", args=[code])) if add else None,
    )


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _begin_url(topic: str) -> str:
    here = reverse("press:begin-standing")
    return f"{here}?{urlencode({'van-de': topic})}" if topic else here


def _row(line: reading.StandingLine) -> Row:
    counted = _("%(number)s chuyện") % {"number": line.stories}
    return Row(
        glyph=Glyph.of(GLYPHS[line.state], str(STATES[line.state])),
        what=line.title,
        url=reverse("press:standing", args=[line.code]),
        meta=f"{line.topic_title} · {line.unit} · {counted}",
        code=line.code,
        tag=_("minh họa") if line.is_illustration else "",
    )


def _told(is_at_once: bool) -> str:
    return _("Báo ngay trong giờ làm việc") if is_at_once else _("Trong bản tin sáng")


def _quality(quality: reading.Quality) -> list[Term]:
    """What readers said of what it found: never a share without the number behind it."""
    looked_at = quality.kept + quality.dropped
    if quality.precision is None:
        said = _("chưa ai xem lại chuyện nào trong %(unread)s chuyện") % {"unread": quality.unread}
    else:
        said = _("%(kept)s trong %(seen)s chuyện đã xem là đúng vấn đề (%(share)s %%); %(unread)s chuyện chưa xem") % {
            "kept": quality.kept,
            "seen": looked_at,
            "share": round(100 * quality.precision),
            "unread": quality.unread,
        }
    missed = _("%(missed)s chuyện được gắn bằng tay vì không câu tìm nào thấy") % {"missed": quality.missed}
    return [Term(_("Độ đúng"), said), Term(_("Bỏ sót của vấn đề"), missed)]


def _story_row(one: reading.MatchedStory) -> Row:
    others = one.publishers - 1
    published = _("%(publisher)s và %(others)s nơi khác") if others else "%(publisher)s"
    return Row(
        glyph=Glyph.of(MATCH_GLYPHS[one.state], str(MATCHES[one.state])),
        what=one.title,
        url=reverse("press:story", args=[one.code]),
        meta=" · ".join(
            [published % {"publisher": one.publisher, "others": others}, words.day(local_date(one.seen_at))]
        ),
        code=one.code,
        tag=_("minh họa") if one.is_illustration else "",
    )


def _judged(one: reading.MatchedStory, topic: str, *, may_judge: bool) -> Judged:
    return Judged(
        row=_story_row(one),
        address=one.url,
        words=one.words,
        acts=_says(one.code, topic, one.state) if may_judge else (),
    )


def _says(story: str, topic: str, state: str) -> tuple[Act, ...]:
    """What may still be said of a story and a topic; the page's version does not matter, the last word stands."""
    keep = Act(_("Đúng vấn đề"), reverse("press:judge-match", args=[story, topic, "dung"]), 0)
    drop = Act(_("Không phải"), reverse("press:judge-match", args=[story, topic, "khong-phai"]), 0)
    return {"FOUND": (keep, drop), "KEPT": (drop,), "ADDED": (drop,)}.get(state, (keep,))


def _preview(form: Any, at: datetime) -> PreviewPart | None:
    if not form.is_bound or "preview" not in form.data:
        return None
    found = reading.preview(form.data.get("expression", ""), at)
    if found.fault:
        return None
    notes = []
    if found.is_cut:
        notes.append(Note(_("Chỉ xem %(most)s tin mới nhất của 30 ngày.") % {"most": found.looked_at}))
    if found.looked_at and found.found > max(20, found.looked_at // 20):
        notes.append(Note(_("Câu này khớp rất nhiều."), _("Hãy thêm từ, hoặc đặt cụm từ trong ngoặc kép.")))
    return PreviewPart(
        finding=_("%(found)s chuyện trong %(looked)s tin của 30 ngày qua sẽ khớp, so theo tiêu đề và trích dẫn.")
        % {"found": found.found, "looked": found.looked_at},
        said=found.said,
        notes=tuple(notes),
        rows=tuple(_story_row(one) for one in found.stories),
    )
