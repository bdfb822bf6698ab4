"""Writes of the room: mandates and who confirms them; agreements, their texts, signing, ending, renewing."""

from phoihop.agreements.commands.drafting import (
    draft_agreement,
    drop_clause,
    drop_duty,
    drop_revision,
    set_duty,
    start_revision,
    write_clause,
)
from phoihop.agreements.commands.lasting import end_agreement, renew_agreement, tick, warn_expiries
from phoihop.agreements.commands.mandates import record_mandate
from phoihop.agreements.commands.programmes import record_domains, record_programme
from phoihop.agreements.commands.recording import Recorded, record_agreement
from phoihop.agreements.commands.signing import propose_revision, sign_revision
from phoihop.agreements.commands.spreading import CONFIRM, confirm_spread, spread_mandate

__all__ = [
    "CONFIRM",
    "Recorded",
    "confirm_spread",
    "draft_agreement",
    "drop_clause",
    "drop_duty",
    "drop_revision",
    "end_agreement",
    "propose_revision",
    "record_agreement",
    "record_domains",
    "record_mandate",
    "record_programme",
    "renew_agreement",
    "set_duty",
    "sign_revision",
    "spread_mandate",
    "start_revision",
    "tick",
    "warn_expiries",
    "write_clause",
]
