"""What a document would move: every row that a room declared, with its heir, its doubles and what must be asked.

The same plan is shown as a dry run and carried out. Two queries for each declaration, whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from phoihop.ground.rehomes import Move, Rehome
from phoihop.ground.sheet import rehomes
from phoihop.organizations.queries.restructure.people import PeopleAsk, PeoplePlan, plan_people, posts_that_go
from phoihop.organizations.queries.restructure.refs import Refs, refs_of
from phoihop.organizations.rules.restructure import STAYS, Document, Route, answer_for, part_for, routes


@dataclass(slots=True)
class Question:
    """Something the document must say before it can be carried out."""

    key: str
    sentence: str
    choices: tuple[str, ...]
    default: str = ""
    answer: str = ""
    codes: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return not (self.answer or self.default)


@dataclass(slots=True)
class Planned:
    document: Document
    refs: Refs
    routes: dict[str, Route]
    people: PeoplePlan
    moves: list[tuple[Rehome, list[Move]]] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)

    def open_questions(self) -> list[Question]:
        return [question for question in self.questions.values() if question.is_open]


def plan(document: Document, refs: Refs | None = None) -> Planned:
    """The document has no faults. `refs` are given anew once its units have been created."""
    refs = refs or refs_of(document)
    found = routes(document)
    made = Planned(document, refs, found, plan_people(document, found, refs))
    for ask in made.people.asks:
        made.questions[ask.key] = Question(ask.key, _asked_of_people(ask, refs), ask.choices)
    _Rows(made).run()
    return made


def _asked_of_people(ask: PeopleAsk, refs: Refs) -> str:
    name = refs.names[refs.ids[ask.from_ref]]
    if ask.kind == "head":
        return _("Ai đứng đầu %(unit)s: người đứng đầu của cơ quan nào?") % {"unit": name}
    return _("Chức vụ %(title)s của %(unit)s chuyển về đâu?") % {"title": ask.title, "unit": name}


class _Rows:
    """The plan while it is made."""

    def __init__(self, made: Planned) -> None:
        self.made = made
        self.answers = made.document.answers
        self.by_id = {made.refs.ids[ref]: route for ref, route in made.routes.items()}
        self.whole = {
            made.refs.ids[ref]: made.refs.ids[route.whole] for ref, route in made.routes.items() if route.whole
        }
        # Units that the document itself puts under another one do not follow the one above them.
        moved = (step.froms for step in made.document.steps if step.kind == "change_parent")
        self.settled = {("child", made.refs.ids[ref]) for refs in moved for ref in refs}
        self.went: dict[tuple[int, str], int] = {}  # (from, code or dossier) -> heir: what belongs together stays so
        self.waits: dict[tuple[int, str], str] = {}  # the same while it is asked: the key of the question
        self.finals: dict[tuple[str, str, int], int] = {}  # where another column of a row now points

    def run(self) -> None:
        posts = posts_that_go(self.made.people.posts)
        for rehome in rehomes():
            rows = self._rows(rehome, set(posts) if rehome.of == "post" else set(self.by_id))
            moves = list(self._moves(rehome, rows, posts))
            if rehome.alike and moves:
                moves = self._doubles(rehome, moves, rows)
            if moves:
                self.made.moves.append((rehome, moves))

    def _moves(self, rehome: Rehome, rows: Mapping[int, tuple[Any, ...]], posts: Mapping[int, int]) -> Iterator[Move]:
        if rehome.of == "post":
            return self._of_posts(rows, posts)
        return self._closing(rehome, rows) if rehome.is_closing else self._of_units(rehome, rows)

    def _closing(self, rehome: Rehome, rows: Mapping[int, tuple[Any, ...]]) -> Iterator[Move]:
        """Of units that end; the heir, if there is one of everything, may go on from it."""
        for pk, (code, _dossier, _group, holder, *_rest) in rows.items():
            if self.by_id[holder].ending is not None:
                yield Move(pk, str(code) if rehome.code else "", "", "", holder, self.whole.get(holder, 0), twin=pk)

    def _rows(self, rehome: Rehome, touched: set[int]) -> dict[int, tuple[Any, ...]]:
        """pk -> code, dossier, group, holder, other side, then the columns of `alike` and `first`."""
        if not touched:
            return {}
        which = Q(**{f"{rehome.column}__in": touched})
        if rehome.apart:
            which |= Q(**{f"{rehome.apart}__in": touched})
        paths = [rehome.code or "pk", rehome.dossier or "pk", rehome.group or "pk", rehome.column]
        paths += [rehome.apart or "pk", *(path for path in rehome.alike if path)]
        paths += [rehome.first[0]] if rehome.first else []
        rows = (
            apps.get_model(rehome.model)._base_manager.filter(which).filter(rehome.is_open(self.made.document.on_date))
        )
        return {row[0]: row[1:] for row in rows.order_by("pk").values_list("pk", *paths)}

    def _of_posts(self, rows: Mapping[int, tuple[Any, ...]], posts: Mapping[int, int]) -> Iterator[Move]:
        for pk, (code, _dossier, _group, holder, *_rest) in rows.items():
            yield Move(pk, str(code), "", "", holder, posts[holder])

    def _of_units(self, rehome: Rehome, rows: Mapping[int, tuple[Any, ...]]) -> Iterator[Move]:
        for pk, (its_code, its_dossier, its_group, holder, other, *_rest) in rows.items():
            code = str(its_code) if rehome.code else ""
            dossier = str(its_dossier) if rehome.dossier else ""
            group = str(its_group) if rehome.group else ""
            if (rehome.kind, pk) in self.settled:
                continue
            to_id = self._simple(holder)
            if to_id is None:
                to_id = self._heir(rehome, holder, code, dossier, group)
            if to_id is None:
                continue
            is_upper = False
            if rehome.apart and holder != other:
                across = self.finals.get((rehome.model, rehome.apart, pk), other)
                if across == to_id:
                    upper = self._upper(to_id, code)
                    if upper is None:
                        continue
                    to_id, is_upper = upper, True
            self.finals[rehome.model, rehome.column, pk] = to_id
            if to_id != holder:
                yield Move(pk, code, dossier, group, holder, to_id, is_upper=is_upper)

    def _simple(self, holder: int) -> int | None:
        """Untouched, or everything to one heir: nothing to weigh."""
        if holder not in self.by_id:
            return holder
        return self.whole.get(holder) if not self.answers else None

    def _heir(self, rehome: Rehome, holder: int, code: str, dossier: str, group: str) -> int | None:
        """The heir, the holder itself where it stays, or None where it must be asked."""
        route, ids = self.by_id[holder], self.made.refs.ids
        chosen = answer_for(self.answers, route.ref, rehome.asked_as or rehome.kind, group, code)
        if chosen not in ids and (chosen != STAYS or route.ending is not None):
            chosen = part_for(route.parts, code, dossier, group, rehome.kind)
        if not chosen:
            before = self.went.get((holder, code)) or self.went.get((holder, dossier))
            if before is not None:
                self._remember(holder, code, before)
                return before
            chosen = route.default
        if not chosen:
            self._ask(rehome, route, holder, code, dossier, group)
            return None
        to_id = holder if chosen == STAYS else ids[chosen]
        self._remember(holder, code, to_id)
        return to_id

    def _remember(self, holder: int, code: str, to_id: int) -> None:
        if code:
            self.went[holder, code] = to_id

    def _ask(self, rehome: Rehome, route: Route, holder: int, code: str, dossier: str, group: str) -> None:
        """One question for what belongs together: what waits for its agreement or plan is not asked for itself."""
        key = self.waits.get((holder, code)) or self.waits.get((holder, dossier))
        key = key or ":".join(filter(None, (route.ref, rehome.asked_as or rehome.kind, group)))
        if code:
            self.waits[holder, code] = key
        if key not in self.made.questions:
            values = {"kind": capfirst(rehome.words), "unit": self.made.refs.names[self.made.refs.ids[route.ref]]}
            sentence = _("%(kind)s của %(unit)s chuyển về cơ quan nào?") % values
            if group:
                sentence = _("%(kind)s (%(group)s) của %(unit)s chuyển về cơ quan nào?") % (values | {"group": group})
            choices = route.heirs() + (() if route.ending else (STAYS,))
            self.made.questions[key] = Question(key, sentence, choices)
        self.made.questions[key].codes.append(code)

    def _upper(self, heir: int, code: str) -> int | None:
        """Who stands for the other side where one unit would stand on both: the unit above, unless answered."""
        refs = self.made.refs
        key = f"upper:{refs.of[heir]}" if heir in refs.of else f"upper:{heir}"
        question = self.made.questions.get(key)
        if question is None:
            parent = refs.parents.get(refs.of.get(heir, ""), "")
            above = self.made.routes.get(parent)
            if above is not None and above.ending is not None:
                parent = above.whole
            answer = self.answers.get(key, "")
            sentence = _("%(unit)s nay đứng cả hai bên: cơ quan nào thay cho bên được nhận kết quả?")
            question = Question(
                key,
                sentence % {"unit": refs.names.get(heir, "")},
                (parent,) if parent else (),
                default=parent if parent in refs.ids else "",
                answer=answer if answer in refs.ids and refs.ids[answer] != heir else "",
            )
            self.made.questions[key] = question
        question.codes.append(code)
        chosen = question.answer or question.default
        return refs.ids[chosen] if chosen else None

    def _doubles(self, rehome: Rehome, moves: list[Move], rows: Mapping[int, tuple[Any, ...]]) -> list[Move]:
        """Of rows that would say the same at one heir, one goes over; the others are told what stands for them."""
        columns = [path for path in rehome.alike if path]
        size = len(columns)
        going = {move.pk for move in moves}
        heirs = {move.to_id for move in moves}
        there = apps.get_model(rehome.model)._base_manager.filter(**{f"{rehome.column}__in": heirs})
        if rehome.is_alike_open:
            there = there.filter(rehome.is_open(self.made.document.on_date))
        if columns and len(moves) <= 500:
            there = there.filter(**{f"{columns[0]}__in": {rows[move.pk][5] for move in moves}})
        taken: dict[tuple[Any, ...], int] = {}
        for pk, holder, *same in there.values_list("pk", rehome.column, *columns):
            if pk not in going and None not in same:
                taken[holder, *same] = pk
        if rehome.first is not None:
            wanted = rehome.first[1]
            moves.sort(key=lambda move: (rows[move.pk][-1] != wanted, move.pk))
        found = []
        for move in moves:
            same = rows[move.pk][5 : 5 + size]
            twin = None if None in same else taken.setdefault((move.to_id, *same), move.pk)
            is_double = twin is not None and twin != move.pk
            found.append(
                Move(move.pk, move.code, move.dossier, move.group, move.from_id, move.to_id, twin, move.is_upper)
                if is_double
                else move
            )
        return found
