"""What a room's module is told about the body that it writes for."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from phoihop.ground.actor import Actor
from phoihop.organizations.queries import account_ids, actor_of
from phoihop.plans.queries import RecordedPlan
from phoihop.site.country.places import Body


@dataclass(frozen=True, slots=True)
class Scene:
    """A body, its year and whoever writes. `seed`: the country's seed and the variant that the body is made after."""

    body: Body
    lead_id: int
    partners: tuple[int, ...]  # in the order of body.partners
    plans: tuple[RecordedPlan, ...]
    seed: str
    now: datetime
    by: Actor
    amount: float = 1.0  # of the usual number of rows

    def chance(self, room: str) -> random.Random:
        return random.Random(f"{room}/{self.seed}")

    def many(self, usual: int) -> int:
        """At least one."""
        return max(1, round(usual * self.amount))

    def days_ago(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        day = self.now.date() - timedelta(days=days)
        return datetime.combine(day, time(hour, minute), tzinfo=self.now.tzinfo)

    def moments(self, count: int, most_days: int, chance: random.Random) -> list[datetime]:
        """So many moments of working hours in the days before today, the oldest first."""
        drawn = [
            self.days_ago(1 + chance.randrange(most_days), 7 + chance.randrange(10), chance.randrange(60))
            for _each in range(count)
        ]
        return sorted(drawn)

    def topics(self, *, without: tuple[str, ...] = ()) -> list[tuple[str, str, int]]:
        """Code, title and partner of every topic; `without`: kinds that are left out."""
        return [
            (topic.code, topic.title, plan.partner_id)
            for plan in self.plans
            for topic in plan.topics
            if topic.kind not in without
        ]

    def head(self) -> Actor:
        """The lead's approver."""
        return self._person(f"truong.{self.body.territory}", self.lead_id)

    def officer(self) -> Actor:
        return self._person(f"cv.{self.body.territory}", self.lead_id)

    def partner(self, number: int) -> Actor:
        """The focal officer of a partner, by its place in the list."""
        return self._person(f"{self.body.partners[number][0]}.{self.body.territory}", self.partners[number])

    def partner_of(self, unit_id: int) -> Actor:
        return self.partner(self.partners.index(unit_id))

    def _person(self, username: str, unit_id: int) -> Actor:
        return actor_of(account_ids([username])[username], unit_id, self.now)
