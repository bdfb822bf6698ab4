"""Posts, seats and deputies of units that end: who goes where, and who loses a seat."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from phoihop.organizations.models import Deputy, Post, Seat
from phoihop.organizations.queries.restructure.refs import Refs
from phoihop.organizations.rules.restructure import STAYS, Document, Route

POST = "post"  # the kind in answers: kg/so-x:post:Văn thư


@dataclass(frozen=True, slots=True)
class SeatMove:
    """A seat that goes over with its post, or ends."""

    pk: int
    account_id: int
    name: str
    role: str
    from_date: date | None
    to_date: date | None
    is_there: bool = False  # the account holds this role at the heir's post already


@dataclass(frozen=True, slots=True)
class DeputyMove:
    pk: int
    account_id: int
    name: str
    from_date: date
    to_date: date


@dataclass(slots=True)
class PostMove:
    """A post of a unit that ends. `to_id` None: it ends with its unit. `joins`: an existing post of the heir, or the
    number of a post that goes over too and bears the same title there."""

    pk: int
    title: str
    is_head: bool
    from_id: int
    to_id: int | None
    new_title: str
    stays_head: bool
    is_asked: bool = False  # where it goes is still to be said
    joins: int | None = None
    begins: date | None = None
    seats: list[SeatMove] = field(default_factory=list)
    deputies: list[DeputyMove] = field(default_factory=list)


@dataclass(slots=True)
class PeopleAsk:
    """Something about posts that the document does not answer."""

    key: str
    kind: str  # "post" or "head"
    from_ref: str
    title: str
    choices: tuple[str, ...]


@dataclass(slots=True)
class PeoplePlan:
    posts: list[PostMove] = field(default_factory=list)
    asks: list[PeopleAsk] = field(default_factory=list)


def plan_people(document: Document, found: Mapping[str, Route], refs: Refs) -> PeoplePlan:
    """Four queries, whatever the number of units."""
    made, day = PeoplePlan(), document.on_date
    ending = {refs.ids[ref]: route for ref, route in found.items() if route.ending is not None}
    partial = {refs.ids[ref]: route for ref, route in found.items() if route.ending is None}
    living = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    posts = Post.rows.filter(living, unit_id__in=[*ending, *partial]).order_by("-is_head", "unit_id", "pk")
    for post in posts:
        route = ending.get(post.unit_id) or partial[post.unit_id]
        to_id = _heir(made, document, route, refs, post.title)
        if to_id is None and post.unit_id in partial:
            continue
        is_asked = bool(made.asks) and made.asks[-1].key == f"{route.ref}:{POST}:{post.title}"
        new_title = (route.posts or {}).get(post.title, post.title)
        made.posts.append(
            PostMove(
                pk=post.pk,
                title=post.title,
                is_head=post.is_head,
                from_id=post.unit_id,
                to_id=to_id,
                new_title=new_title,
                stays_head=post.is_head,
                is_asked=is_asked,
                begins=post.valid_from,
            )
        )
    _choose_heads(made, document, refs)
    _join(made, refs)
    _fill(made.posts, day, living)
    return made


def _heir(made: PeoplePlan, document: Document, route: Route, refs: Refs, title: str) -> int | None:
    """The heir that takes this post; none where the unit is dissolved, or where it is still to be asked."""
    chosen = document.answers.get(f"{route.ref}:{POST}:{title}") or document.answers.get(f"{route.ref}:{POST}")
    if not chosen:
        chosen = next((part.ref for part in route.parts if title in part.posts), "")
    if not chosen and route.ending is not None and route.ending.kind != "dissolve":
        chosen = route.default
        if not chosen:
            choices = route.heirs()
            made.asks.append(PeopleAsk(f"{route.ref}:{POST}:{title}", POST, route.ref, title, choices))
    return None if chosen in ("", STAYS) else refs.ids.get(chosen)


def _choose_heads(made: PeoplePlan, document: Document, refs: Refs) -> None:
    """A unit has one head: where several heads come together, or one is there, the document says whose stays."""
    heads: dict[int, list[PostMove]] = {}
    for post in made.posts:
        if post.is_head and post.to_id is not None:
            heads.setdefault(post.to_id, []).append(post)
    there = set(
        Post.rows.filter(unit_id__in=heads, is_head=True, valid_to__isnull=True).values_list("unit_id", flat=True)
    )
    for to_id, posts in heads.items():
        ref = refs.of[to_id]
        choices = [refs.of[post.from_id] for post in posts] + ([ref] if to_id in there else [])
        if len(choices) == 1:
            continue
        chosen = document.answers.get(f"head:{ref}", "")
        if chosen not in choices and to_id in there:
            chosen = ref  # the heir has a head, and keeps it unless the document says otherwise
        if chosen not in choices:
            made.asks.append(PeopleAsk(f"head:{ref}", "head", ref, "", tuple(choices)))
        for post in posts:
            post.stays_head = refs.of[post.from_id] == chosen and to_id not in there
            if not post.stays_head and post.new_title == post.title:
                post.new_title = f"{post.title} ({refs.names[post.from_id]})"[:200]


def _join(made: PeoplePlan, refs: Refs) -> None:
    """Posts of one title at one heir are one post."""
    heirs = {post.to_id for post in made.posts if post.to_id is not None}
    there = Post.rows.filter(unit_id__in=heirs, valid_to__isnull=True).values_list("unit_id", "title", "pk")
    taken = {(unit_id, title): pk for unit_id, title, pk in there}
    for post in made.posts:
        if post.to_id is not None:
            post.joins = taken.setdefault((post.to_id, post.new_title), post.pk)
            if post.joins == post.pk:
                post.joins = None


def _fill(posts: Collection[PostMove], day: date, living: Q) -> None:
    by_pk = {post.pk: post for post in posts}
    joined = [post.joins for post in posts if post.joins is not None]
    rows = Seat.rows.filter(living, post_id__in=[*by_pk, *joined]).select_related("account").order_by("pk")
    held: set[tuple[int, int, str]] = set()
    seats = list(rows)
    held.update((s.post_id, s.account_id, s.role) for s in seats if s.post_id not in by_pk)
    for seat in seats:
        post = by_pk.get(seat.post_id)
        if post is None:
            continue
        place = (post.joins or post.pk, seat.account_id, seat.role)
        is_there = place in held and post.to_id is not None
        held.add(place)
        post.seats.append(
            SeatMove(
                seat.pk, seat.account_id, seat.account.full_name, seat.role, seat.valid_from, seat.valid_to, is_there
            )
        )
    given = Deputy.rows.filter(post_id__in=list(by_pk), to_date__gte=day, withdrawn_at__isnull=True)
    for row in given.select_related("account").order_by("pk"):
        by_pk[row.post_id].deputies.append(
            DeputyMove(row.pk, row.account_id, row.account.full_name, row.from_date, row.to_date)
        )


def posts_that_go(posts: Iterable[PostMove]) -> dict[int, int]:
    """Old post -> the post that takes its place: one that exists, or itself where a new one is still to be made."""
    return {post.pk: post.joins or post.pk for post in posts if post.to_id is not None}
