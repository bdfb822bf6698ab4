"""An official letter as a value, and the words of it as each system writes them. No framework.

Both renderers print `Printed`, so the DOCX and the PDF cannot say different things.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from phoihop.ground.text import fold, nfc
from phoihop.reporting.rules.layouts import PARTY, STATE

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY_TITLE = "ĐẢNG CỘNG SẢN VIỆT NAM"
SIGNATURE = "(chữ ký, dấu)"
URGENCIES = {"KHẨN": 20, "THƯỢNG KHẨN": 40, "HỎA TỐC": 30}  # the stamp's width in millimetres; it is 8 high
MARKS = {
    STATE: {"TM": "TM.", "KT": "KT.", "TL": "TL.", "TUQ": "TUQ.", "Q": "Q."},
    PARTY: {"TM": "T/M", "KT": "K/T", "TL": "T/L"},
}
POST_BELOW = " / "  # between two lines of a post: „KT. CHỦ TỊCH / PHÓ CHỦ TỊCH“ under „TM. ỦY BAN NHÂN DÂN“
ABOUT_WORDS = ("V/v", "Về việc")
MOST_ADDRESSEES = 6  # more of them stand on an annexed list
LISTED = "Các cơ quan theo danh sách kèm theo"
ANNEX_TITLE = "Danh sách các cơ quan nhận"

LONGEST = {"subject": 500, "organ": 300, "body": 200_000}

_MARK = re.compile(r"\s*(T\s?[./]?\s?M|K\s?[./]?\s?T|T\s?[./]?\s?L|TUQ|T\s?[./]\s?U\s?[./]?\s?Q|Q)\s?[./]?\s+(?=\S)")
_SPACE = re.compile(r"[^\S\u00a0]+")
_FIRST_NUMBER = re.compile(r"^(?:số\s*:?\s*)?(\d+)", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:v/v|về việc)\s*:?\s*", re.IGNORECASE)
_END = re.compile(r"[\s.;,/]+$")
_LIST_MARK = re.compile(r"^\s*[-–—•]\s*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the body; a heading stands bold and keeps with what follows."""

    text: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What an office writes. Text only: signs, numbers' zeros and ends of lines are put in order when it is printed.

    `number` is the citation (05/KH-SYT, 05-KH/BTGTU); without it `symbol` leaves room for one. `authority` is "TM",
    "KT", "TL", "TUQ", "Q" or nothing, and `authority_of` the post or organ that is signed for. `type_name` is empty for
    a công văn. `unit_id` joins the layout and the template that this office set for itself.
    """

    system: str
    organ: str
    subject: str
    body: tuple[str | Paragraph, ...]
    parent: str = ""
    number: str = ""
    symbol: str = ""
    place: str = ""
    date: date | None = None
    type_name: str = ""
    grounds: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    authority: str = ""
    authority_of: str = ""
    post: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()
    archive: str = ""  # what follows "Lưu: VT," for the State; the whole of it for the Party
    urgency: str = ""
    drafter: str = ""
    footer: str = ""
    about_words: str = "V/v"
    acknowledge_url: str = ""  # becomes a QR on the printed letter
    is_copy: bool = False
    is_illustration: bool = False
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    is_bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Every word that stands on the page, in the order it is read."""

    system: str
    title: str  # of the file
    author: str
    date: date | None
    parent: str
    organ: str
    head: str
    motto: str
    number: str
    place_date: str
    about: str
    type_name: str
    subject: str
    grounds: tuple[str, ...]
    addressed: str
    addressees: tuple[str, ...]
    body: tuple[Paragraph, ...]
    signing: tuple[Line, ...]
    signature: str
    signer: str
    recipients_words: str
    recipients: tuple[str, ...]
    urgency: str
    drafter: str
    footer: str
    notes: tuple[str, ...]
    acknowledge_url: str
    acknowledge_words: str
    annex_title: str = ""
    annex_said: str = ""  # which letter it belongs to
    annex: tuple[str, ...] = ()  # addressees for whom the page had no room


class Unfit(ValueError):
    """A letter that cannot be printed; `rule` names what is wrong with it."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def clean(letter: Letter) -> Letter:
    """The same letter without line breaks, tabs and invisible characters inside its lines; empty lines are left out."""
    values: dict[str, Any] = {}
    for field in fields(letter):
        value = getattr(letter, field.name)
        if isinstance(value, str):
            values[field.name] = one_line(value)
        elif field.name == "body":
            values[field.name] = tuple(_paragraphs(value))
        elif isinstance(value, tuple):
            values[field.name] = tuple(line for line in map(one_line, value) if line)
    return replace(letter, **values)


def printed(letter: Letter) -> Printed:
    """The letter as it is printed. Refused (Unfit): no organ, subject or body; a mark or urgency the system has not."""
    given = clean(letter)
    _check(given)
    is_letter = not given.type_name
    subject = given.subject
    is_listed = len(given.addressees) > MOST_ADDRESSEES
    about = f"{given.about_words} {_lower_first(_ABOUT.sub('', subject))}" if is_letter else ""
    return Printed(
        system=given.system,
        title=_title(given),
        author=given.organ,
        date=given.date,
        parent=given.parent.upper(),
        organ=given.organ.upper(),
        head=NATION if given.system == STATE else PARTY_TITLE,
        motto=MOTTO if given.system == STATE else "",
        number=number_line(given.system, given.number, given.symbol),
        place_date=place_and_date(given.place, given.date),
        about=about,
        type_name=given.type_name.upper(),
        subject="" if is_letter else subject,
        grounds=_ended_list(given.grounds, ";"),
        addressed=_addressed(given),
        addressees=_addressees((LISTED,) if is_listed else given.addressees),
        body=_body(given),
        signing=_signing(given),
        signature=SIGNATURE,
        signer=given.signer,
        recipients_words="Nơi nhận:",
        recipients=_recipients(given),
        urgency=given.urgency,
        drafter=given.drafter,
        footer=given.footer,
        notes=_notes(given),
        acknowledge_url=given.acknowledge_url,
        acknowledge_words="Quét mã để xác nhận đã nhận văn bản này" if given.acknowledge_url else "",
        annex_title=ANNEX_TITLE.upper() if is_listed else "",
        annex_said=_belongs_to(given) if is_listed else "",
        annex=_numbered(given.addressees) if is_listed else (),
    )


def one_line(text: str) -> str:
    return _SPACE.sub(" ", nfc(text)).strip()


def number_line(system: str, number: str, symbol: str = "") -> str:
    """„Số: 05/KH-SYT“ for the State, „Số 05-KH/BTGTU“ for the Party; room for the number where there is none yet."""
    word = "Số:" if system == STATE else "Số"
    found = _FIRST_NUMBER.match(number)
    if found:
        return f"{word} {int(found[1]):02}{number[found.end() :].strip()}"
    if number:
        return f"{word} {number}"
    sign = "/" if system == STATE else "-"
    return f"{word}{chr(0xA0) * 8}{sign}{symbol.lstrip('/-')}" if symbol else f"{word}{chr(0xA0) * 8}"


def place_and_date(place: str, day: date | None) -> str:
    """„An Giang, ngày 05 tháng 01 năm 2026“: a zero before days under 10 and months 1 and 2."""
    before = f"{place}, " if place else ""
    if day is None:
        return f"{before}ngày … tháng … năm …"
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{before}ngày {day.day:02} tháng {month} năm {day.year}"


def ended(text: str, system: str) -> str:
    """The last line of a body: ends with „./.“ for the State and with a full stop for the Party."""
    bare = _END.sub("", text)
    mark = "./." if system == STATE else "."
    return bare + (mark if not bare.endswith(("!", "?", ":", "…")) else f" {mark}" if system == STATE else "")


def authority_in(text: str) -> tuple[str, str]:
    """„KT. GIÁM ĐỐC“ or „K/T TRƯỞNG BAN“ as (mark, post); no mark: ("", text)."""
    found = _MARK.match(text)
    if found is None:
        return "", text.strip()
    return re.sub(r"[\s./]", "", found[1]), text[found.end() :].strip()


def signing_in_words(system: str, authority: str, authority_of: str, post: str) -> str:
    """The lines over a signature as one: „KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC“."""
    mark = MARKS[system].get(authority, "")
    parts = (f"{mark} {authority_of}".strip(), post) if authority_of else (f"{mark} {post}".strip(),)
    return POST_BELOW.join(filter(None, parts))


def signing_from_words(system: str, words: str) -> tuple[str, str, str]:
    """The same read back: mark, whom it is for, post."""
    first, _below, post = words.partition(POST_BELOW)
    authority, of = authority_in(first)
    if authority not in MARKS[system]:
        return "", "", words
    return (authority, of, post) if post else (authority, "", of)


@dataclass(frozen=True, slots=True)
class Head:
    """What the name of an office tells about the head of its letters: a proposal, never more."""

    system: str
    parent: str
    organ: str
    place: str


_PARTY_WORDS = re.compile(r"^(tinh uy|thanh uy|huyen uy|dang uy|quan uy|ban thuong vu|ban bi thu|bo chinh tri)\b")
_PARTY_PARENT = re.compile(r"\s((?:Tỉnh|Thành|Huyện|Quận|Đảng) ủy\b.*|Trung ương(?: Đảng)?)$")
_PLACE_PARENT = re.compile(r"\s((?:tỉnh|thành phố|huyện|quận|thị xã|phường|xã)\s.+)$")
_PLACE_KIND = re.compile(r"^(tỉnh|thành phố|huyện|quận|thị xã|phường|xã|đặc khu)\s+", re.IGNORECASE)
_OWN_HEAD = ("uy ban nhan dan", "hoi dong nhan dan", "thuong truc hoi dong", "vien kiem sat", "toa an")


def head_of(name: str, territory: str) -> Head:
    """System, parent, organ and place as the name of an office and of its territory suggest."""
    place = _PLACE_KIND.sub("", territory).strip()
    plain = fold(name)
    if _PARTY_WORDS.match(plain):
        return Head(PARTY, "", name.upper(), place)
    party = _PARTY_PARENT.search(name)
    if party:
        return Head(PARTY, party[1].upper(), name[: party.start()].upper(), place)
    found = _PLACE_PARENT.search(name)
    if found is None or plain.startswith(_OWN_HEAD):
        return Head(STATE, "", name.upper(), place)
    return Head(STATE, f"UBND {found[1].upper()}", name[: found.start()].upper(), place)


def initials(name: str) -> str:
    """The letters of an office as its name suggests: Sở Y tế tỉnh Kiên Giang is SYT, Ban Tuyên giáo Tỉnh ủy BTGTU."""
    party = _PARTY_PARENT.search(name)
    of_parent = ""
    if party:
        name, parent = name[: party.start()], party[1]
        of_parent = "TW" if parent.startswith("Trung") else _first_letters(parent.split()[:2])
    place = _PLACE_PARENT.search(name)
    if place:
        name = name[: place.start()]
    words = [word for word in re.findall(r"\w+", nfc(name)) if word.lower() not in ("và", "của")]
    if not party and _PARTY_WORDS.match(fold(name)):
        words = words[:2]  # Tỉnh ủy, without the place
    return _first_letters(words) + of_parent


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _title(letter: Letter) -> str:
    citation = number_line(letter.system, letter.number).removeprefix("Số").lstrip(": ") if letter.number else ""
    return " ".join(filter(None, (letter.type_name or "Công văn", citation, letter.subject)))


def _check(letter: Letter) -> None:
    if not letter.organ:
        raise Unfit("no-organ")
    if not letter.subject:
        raise Unfit("no-subject")
    if not letter.body:
        raise Unfit("no-body")
    if letter.authority and letter.authority not in MARKS[letter.system]:
        raise Unfit("unknown-authority")
    if letter.urgency and letter.urgency not in URGENCIES:
        raise Unfit("unknown-urgency")
    if len(letter.subject) > LONGEST["subject"] or len(letter.organ) > LONGEST["organ"]:
        raise Unfit("too-long")
    if sum(len(part.text) for part in _paragraphs(letter.body)) > LONGEST["body"]:
        raise Unfit("too-long")


def _paragraphs(body: Iterable[str | Paragraph]) -> Iterable[Paragraph]:
    for part in body:
        given = Paragraph(part) if isinstance(part, str) else part
        for line in nfc(given.text).split("\n"):
            text = one_line(line)
            if text:
                yield Paragraph(text, given.is_heading)


def _body(letter: Letter) -> tuple[Paragraph, ...]:
    parts = list(_paragraphs(letter.body))
    last = parts[-1]
    return (*parts[:-1], last if last.is_heading else Paragraph(ended(last.text, letter.system)))


def _ended_list(lines: tuple[str, ...], between: str) -> tuple[str, ...]:
    """Each line with the sign between lines, the last with a full stop."""
    bare = [_END.sub("", line) for line in lines]
    return tuple(line + ("." if at == len(bare) - 1 else between) for at, line in enumerate(bare))


def _addressed(letter: Letter) -> str:
    if not letter.addressees:
        return ""
    is_submission = letter.system == PARTY and fold(letter.type_name) == "to trinh"
    return "Kính trình:" if is_submission else "Kính gửi:"


def _addressees(lines: tuple[str, ...]) -> tuple[str, ...]:
    bare = tuple(_LIST_MARK.sub("", line) for line in lines)
    if len(bare) < 2:
        return tuple(_END.sub("", line) for line in bare)
    return tuple(f"- {line}" for line in _ended_list(bare, ";"))


def _first_letters(words: Iterable[str]) -> str:
    """Capitals without marks, but Đ stays: UBND, ĐU."""
    return "".join(unicodedata.normalize("NFD", word)[0] for word in words).upper()


def _numbered(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{at}. {_END.sub('', _LIST_MARK.sub('', line))}" for at, line in enumerate(lines, 1))


def _belongs_to(letter: Letter) -> str:
    """„(Kèm theo Công văn số 05/SYT ngày 05 tháng 01 năm 2026)“"""
    name = letter.type_name[:1].upper() + letter.type_name[1:].lower() if letter.type_name else "Công văn"
    number = number_line(letter.system, letter.number, letter.symbol).removeprefix("Số").lstrip(":").strip(" ")
    return f"(Kèm theo {name} số {number} {place_and_date('', letter.date)})"


def _signing(letter: Letter) -> tuple[Line, ...]:
    """The lines above the signature. The Party prints the signer's own post light under the mark."""
    posts = [post for part in letter.post.upper().split(POST_BELOW) if (post := part.strip())]
    if not letter.authority:
        return tuple(Line(post, is_bold=True) for post in posts)
    mark = MARKS[letter.system][letter.authority]
    of, below = (letter.authority_of.upper(), posts) if letter.authority_of else ("".join(posts[:1]), posts[1:])
    first = Line(f"{mark} {of}".strip(), is_bold=True)
    return (first, *(Line(post, is_bold=letter.system == STATE) for post in below))


def _recipients(letter: Letter) -> tuple[str, ...]:
    between = ";" if letter.system == STATE else ","
    lines = [_LIST_MARK.sub("", line) for line in letter.recipients]
    if letter.system == STATE:
        lines.append(f"Lưu: VT, {letter.archive}" if letter.archive else "Lưu: VT")
    else:
        lines.append(f"Lưu {letter.archive}" if letter.archive else "Lưu")
    return tuple(f"- {line}" for line in _ended_list(tuple(lines), between))


def _notes(letter: Letter) -> tuple[str, ...]:
    notes = []
    if letter.is_illustration:
        notes.append("Dữ liệu minh họa, không phải văn bản đã ban hành")
    if letter.is_copy:
        notes.append("Bản sao từ hệ thống; bản có chữ ký và dấu lưu tại cơ quan ban hành")
    return tuple(notes)


def _lower_first(text: str) -> str:
    """A capital at the beginning becomes small behind „V/v“, unless the word is all capitals (UBND)."""
    word = text.split(" ", 1)[0]
    return text if len(word) > 1 and word.isupper() else text[:1].lower() + text[1:]
