"""How a job over an accepted file ends when it cannot be done; nothing is kept of it, and the file stays as it was."""

from __future__ import annotations

from phoihop.documents.rules.reading import TroubleKind


class JobFailed(Exception):
    """The job was not done; `kind` says why."""

    def __init__(self, kind: TroubleKind) -> None:
        super().__init__(kind.value)
        self.kind = kind


class NotPictured(JobFailed):
    """The page cannot be drawn; `kind` says why."""


class NotClean(RuntimeError):
    """The twin was made and still holds something that should be gone; it was thrown away."""
