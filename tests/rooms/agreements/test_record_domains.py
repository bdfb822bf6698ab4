"""Which fields of work a unit's duties lie in: told by the programme file alone."""

import pytest

from phoihop.agreements import commands
from phoihop.ground.powers import NotAllowed, NotVisible
from tests.world.build import LOADER, World
from tests.world.cast import Person
