"""The few marks of public text: paragraphs, headings (##), lists (-), quotes (>), **strong**, links. No HTML, no
pictures: what looks like a tag is shown as it was typed."""

from __future__ import annotations

import re
from html import unescape

from markdown_it import MarkdownIt

_READER = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).disable(
    ["image", "code", "fence"]
)
_TAG = re.compile(r"<[^>]*>")
_BLOCK = re.compile(r"</(?:p|li|h[1-6]|blockquote)>|<br ?/?>")
_SPACE = re.compile(r"[ \t]+")


def html_of(text: str) -> str:
    """Safe HTML. The page's own headings come before: `#` and `##` both become h2, deeper ones h3."""
    html: str = _READER.render(text)
    html = re.sub(r"<(/?)h[12]>", r"<\1h2>", html)
    html = re.sub(r"<(/?)h[3-6]>", r"<\1h3>", html)
    return html.replace("<ul>", '<ul class="bul">').replace('<a href="http', '<a rel="nofollow" href="http').strip()


def plain_of(html: str) -> str:
    """The words alone, one block a line: for feeds' summaries and for search."""
    lines = (_SPACE.sub(" ", line).strip() for line in unescape(_TAG.sub("", _BLOCK.sub("\n", html))).split("\n"))
    return "\n".join(line for line in lines if line)
