"""What somebody wrote in an answer: without the quoted mail below it and without the signature.

Kept is what stands above the quote. Who writes below it is read too, when nothing stands above.
"""

from __future__ import annotations

import re

MOST_LINES = 3_000
LONGEST_LINE = 2_000  # of which a rule looks at the first LOOKED_AT letters
LOOKED_AT = 300
LONGEST_ANSWER = 20_000

# "On … wrote:", "Vào … đã viết:": on one line, or wrapped over two or three by the program.
_WROTE_START = re.compile(
    r"(?:on|vào|vào lúc|ngày|lúc|trong|le|am)\s.{4,}|.{0,80}<[^<>@\s]+@[^<>\s]+>.{0,60}", re.IGNORECASE
)
_WROTE_END = re.compile(r".*(?:\bwrote|\bđã viết|\bviết|\bwrites)\s*:\s*", re.IGNORECASE)
_DIVIDERS = re.compile(
    r"\s*(?:"
    r"-{2,}\s*(?:original message|original appointment|forwarded message|reply message|thư gốc|tin nhắn gốc|"
    r"thư chuyển tiếp|tin nhắn đã chuyển tiếp|thư đã chuyển tiếp|nội dung gốc|thư trả lời)\s*-{2,}"
    r"|begin forwarded message:|bắt đầu thư được chuyển tiếp:|bắt đầu thư chuyển tiếp:"
    r"|[=—-]{3,}\s*(?:viết câu trả lời phía trên dòng này|please reply above this line)\s*[=—-]{3,}"
    r")\s*",
    re.IGNORECASE,
)
# Outlook's head of the quoted mail: two of its lines together; one alone may be somebody's own words.
_HEAD_FROM = re.compile(r"\s*\*?(?:from|từ|người gửi)\s*:\*?\s*\S.*", re.IGNORECASE)
_HEAD_NEXT = re.compile(
    r"\s*\*?(?:sent|date|to|cc|subject|đã gửi|gửi|ngày|thời gian|đến|tới|người nhận|đồng kính gửi|chủ đề|tiêu đề)"
    r"\s*:\*?.*",
    re.IGNORECASE,
)
_RULER = re.compile(r"\s*_{10,}\s*")
_SIGNATURE = re.compile(r"--\s?")
_SENT_FROM = re.compile(
    r"\s*(?:sent from (?:my|mail for|outlook for|yahoo mail).*|get outlook for .*|sent via .*|"
    r"(?:được |đã )?gửi từ .{0,40}"
    r"(?:iphone|ipad|điện thoại|android|samsung|galaxy|thiết bị|outlook|thư|mail|yahoo|zalo).*|"
    r"tải outlook cho .*|tải ứng dụng outlook .*)\s*",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\s{0,3}>")


def answer_in(text: str) -> str:
    """The words written in answer. Works in one pass; long texts are cut."""
    lines = [line[:LONGEST_LINE].rstrip() for line in text.split("\n", MOST_LINES)[:MOST_LINES]]
    end = _quote_starts(lines)
    above = _clean(lines[:end])
    if above:
        return above
    below = [line for line in lines[end:] if not _QUOTED.match(line)]
    has_quotes = len(below) < len(lines) - end
    return _clean(below[_wrote_lines(below, 0) :]) if has_quotes else ""


def _clean(lines: list[str]) -> str:
    """Without quoted lines, the signature and empty lines around."""
    kept: list[str] = []
    for line in lines:
        if _SIGNATURE.fullmatch(line) or _SENT_FROM.fullmatch(line[:LOOKED_AT]):
            break
        if not _QUOTED.match(line):
            kept.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()[:LONGEST_ANSWER].strip()


def _quote_starts(lines: list[str]) -> int:
    """The number of the line where the quoted mail begins; the number of lines if there is none."""
    for number, line in enumerate(lines):
        looked = line[:LOOKED_AT]
        if _DIVIDERS.fullmatch(looked) or _wrote_lines(lines, number):
            return number
        if _HEAD_FROM.fullmatch(looked) and _has_head(lines, number):
            return number
        if _RULER.fullmatch(looked) and _has_from(lines, number):
            return number
        if _QUOTED.match(line):
            return number
    return len(lines)


def _wrote_lines(lines: list[str], number: int) -> int:
    """How many lines a "wrote:" line takes here; none: 0."""
    if number >= len(lines) or not _WROTE_START.match(lines[number][:LOOKED_AT]):
        return 0
    joined = ""
    for count, line in enumerate(lines[number : number + 3], 1):
        joined = f"{joined} {line[:LOOKED_AT]}".strip()
        if _WROTE_END.fullmatch(joined):
            return count
        if not line:
            return 0
    return 0


def _has_head(lines: list[str], number: int) -> bool:
    following = [line for line in lines[number + 1 : number + 7] if line.strip()]
    return sum(bool(_HEAD_NEXT.fullmatch(line[:LOOKED_AT])) for line in following[:4]) >= 2


def _has_from(lines: list[str], number: int) -> bool:
    following = [line for line in lines[number + 1 : number + 4] if line.strip()]
    return bool(following) and bool(_HEAD_FROM.fullmatch(following[0][:LOOKED_AT]))
