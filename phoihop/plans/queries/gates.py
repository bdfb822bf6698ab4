"""The gate a phase stands before: which checks it must pass, and what they mean in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.obligations import queries as obligations
from phoihop.plans import rules
from phoihop.plans.models import Topic, TopicPhase

DONE = ("ACCEPTED", "WAIVED")


def gate_of(topic: Topic, phase: TopicPhase, phases: Sequence[TopicPhase], *, by: Actor) -> list[rules.Check]:
    """The entry checks of a phase not entered yet, the exit checks of one that runs; none once it is closed.

    A gate is the same for everybody, so it counts obligations the reader may not open too. Duties that count from
    the end of a phase, as reviews do, cannot hold that end up.
    """
    if phase.closed_date is not None:
        return []
    if phase.entered_date is None:
        return rules.entry_checks(
            position=phase.position,
            previous_closed=all(p.closed_date for p in phases if p.position < phase.position),
            is_chosen=topic.state in ("SELECTED", "NOTIFIED", "ACKNOWLEDGED", "RUNNING"),
            is_acknowledged=topic.acknowledged_date is not None,
            is_approved=topic.plan.state == "APPROVED",
        )
    states = obligations.states_of_stage(by.through("topic.phase"), topic.code, phase.key, but_after="phase.end")
    still = [code for code, state in states.items() if state not in DONE]
    return rules.exit_checks(open_codes=still, opened=len(states))


def in_words(check: rules.Check) -> str:
    words = {
        "topic-selected": _("vấn đề đã được chọn"),
        "topic-acknowledged": _("cơ quan chủ trì đã xác nhận thông báo"),
        "plan-approved": _("kế hoạch năm đã được duyệt"),
        "previous-closed": _("giai đoạn trước đã kết thúc"),
        "obligations-opened": _("giai đoạn có nghĩa vụ"),
        "obligations-done": _("mọi nghĩa vụ của giai đoạn đã được nghiệm thu hoặc miễn"),
    }[check.key]
    if check.codes:
        return _("%(what)s (còn %(codes)s)") % {"what": words, "codes": ", ".join(check.codes[:10])}
    return words
