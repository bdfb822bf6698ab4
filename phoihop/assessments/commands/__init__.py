"""What other rooms and the doors may have done here."""

from phoihop.assessments.commands.asking import (
    accept_assessment,
    ask_again,
    ask_assessment,
    decline_assessment,
    set_smallest_group,
    withdraw_assessment,
)
from phoihop.assessments.commands.carrying import take_over
from phoihop.assessments.commands.closing import add_unforeseen, close_assessment, rescore_impact
from phoihop.assessments.commands.evaluating import (
    answer_remark,
    dissent_assessment,
    make_remark,
    pass_assessment,
    present_assessment,
    return_assessment,
    settle_remark,
)
from phoihop.assessments.commands.publishing import publish_summary, take_back_summary
from phoihop.assessments.commands.rendering import render_assessment
from phoihop.assessments.commands.validating import revise_assessment, validate_assessment
from phoihop.assessments.commands.writing import (
    add_evidence,
    drop_part,
    record_consultation,
    scope_assessment,
    score_what_is_left,
    set_group,
    set_impact,
    set_measure,
    set_question,
    write_assessment,
)

__all__ = [
    "accept_assessment",
    "add_evidence",
    "add_unforeseen",
    "answer_remark",
    "ask_again",
    "ask_assessment",
    "close_assessment",
    "decline_assessment",
    "dissent_assessment",
    "drop_part",
    "make_remark",
    "pass_assessment",
    "present_assessment",
    "publish_summary",
    "record_consultation",
    "render_assessment",
    "rescore_impact",
    "return_assessment",
    "revise_assessment",
    "scope_assessment",
    "score_what_is_left",
    "set_group",
    "set_impact",
    "set_measure",
    "set_question",
    "set_smallest_group",
    "settle_remark",
    "take_back_summary",
    "take_over",
    "validate_assessment",
    "withdraw_assessment",
    "write_assessment",
]
