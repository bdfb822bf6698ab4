"""How long what is personal is kept, and what is left when it goes."""

from __future__ import annotations

from datetime import date, datetime

from phoihop.concerns.commands.basics import group_of
from phoihop.concerns.models import Addition, Concern, ConcernPhoto, Contact, DataRequest


def spread(row: Concern) -> None:
    """The date of deletion of a concern is that of whatever is personal about it, and of the concerns merged into it:
    never an earlier one than theirs."""
    for one in group_of(row):
        keep(one, max(one.delete_on, row.delete_on))


def keep(row: Concern, until: date) -> None:
    """Sets the date of deletion of this concern alone."""
    if row.delete_on != until:
        Concern.rows.filter(pk=row.pk).update(delete_on=until)
        row.delete_on = until
    for model in (Contact, ConcernPhoto, Addition):
        model.rows.filter(concern=row).exclude(delete_on=until).update(delete_on=until)


def erase(row: Concern, at: datetime) -> None:
    """Everything personal about it goes: contact, photos, what was written. What was let stand for the public stays."""
    Contact.rows.filter(concern=row).delete()
    ConcernPhoto.rows.filter(concern=row).delete()
    Addition.rows.filter(concern=row).update(sealed=b"")
    DataRequest.rows.filter(concern=row).update(sealed=b"")
    values = {"sealed": b"", "sealed_fold": b"", "latitude": None, "longitude": None, "erased_at": at}
    Concern.rows.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
