"""How work on accepted files ends when it cannot be done; nothing is kept of it, and the file stays as it was."""

from __future__ import annotations

from phoihop.documents.rules.reading import TroubleKind
from phoihop.ground.command import Refused


class JobFailed(Exception):
    """The job was not done; `kind` says why."""

    def __init__(self, kind: TroubleKind) -> None:
        super().__init__(kind.value)
        self.kind = kind


class NotPictured(JobFailed):
    """The page cannot be drawn; `kind` says why."""


class NotClean(RuntimeError):
    """The twin was made and still holds something that should be gone; it was thrown away."""


class Unreachable(Refused):
    """The object store does not answer, or does not let us in. Nothing was kept, nothing is lost."""
