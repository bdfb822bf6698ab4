"""The whole country: the bodies of each variant by the commands, further ones stamped, each in one transaction.

Killed in the middle, the same order given again goes on after the last body that is whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from phoihop.site.country import files, tables
from phoihop.site.country.journal import Journal
from phoihop.site.country.learning import Sample, Unlike, Votes, learn
from phoihop.site.country.names import Called
from phoihop.site.country.order import Turn
from phoihop.site.country.stamping import Stamp
from phoihop.site.country.tables import Positions

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Making:
    """What is made in which order; `by_commands`: nothing is stamped."""

    turns: list[Turn]
    make: Callable[[Turn], Counts]  # a body by the commands; what it counts
    progress: Callable[[int, int], None]
    by_commands: bool
    journal: Journal

    def run(self) -> list[Counts]:
        """What each body counts. Refused (learning.Unlike): a room whose rows cannot be stamped."""
        there = tables.texts_of("organizations_territory", "slug")
        left = [turn for turn in self.turns if turn.slug not in there]
        done = len(self.turns) - len(left)
        self._recall(there)
        samples = [turn for turn in left if self.by_commands or turn.is_sample]
        for number, turn in enumerate(samples, start=done + 1):
            self._by_commands(turn)
            self.progress(number, len(self.turns))
        if len(samples) < len(left):
            self._stamp([turn for turn in left if not turn.is_sample], done + len(samples))
        counts = {turn.variant: self.journal.made[turn.slug] for turn in self.turns if turn.slug in self.journal.made}
        return [counts[turn.variant] for turn in self.turns]

    def _recall(self, there: set[str]) -> None:
        """A body that was whole when the process was killed, before the journal could say so."""
        for turn in self.turns:
            if turn.slug in there and turn.slug in self.journal.before and turn.slug not in self.journal.after:
                made = self._counts_of(turn.variant)
                self.journal.end(turn.slug, tables.positions(), made)

    def _counts_of(self, variant: str) -> Counts:
        for turn in self.turns:
            if turn.variant == variant and turn.slug in self.journal.made:
                return self.journal.made[turn.slug]
        return {}

    def _by_commands(self, turn: Turn) -> None:
        unnumbered = tables.count_unnumbered() if turn.is_sample else {}
        self.journal.begin(turn.slug, tables.positions())
        with transaction.atomic():
            made = self.make(turn)
        self.journal.end(turn.slug, tables.positions(), made)
        if turn.is_sample and tables.count_unnumbered() != unnumbered:
            raise Unlike(f"a body adds rows without numbers to one of {', '.join(tables.unnumbered())}")

    def _stamp(self, turns: list[Turn], done: int) -> None:
        stamps = self._stamps({turn.variant for turn in turns})
        at = tables.positions()
        for number, turn in enumerate(turns, start=done + 1):
            if turn.above is None:
                self.journal.begin(turn.slug, at)
            with transaction.atomic():
                stamps[turn.variant].press(Called(turn), at, self._above(self.journal.before, turn))
            if turn.above is None:
                self.journal.end(turn.slug, at, self._counts_of(turn.variant))
            self.progress(number, len(self.turns))
        files.settle()

    def _stamps(self, wanted: set[str]) -> dict[str, Stamp]:
        votes: Votes = {}
        stamps = {}
        for variant in sorted(wanted):
            one, other = (turn for turn in self.turns if turn.variant == variant and turn.is_sample)
            stamps[variant] = Stamp(learn(self._sample(one), self._sample(other), votes))
        for stamp in stamps.values():
            stamp.settle(votes)
        return stamps

    def _sample(self, turn: Turn) -> Sample:
        before, after = self.journal.before, self.journal.after
        return Sample(
            called=Called(turn),
            before=before[turn.slug],
            after=after[turn.slug],
            above_before=self._above(before, turn),
            above_after=self._above(after, turn),
        )

    def _above(self, positions: dict[str, Positions], turn: Turn) -> Positions:
        return positions[turn.above.territory] if turn.above else dict.fromkeys(tables.numbered(), 0)
