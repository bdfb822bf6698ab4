"""Acts of the room of dispatches."""

from phoihop.dispatches.commands.answering import acknowledge_dispatch, handle_dispatch, refuse_dispatch
from phoihop.dispatches.commands.delivering import (
    deliver_waiting,
    hand_over,
    make_papers,
    note_mail,
    send_again,
    tick,
)
from phoihop.dispatches.commands.mailing import Paper
from phoihop.dispatches.commands.recalling import answer_recall, recall_dispatch
from phoihop.dispatches.commands.sending import Sending, send_dispatch, send_dispatches

__all__ = [
    "Paper",
    "Sending",
    "acknowledge_dispatch",
    "answer_recall",
    "deliver_waiting",
    "hand_over",
    "handle_dispatch",
    "make_papers",
    "note_mail",
    "recall_dispatch",
    "refuse_dispatch",
    "send_again",
    "send_dispatch",
    "send_dispatches",
    "tick",
]
