"""Templates: nothing inline, no dates formatted late, nothing from elsewhere, no bare words, no silent trust."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "phoihop"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
SCRIPTS = sorted(PACKAGE.glob("*/static/**/*.js"))
SHEETS = sorted(PACKAGE.glob("*/static/**/*.css"))

COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|<!--.*?-->", re.DOTALL)
TRANSLATED = re.compile(
    r"\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}|\{%\s*trans(?:late)?\s.*?%\}", re.DOTALL
)
CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
ELEMENT = re.compile(r"<[^>]*>", re.DOTALL)
SPOKEN = re.compile(
    r'\b(?:alt|title|placeholder|aria-label|aria-description|data-(?!th)[\w-]+)=(["\'])(.*?)\1', re.DOTALL
)
ENTITY = re.compile(r"&#?\w+;")
WORD = re.compile(r"[^\W\d_]{2,}")
MARKED = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
NAME = "Phối Hợp"  # the product's own name is the same in every language
SETTINGS = {"desk", "reading", "compact"}  # values of data-density

FORBIDDEN = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=|<style\b", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "an inline script": re.compile(
        # JSON-LD is data, not a script: the portal's one include may write it, exactly so (pages.json_ld makes it safe)
        r"<script\b(?![^>]*\ssrc=)(?! type=\"application/ld\+json\">\{\{ data \}\}</script>)|javascript:",
        re.IGNORECASE,
    ),
    "a date formatted in the template": re.compile(r"\|\s*(?:date|time|timesince|timeuntil|naturaltime)\b|\{%\s*now\b"),
    "trusted text": re.compile(r"\|\s*safe(?:seq)?\b|\{%\s*autoescape\b"),
    "something from elsewhere": re.compile(r"(?:src|href|action|poster)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE),
}


def _name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def _source(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def _bare_words(source: str) -> list[str]:
    """Words a reader would see or hear that no catalogue can translate."""
    source = TRANSLATED.sub("", source).replace(NAME, "")
    found = [match.group() for match in re.finditer(r"\S*" + MARKED.pattern + r"\S*", source, re.IGNORECASE)]
    source = CODE.sub("", source)
    source = re.sub(r"<(script|kbd|code|symbol|defs)\b.*?</\1>", "", source, flags=re.DOTALL)
    spoken = [match.group(2) for match in SPOKEN.finditer(source)]
    texts = [ENTITY.sub("", text) for text in (*spoken, ELEMENT.sub(" ", source))]
    return found + [word for text in texts for word in WORD.findall(text) if word not in SETTINGS]


def test_there_are_templates() -> None:
    assert TEMPLATES


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_holds_nothing_forbidden(path: Path) -> None:
    source = _source(path)
    found = {what: match.group() for what, pattern in FORBIDDEN.items() if (match := pattern.search(source))}
    assert not found


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_has_no_words_outside_translation_tags(path: Path) -> None:
    assert not _bare_words(_source(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_link_opens_no_window_of_its_own(path: Path) -> None:
    assert 'target="_blank"' not in _source(path)


@pytest.mark.parametrize("path", [*SCRIPTS, *SHEETS], ids=_name)
def test_scripts_and_sheets_fetch_nothing_and_do_not_import_each_other(path: Path) -> None:
    source = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"https?://|@import|\bimport\b|\beval\(|new Function|innerHTML\s*=", source)


@pytest.mark.parametrize("path", SCRIPTS, ids=_name)
def test_scripts_speak_only_words_the_page_gives_them(path: Path) -> None:
    source = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not MARKED.search(source)


@pytest.mark.parametrize(
    "planted",
    [
        '<p style="color:red">',
        '<a onclick="x()">',
        "<script>x()</script>",
        '<script type="application/ld+json">{{ page.title }}</script>',
        '<script type="application/ld+json">{}</script>',
        '<script type="application/ld+json" async>{{ data }}</script>',
        "{{ page.day|date:'d/m' }}",
        "{{ page.text|safe }}",
        '<img src="https://example.org/a.png">',
    ],
)
def test_what_is_forbidden_is_found(planted: str) -> None:
    assert any(pattern.search(planted) for pattern in FORBIDDEN.values())


@pytest.mark.parametrize(
    "planted", ["<p>In trang</p>", '<a title="Xem">', '{{ page.x|default:"không có" }}', "<p>Nghĩa vụ</p>"]
)
def test_bare_words_are_found(planted: str) -> None:
    assert _bare_words(planted)


def test_translated_words_are_not_bare() -> None:
    assert not _bare_words(
        '<p title="{% trans "Xem" %}">{% blocktrans %}Mở {{ x }}{% endblocktrans %} &nbsp;<kbd>Esc</kbd></p>'
    )
