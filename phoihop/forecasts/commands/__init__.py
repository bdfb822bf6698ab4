"""Acts of the room of forecasts."""

from phoihop.forecasts.commands.clock import close_question, say_due, say_soon, tick
from phoihop.forecasts.commands.drafting import (
    draft_question,
    drop_question,
    open_question,
    present_question,
    return_question,
    write_question,
)
from phoihop.forecasts.commands.estimating import give_estimate
from phoihop.forecasts.commands.resolving import (
    confirm_resolution,
    dispute_question,
    propose_resolution,
    refuse_resolution,
)

__all__ = [
    "close_question",
    "confirm_resolution",
    "dispute_question",
    "draft_question",
    "drop_question",
    "give_estimate",
    "open_question",
    "present_question",
    "propose_resolution",
    "refuse_resolution",
    "return_question",
    "say_due",
    "say_soon",
    "tick",
    "write_question",
]
