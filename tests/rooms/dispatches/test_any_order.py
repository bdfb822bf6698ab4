"""Whatever comes in whatever order – mails, answers, recalls, another way – a letter tells one story."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phoihop.dispatches import commands, rules, states
from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ledger.models import Entry
from phoihop.obligations.models import Obligation
from tests.world.dispatches import send
from tests.world.meetings import address

AWAY = "so-nnptnt"
ACTS = [
    *(
        "sent",
        "delayed",
        "failed",
        "acknowledge",
        "refuse",
        "recall",
        "agree",
        "decline",
        "replace",
        "assign",
        "complete",
    ),
    *("again-mail", "again-print", "again-in_app", "papers", "hand_over", "clock"),
]


@pytest.fixture(autouse=True)
def mailed(world):
    return address(world, AWAY)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happened=st.lists(st.sampled_from(ACTS), max_size=9))
def test_any_order(world, chi, happened):
    with transaction.atomic():
        _live(world, chi, happened)
        transaction.set_rollback(True)


def _live(world, chi, happened):
    code = send(world, to=[AWAY])
    unit_id, at, done = world.unit(AWAY), world.at, []
    for act in happened:
        at += timedelta(minutes=1)
        before = Recipient.rows.get(dispatch__code=code)
        try:
            with transaction.atomic():
                _do(act, code, unit_id, chi.actor, before.tries, at)
            done.append(act)
        except (Refused, SomebodyWasFaster):
            after = Recipient.rows.get(dispatch__code=code)
            assert (before.state, before.version) == (after.state, after.version)
        _check(code, done)


def _do(act, code, unit_id, sender, tries, at):
    def office(power):
        return Actor.office(unit_id, "Sở", power=power, about=code, way="link")

    def mail(verb):
        return commands.note_mail(
            key=rules.mail_key(code, unit_id, tries or 1),
            verb=verb,
            reason="trả lại",
            by=Actor.system("postman").through("mail.sent"),
            at=at,
        )

    it = {"code": code, "unit_id": unit_id, "version": None, "at": at}
    both = {"agree": True, "decline": False}
    steps = {
        "sent": lambda: mail("deliver"),
        "delayed": lambda: mail("delay"),
        "failed": lambda: mail("fail"),
        "acknowledge": lambda: commands.acknowledge_dispatch(**it, reservation="", by=office("dispatch.acknowledge")),
        "refuse": lambda: commands.refuse_dispatch(**it, reason="Sai nơi", by=office("dispatch.refuse")),
        "recall": lambda: commands.recall_dispatch(code=code, reason="Nhầm", by=sender, at=at),
        "replace": lambda: commands.send_dispatch(
            sender_id=sender.unit_id,
            recipient_ids=[unit_id],
            purpose="INFORM",
            subject="Bản mới",
            body="",
            about="",
            dossier="",
            replaces=code,
            how="REPLACE",
            by=sender,
            at=at,
        ),
        "papers": lambda: commands.make_papers(code=code, unit_ids=[unit_id], by=sender, at=at),
        "hand_over": lambda: commands.hand_over(**it, by=sender),
        "clock": lambda: commands.deliver_waiting(by=Actor.system("deadline-clock"), at=at),
    }
    if act in both:
        by = office("dispatch.answer_recall")
        commands.answer_recall(**it, is_agreed=both[act], reason="Vì thế", by=by)
    elif act in ("assign", "complete"):
        commands.handle_dispatch(**it, step=act, by=office("dispatch.handle"))
    elif act.startswith("again-"):
        commands.send_again(**it, channel=act[6:], by=sender)
    else:
        steps[act]()


def _check(code, done):
    letter, share = Dispatch.rows.get(code=code), Recipient.rows.get(dispatch__code=code)
    kinds = list(Entry.rows.filter(code=code).values_list("kind", flat=True))
    assert kinds.count("dispatch.acknowledged") + kinds.count("dispatch.refused") <= 1
    assert (share.delivered_at is None) == (share.state in states.UNREACHED) or share.state == "RECALLED"
    assert (share.answered_at is not None) == any(one in done for one in ("acknowledge", "refuse"))
    if share.state == "ACKNOWLEDGED":
        assert letter.state in ("SENT", "RECALLING", "REPLACED")
        assert (letter.state == "RECALLING") == (share.recall == "ASKED")
    if letter.state == "RECALLED":
        assert share.state in ("RECALLED", "REFUSED")
    if share.state in states.WAITING:
        assert letter.state == "SENT"
    owed = Obligation.rows.get(source=code)
    is_closed = owed.state in ("WAIVED", "ACCEPTED")
    assert is_closed == (share.state not in states.WAITING)
