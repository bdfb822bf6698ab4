"""PPTX: slides in their order, notes, comments, hidden slides, what masters put on every slide."""

from __future__ import annotations

import re

from phoihop.documents.outside.reading import package, trees
from phoihop.documents.outside.reading.found import Found
from phoihop.documents.rules.reading import PlaceKind

_OWN = ("ftr", "dt", "hdr")  # placeholders of a master whose words are shown as they stand
_STRICT = b"http://purl.oclc.org/ooxml/"
_FOLDERS = re.compile(rb"http://purl\.oclc\.org/ooxml/(drawingml|presentationml|officeDocument)/")


def read(found: Found, raw: bytes) -> None:
    parts = package.Package(found, raw)
    names = _order(parts)
    if found.is_outermost:
        found.pages = len(names)
    for number, name in enumerate(names, 1):
        found.use_page()
        with found.guarded(number):
            _read_slide(found, parts, name, number)

    def other(name: str, root: trees.type_element) -> None:
        if "comment" in name.lower():
            texts = (one.text or "" for one in root.iter("{*}text", "{*}t"))
            found.add(PlaceKind.COMMENT, package.lines(texts))
            for author in root.iter("{*}cmAuthor", "{*}author"):
                found.add(PlaceKind.PROPERTY, author.get("name"))
        elif re.search(r"/(slideMasters|slideLayouts|notesMasters|handoutMasters)/", name):
            found.add(PlaceKind.HEADER, package.lines(text for shape in _fixed(root) for text in package.drawn(shape)))
        elif re.search(r"/(slides|notesSlides)/", name):  # no slide leads there
            found.add(PlaceKind.HIDDEN, package.lines(package.drawn(root)))
        elif name.startswith("customXml/"):
            found.add(PlaceKind.PROPERTY, package.lines(iter(root.itertext())))
        else:
            found.add(PlaceKind.BOX, package.lines(package.drawn(root)))
            for part in root.iter("{*}tag"):
                found.add(PlaceKind.PROPERTY, part.get("val"))

    parts.rest(other)


def _read_slide(found: Found, parts: package.Package, name: str, number: int) -> None:
    root = _tree(parts, name)
    if root is not None:
        kind = PlaceKind.HIDDEN if root.get("show") in ("0", "false") else PlaceKind.TEXT
        found.add(kind, package.lines(package.drawn(root)), number)
        found.add(PlaceKind.PROPERTY, package.lines(package.told(root)), number)
    for what, target in parts.relations(name).values():
        notes = _tree(parts, target) if what == "notesSlide" else None
        if notes is not None:
            found.add(PlaceKind.COMMENT, package.lines(package.drawn(notes)), number)


def _tree(parts: package.Package, name: str) -> trees.type_element | None:
    raw = parts.take(name)
    if raw is None:
        return None
    if _STRICT in raw:
        raw = _FOLDERS.sub(rb"http://schemas.openxmlformats.org/\1/2006/", raw)
    return trees.parse(parts.found, raw)


def _order(parts: package.Package) -> list[str]:
    """Slides as they are shown, then those that no show leads to in the order of their numbers."""
    show = parts.tree("ppt/presentation.xml")
    targets = parts.relations("ppt/presentation.xml")
    shown = [] if show is None else [trees.relation(one) for one in show.iter("{*}sldId")]
    names = [targets[key][1] for key in shown if key in targets]
    return [name for name in dict.fromkeys(names) if name in parts.left]


def _fixed(root: trees.type_element) -> list[trees.type_element]:
    """Shapes of a master that are no invitation to click and write."""
    fixed = []
    for shape in root.iter("{*}sp", "{*}graphicFrame"):
        holder = shape.find(".//{*}ph")
        if holder is None or holder.get("type") in _OWN:
            fixed.append(shape)
    return fixed
