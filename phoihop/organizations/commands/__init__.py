"""Writing the organizations. Every command asks, and says so when its work is done already: twice is harmless."""

from phoihop.organizations.commands.feeds import OpenedFeed, ReadFeed, open_feed, read_feed, revoke_feed
from phoihop.organizations.commands.numbers import take_numbers
from phoihop.organizations.commands.people import (
    amend_account,
    change_password,
    choose_language,
    disable_account,
    enable_account,
    open_account,
    set_password,
    sign_in,
)
from phoihop.organizations.commands.presence import declare_absence, end_absence, set_duty
from phoihop.organizations.commands.restructure import (
    FaultyBatch,
    answer_question,
    apply_batch,
    approve_batch,
    propose_batch,
    tick,
    undo_batch,
    withdraw_batch,
)
from phoihop.organizations.commands.seats import end_deputy, end_seat, name_deputy, seat_person
from phoihop.organizations.commands.units import (
    amend_unit,
    create_post,
    create_territory,
    create_unit,
    end_post,
    end_unit,
    record_succession,
)

__all__ = [
    "FaultyBatch",
    "OpenedFeed",
    "ReadFeed",
    "amend_account",
    "amend_unit",
    "answer_question",
    "apply_batch",
    "approve_batch",
    "change_password",
    "choose_language",
    "create_post",
    "create_territory",
    "create_unit",
    "declare_absence",
    "disable_account",
    "enable_account",
    "end_absence",
    "end_deputy",
    "end_post",
    "end_seat",
    "end_unit",
    "name_deputy",
    "open_account",
    "open_feed",
    "propose_batch",
    "read_feed",
    "record_succession",
    "revoke_feed",
    "seat_person",
    "set_duty",
    "set_password",
    "sign_in",
    "take_numbers",
    "tick",
    "undo_batch",
    "withdraw_batch",
]
