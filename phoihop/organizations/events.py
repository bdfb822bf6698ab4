"""What happens to units, posts and accounts. Events about posts and seats carry the code of their unit."""

from __future__ import annotations

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryCreated(Event):
    territory_id: int
    slug: str
    name: str

    def territory(self) -> str:
        return self.slug


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCreated(Event):
    unit_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAmended(Event):
    unit_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitEnded(Event):
    unit_id: int
    name: str
    on_date: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessionRecorded(Event):
    """What became of a unit. Told of the one it came from; `heir` is the code of the other, or empty."""

    succession_id: int
    way: str
    heir: str
    on_date: str
    legal_basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCreated(Event):
    post_id: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostEnded(Event):
    post_id: int
    title: str
    on_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOpened(Event):
    account_id: int
    username: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAmended(Event):
    """The fields that changed are named; their values are personal and stay with the account."""

    account_id: int
    fields: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDisabled(Event):
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEnabled(Event):
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSignedIn(Event):
    """A person came in; `way` says by what besides or instead of the password."""

    account_id: int
    way: str = "password"


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordSet(Event):
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChosen(Event):
    account_id: int
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSeated(Event):
    seat_id: int
    account: str
    post: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatEnded(Event):
    seat_id: int
    account: str
    post: str
    role: str
    on_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyNamed(Event):
    deputy_id: int
    account: str
    account_id: int
    post: str
    kinds: str
    from_date: str
    to_date: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyEnded(Event):
    deputy_id: int
    account: str
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceDeclared(Event):
    """Somebody is away between two days; `deputy` is the account named to stand in, or empty."""

    absence_id: int
    account_id: int
    unit_ids: tuple[int, ...]
    from_date: str
    to_date: str
    reason: str
    deputy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceEnded(Event):
    """Back earlier than declared, or not gone at all; who stood in for the time away does so no more."""

    absence_id: int
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaSet(Event):
    """Who is on duty for a unit on these days, each of them; nobody: the rota of those days is empty."""

    unit_id: int
    from_date: str
    to_date: str
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedOpened(Event):
    """A calendar program was given an address; `about` is a topic or a kind of date, or empty."""

    feed_id: int
    account_id: int
    what: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRevoked(Event):
    feed_id: int
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRead(Event):
    """A calendar program came to read. Told once a day."""

    feed_id: int
    account_id: int


# ── reorganisation ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchProposed(Event):
    """A reorganisation was written, or changed: whoever approved the text before is asked again."""

    batch_id: int
    title: str
    on_date: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchApproved(Event):
    batch_id: int
    title: str
    digest: str
    count: int  # of people who now stand by this text


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchHeld(Event):
    """Its day has come and it could not be carried out: nothing was changed."""

    batch_id: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchApplied(Event):
    batch_id: int
    title: str
    on_date: str
    legal_basis: str
    count: int  # of changes


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchUndone(Event):
    batch_id: int
    title: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchWithdrawn(Event):
    batch_id: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingRehomed(Event):
    """A thing went over to the heir of a unit, all its columns together; its code is that of the thing."""

    batch: str
    came_from: str
    went_to: str
    on_date: str
    legal_basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingReturned(Event):
    """A thing is again where it was before a reorganisation that was taken back."""

    batch: str
    went_to: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRehomed(Event):
    """A post went over with its people; `heir` is the code of their new unit."""

    post_id: int
    title: str
    heir: str
    new_title: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDissolved(Event):
    """A post ended with its unit, and nothing takes its place: its people lost their seats there."""

    post_id: int
    title: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMoved(Event):
    """A unit stands elsewhere: under another one, on another level, in another territory."""

    unit_id: int
    name: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryChanged(Event):
    """A place became part of another, or goes on under another name or code."""

    slug: str
    name: str
    into: str

    def territory(self) -> str:
        return self.slug


# ── safety of accounts ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorAdded(Event):
    """An account got an authenticator app or a passkey. No secret is told."""

    account_id: int
    factor_id: int
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRemoved(Event):
    account_id: int
    factor_id: int
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorsReset(Event):
    """An administrator took all second factors from an account, whose sessions end with it."""

    account_id: int
    count: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodesMade(Event):
    """New recovery codes; those of before are good for nothing now."""

    account_id: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodeUsed(Event):
    account_id: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorDemanded(Event):
    """Whoever holds this role must have a second factor from a day on; no day: no more."""

    role: str
    from_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSlowed(Event):
    """So many tries in a row under the name of an account, or at its second step, were wrong."""

    account_id: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsEnded(Event):
    """A person ended sessions of his own elsewhere."""

    account_id: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitKeyExchanged(Event):
    """What the unit holds of persons is closed with a new key from now on; `version` is the new one's."""

    unit_id: int
    version: int
