"""How long things take, as data: defaults that each territory may change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """So many days, working ones or those of the calendar."""

    days: int
    is_working: bool


DEFAULTS = {
    "feedback_forward": Term(5, True),  # from the receipt until it is with an agency
    "feedback_answer": Term(15, True),  # from the receipt until the answer, unless a route says otherwise
    "feedback_extend": Term(15, True),  # an extension goes no further than so far beyond the date in force
    "feedback_more": Term(10, True),  # a raiser who is asked is waited for so long
    "feedback_reopen": Term(30, False),  # after the answer
    "data_subject": Term(2, True),  # a request about personal data
    "personal_keep": Term(180, False),  # after the answer, or after the date in force while there is none
    "refused_keep": Term(30, False),  # after a refusal
}
KINDS = tuple(DEFAULTS)
MOST = 400  # days of a clock
