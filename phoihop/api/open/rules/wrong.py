"""What was asked for cannot be given: the specification's error, with a sentence for the person at the other end."""

from __future__ import annotations

from dataclasses import dataclass, field

BAD = 400  # anything that cannot be done as it was asked
FORBIDDEN = 403  # an api_key that nobody was given
UNKNOWN = 404  # there is no such thing
MANY = 429  # too often; nothing was kept
OTHER_CHANNEL = 40001  # the words are a complaint's or a denunciation's: another channel is right
TOO_LONG = 40002  # more letters than are taken


def _(text: str) -> str:
    """Mark a Vietnamese sentence for translation; whoever shows it translates it."""
    return text


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: `sentence % values`, translated first."""

    code: int
    sentence: str
    values: dict[str, object] = field(default_factory=dict)


class Wrong(Exception):
    """One answer with all its faults; `status` is that of the whole."""

    def __init__(self, *faults: Fault, status: int = 0) -> None:
        self.faults = faults
        self.status = status or (faults[0].code if faults[0].code < 1000 else BAD)
        super().__init__("; ".join(fault.sentence for fault in faults))


def bad(sentence: str, **values: object) -> Fault:
    return Fault(BAD, sentence, values)


def unknown(sentence: str, **values: object) -> Fault:
    return Fault(UNKNOWN, sentence, values)
