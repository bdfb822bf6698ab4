"""Reading reorganisations: what is wrong with one, what it would do, what it asks, what it did."""

from phoihop.organizations.queries.restructure.batches import (
    ApprovalLine,
    BatchLine,
    BatchView,
    MovedLine,
    approvers_of,
    batch,
    batch_documents,
    batch_row,
    batches,
    done_by,
    moved_of,
)
from phoihop.organizations.queries.restructure.checking import Fault, faults_of
from phoihop.organizations.queries.restructure.dry import DryRun, FateLine, GoesLine, PersonLine, QuestionLine, dry_run
from phoihop.organizations.queries.restructure.people import PostMove, SeatMove
from phoihop.organizations.queries.restructure.places import place_now, territory_of_code
from phoihop.organizations.queries.restructure.planning import Planned, Question, plan
from phoihop.organizations.queries.restructure.refs import Refs, refs_of
from phoihop.organizations.rules.restructure import read_document

__all__ = [
    "ApprovalLine",
    "BatchLine",
    "BatchView",
    "DryRun",
    "FateLine",
    "Fault",
    "GoesLine",
    "MovedLine",
    "PersonLine",
    "Planned",
    "PostMove",
    "Question",
    "QuestionLine",
    "Refs",
    "SeatMove",
    "approvers_of",
    "batch",
    "batch_documents",
    "batch_row",
    "batches",
    "done_by",
    "dry_run",
    "faults_of",
    "moved_of",
    "place_now",
    "plan",
    "read_document",
    "refs_of",
    "territory_of_code",
]
