"""What the three office formats share: parts and their relations, properties, programs, embedded files, pictures."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator

from phoihop.documents.outside.reading import ole, scans, trees
from phoihop.documents.outside.reading.archive import Archive
from phoihop.documents.outside.reading.found import Found
from phoihop.documents.rules.reading import PlaceKind, TroubleKind

_OPENED_AT_ONCE = ("attachedTemplate", "oleObject", "frame", "subDocument", "image", "externalLinkPath", "package")
_ELSEWHERE = re.compile(r"(https?|ftp|mhtml|ldap|smb):|\\\\|//|file:(//)?(//|\\\\|[^/\\.])", re.IGNORECASE)
_LOCAL_DRIVE = re.compile(r"file:/*[a-z](:|%3a)", re.IGNORECASE)
_PICTURE = re.compile(r"\.(png|jpe?g|jpe|jfif|gif|bmp|dib|tiff?|webp)$", re.IGNORECASE)
_TECHNICAL = re.compile(
    r"[\W\d_]*|true|false|[\d-]+T[\d:.]+Z?|Microsoft( Office)? [\w ]+|Normal(\.dotm?)?", re.IGNORECASE
)
_NO_WORDS = re.compile(
    r"(^|/)(theme\d*|fontTable|webSettings|tableStyles|presProps|viewProps|styles\w*|calcChain)\.xml$"
)


class Package:
    """The parts of one document."""

    def __init__(self, found: Found, raw: bytes) -> None:
        self.found = found
        self.archive = Archive(found, raw)
        self.left = set(self.archive.names)
        if self.archive.holds_more():
            found.trouble(TroubleKind.POLYGLOT)

    def take(self, name: str) -> bytes | None:
        """The bytes of a part, which then counts as read."""
        self.left.discard(name)
        return self.archive.read(name)

    def tree(self, name: str) -> trees.type_element | None:
        raw = self.take(name)
        return None if raw is None else trees.parse(self.found, raw)

    def matching(self, pattern: str) -> list[str]:
        """Parts still unread, in their order by number."""
        wanted = re.compile(pattern, re.IGNORECASE)
        return sorted((name for name in self.left if wanted.search(name)), key=_by_number)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """By id: the last word of the type, and the target part."""
        folder, name = posixpath.split(part)
        return {
            one.get("Id", ""): (
                one.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
            )
            for one in self._relationships(f"{folder}/_rels/{name}.rels".lstrip("/"))
        }

    def main(self) -> str:
        """The part that the package is about; empty when it does not say."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument":
                return target
        return ""

    def rest(self, read_part: Callable[[str, trees.type_element], None]) -> None:
        """What every package holds beside its text; the XML parts still unread go to `read_part`."""
        for name in self.matching(r"\.rels$"):
            self._relationships(name)
        self._read_properties()
        for name in sorted(self.left, key=_by_number):
            lower = name.lower()
            if lower.endswith(".rels") or _NO_WORDS.search(name) or lower == "[content_types].xml":
                continue
            if "vbaproject.bin" in lower or lower.endswith(("vbadata.xml", "vbaprojectsignature.bin")):
                self.found.trouble(TroubleKind.MACRO)
            elif lower.endswith((".xml", ".vml")):
                self._read_xml(name, read_part)
            elif "/media/" in lower or _PICTURE.search(lower):
                self._read_picture(name)
            elif not lower.endswith((".fntdata", ".odttf", ".emf", ".wmf")) and "printersettings" not in lower:
                raw = self.take(name)
                if raw:
                    read_embedded(self.found, raw, posixpath.basename(name))

    def _read_xml(self, name: str, read_part: Callable[[str, trees.type_element], None]) -> None:
        root = None
        if name.lower().endswith(".vml"):
            raw = self.take(name)
            root = None if raw is None else trees.parse(self.found, raw, is_lenient=True)
        else:
            root = self.tree(name)
        if root is not None:
            with self.found.guarded():
                read_part(name, root)

    def _read_picture(self, name: str) -> None:
        raw = self.take(name)
        if raw is not None:
            scans.read_embedded(self.found, raw, posixpath.basename(name))

    def _read_properties(self) -> None:
        for name in self.matching(r"^docProps/.*\.xml$"):
            root = self.tree(name)
            if root is not None:
                for text in root.itertext():
                    if not _TECHNICAL.fullmatch(text.strip()):
                        self.found.add(PlaceKind.PROPERTY, text)
                for element in root.iter("{*}property"):
                    self.found.add(PlaceKind.PROPERTY, element.get("name"))

    def _relationships(self, name: str) -> list[trees.type_element]:
        """All of one list. Whether opening the document would fetch something (template, frame) is a trouble."""
        root = self.tree(name)
        found = [] if root is None else list(root.iter("{*}Relationship"))
        for one in found:
            target = one.get("Target", "")
            if one.get("TargetMode") != "External" or one.get("Type", "").rpartition("/")[2] not in _OPENED_AT_ONCE:
                continue
            if _ELSEWHERE.match(target) and not _LOCAL_DRIVE.match(target):
                self.found.trouble(TroubleKind.REACHES_OUT)
        return found


def read_embedded(found: Found, raw: bytes, name: str) -> None:
    """A file in a document. An old object is unpacked; equations and the like hold no file and say nothing."""
    if not raw.startswith(ole.MAGIC) or ole.kind(raw) != "ole":
        found.member(raw, name)
        return
    with found.inside(name) as is_shallow, found.guarded():
        if ole.has_program(raw):
            found.trouble(TroubleKind.MACRO)
        for inner, content in ole.packages(raw):
            if is_shallow:
                found.member(content, inner)


def drawn(root: trees.type_element) -> Iterator[str]:
    """The paragraphs of shapes, charts, diagrams and word art, and what pictures are said to show."""
    for paragraph in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p"):
        yield paragraph_text(paragraph)
    for element in root.iter("{*}textpath"):
        yield element.get("string", "")
    for element in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}v"):
        yield element.text or ""


def paragraph_text(paragraph: trees.type_element) -> str:
    pieces = []
    for element in paragraph.iter("{*}t", "{*}br", "{*}tab"):
        name = trees.local(element)
        pieces.append(element.text or "" if name == "t" else "\n" if name == "br" else "\t")
    return "".join(pieces)


def told(root: trees.type_element) -> Iterator[str]:
    """Alternative texts."""
    for element in root.iter("{*}docPr", "{*}cNvPr", "{*}shape"):
        for key in ("descr", "title", "alt"):
            if element.get(key):
                yield element.get(key)


def lines(texts: Iterator[str]) -> str:
    return "\n".join(text for text in texts if text.strip())


def _by_number(name: str) -> tuple[str, int, str]:
    stem, number = re.match(r"(.*?)(\d*)(?:\.\w+)?$", name, re.DOTALL).groups()  # type: ignore[union-attr]  # matches any
    return stem, int(number or 0), name
