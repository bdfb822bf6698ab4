"""DOCX: the body in the order it is read, and every place where words may stand beside it."""

from __future__ import annotations

import re

from phoihop.documents.outside.reading import old_letters, package, trees
from phoihop.documents.outside.reading.found import Found
from phoihop.documents.rules.reading import PlaceKind

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_LOOSE = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_P, _R, _T, _PR, _BOX = f"{_W}p", f"{_W}r", f"{_W}t", f"{_W}rPr", f"{_W}txbxContent"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}ptab": "\t"}
_OFF = ("0", "false", "off", "none")
_PAPER = ("auto", "ffffff", "")
_TINY = 4  # half points: two points, which nobody reads
_QUOTED = re.compile(r'"[^"]*[^\W\d_]{2}[^"]*"')
_LINKS = re.compile(r"\s*(HYPERLINK|INCLUDEPICTURE|TOC|PAGEREF|REF)\b")
_LEVEL = re.compile(r"[^\W\d_]{2}")


def read(found: Found, raw: bytes) -> None:
    parts = package.Package(found, raw)
    main = parts.main() or "word/document.xml"  # nearly always there
    hidden_styles = _hidden_styles(parts, main)
    _read_words(found, _tree(parts, main), hidden_styles, PlaceKind.TEXT)
    folder = main.rpartition("/")[0]
    for pattern, kind in (
        ("header", PlaceKind.HEADER),
        ("footer", PlaceKind.HEADER),
        ("footnotes", PlaceKind.TEXT),
        ("endnotes", PlaceKind.TEXT),
        ("comments", PlaceKind.COMMENT),
    ):
        for name in parts.matching(rf"^{re.escape(folder)}/{pattern}\w*\.xml$"):
            with found.guarded():
                _read_words(found, _tree(parts, name), hidden_styles, kind)

    def other(name: str, root: trees.type_element) -> None:
        if "/glossary/" in name:
            _read_words(found, root, hidden_styles, PlaceKind.HIDDEN)
        elif name.endswith("/numbering.xml"):
            levels = (level.get(f"{_W}val", "") for level in root.iter(f"{_W}lvlText"))
            found.add(PlaceKind.PROPERTY, "\n".join(dict.fromkeys(text for text in levels if _LEVEL.search(text))))
        elif name.endswith("/settings.xml"):
            for variable in root.iter(f"{_W}docVar"):
                found.add(PlaceKind.PROPERTY, variable.get(f"{_W}val"))
        elif name.startswith("customXml/"):
            found.add(PlaceKind.PROPERTY, "\n".join(text for text in root.itertext() if _LEVEL.search(text)))
        else:
            found.add(PlaceKind.BOX, package.lines(package.drawn(root)))

    parts.rest(other)


def _tree(parts: package.Package, name: str) -> trees.type_element | None:
    raw = parts.take(name)
    if raw is None:
        return None
    return trees.parse(parts.found, raw.replace(_STRICT, _LOOSE) if _STRICT in raw else raw)


def _read_words(found: Found, root: trees.type_element | None, hidden_styles: frozenset[str], kind: PlaceKind) -> None:
    """One part: its paragraphs, its boxes apart, its hidden runs, deletions, field codes, alternative texts."""
    if root is None:
        return
    words = _Words(root, hidden_styles)
    found.add(kind, "\n".join(words.seen))
    for box in dict.fromkeys(words.boxes):
        found.add(PlaceKind.BOX, box)
    found.add(PlaceKind.HIDDEN, "\n".join(words.hidden))
    found.add(PlaceKind.COMMENT, "\n".join(words.deleted))
    found.add(PlaceKind.PROPERTY, package.lines(package.told(root)))


class _Words:
    def __init__(self, root: trees.type_element, hidden_styles: frozenset[str]) -> None:
        self.hidden_styles = hidden_styles
        self.seen: list[str] = []
        self.boxes: list[str] = []
        self.hidden: list[str] = []
        self.deleted: list[str] = []
        boxed = {paragraph for box in root.iter(_BOX) for paragraph in box.iter(_P)}
        for box in root.iter(_BOX):
            self.boxes.append("\n".join(filter(None, (self._paragraph(one) for one in box.iter(_P)))))
        for paragraph in root.iter(_P):
            if paragraph not in boxed:
                text = self._paragraph(paragraph)
                if text:
                    self.seen.append(text)
        self.boxes += [text for text in package.drawn(root) if text.strip()]

    def _paragraph(self, paragraph: trees.type_element) -> str:
        """The visible text of a paragraph; hidden and deleted pieces go to their own lists."""
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        is_hidden = style is not None and style.get(f"{_W}val") in self.hidden_styles
        seen: list[str] = []
        hidden: list[str] = []
        deleted: list[str] = []
        self._gather(paragraph, seen, hidden, deleted, is_hidden=is_hidden)
        if text := "".join(hidden).strip():
            self.hidden.append(text)
        if text := "".join(deleted).strip():
            self.deleted.append(text)
        return "".join(seen).strip()

    def _gather(
        self, element: trees.type_element, seen: list[str], hidden: list[str], deleted: list[str], *, is_hidden: bool
    ) -> None:
        for part in element:
            tag = part.tag
            if tag == _T:
                (hidden if is_hidden else seen).append(part.text or "")
            elif tag in _BREAKS:
                (hidden if is_hidden else seen).append(_BREAKS[tag])
            elif tag == f"{_W}delText":
                deleted.append(part.text or "")
            elif tag in (f"{_W}instrText", f"{_W}delInstrText"):
                if _QUOTED.search(part.text or "") and not _LINKS.match(part.text or ""):
                    hidden.append(f"{part.text} ")
            elif tag == f"{_W}sym":
                seen.append(_symbol(part.get(f"{_W}char", "")))
            elif tag == _FALLBACK:  # what an older Word shows: mostly the same again
                older: list[str] = []
                self._gather(part, older, hidden, deleted, is_hidden=is_hidden)
                if (text := "".join(older).strip()) and text not in "".join(seen):
                    self.boxes.append(text)
            elif tag == _R:
                self._run(part, (seen, hidden, deleted), is_hidden=is_hidden or self._is_hidden(part))
            elif tag not in (_BOX, _PR, f"{_W}pPr", _P):
                self._gather(part, seen, hidden, deleted, is_hidden=is_hidden)

    def _run(self, run: trees.type_element, lists: tuple[list[str], ...], *, is_hidden: bool) -> None:
        """Letters of one form, as they are shown: in capitals, or in a font of before Unicode."""
        before = [len(pieces) for pieces in lists]
        self._gather(run, *lists, is_hidden=is_hidden)
        form = run.find(_PR)
        if form is None:
            return
        fonts = form.find(f"{_W}rFonts")
        font = "" if fonts is None else fonts.get(f"{_W}ascii") or fonts.get(f"{_W}hAnsi") or ""
        is_capital = any(_is_on(form.find(f"{_W}{name}")) for name in ("caps", "smallCaps"))
        if not (is_capital or old_letters.is_of_old_font(font)):
            return
        for pieces, start in zip(lists, before, strict=True):
            shown = (old_letters.of_font(piece, font) for piece in pieces[start:])
            pieces[start:] = [piece.upper() if is_capital else piece for piece in shown]

    def _is_hidden(self, run: trees.type_element) -> bool:
        """Not printed, in the colour of the paper, or too small to see."""
        form = run.find(_PR)
        if form is None:
            return False
        for name in ("vanish", "webHidden", "specVanish"):
            mark = form.find(f"{_W}{name}")
            if mark is not None and name != "webHidden" and mark.get(f"{_W}val", "1").lower() not in _OFF:
                return True
        style = form.find(f"{_W}rStyle")
        if style is not None and style.get(f"{_W}val") in self.hidden_styles:
            return True
        size = form.find(f"{_W}sz")
        if size is not None and size.get(f"{_W}val", "99").isdigit() and int(size.get(f"{_W}val")) <= _TINY:
            return True
        colour = form.find(f"{_W}color")
        if colour is None:
            return False
        is_white = colour.get(f"{_W}val", "").lower() == "ffffff" or colour.get(f"{_W}themeColor") == "background1"
        return is_white and not _is_on_ground(run, form)


def _is_on(mark: trees.type_element | None) -> bool:
    return mark is not None and mark.get(f"{_W}val", "1").lower() not in _OFF


def _is_on_ground(run: trees.type_element, form: trees.type_element) -> bool:
    """Whether the run, its paragraph or its cell has a ground of its own: then white letters are a heading."""
    if form.find(f"{_W}highlight") is not None or _is_shaded(form):
        return True
    for outer in run.iterancestors(_P, f"{_W}tc", f"{_W}tbl", _BOX):
        inner = outer.find(f"{_W}{outer.tag.rpartition('}')[2]}Pr")
        if outer.tag == _BOX or (inner is not None and _is_shaded(inner)):
            return True
    return False


def _is_shaded(form: trees.type_element) -> bool:
    shade = form.find(f"{_W}shd")
    return shade is not None and shade.get(f"{_W}fill", "").lower() not in _PAPER


def _hidden_styles(parts: package.Package, main: str) -> frozenset[str]:
    """Styles whose text is not printed, by themselves or by what they are based on."""
    raw = parts.take(f"{main.rpartition('/')[0]}/styles.xml")
    if raw is None or b"vanish" not in raw:
        return frozenset()
    root = trees.parse(parts.found, raw.replace(_STRICT, _LOOSE))
    if root is None:
        return frozenset()
    hidden: set[str] = set()
    bases: dict[str, str] = {}
    for style in root.iter(f"{_W}style"):
        name = style.get(f"{_W}styleId", "")
        mark, base = style.find(f"{_PR}/{_W}vanish"), style.find(f"{_W}basedOn")
        if mark is not None and mark.get(f"{_W}val", "1").lower() not in _OFF:
            hidden.add(name)
        elif mark is None and base is not None:
            bases[name] = base.get(f"{_W}val", "")
    for _ in range(len(bases)):
        more = {name for name, base in bases.items() if base in hidden} - hidden
        if not more:
            break
        hidden |= more
    return frozenset(hidden)


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16)) if int(code, 16) < 0xE000 else ""
    except (ValueError, OverflowError):
        return ""
