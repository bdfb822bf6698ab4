"""Mails that leave this room, as text and as HTML that mail programs understand: tables, no pictures, no scripts.

Whoever calls has chosen the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from phoihop.ground.parts import words
from phoihop.notices.rules import Group, Letter, Line

INK, FAINT, PAPER, LINE, BAR, LINK = "#11232b", "#586a71", "#f4f6f6", "#d5dddd", "#0a3543", "#0a566c"
EDGES = {"late": "#a81e1e", "today": "#7f4c00", "week": "#0b5394", "answer": "#5f3b9e", "news": "#53666d"}
FONT = "font-family:'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif"

# Thousands of these are written each morning: what never changes is put in once.
_ROW = (
    f'<tr><td style="padding:6px 20px;{FONT}"><table role="presentation" width="100%" cellpadding="0" cellspacing="0">'
    '<tr><td style="border-left:4px solid {};padding:2px 0 2px 12px;font-size:15px;line-height:1.5;'
    f'color:{INK}"><a href="{{}}" style="color:{LINK}">{{}}</a><br>'
    f'<span style="font-size:13px;color:{FAINT}">{{}}</span></td></tr></table></td></tr>'
)


def group_words(name: str) -> str:
    return {
        "late": _("Trễ hạn"),
        "today": _("Đến hạn hôm nay"),
        "week": _("Đến hạn trong tuần"),
        "answer": _("Chờ trả lời"),
        "news": _("Tin mới"),
    }[name]


def digest_mail(letter: Letter) -> tuple[str, str, str]:
    """Subject, text and HTML of a morning's digest."""
    subject = _("Bản tin sáng %(day)s: %(what)s") % {"day": words.day_month(letter.day), "what": _counted(letter)}
    return subject, _text(letter), _html(letter)


def notice_mail(line: Line, *, is_urgent: bool) -> tuple[str, str, str]:
    """Subject, text and HTML of one notice that goes out at once."""
    subject = _("Khẩn: %(what)s") % {"what": line.title} if is_urgent else line.title
    when = words.moment(timezone.localtime(line.since))
    said = [line.title, " · ".join(filter(None, (when, line.who, line.unit, _stands(line)))), _absolute(line.url)]
    text = "\n\n".join([*said, _why_mail()])
    row = _row(line, EDGES["late" if is_urgent else "news"], said[1])
    return subject, text, _frame(line.title, _title(_("Tin khẩn") if is_urgent else _("Thông báo")), row)


def _counted(letter: Letter) -> str:
    counts = ((group.name, len(group.lines) + group.more) for group in letter.groups)
    return ", ".join(f"{count} {group_words(name).lower()}" for name, count in counts if count)


def _text(letter: Letter) -> str:
    parts = [_greeting(letter)]
    for group in letter.groups:
        parts.append(group_words(group.name).upper())
        for line in group.lines:
            said = (f"- {line.title}", f"  {_meta(group.name, line, letter)}", f"  {_absolute(line.url)}")
            parts.append("\n".join(said))
        parts += _rest(group)
    return "\n\n".join([*parts, _all_words(letter), _why_mail()])


def _html(letter: Letter) -> str:
    blocks = [
        format_html(
            '<tr><td style="padding:18px 20px 4px;{}"><h2 style="margin:0;font-size:16px;line-height:1.4;color:{}">{}'
            "</h2></td></tr>{}{}",
            FONT,
            EDGES[group.name],
            group_words(group.name),
            _joined(_row(line, EDGES[group.name], _meta(group.name, line, letter)) for line in group.lines),
            format_html_join(
                "",
                '<tr><td style="padding:4px 20px 6px;{};font-size:13px;color:{}">{}</td></tr>',
                ((FONT, FAINT, said) for said in _rest(group)),
            ),
        )
        for group in letter.groups
    ]
    more = format_html(
        '<tr><td style="padding:16px 20px 20px;{}"><a href="{}" style="display:inline-block;padding:9px 16px;'
        'border-radius:6px;background:{};color:#ffffff;text-decoration:none;font-size:15px">{}</a></td></tr>',
        FONT,
        _absolute(_box(letter)),
        LINK,
        _("Mở hộp thư"),
    )
    return _frame(_counted(letter), _title(_greeting(letter)), _joined([*blocks, more]))


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _row(line: Line, edge: str, meta: str) -> SafeString:
    return format_html(_ROW, edge, _absolute(line.url), line.title, meta)


def _title(said: str) -> SafeString:
    return format_html(
        '<tr><td style="background:{};padding:14px 20px;{};color:#f2f8f9;font-size:14px"><strong>{}</strong></td></tr>'
        '<tr><td style="padding:18px 20px 0;{};color:{}"><h1 style="margin:0;font-size:19px;line-height:1.4">{}</h1>'
        "</td></tr>",
        BAR,
        FONT,
        _("Phối Hợp"),
        FONT,
        INK,
        said,
    )


def _frame(preview: str, title: SafeString, rows: SafeString) -> str:
    """A page of one column, 640 wide at most; the preview is what a list of mails shows."""
    return format_html(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width,initial-scale=1"><title>{}</title></head>'
        '<body style="margin:0;background:{}"><div style="display:none;max-height:0;overflow:hidden">{}</div>'
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:{}"><tr>'
        '<td align="center" style="padding:16px 8px"><table role="presentation" width="100%" cellpadding="0" '
        'cellspacing="0" style="max-width:640px;background:#ffffff;border:1px solid {};text-align:left">{}{}</table>'
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:640px"><tr>'
        '<td style="padding:12px 20px;{};font-size:13px;line-height:1.5;color:{};text-align:left">{}</td></tr></table>'
        "</td></tr></table></body></html>",
        get_language() or "vi",
        preview,
        PAPER,
        preview,
        PAPER,
        LINE,
        title,
        rows,
        FONT,
        FAINT,
        _why_mail(),
    )


def _greeting(letter: Letter) -> str:
    said = {"name": letter.name, "day": words.long_day(letter.day)}
    if letter.owner:
        said["owner"] = letter.owner
        return _("%(name)s – %(day)s. Hộp thư do %(owner)s giữ.") % said
    return _("%(name)s – %(day)s") % said


def _meta(group: str, line: Line, letter: Letter) -> str:
    """What stands under a line."""
    if group == "news":
        when = words.moment(timezone.localtime(line.since))
    elif group == "late" and line.day is not None:
        when = _("hạn %(day)s, %(late)s") % {
            "day": words.day(line.day),
            "late": words.distance((line.day - letter.day).days, is_working=False),
        }
    elif group == "answer" and line.day is not None:
        when = words.weekday_day(line.day)
    elif line.day is not None:
        when = _("hạn %(day)s") % {"day": words.weekday_day(line.day)}
    else:
        when = _("từ %(day)s") % {"day": words.day(timezone.localtime(line.since).date())}
    return " · ".join(filter(None, (line.code if group != "news" else "", when, line.who, line.unit, _stands(line))))


def _stands(line: Line) -> str:
    return _("thay mặt %(post)s") % {"post": line.acting_for} if line.acting_for else ""


def _rest(group: Group) -> list[str]:
    said = []
    if group.more:
        count = {"count": group.more}
        said.append(ngettext("và %(count)s việc nữa", "và %(count)s việc nữa", group.more) % count)
    if group.before:
        count = {"count": group.before}
        said.append(
            ngettext(
                "%(count)s việc đã nêu ở bản tin trước vẫn còn",
                "%(count)s việc đã nêu ở các bản tin trước vẫn còn",
                group.before,
            )
            % count
        )
    return said


def _box(letter: Letter) -> str:
    return reverse("notices:office" if letter.owner else "notices:inbox")


def _all_words(letter: Letter) -> str:
    return _("Mở hộp thư: %(url)s") % {"url": _absolute(_box(letter))}


def _why_mail() -> str:
    return _(
        "Thư này do Phối Hợp gửi theo lựa chọn của người nhận; đổi tại %(url)s. Mở từng việc cần đăng nhập; đừng "
        "chuyển tiếp cho người ngoài."
    ) % {"url": _absolute(reverse("notices:settings"))}


def _absolute(url: str) -> str:
    return f"{settings.PHOIHOP_SITE_URL}{url}"
