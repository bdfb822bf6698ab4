"""What happens to communication plans, their lines and outputs. `code` is the plan's or the output's; `dossier` the
topic. No event names a person."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfPlan(Event):
    title: str
    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachBegun(_OfPlan):
    """`copied_from`: the plan whose lines it took over, if any."""

    copied_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachWritten(_OfPlan):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachPresented(_OfPlan):
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachTakenBack(_OfPlan):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachReturned(_OfPlan):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachApproved(_OfPlan):
    """`owner_ids`: the other units that now owe an output."""

    lines: int
    owner_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachRevised(_OfPlan):
    """Opened to be changed; the lines approved before go on."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachClosed(_OfPlan):
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachDropped(_OfPlan):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfLine(_OfPlan):
    """`channel` is the channel's key, `days` the days as they are read."""

    number: int
    message: str
    channel: str
    owner_id: int
    owner_name: str
    days: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachLineAdded(_OfLine):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachLineWritten(_OfLine):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachLineMoved(_OfLine):
    """An approved line gets other days, or its days become certain."""

    is_confirmed: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachLineDropped(_OfLine):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachLineHandedIn(_OfLine):
    """Its owner handed it in at the obligation."""

    obligation: str
    statement: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachLineReopened(_OfLine):
    """What was handed in at the obligation came back."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachFlagged(_OfPlan):
    """A field is to be looked at again; `line` is 0 for the plan as a whole."""

    line: int
    field: str
    reason: str
    by_unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachCleared(_OfPlan):
    line: int
    field: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachPaperAdded(_OfPlan):
    """`role`: evidence of the plan, or material of a line."""

    line: int
    role: str
    paper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachPaperDropped(_OfPlan):
    paper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachWindowSet(Event):
    """`code` is the unit's."""

    unit_id: int
    unit_name: str
    days: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachWindowLifted(Event):
    unit_id: int
    unit_name: str
    days: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfOutput(Event):
    """`plan` is the communication plan's code; `unit_id` its unit, `owner_id` who makes the output."""

    title: str
    plan: str
    number: int
    unit_id: int
    owner_id: int
    owner_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputBegun(_OfOutput):
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputWritten(_OfOutput):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputSent(_OfOutput):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputTakenBack(_OfOutput):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputReturned(_OfOutput):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputApproved(_OfOutput):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputScheduled(_OfOutput):
    days: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputProved(_OfOutput):
    """A proof or a material was put to it."""

    role: str
    paper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputUnproved(_OfOutput):
    paper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputDone(_OfOutput):
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputMissed(_OfOutput):
    """It will not be done, and why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputCounted(_OfOutput):
    """How many it reached and what it cost, as counted later."""

    reach: int | None
    counted: str
    cost: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputDropped(_OfOutput):
    pass
