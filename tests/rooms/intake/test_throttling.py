from datetime import timedelta

from phoihop.intake import commands
from phoihop.intake.models import Throttle
from tests.world.build import World

HOUR = timedelta(hours=1)


def test_so_many_an_hour_and_again_the_next(world: World) -> None:
    asked = [commands.allow(bucket="form:203.0.113.7", most=3, per=HOUR, at=world.at) for _ in range(5)]
    assert asked == [True, True, True, False, False]
    assert commands.allow(bucket="form:203.0.113.8", most=3, per=HOUR, at=world.at)
    assert commands.allow(bucket="form:203.0.113.7", most=3, per=HOUR, at=world.at + HOUR)
    assert not Throttle.rows.filter(bucket__contains="203").exists()
    assert commands.clear_throttles(at=world.at + 3 * HOUR) == 3
