"""What the templates of this room may know."""

from phoihop.plans.pages.plans import plan_act, plan_page, plans_page, unnotified
from phoihop.plans.pages.proposing import first_choice, likeness, plan_choices, propose_page
from phoihop.plans.pages.rounds import call_choices, call_page, phases_now, phases_page, round_page, rounds_page
from phoihop.plans.pages.topics import (
    open_phases,
    plans_to_carry_into,
    topic_act,
    topic_page,
    topics_page,
    units_to_join,
)
from phoihop.plans.pages.words import kinds

__all__ = [
    "call_choices",
    "call_page",
    "first_choice",
    "kinds",
    "likeness",
    "open_phases",
    "phases_now",
    "phases_page",
    "plan_act",
    "plan_choices",
    "plan_page",
    "plans_page",
    "plans_to_carry_into",
    "propose_page",
    "round_page",
    "rounds_page",
    "topic_act",
    "topic_page",
    "topics_page",
    "units_to_join",
    "unnotified",
]
