"""A reorganisation as one batch: proposed, answered, approved by two, carried out on its day, taken back."""

from phoihop.organizations.commands.restructure.applying import apply_batch, tick
from phoihop.organizations.commands.restructure.proposing import (
    FaultyBatch,
    answer_question,
    approve_batch,
    propose_batch,
    withdraw_batch,
)
from phoihop.organizations.commands.restructure.undoing import undo_batch

__all__ = [
    "FaultyBatch",
    "answer_question",
    "apply_batch",
    "approve_batch",
    "propose_batch",
    "tick",
    "undo_batch",
    "withdraw_batch",
]
