"""The list, one claim, and what other pages show of claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.corrections import queries
from phoihop.corrections.pages import words as say
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Act, Empty, Glyph, Link, Note, Pager, Row, State, Tab, Term, words
from phoihop.ground.powers import SIGNED_IN

TABS = (
    ("", gettext_lazy("Tất cả")),
    ("dang-lam", gettext_lazy("Đang kiểm chứng")),
    ("cho-duyet", gettext_lazy("Chờ duyệt, chờ công bố")),
    ("da-cong-bo", gettext_lazy("Đã công bố")),
    ("da-thoi", gettext_lazy("Đã rút, đã thôi")),
)


@dataclass(frozen=True, slots=True)
class ListPage:
    title: str
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    open: Link | None
    checks: Link
    why: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    publisher: str
    address: str
    url: str  # empty where the address is no web address
    day: str
    document: str
    document_url: str
    sha256: str
    asked: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    citation: str
    title: str
    url: str
    page: str
    goes_out: str
    drop: Act | None


@dataclass(frozen=True, slots=True)
class ReplyRow:
    publisher: str
    text: str
    meta: str
    proof: str
    reason: str
    state: Glyph
    show_url: str
    pass_url: str


@dataclass(frozen=True, slots=True)
class ClaimPage:
    title: str
    code: str
    tag: str
    state: Glyph
    verdict: Glyph | None
    meta: str
    back: Link
    notes: tuple[Note, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    preview_url: str
    public: Link | None
    fact: str
    explanation: str
    facts: tuple[Term, ...]
    places: tuple[PlaceRow, ...]
    evidence: tuple[EvidenceRow, ...]
    replies: tuple[ReplyRow, ...]
    similar: tuple[Row, ...]
    why: str


@dataclass(frozen=True, slots=True)
class ClaimsPanel:
    rows: tuple[Row, ...]


def list_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> ListPage:
    view = asked.get("xem", "")
    view = view if view in queries.VIEWS else ""
    found = queries.claims(actor, view=view, after=asked.get("sau", ""))
    here, today = reverse("corrections:list"), local_date(at)
    following = {"sau": found.next, **({"xem": view} if view else {})}
    checks = (
        _("Yêu cầu của người dân (%(count)s)") % {"count": found.checks} if found.checks else _("Yêu cầu của người dân")
    )
    return ListPage(
        title=_("Đính chính và kiểm chứng"),
        tabs=tuple(
            Tab(str(label), f"{here}?{urlencode({'xem': key})}" if key else here, is_current=key == view)
            for key, label in TABS
        ),
        rows=tuple(row_of(line, today) for line in found.lines),
        pager=Pager(next_url=f"?{urlencode(following)}" if found.next else ""),
        empty=Empty(
            _("Chưa có điều nào."),
            _("Mở một điều được nói sai hoặc chưa rõ, cơ quan nắm việc kiểm chứng bằng văn bản có số, trang."),
        ),
        open=Link(_("Mở kiểm chứng"), reverse("corrections:open")) if found.may_open else None,
        checks=Link(checks, reverse("corrections:checks")),
        why=str(SIGNED_IN),
    )


def row_of(line: queries.ClaimLine, today: date) -> Row:
    is_late = line.state == "CHECKING" and line.due_date < today
    verdict = queries.verdict_name(line.verdict) if line.verdict else ""
    return Row(
        glyph=Glyph.of(State.LATE, _("Quá hạn kiểm chứng")) if is_late else say.glyph(say.CLAIM_STATES, line.state),
        what=line.text,
        url=reverse("corrections:claim", args=[line.code]),
        meta=say.joined(
            [
                verdict,
                line.agency,
                _("hạn %(day)s") % {"day": words.day(line.due_date)} if line.state == "CHECKING" else "",
                _("lỗi của mình") if line.is_own_error else "",
                _("%(count)s phản hồi chờ kiểm tra") % {"count": line.replies} if line.replies else "",
            ]
        ),
        code=line.code,
        tag=words.illustration(line.is_illustration),
        hit=_("Chờ cơ quan bạn") if line.is_mine else "",
    )


def similar_rows(actor: Actor, text: str, besides: str = "") -> tuple[Row, ...]:
    """Earlier claims like this text; those out are opened on the portal by whoever may not open their file here."""
    rows = []
    for one in queries.similar_claims(actor, text, besides=besides):
        here = reverse("corrections:claim", args=[one.code])
        rows.append(
            Row(
                glyph=say.verdict_glyph(one.verdict) or Glyph.of(State.DOING, _("Chưa có kết luận công bố")),
                what=one.text,
                url=here if one.is_visible else f"/dinh-chinh/{one.code}/",
                meta=_("giống %(likeness)s %%") % {"likeness": one.likeness},
                code=one.code,
            )
        )
    return tuple(rows)


def claim_page(actor: Actor, code: str, at: datetime) -> ClaimPage:
    value = queries.claim_value(actor, code)
    line = value.line
    primary, acts = _acts(value)
    return ClaimPage(
        title=line.text,
        code=line.code,
        tag=words.illustration(line.is_illustration),
        state=say.glyph(say.CLAIM_STATES, line.state),
        verdict=say.verdict_glyph(line.verdict),
        meta=say.joined([line.agency, _("lỗi của chính mình") if line.is_own_error else ""]),
        back=Link(_("Đính chính"), reverse("corrections:list")),
        notes=tuple(_notes(value, local_date(at))),
        primary=primary,
        acts=acts,
        preview_url=reverse("corrections:preview", args=[code]) if line.verdict else "",
        public=Link(_("Xem trên cổng thông tin"), f"/dinh-chinh/{code}/") if value.number else None,
        fact=value.fact,
        explanation=value.explanation,
        facts=tuple(_facts(value)),
        places=tuple(_place(one) for one in value.appearances),
        evidence=tuple(_evidence(value, one) for one in value.evidence),
        replies=tuple(_reply(value, one) for one in value.replies),
        similar=similar_rows(actor, line.text, besides=code),
        why=value.why,
    )


def _acts(value: queries.ClaimValue) -> tuple[Act | None, tuple[Act, ...]]:
    """The likeliest next step first."""
    code, rights, version = value.line.code, value.rights, value.version

    def at(name: str) -> str:
        return reverse(f"corrections:{name}", args=[code])

    is_written = bool(value.line.verdict and value.fact and value.explanation)
    found: list[Act] = []
    if rights.approve:
        found.append(Act(_("Duyệt kết luận"), at("approve"), version))
    if rights.publish:
        found.append(Act(_("Công bố…"), at("publish")))
    if rights.present and is_written:
        found.append(Act(_("Trình duyệt"), at("present"), version))
    for has, label, name in (
        (rights.write, _("Viết kết luận"), "write"),
        (rights.evidence, _("Nêu chứng cứ"), "attach"),
        (rights.archive, _("Thêm nơi đăng"), "appear"),
        (rights.ask and bool(value.appearances), _("Đề nghị nơi đăng phản hồi"), "ask"),
        (rights.record, _("Ghi phản hồi"), "record"),
        (rights.give_back, _("Trả lại để sửa…"), "return"),
        (rights.recheck, _("Kiểm tra lại…"), "recheck"),
        (rights.withdraw, _("Rút đính chính…"), "withdraw"),
        (rights.drop, _("Thôi kiểm chứng…"), "drop"),
    ):
        if has:
            found.append(Act(label, at(name)))
    return (found[0], tuple(found[1:])) if found else (None, ())


def _notes(value: queries.ClaimValue, today: date) -> list[Note]:
    line, notes = value.line, []
    if line.state == "CHECKING" and line.due_date < today:
        notes.append(Note(_("Quá hạn kiểm chứng từ ngày %(day)s.") % {"day": words.day(line.due_date)}, is_late=True))
    if value.reason and line.state in ("CHECKING", "WITHDRAWN", "DROPPED"):
        titles = {"WITHDRAWN": _("Đã rút, người đọc thấy lời này."), "DROPPED": _("Đã thôi kiểm chứng.")}
        notes.append(Note(titles.get(line.state, _("Cần xem lại.")), value.reason))
    if line.is_out and line.state != "PUBLISHED":
        notes.append(Note(_("Bản đã công bố vẫn công khai cho đến khi có bản mới.")))
    unasked = [one.publisher for one in value.appearances if one.asked_at is None]
    if unasked and line.state in ("CHECKING", "WAITING", "APPROVED") and not line.is_own_error:
        notes.append(
            Note(
                _("Chưa đề nghị nơi đăng phản hồi."),
                _("Còn: %(names)s.") % {"names": "; ".join(dict.fromkeys(unasked))},
            )
        )
    late = [one for one in value.appearances if one.reply_date is not None and one.reply_date < today]
    answered = {one.publisher for one in value.replies}
    silent = [one.publisher for one in late if one.publisher not in answered]
    if silent and line.state != "DROPPED":
        notes.append(Note(_("Hết hạn phản hồi, chưa có phản hồi."), "; ".join(dict.fromkeys(silent))))
    return notes


def _facts(value: queries.ClaimValue) -> list[Term]:
    line = value.line
    facts = [
        Term(_("Chủ trì, công bố"), line.owner),
        Term(_("Kiểm chứng"), line.agency),
        Term(_("Mở ngày"), say.joined([say.day_of(line.opened_at), value.opened_post])),
        Term(_("Hạn kiểm chứng"), words.day(line.due_date)),
    ]
    if value.supports:
        facts.insert(2, Term(_("Phối hợp"), "; ".join(value.supports)))
    if value.dossier:
        facts.append(Term(_("Về"), value.dossier))
    if value.corrected:
        facts.append(Term(_("Tin bị sai"), value.corrected))
    if value.presented_at:
        facts.append(Term(_("Trình"), say.joined([say.day_of(value.presented_at), value.presented_post])))
    if value.approved_at:
        facts.append(Term(_("Duyệt"), say.joined([say.day_of(value.approved_at), value.approved_post])))
    if value.published_at:
        times = _("lần %(number)s") % {"number": value.number}
        facts.append(Term(_("Công bố"), say.joined([say.day_of(value.published_at), times])))
    if value.recheck_date:
        facts.append(Term(_("Kiểm tra lại ngày"), words.day(value.recheck_date)))
    return facts


def _place(one: queries.AppearanceValue) -> PlaceRow:
    asked = ""
    if one.asked_at is not None and one.reply_date is not None:
        asked = _("đã đề nghị %(way)s, phản hồi trước hết ngày %(day)s") % {
            "way": say.WAYS[one.asked_way],
            "day": words.day(one.reply_date),
        }
    return PlaceRow(
        publisher=one.publisher,
        address=one.address,
        url=one.address if one.address.lower().startswith(("https://", "http://")) else "",
        day=words.day(one.day),
        document=one.document,
        document_url=reverse("documents:document", args=[one.document]) if one.document else "",
        sha256=one.sha256,
        asked=asked,
    )


def _evidence(value: queries.ClaimValue, one: queries.EvidenceValue) -> EvidenceRow:
    goes_out = _("công khai cả tệp") if one.is_public else _("nêu số văn bản")
    drop = reverse("corrections:drop-evidence", args=[value.line.code, one.number])
    return EvidenceRow(
        citation=one.citation,
        title=one.title,
        url=reverse("documents:document", args=[one.document]) if one.is_visible else "",
        page=one.page,
        goes_out=goes_out,
        drop=Act(_("Bỏ"), drop, value.version) if value.rights.evidence else None,
    )


def _reply(value: queries.ClaimValue, one: queries.ReplyValue) -> ReplyRow:
    code, waits = value.line.code, one.state == "RECEIVED" and value.rights.check
    return ReplyRow(
        publisher=one.publisher,
        text=one.text,
        meta=say.joined([say.day_of(one.received_at), str(say.CAME[one.came])]),
        proof=one.proof,
        reason=one.reason,
        state=say.glyph(say.REPLY_STATES, one.state),
        show_url=reverse("corrections:show-reply", args=[code, one.number]) if waits else "",
        pass_url=reverse("corrections:pass-over-reply", args=[code, one.number]) if waits else "",
    )


# ── panels ──────────────────────────────────────────────────────────────────────────────────────────────────


def claims_on(actor: Actor, code: str, at: datetime) -> ClaimsPanel | None:
    """What a topic or plan shows of claims about it."""
    found = queries.claims_about(actor, code)
    return ClaimsPanel(tuple(row_of(line, local_date(at)) for line in found)) if found else None


def claim_on_obligation(actor: Actor, code: str, at: datetime) -> Row | None:
    """The claim whose check this obligation is."""
    source = queries.source_of_duty(code)
    line = queries.claim_of_obligation(actor, source) if source.startswith("KC-") else None
    return row_of(line, local_date(at)) if line is not None else None
