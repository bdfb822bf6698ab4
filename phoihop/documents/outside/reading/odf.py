"""ODT, ODS, ODP, ODG: body, headers and footers, frames, notes, annotations, deletions, hidden text, objects within."""

from __future__ import annotations

import posixpath
import re

from phoihop.documents.outside.reading import package, scans, trees
from phoihop.documents.outside.reading.archive import Archive
from phoihop.documents.outside.reading.found import Found
from phoihop.documents.rules.reading import PlaceKind, TroubleKind

_PARAGRAPHS = ("p", "h")
_KINDS = {
    "annotation": PlaceKind.COMMENT,
    "tracked-changes": PlaceKind.COMMENT,
    "notes": PlaceKind.COMMENT,
    "text-box": PlaceKind.BOX,
    "custom-shape": PlaceKind.BOX,
    "rect": PlaceKind.BOX,
    "hidden-text": PlaceKind.HIDDEN,
    "hidden-paragraph": PlaceKind.HIDDEN,
    "header": PlaceKind.HEADER,
    "header-left": PlaceKind.HEADER,
    "header-first": PlaceKind.HEADER,
    "footer": PlaceKind.HEADER,
    "footer-left": PlaceKind.HEADER,
    "footer-first": PlaceKind.HEADER,
    "header-decl": PlaceKind.HEADER,
    "footer-decl": PlaceKind.HEADER,
}
_IN_FRAMES = ("odp", "odg")  # there every text stands in a frame
_PROGRAM = re.compile(r"^(Basic/.+/(?!script-lb|dialog-lb)[^/]+\.xml|Scripts/.+[^/])$")
_PICTURE = re.compile(r"^(Pictures|media)/|\.(png|jpe?g|gif|bmp|tiff?|webp)$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2}")
_SKIPPED = re.compile(
    r"^(mimetype|settings\.xml|manifest\.rdf|layout-cache|META-INF/|Thumbnails/|Configurations2/|Fonts/)"
    r"|/(settings|manifest)"
)


def read(found: Found, raw: bytes, kind: str) -> None:
    archive = Archive(found, raw)
    if archive.holds_more():
        found.trouble(TroubleKind.POLYGLOT)
    if _is_locked(found, archive):
        found.trouble(TroubleKind.ENCRYPTED)
        return
    if found.is_outermost:
        found.pages = 0
    for name in sorted(archive.names):
        with found.guarded():
            _read_part(found, archive, name, kind)


def _read_part(found: Found, archive: Archive, name: str, kind: str) -> None:
    short = posixpath.basename(name)
    if _PROGRAM.search(name):
        found.trouble(TroubleKind.MACRO)
    elif _SKIPPED.search(name):
        return
    elif short in ("content.xml", "styles.xml", "meta.xml"):
        root = _tree(found, archive, name)
        if root is not None and short == "meta.xml":
            found.add(PlaceKind.PROPERTY, "\n".join(text for text in root.itertext() if _WORD.search(text)))
        elif root is not None:
            _Words(found, root, kind if "/" not in name else "").read()
    elif not name.lower().endswith((".xml", ".rdf")):
        raw = archive.read(name)
        if raw and _PICTURE.search(name):
            scans.read_embedded(found, raw, short)
        elif raw:
            package.read_embedded(found, raw, short)


def _tree(found: Found, archive: Archive, name: str) -> trees.type_element | None:
    raw = archive.read(name)
    return None if raw is None else trees.parse(found, raw)


def _is_locked(found: Found, archive: Archive) -> bool:
    raw = archive.read("META-INF/manifest.xml")
    return raw is not None and b"encryption-data" in raw


class _Words:
    """One tree, its lines sorted by where they stand."""

    def __init__(self, found: Found, root: trees.type_element, kind: str) -> None:
        self.found, self.root, self.kind = found, root, kind
        self.lines: dict[PlaceKind, list[str]] = {}
        self.hidden = _hidden_styles(root)
        self.page = 0

    def read(self) -> None:
        self._visit(self.root, PlaceKind.TEXT)
        for kind, lines in self.lines.items():
            self.found.add(kind, "\n".join(lines))
        if self.found.is_outermost and self.kind:
            self.found.pages = max(self.found.pages, self.page)

    def _visit(self, element: trees.type_element, kind: PlaceKind) -> None:
        """Paragraphs to their lists; a row of a table is one line."""
        name = trees.local(element)
        if name in _KINDS and not (self.kind in _IN_FRAMES and _KINDS[name] == PlaceKind.BOX):
            kind = _KINDS[name]
        if self._is_hidden(element):
            kind = PlaceKind.HIDDEN
        if name == "page" or (name == "table" and self.kind == "ods"):
            self.page += 1
            self.found.use_page()
            if name == "table":
                self._add(kind, trees.attribute(element, "name"))
        if name in _PARAGRAPHS or name in ("hidden-text", "title", "desc", "header-decl", "footer-decl"):
            self._paragraph(element, PlaceKind.PROPERTY if name in ("title", "desc") else kind)
            return
        if name == "table-row" and self.kind == "ods":
            self._row(element, kind)
            return
        for part in element:
            self._visit(part, kind)

    def _row(self, row: trees.type_element, kind: PlaceKind) -> None:
        cells = []
        for cell in row:
            for part in cell:
                if trees.local(part) in _PARAGRAPHS:
                    cells.append(self._gather(part, kind))
                else:
                    self._visit(part, kind)
        self._add(kind, "\t".join(text for text in cells if text))

    def _paragraph(self, paragraph: trees.type_element, kind: PlaceKind) -> None:
        self._add(kind, self._gather(paragraph, kind))

    def _gather(self, element: trees.type_element, kind: PlaceKind) -> str:
        """The text of a paragraph; frames, notes and hidden spans in it go their own ways."""
        pieces = [element.text or ""]
        for part in element:
            name = trees.local(part)
            if name == "s":
                count = trees.attribute(part, "c")
                pieces.append(" " * min(int(count) if count.isdigit() else 1, 100))
            elif name == "tab":
                pieces.append("\t")
            elif name == "line-break":
                pieces.append("\n")
            elif name == "hidden-text":
                self._add(PlaceKind.HIDDEN, trees.attribute(part, "string-value") or "".join(part.itertext()))
            elif name in _KINDS or name in ("frame", "note", "g", "object"):
                self._visit(part, kind)
            elif self._is_hidden(part) and kind != PlaceKind.HIDDEN:
                self._add(PlaceKind.HIDDEN, self._gather(part, PlaceKind.HIDDEN))
            elif name:
                pieces.append(self._gather(part, kind))
            pieces.append(part.tail or "")
        return "".join(pieces)

    def _add(self, kind: PlaceKind, text: str) -> None:
        if text.strip():
            self.lines.setdefault(kind, []).append(text.strip())

    def _is_hidden(self, element: trees.type_element) -> bool:
        name = trees.local(element)
        if name in ("section", "table-row", "table-column") and trees.attribute(element, "display") == "none":
            return True
        if name == "table-row" and trees.attribute(element, "visibility") == "collapse":
            return True
        return trees.attribute(element, "style-name") in self.hidden if self.hidden and name else False


def _hidden_styles(root: trees.type_element) -> frozenset[str]:
    """Styles whose text is not shown, or has the colour of the paper, and tables and slides that are not shown."""
    return frozenset(
        trees.attribute(style, "name") for style in root.iter("{*}style") if any(_hides(form) for form in style)
    )


def _hides(form: trees.type_element) -> bool:
    what = trees.local(form)
    if what in ("table-properties", "drawing-page-properties"):
        return trees.attribute(form, "display") == "false" or trees.attribute(form, "visibility") == "hidden"
    if what != "text-properties":
        return False
    has_ground = trees.attribute(form, "background-color").lower() not in ("", "transparent", "#ffffff")
    is_white = trees.attribute(form, "color").lower() == "#ffffff" and not has_ground
    return is_white or trees.attribute(form, "display") == "none"
