"""Acts of the room of dispatches."""

from phoihop.dispatches.commands.letters import (
    acknowledge_dispatch,
    deliver_waiting,
    recall_dispatch,
    refuse_dispatch,
    send_dispatch,
    tick,
)
from phoihop.dispatches.commands.linking import send_link

__all__ = [
    "acknowledge_dispatch",
    "deliver_waiting",
    "recall_dispatch",
    "refuse_dispatch",
    "send_dispatch",
    "send_link",
    "tick",
]
