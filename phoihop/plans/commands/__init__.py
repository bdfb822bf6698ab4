"""Writes of the room: rounds and plans, topics, phases, and compiling clauses into obligations."""

from phoihop.plans.commands.compiling import compile_plan, compile_topic
from phoihop.plans.commands.history import record_past_phase, record_past_topic
from phoihop.plans.commands.inviting import write_of_answer, write_of_round
from phoihop.plans.commands.phases import close_phase, enter_phase, plan_phase, record_happening
from phoihop.plans.commands.rounds import (
    approve_plan,
    call_round,
    close_plan,
    close_round,
    decline_round,
    define_phases,
)
from phoihop.plans.commands.topics import (
    add_ad_hoc_topic,
    carry_over_topic,
    close_topic,
    drop_topic,
    join_topic,
    notify_topic,
    notify_topics,
    propose_topic,
    select_and_notify,
    select_topic,
    settle_notice,
    unsettle_notice,
)

__all__ = [
    "add_ad_hoc_topic",
    "approve_plan",
    "call_round",
    "carry_over_topic",
    "close_phase",
    "close_plan",
    "close_round",
    "close_topic",
    "compile_plan",
    "compile_topic",
    "decline_round",
    "define_phases",
    "drop_topic",
    "enter_phase",
    "join_topic",
    "notify_topic",
    "notify_topics",
    "plan_phase",
    "propose_topic",
    "record_happening",
    "record_past_phase",
    "record_past_topic",
    "select_and_notify",
    "select_topic",
    "settle_notice",
    "unsettle_notice",
    "write_of_answer",
    "write_of_round",
]
