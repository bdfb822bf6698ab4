"""The words of an HTML mail, quoted mails left out."""

from __future__ import annotations

from contextlib import suppress
from html.parser import HTMLParser

MOST = 400_000  # letters of markup that are looked at
_BREAKS = frozenset(["br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "hr"])
_SILENT = frozenset(["script", "style", "head", "title", "template"])
_EMPTY = frozenset(["br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr", "source"])
_QUOTES = ("gmail_quote", "gmail_extra", "moz-cite-prefix", "yahoo_quoted", "zmail_extra")
_QUOTE_IDS = ("divrplyfwdmsg", "appendonsend", "reply-intro", "mail-editor-reference-message-container")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0  # depth within something left out
        self.is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        names = (given.get("class") or "").lower().split()
        if (given.get("id") or "").lower() in _QUOTE_IDS:
            self.is_over = True  # Outlook: all that follows is the mail answered
        if self.hidden:
            self.hidden += tag not in _EMPTY
        elif tag in _SILENT or tag == "blockquote" or any(name.endswith(_QUOTES) for name in names):
            self.hidden = 1
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            self.hidden -= tag not in _EMPTY
        elif tag in _BREAKS and tag != "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden and not self.is_over:
            self.parts.append(" ".join(data.split("\n")))


def words_of(html: str) -> str:
    """Plain text; a quote that the program has marked is left out."""
    reader = _Words()
    with suppress(AssertionError):  # how the library ends over a declaration it does not know; what came before stands
        reader.feed(html[:MOST])
        reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(lines).strip()
