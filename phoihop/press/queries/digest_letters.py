"""A press digest as words: on the office's paper, and as the mail to those who get it. Both say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from phoihop.ground.parts import words
from phoihop.mail.commands import Outgoing
from phoihop.organizations.queries import unit_names
from phoihop.press.models import DigestEntry, PressDigest
from phoihop.press.rules.digests import on_paper
from phoihop.reporting import queries as reporting
from phoihop.reporting.queries import Letter, Paragraph

MOST_OUTLETS = 8  # named; the others are counted
FULL = 150_000  # letters of a paper after which stories stand with their headline and source alone
WHOLE = 185_000  # and after which they are counted
INK, FAINT, PAPER, LINE, LINK = "#11232b", "#586a71", "#f4f6f6", "#d5dddd", "#0a566c"
FONT = "font-family:'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif"


@dataclass(frozen=True, slots=True)
class Told:
    """One story in finished words."""

    story: str
    title: str
    source: str  # first outlet and hour, then who else brought it
    url: str
    extract: str
    also: str
    note: str


@dataclass(frozen=True, slots=True)
class ToldTopic:
    title: str
    stories: tuple[Told, ...]


def topics_of(row: PressDigest) -> tuple[ToldTopic, ...]:
    """What of the digest goes out, by topic, in its order. One query."""
    entries = DigestEntry.rows.filter(digest=row, is_left_out=False).order_by("position", "pk")
    unit = unit_names([row.unit_id])[row.unit_id].name
    topics: dict[tuple[str, str], list[Told]] = {}
    for entry in entries:
        topics.setdefault((entry.dossier, entry.topic), []).append(told_of(entry, unit))
    return tuple(ToldTopic(title, tuple(stories)) for (_code, title), stories in topics.items())


def told_of(entry: DigestEntry, unit: str) -> Told:
    return Told(
        story=entry.story,
        title=entry.title,
        source=source_of(entry),
        url=entry.url,
        extract=f"“{entry.extract}”" if entry.extract else "",
        also=_("Liên quan cả: %(topics)s") % {"topics": "; ".join(entry.also.split("\n"))} if entry.also else "",
        note=_("%(unit)s ghi chú: %(note)s") % {"unit": unit, "note": entry.note} if entry.note else "",
    )


def source_of(entry: DigestEntry) -> str:
    """The first outlet with its hour, then the others by name and number."""
    first = f"{entry.publisher}, {words.moment(timezone.localtime(entry.published_at))}"
    others = [name for name in entry.outlets.split("\n") if name != entry.publisher]
    if not others:
        return first
    named = ", ".join(others[:MOST_OUTLETS])
    if len(others) > MOST_OUTLETS:
        named = _("%(named)s và %(count)s nơi khác") % {"named": named, "count": len(others) - MOST_OUTLETS}
    return _("%(first)s; cùng đưa tin: %(named)s (%(count)s cơ quan báo chí)") % {
        "first": first,
        "named": named,
        "count": entry.outlet_count,
    }


def title_of(row: PressDigest) -> str:
    return _("Điểm báo ngày %(day)s") % {"day": words.day(row.day)}


def summary_of(row: PressDigest, topics: Sequence[ToldTopic]) -> str:
    """What the digest covers, counted; or that there is nothing."""
    span = {
        "since": words.moment(timezone.localtime(row.since)),
        "until": words.moment(timezone.localtime(row.until)),
    }
    if not topics:
        return _("Từ %(since)s đến %(until)s không có tin báo mới về các vấn đề đang theo dõi.") % span
    counts = {"stories": sum(len(one.stories) for one in topics), "topics": len(topics)}
    return _(
        "Từ %(since)s đến %(until)s: %(stories)s tin về %(topics)s vấn đề; tin nhiều báo đăng chỉ nêu một lần."
    ) % {**span, **counts}


def closing_of(row: PressDigest) -> str:
    closing = _("Điểm báo chỉ trích tiêu đề, nguồn, đường dẫn và một đoạn ngắn; nội dung đầy đủ ở nơi đã đăng.")
    if row.more_count:
        more = _("Còn %(count)s tin khác trong danh sách tin báo.") % {"count": row.more_count}
        return f"{more} {closing}"
    return closing


# ── paper ───────────────────────────────────────────────────────────────────────────────────────────────────


def letter_of(row: PressDigest) -> Letter:
    """The digest on the office's paper. The same digest is the same letter."""
    with translation.override(settings.LANGUAGE_CODE):
        topics = topics_of(row)
        return replace(
            reporting.blank_letter(row.unit_id, row.until),
            type_name=_("ĐIỂM BÁO"),
            subject=_("Tin báo chí ngày %(day)s") % {"day": words.day(row.day)},
            body=tuple(_body(row, topics)),
            date=row.day,
            is_illustration=row.is_illustration,
        )


def _body(row: PressDigest, topics: Sequence[ToldTopic]) -> Iterator[str | Paragraph]:
    yield summary_of(row, topics)
    used, number, left = 0, 0, 0
    for place, topic in enumerate(topics, 1):
        yield Paragraph(f"{place}. {on_paper(topic.title)}", is_heading=True)
        for story in topic.stories:
            lines = [line for line in map(on_paper, _lines(story, is_short=used > FULL)) if line]
            if used > WHOLE:
                left += 1
                continue
            number += 1
            yield f"{number}) {lines[0]}"
            yield from lines[1:]
            used += sum(map(len, lines))
    if left:
        yield _("Còn %(count)s tin không in hết trên giấy; xem bản điện tử %(code)s.") % {
            "count": left,
            "code": row.code,
        }
    yield closing_of(row)


def _lines(story: Told, *, is_short: bool) -> tuple[str, ...]:
    if is_short:
        return (f"{story.title} ({story.source})",)
    return (story.title, story.source, story.extract, story.url, story.also, story.note)


# ── mail ────────────────────────────────────────────────────────────────────────────────────────────────────


def mail_of(row: PressDigest) -> Outgoing:
    """The mail of the digest, as text and as HTML; whom it goes to is filled in for each."""
    with translation.override(settings.LANGUAGE_CODE):
        topics = topics_of(row)
        unit = unit_names([row.unit_id])[row.unit_id].name
        subject = _("%(title)s – %(unit)s") % {"title": title_of(row), "unit": unit}
        address = f"{settings.PHOIHOP_SITE_URL}{reverse('press:digest', args=[row.code])}"
        why = _("Thư này gửi cơ quan có tên trong nơi nhận điểm báo của %(unit)s.") % {"unit": unit}
        return Outgoing(
            key=row.code,
            to_address="",
            subject=subject,
            text=_text(row, topics, subject, address, why),
            html=_html(row, topics, subject, address, why),
            about=row.code,
        )


def _text(row: PressDigest, topics: Sequence[ToldTopic], subject: str, address: str, why: str) -> str:
    parts = [subject, summary_of(row, topics)]
    for topic in topics:
        parts.append(topic.title.upper())
        parts += ["\n".join(filter(None, _lines(story, is_short=False))) for story in topic.stories]
    return "\n\n".join([*parts, closing_of(row), address, why])


def _html(row: PressDigest, topics: Sequence[ToldTopic], subject: str, address: str, why: str) -> str:
    return format_html(
        '<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width,initial-scale=1"><title>{}</title></head><body style="margin:0;background:{}">'
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:{}"><tr>'
        '<td align="center" style="padding:16px 8px"><table role="presentation" width="100%" cellpadding="0" '
        'cellspacing="0" style="max-width:640px;background:#ffffff;border:1px solid {};text-align:left">'
        '<tr><td style="padding:18px 20px 6px;{};color:{}"><h1 style="margin:0;font-size:19px;line-height:1.4">{}</h1>'
        '<p style="margin:8px 0 0;font-size:15px;line-height:1.5">{}</p></td></tr>{}'
        '<tr><td style="padding:12px 20px 20px;{};font-size:13px;line-height:1.5;color:{}"><p>{}</p>'
        '<p><a href="{}" style="color:{}">{}</a></p><p>{}</p></td></tr></table></td></tr></table></body></html>',
        subject,
        PAPER,
        PAPER,
        LINE,
        FONT,
        INK,
        subject,
        summary_of(row, topics),
        format_html_join("", "{}{}", ((_topic(one), _stories(one)) for one in topics)),
        FONT,
        FAINT,
        closing_of(row),
        address,
        LINK,
        _("Mở điểm báo %(code)s") % {"code": row.code},
        why,
    )


def _topic(topic: ToldTopic) -> SafeString:
    return format_html(
        '<tr><td style="padding:16px 20px 2px;{};color:{}"><h2 style="margin:0;font-size:16px;line-height:1.4">{}</h2>'
        "</td></tr>",
        FONT,
        INK,
        topic.title,
    )


def _stories(topic: ToldTopic) -> SafeString:
    return format_html_join(
        "",
        '<tr><td style="padding:8px 20px;{};font-size:15px;line-height:1.5;color:{}">{}<br>'
        '<span style="font-size:13px;color:{}">{}</span>{}</td></tr>',
        ((FONT, INK, _head(one), FAINT, one.source, _rest(one)) for one in topic.stories),
    )


def _head(story: Told) -> SafeString:
    if not story.url.startswith(("http://", "https://")):
        return format_html("<strong>{}</strong>", story.title)
    return format_html('<a href="{}" style="color:{}">{}</a>', story.url, LINK, story.title)


def _rest(story: Told) -> SafeString:
    lines = ((line,) for line in (story.extract, story.also, story.note) if line)
    return format_html_join("", "<br>{}", lines)
