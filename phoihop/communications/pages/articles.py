"""The editor's desk: the list, one article, its form, its wordings side by side, and what topic pages show of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phoihop.communications import queries
from phoihop.communications.pages import words as say
from phoihop.communications.pages.words import number_in
from phoihop.documents.queries import personal_in_words
from phoihop.ground.actor import Actor
from phoihop.ground.parts import (
    Act,
    ActPage,
    Diff,
    Glyph,
    Link,
    Note,
    State,
    Tab,
    Term,
    TimelineItem,
    compare,
    words,
)
from phoihop.ground.powers import SIGNED_IN, NotAllowed
from phoihop.publications import queries as publications

FIELDS = (
    ("title", gettext_lazy("Tiêu đề")),
    ("summary", gettext_lazy("Tóm tắt")),
    ("text", gettext_lazy("Nội dung")),
    ("byline", gettext_lazy("Tác giả")),
)
ACTS = {
    "return": (
        gettext_lazy("Trả lại để sửa"),
        gettext_lazy("Người viết đọc lời này và sửa; tin trở về bản thảo."),
        gettext_lazy("Trả lại"),
    ),
    "schedule": (
        gettext_lazy("Hẹn giờ công bố"),
        gettext_lazy("Tin tự ra đúng giờ, một lần. Trước giờ đó có thể bỏ hẹn."),
        gettext_lazy("Hẹn giờ"),
    ),
    "withdraw": (
        gettext_lazy("Rút tin khỏi cổng thông tin"),
        gettext_lazy(
            "Địa chỉ của tin vẫn còn và hiện lý do rút; nội dung không hiện nữa. Mọi bản viết vẫn được lưu ở đây."
        ),
        gettext_lazy("Rút tin"),
    ),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo as pages of the desk show it."""

    url: str
    alt: str
    caption: str
    credit: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ArticlePage:
    title: str
    code: str
    tag: str
    state: Glyph
    meta: str
    back: Link
    notes: tuple[Note, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    preview_url: str
    public: Link | None
    facts: tuple[Term, ...]
    summary: str
    photo: Shown | None
    body: SafeString
    wordings: tuple[TimelineItem, ...]
    compare: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class WritePage:
    title: str
    crumb: Link
    said: str
    form: Any
    notes: tuple[Note, ...]
    diff: Diff | None  # where somebody was faster: what stands now beside what was typed
    why: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    title: str
    crumb: Link
    diff: Diff
    choices: tuple[Tab, ...]
    why: str


def article_page(actor: Actor, code: str) -> ArticlePage:
    value = queries.article_value(actor, code)
    line = value.line
    primary, acts = _acts(value)
    path = publications.path_of("ARTICLE", code)
    return ArticlePage(
        title=line.title,
        code=code,
        tag=words.illustration(line.is_illustration),
        state=say.glyph(say.ARTICLE_STATES, line.state),
        meta=say.joined([line.unit, value.category_name]),
        back=Link(_("Tin bài"), reverse("communications:list")),
        notes=tuple(_notes(value)),
        primary=primary,
        acts=acts,
        preview_url=reverse("communications:preview", args=[code]),
        public=Link(_("Xem trên cổng thông tin"), path) if line.is_out else None,
        facts=tuple(_facts(value)),
        summary=value.summary,
        photo=shown(value.picture),
        body=mark_safe(value.body),  # noqa: S308  (made by publications.rules.prose, which lets no tag through)
        wordings=tuple(_wording(code, one) for one in value.wordings),
        compare=_compare_link(value),
        why=value.why,
    )


def shown(photo: queries.PhotoBrief | None) -> Shown | None:
    if photo is None or not photo.width:
        return None
    url = reverse("communications:photo-file", args=[photo.code, photo.width])
    return Shown(url, photo.alt, photo.caption, photo.credit, photo.width, photo.height)


def choices(actor: Actor, chosen: str = "") -> dict[str, Any]:
    """What the form of an article offers."""
    return {
        "categories": [(one.key, one.name) for one in publications.categories()],
        "photos": queries.photo_choices(actor, chosen),
    }


def begin_page(actor: Actor, source: str, form: Any) -> WritePage:
    """The form of a new article; what the record knows is in it already."""
    title, url = queries.title_of(actor, source) if source else ("", "")
    return WritePage(
        title=_("Viết tin"),
        crumb=Link(title, url) if title else Link(_("Tin bài"), reverse("communications:list")),
        said=_("Tiêu đề, ngày, cơ quan và liên kết lấy từ sổ. Hãy đọc lại, viết cho người dân, rồi lưu.")
        if title
        else _("Lưu là bản thảo; chưa ai ngoài cơ quan bạn đọc được."),
        form=form,
        notes=(),
        diff=None,
        why=str(SIGNED_IN),
    )


def write_page(actor: Actor, code: str, form: Any, *, is_overtaken: bool = False) -> WritePage:
    """The form of a draft. Refused: one that is past writing."""
    value = queries.article_value(actor, code)
    if not value.rights.write:
        raise NotAllowed(_("Lúc này bạn không sửa được tin %(code)s; mọi thứ giữ nguyên.") % {"code": code})
    diff = None
    notes: list[Note] = []
    if is_overtaken:
        standing = {"title": value.line.title, "summary": value.summary, "text": value.text, "byline": value.byline}
        diff = compare(
            _clauses(standing), _clauses(form.wording()), old_name=_("Bản vừa được lưu"), new_name=_("Bản bạn đã gõ")
        )
        last = value.wordings[0]
        notes.append(
            Note(
                _("Người khác vừa lưu trước bạn."),
                _("%(post)s, %(moment)s. Chữ bạn gõ còn nguyên bên dưới; hãy gộp hai bản rồi lưu. Cả hai được giữ.")
                % {"post": last.post, "moment": say.moment_of(last.at)},
                is_late=True,
            )
        )
    if value.returned_reason:
        notes.append(Note(_("Người duyệt đề nghị sửa:"), value.returned_reason))
    return WritePage(
        title=_("Sửa: %(title)s") % {"title": value.line.title},
        crumb=Link(value.line.title, reverse("communications:article", args=[code])),
        said="",
        form=form,
        notes=tuple(notes),
        diff=diff,
        why=value.why,
    )


def compare_page(actor: Actor, code: str, asked: Mapping[str, str]) -> ComparePage:
    """Two wordings of an article: the last public one and the present one, unless others are asked for."""
    value = queries.article_value(actor, code)
    known = [one.number for one in value.wordings]
    old = number_in(asked.get("tu", ""))
    new = number_in(asked.get("den", "")) or value.number
    out = [one.number for one in value.wordings if one.out_version and one.number < new]
    earlier = [number for number in known if number < new]
    old = old if old is not None else (out or earlier or [new])[0]
    before, after = queries.wording(actor, code, old), queries.wording(actor, code, new)
    here = reverse("communications:compare", args=[code])
    return ComparePage(
        title=_("Các bản của tin"),
        crumb=Link(value.line.title, reverse("communications:article", args=[code])),
        diff=compare(_clauses(_said(before)), _clauses(_said(after)), old_name=_named(before), new_name=_named(after)),
        choices=tuple(
            Tab(str(number), f"{here}?{urlencode({'tu': number, 'den': new})}", is_current=number == old)
            for number in reversed(known)
            if number != new
        ),
        why=value.why,
    )


def act_page(actor: Actor, code: str, act: str, form: Any) -> ActPage:
    """The form of an act. Refused: one that the reader may not do as the article stands."""
    value = queries.article_value(actor, code)
    rights = value.rights
    allowed = {"return": rights.give_back, "schedule": rights.schedule, "withdraw": rights.withdraw}
    if not allowed[act]:
        raise NotAllowed(_("Lúc này bạn không làm được việc này; tin %(code)s giữ nguyên.") % {"code": code})
    title, said, label = ACTS[act]
    return ActPage(
        title=str(title),
        crumb=Link(value.line.title, reverse("communications:article", args=[code])),
        said=str(said),
        form=form,
        label=str(label),
        why=value.why,
    )


def version_of(actor: Actor, code: str) -> dict[str, Any]:
    """What forms of an article begin with: the version that the reader sees."""
    return {"version": queries.article_value(actor, code).version}


def start_of(actor: Actor, code: str) -> dict[str, Any]:
    return queries.fields_of(queries.article_value(actor, code))


def start_from(actor: Actor, source: str) -> dict[str, Any]:
    """What the form of a new article begins with: what the record knows. Not visible: a source not for the writer."""
    if not source:
        return {}
    known = queries.start_of(actor, source)
    related = ", ".join(known.related)
    return {"title": known.title, "summary": known.summary, "text": known.text, "related": related}


def overtaken(form: Any, version: int | None) -> Any:
    """The same form with all that was typed, so that sending it again goes on from what stands now."""
    data = form.data.copy()
    data["version"] = str(version or "")
    form.data = data
    return form


def is_out(actor: Actor, code: str) -> bool:
    return queries.article_value(actor, code).out_version > 0


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _acts(value: queries.ArticleValue) -> tuple[Act | None, tuple[Act, ...]]:
    rights, code, version = value.rights, value.line.code, value.version

    def at_once(label: str, name: str) -> Act:
        return Act(label, reverse(f"communications:{name}", args=[code]), version)

    def form(label: str, name: str) -> Act:
        return Act(label, reverse(f"communications:{name}", args=[code]))

    found = [
        at_once(_("Duyệt"), "approve") if rights.approve else None,
        at_once(_("Công bố ngay"), "publish") if rights.publish else None,
        at_once(_("Trình duyệt"), "send") if rights.send and value.text and not _lacks_note(value) else None,
        form(_("Sửa"), "write") if rights.write else None,
        form(_("Hẹn giờ công bố"), "schedule") if rights.schedule else None,
        form(_("Trả lại để sửa"), "return") if rights.give_back else None,
        at_once(_("Bỏ hẹn"), "unschedule") if rights.unschedule else None,
        at_once(_("Lấy về bản thảo"), "take-back") if rights.take_back else None,
        at_once(_("Viết bản mới"), "revise") if rights.revise else None,
        at_once(_("Bỏ bản mới này") if value.line.is_out else _("Bỏ bản thảo"), "drop") if rights.drop else None,
        form(_("Rút tin"), "withdraw") if rights.withdraw else None,
    ]
    acts = [act for act in found if act is not None]
    is_led = bool(acts) and (rights.approve or rights.publish or rights.send or rights.write)
    return (acts[0], tuple(acts[1:])) if is_led else (None, tuple(acts))


def _lacks_note(value: queries.ArticleValue) -> bool:
    return value.out_version > 0 and not value.note


def _notes(value: queries.ArticleValue) -> list[Note]:
    notes = []
    line = value.line
    if line.state == "SCHEDULED":
        title = _("Giữ đến %(moment)s.") if line.is_embargo else _("Tự ra lúc %(moment)s.")
        notes.append(Note(title % {"moment": say.moment_of(line.goes_out_at)}))
    if value.returned_reason and line.state == "DRAFT":
        notes.append(Note(_("Người duyệt đề nghị sửa:"), value.returned_reason))
    if value.withdrawn_note:
        notes.append(Note(_("Đã rút khỏi cổng thông tin:"), value.withdrawn_note))
    if line.is_out and line.state != "PUBLISHED":
        notes.append(Note(_("Người dân vẫn đọc bản đang có trên cổng cho đến khi bản mới được công bố.")))
    if line.state == "DRAFT" and _lacks_note(value):
        notes.append(Note(_("Trước khi trình, hãy ghi lý do sửa để người đọc biết.")))
    if value.personal and line.state != "PUBLISHED":
        kinds = ", ".join(personal_in_words(kind) for kind in value.personal)
        notes.append(
            Note(_("Trong tin có thông tin cá nhân: %(kinds)s.") % {"kinds": kinds}, _("Chỉ giữ lại nếu cần."))
        )
    if value.picture_code and value.picture is None:
        notes.append(Note(_("Ảnh đã chọn không dùng được nữa."), _("Hãy chọn ảnh khác."), is_late=True))
    return notes


def _facts(value: queries.ArticleValue) -> list[Term]:
    code, title, url = value.source
    facts = [Term(_("Tác giả"), value.byline or value.line.unit)]
    if code:
        facts.append(Term(_("Viết từ"), title or code, url))
    if value.dossier and value.dossier != code:
        facts.append(Term(_("Thuộc"), value.dossier))
    if value.related:
        facts.append(Term(_("Liên quan"), ", ".join(value.related)))
    if value.approved_post:
        facts.append(Term(_("Người duyệt"), value.approved_post))
    if value.published_at:
        facts.append(
            Term(
                _("Công bố"),
                _("%(moment)s, bản %(number)s")
                % {"moment": say.moment_of(value.published_at), "number": value.out_version},
            )
        )
    if value.note:
        facts.append(Term(_("Lý do sửa"), value.note))
    if value.feedback:
        said = ngettext("%(count)s góp ý của người đọc", "%(count)s góp ý của người đọc", value.feedback)
        facts.append(Term(_("Góp ý"), said % {"count": value.feedback}))
    return facts


def _wording(code: str, one: queries.WordingLine) -> TimelineItem:
    out = _("bản công bố %(number)s") % {"number": one.out_version} if one.out_version else ""
    return TimelineItem(
        glyph=Glyph.of(State.DONE if one.out_version else State.HELD, _("Bản viết")),
        day=say.moment_of(one.at),
        iso=say.iso_of(one.at),
        text=_("Bản viết %(number)s") % {"number": one.number},
        url=f"{reverse('communications:compare', args=[code])}?{urlencode({'den': one.number})}",
        meta=say.joined([one.post, out]),
        is_now=one.is_current,
    )


def _compare_link(value: queries.ArticleValue) -> Link | None:
    if len(value.wordings) < 2:
        return None
    return Link(_("So các bản"), reverse("communications:compare", args=[value.line.code]))


def _clauses(said: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Fields as clauses; the text paragraph by paragraph, so that a change shows where it is."""
    found = [(key, str(label), said[key]) for key, label in FIELDS if key != "text" and (said[key] or key == "title")]
    label = str(dict(FIELDS)["text"])
    blocks = [block.strip() for block in said["text"].replace("\r\n", "\n").split("\n\n") if block.strip()]
    found += [(f"text-{number}", f"{label}, {number}", block) for number, block in enumerate(blocks, start=1)]
    return found


def _said(one: queries.WordingValue) -> dict[str, str]:
    return {"title": one.title, "summary": one.summary, "text": one.text, "byline": one.byline}


def _named(one: queries.WordingValue) -> str:
    return _("Bản viết %(number)s, %(moment)s") % {"number": one.number, "moment": say.moment_of(one.at)}
