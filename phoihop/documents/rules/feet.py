"""The foot of a paper: who signs, by what authority, and who receives it. Nothing is refused.

The list of receivers stands left, the signature right; in a text one follows the other, or both share their lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from phoihop.documents.rules.heads import CAPITAL
from phoihop.documents.rules.marks import capitals

_GAP = re.compile(r"\s{3,}|\t+|\s*[|¦]\s*| {2}")
_RECEIVERS = re.compile(r"^\W*N[O0]I NHAN\b\W*")
_BULLET = re.compile(r"^\s*[-–—+*•]\s*")
_AUTHORITY = re.compile(r"^(TM|KT|TL|TUQ|Q|TUN)\s?[.,]\s?(.*)$|^([TK]/[TMLU]Q?)\.?\s+(.*)$")
_MARKED = re.compile(rf"(?<![\w/])(?:(?:TM|KT|TL|TUQ)[.,]\s?|[TK]/[TML]\s)(?=[{CAPITAL}]{{2}})")
_POST = re.compile(
    r"^(?:PHO |QUYEN |Q\. ?)?(?:GIAM DOC|CHU TICH|TRUONG|CHANH|BI THU|VIEN TRUONG|CUC TRUONG|HIEU TRUONG|BO TRUONG|"
    r"THU TRUONG|THU TUONG|TONG |CHI HUY|CHI CUC|TRAM TRUONG|PHO |CHU NHIEM|VU TRUONG|THUONG TRUC|UY VIEN|KE TOAN)"
)
_POST_INSIDE = re.compile(
    r"[;.,)]\s+((?:PHÓ |QUYỀN )?(?:GIÁM ĐỐC|CHỦ (?:TỊCH|NHIỆM)|TRƯỞNG|CHÁNH|BÍ THƯ|VIỆN TRƯỞNG|CỤC TRƯỞNG)"
    rf"[{CAPITAL} .-]*)$"
)
_ANNEX = re.compile(r"^\W*PHU LUC\b")
_TITLES = re.compile(r"^(?:(?:GS|PGS|TS|ThS|BS|CKI|CKII|KS|LS|Ths)\.?\s?)+")
_FAMILIES = (
    "NGUYEN TRAN LE PHAM HUYNH HOANG PHAN VU VO DANG BUI DO HO NGO DUONG LY DAO DOAN DINH TRUONG LAM MAI TRINH CAO "
    "LUU LUONG THAI CHAU TA PHUNG TO VUONG HA QUACH TANG DANH THACH SON KIM NONG GIANG LA THAN TIEU CU LUC HUA TONG "
    "DIEP KIEU NGHIEM BE MA CHU DAU KHUAT QUAN NGUY UNG TRIEU VI CHE MONG AU TU TRAC ONG"
)
_SURNAMES = frozenset(_FAMILIES.split())
_NAME = re.compile(rf"[{CAPITAL}][^\W\d_]*(?: [{CAPITAL}][^\W\d_]*){{1,5}}")
_NAME_BEHIND = re.compile(rf"[.;,)]\s+((?:[{CAPITAL}][^\W\d_]* ){{1,4}}[{CAPITAL}][^\W\d_]*)$")
_ARCHIVE = re.compile(r"^LUU\b")
_AS_ABOVE = re.compile(r"^NHU (?:TREN|KINH GUI|DIEU)\b")
_TO = re.compile(r"^\W*KINH (?:GUI|TRINH)\s*:?\s*")


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands below the text."""

    signer: str = ""
    signer_sure: int = 0
    post: str = ""
    post_sure: int = 0
    authority: str = ""
    recipients: tuple[str, ...] = ()


def read_foot(lines: list[str]) -> Foot:
    """Reads the end of the paper itself; annexes behind it are left out."""
    end = next((at for at, line in enumerate(lines) if at > 15 and _ANNEX.match(capitals(line))), len(lines))
    lines = lines[:end]
    listed = next((at for at, line in enumerate(lines) if at > 3 and _starts_list(line)), None)
    start = max(4, (listed if listed is not None else len(lines) - 20) - 10)
    right = list(_right(lines[start : (listed if listed is not None else len(lines)) + 60]))
    signer, signer_sure, post, post_sure, authority = _signature(right)
    return Foot(signer, signer_sure, post, post_sure, authority, _recipients(lines, listed))


def _starts_list(line: str) -> bool:
    return _RECEIVERS.match(capitals(_GAP.split(line.strip())[0])) is not None


def _right(lines: list[str]) -> Iterator[str]:
    """The pieces that can belong to the signature, in order."""
    for line in lines:
        for cell in filter(None, map(str.strip, _GAP.split(line.strip()))):
            listed = _RECEIVERS.match(capitals(cell))
            rest = cell[listed.end() :] if listed else cell
            marked = _MARKED.search(rest)
            if marked and marked.start():
                yield rest[marked.start() :]
            elif _BULLET.match(rest):
                behind = _POST_INSIDE.search(rest) or _NAME_BEHIND.search(rest)
                if behind and (behind.re is _POST_INSIDE or capitals(behind[1]).split()[0] in _SURNAMES):
                    yield behind[1].strip()
            elif rest:
                yield rest


def _signature(pieces: list[str]) -> tuple[str, int, str, int, str]:
    """Marks, the signer's own post, the name. Behind a mark stands whom he signs for, except behind Q. (acting)."""
    marks: list[str] = []
    post, is_open, since = "", False, 0
    for piece in pieces:
        authority = _AUTHORITY.match(piece)
        if authority and piece == piece.upper():
            marks.append(f"{authority[1]}." if authority[1] else authority[3])
            post, is_open, since = (authority[2].strip() if authority[1] == "Q" else ""), True, 0
        elif piece == piece.upper() and _POST.match(capitals(piece)):
            post, is_open, since = piece, True, 0
        elif is_open:
            name, sure = _name(piece)
            since += 1
            if name:
                return name, sure, post, 90 if post else 0, " ".join(dict.fromkeys(marks))
            if since > 6:
                post, marks, is_open = "", [], False
    return "", 0, post, 60 if post else 0, " ".join(dict.fromkeys(marks))


def _name(piece: str) -> tuple[str, int]:
    bare = _TITLES.sub("", piece.strip(" .,;*_"))
    if not _NAME.fullmatch(bare) or len(bare) > 50:
        return "", 0
    words = bare.split()
    is_title_case = all(word[1:] == word[1:].lower() for word in words)
    is_known = capitals(words[0]) in _SURNAMES
    if is_known and (is_title_case or bare == bare.upper()):
        return bare, 92
    return (bare, 60) if is_title_case and 2 <= len(words) <= 5 else ("", 0)


def _recipients(lines: list[str], listed: int | None) -> tuple[str, ...]:
    found = [*_addressed(lines)]
    for line in lines[listed + 1 : listed + 30] if listed is not None else ():
        cell = _GAP.split(line.strip())[0]
        if not _BULLET.match(cell):
            if cell and cell[:1].isupper() and cell != cell.upper() and not _NAME.fullmatch(cell):
                break
            continue  # the signature beside the list, or the rest of a long name
        name = _receiver(cell)
        if _ARCHIVE.match(capitals(name)):
            break
        if name and not _AS_ABOVE.match(capitals(name)):
            found.append(name[:200])
    return tuple(dict.fromkeys(found))[:30]


def _receiver(cell: str) -> str:
    """The name behind a dash, without the post or the signer's name that shares its line."""
    name = _BULLET.sub("", _POST_INSIDE.sub("", _MARKED.split(cell)[0]))
    behind = _NAME_BEHIND.search(name)
    if behind and _ARCHIVE.match(capitals(name)) and capitals(behind[1]).split()[0] in _SURNAMES:
        name = name[: behind.start()]
    return name.strip(" ;.,")


def _addressed(lines: list[str]) -> Iterator[str]:
    """Who a letter is written to: behind "Kính gửi", or in the list below it."""
    for at, line in enumerate(lines[:45]):
        opening = _TO.match(capitals(line))
        if not opening:
            continue
        rest = line[opening.end() :].strip(" :;.")
        if rest:
            yield rest
        for follows in lines[at + 1 : at + 20]:
            if not follows.strip() and not rest:
                continue
            if not _BULLET.match(follows):
                break
            yield _BULLET.sub("", follows).strip(" ;.,")
        return
