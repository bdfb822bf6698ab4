"""What is done with a line's obligation counts for the line: nobody hands in twice."""

from __future__ import annotations

from datetime import date, datetime

from phoihop.communications import events
from phoihop.communications.commands.basics import next_state, post_of
from phoihop.communications.commands.outreach_outputs import make_output
from phoihop.communications.commands.outreach_papers import Paper, add_paper
from phoihop.communications.commands.outreach_pieces import of_line, of_output
from phoihop.communications.models import OutreachLine, OutreachOutput, OutreachPaper
from phoihop.communications.queries.outreach_words import CHANNEL_WORDS
from phoihop.communications.rules import outreach as rules
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import change, command, nothing_changed, on_record, tell
from phoihop.ground.parts.words import day
from phoihop.ground.powers import ask


@command("outreach.hear")
def hear_hand_in(
    *, obligation: str, statement: str, reference: str, by: Actor, at: datetime
) -> events.OutreachLineHandedIn | None:
    """The owner handed in at the obligation: what it said there is a proof of the line, not asked for again here."""
    ask(by, "outreach.hear")
    line = _line_of(obligation)
    if line is None:
        nothing_changed()
        return None
    words = " ".join(statement.split()) or obligation
    text = f"{words} ({reference})" if reference else words
    paper = Paper("STATEMENT", text=text[: rules.LONGEST_TEXT])
    add_paper(line.plan, line, None, "PROOF", paper, by=by, at=at)
    change(line, handed_in_date=local_date(at))
    told = of_line(line.plan, line)
    return tell(events.OutreachLineHandedIn(**told, obligation=obligation, statement=statement, reference=reference))


@command("outreach.hear")
def hear_return(*, obligation: str, reason: str, by: Actor, at: datetime) -> events.OutreachLineReopened | None:
    """The unit of the plan gave the hand-in back: it proves nothing, and the line is open again."""
    ask(by, "outreach.hear")
    line = _line_of(obligation)
    if line is None or line.handed_in_date is None:
        nothing_changed()
        return None
    OutreachPaper.rows.filter(line=line, output=None, role="PROOF").delete()
    change(line, handed_in_date=None)
    return tell(events.OutreachLineReopened(**of_line(line.plan, line), reason=reason))


@command("outreach.hear")
def hear_acceptance(*, obligation: str, by: Actor, at: datetime) -> events.OutputDone | None:
    """The unit of the plan took what was handed in there: the line's output is done with it, were none done here."""
    ask(by, "outreach.hear")
    line = _line_of(obligation)
    if line is None or line.handed_in_date is None or OutreachOutput.rows.filter(line=line, state="DONE").exists():
        nothing_changed()
        return None
    row = OutreachOutput.rows.filter(line=line, state__in=rules.OUTPUT_OPEN).order_by("pk").first()
    if row is None:
        title = " ".join(f"{on_record(CHANNEL_WORDS[line.channel])}: {line.message}".split())
        row = make_output(line.plan, line, at, title=title[: rules.LONGEST_TITLE], text="")
    change(
        row,
        state=next_state(rules.OUTPUT, row, "accept"),
        done_date=line.handed_in_date,
        settled_at=at,
        approved_at=row.approved_at or at,
        approved_post=row.approved_post or post_of(by),
    )
    OutreachPaper.rows.filter(line=line, output=None, role="PROOF").update(output=row)
    return tell(events.OutputDone(**of_output(row), day=day(line.handed_in_date)))


@command("outreach.hear")
def hear_waiver(*, obligation: str, reason: str, by: Actor, at: datetime) -> events.OutreachLineDropped | None:
    """The unit of the plan does without it: the line is dropped, unless something of it is made already."""
    ask(by, "outreach.hear")
    line = _line_of(obligation)
    made = line is not None and OutreachOutput.rows.filter(line=line).exclude(state="DROPPED").exists()
    if line is None or made or line.state != "APPROVED":
        nothing_changed()
        return None
    change(line, state=next_state(rules.LINE, line, "drop"), dropped_at=at, note=reason)
    return tell(events.OutreachLineDropped(**of_line(line.plan, line), reason=reason))


@command("outreach.hear")
def hear_extension(
    *, obligation: str, to_date: date, reason: str, by: Actor, at: datetime
) -> events.OutreachLineMoved | None:
    """The unit of the plan granted a later day at the obligation: the line ends then."""
    ask(by, "outreach.hear")
    line = _line_of(obligation)
    if line is None or line.state != "APPROVED" or line.last_date >= to_date:
        nothing_changed()
        return None
    change(line, last_date=to_date, note=reason)
    told = of_line(line.plan, line)
    return tell(events.OutreachLineMoved(**told, is_confirmed=line.is_confirmed, reason=reason))


def _line_of(obligation: str) -> OutreachLine | None:
    return OutreachLine.rows.filter(obligation=obligation).select_related("plan").first()
