"""What happens to documents. No event carries a subject, a file name or a word of the text: timelines and the ledger
are read by people who may not open the document. Of a refused file nothing is told but the rule."""

from __future__ import annotations

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRefused(Event):
    """A unit tried to bring in a file that the guard refused. `code` is the unit's."""

    unit_id: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileHeld(Event):
    """A file that nobody could read waits in quarantine for two people. `code` is the unit's."""

    unit_id: int
    held_id: int
    rules: tuple[str, ...]
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReleaseProposed(Event):
    """The first of two people said that the held file may come in."""

    unit_id: int
    held_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReleased(Event):
    """The second person agreed: the file became the document `document`."""

    unit_id: int
    held_id: int
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDropped(Event):
    """A held file was thrown away, by a person or because its days were over."""

    unit_id: int
    held_id: int
    is_expired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTakenIn(Event):
    """An accepted file became a draft of the register; the uploader declared it free of state secrets."""

    owner_id: int
    is_internal: bool
    is_scan: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRegistered(Event):
    """A draft entered the register: with a number of a book, or kept without one."""

    owner_id: int
    direction: str
    type_key: str
    citation: str
    book_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperIssued(Event):
    """A paper written here took the next number of its book; `unit_ids` may open it for `because`. Its files follow."""

    owner_id: int
    system: str
    type_key: str
    citation: str
    book_number: str
    issued_date: str
    because: str
    unit_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWritten(Event):
    """The files of an issued paper are there: the one officers edit and the one that is printed and signed."""

    owner_id: int
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWithdrawn(Event):
    """An issued paper went back with the act that had sent it; its number and files stay. That act is told itself."""

    owner_id: int
    citation: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDescribed(Event):
    """The description of a registered document was mended; `fields` are the names of what changed."""

    owner_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDiscarded(Event):
    """A draft was thrown away with its file."""

    owner_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReplaced(Event):
    """A new version of the file; the older ones stay."""

    owner_id: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRendered(Event):
    """Another rendition was made of the file: searchable, redacted, public."""

    rendition: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLinked(Event):
    """The document belongs to a dossier; it is not copied."""

    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentUnlinked(Event):
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentShared(Event):
    """Other units may open it from now on; `because` is the code of what they receive it for."""

    owner_id: int
    unit_ids: tuple[int, ...]
    unit_names: str
    because: str
    is_outside: bool = False  # to somebody who is no party, after a warning


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentUnshared(Event):
    unit_ids: tuple[int, ...]
    unit_names: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOpened(Event):
    """Somebody read or fetched a rendition."""

    rendition: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecalled(Event):
    """The document is no longer in force; its description stays."""

    owner_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRetained(Event):
    """Another retention class."""

    retention: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFrozen(Event):
    """A legal hold: nothing of it may go, whatever its retention says."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentUnfrozen(Event):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookOpened(Event):
    """A number book of a unit. `code` is the unit's."""

    unit_id: int
    book_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterExported(Event):
    """Somebody took rows of a register away as a file. `code` is the unit's; `book_id` is 0 for what wants an answer
    over all books."""

    unit_id: int
    book_id: int
    name: str
    file_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookClosed(Event):
    unit_id: int
    book_id: int
    name: str
