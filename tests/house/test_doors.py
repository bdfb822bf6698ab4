"""No view without a door, no door that needs what nobody declared, no open door without its reason."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from phoihop.ground import powers
from phoihop.ground.door import all_doors, door, is_door, open_door, takes_files, takes_files_in, walls


def test_every_view_is_a_door() -> None:
    assert walls() == []


def test_every_door_needs_a_declared_power() -> None:
    declared = {power.name for power in powers.all_powers()}
    needed = {name: pattern.callback.door for name, pattern in all_doors() if pattern.callback.door is not None}
    assert {name: power for name, power in needed.items() if power not in declared} == {}


def test_every_open_door_says_why() -> None:
    assert [name for name, p in all_doors() if p.callback.door is None and not p.callback.open_reason] == []


def test_a_bare_view_and_an_undeclared_power_are_faults_at_start() -> None:
    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    class Urls:
        urlpatterns = [
            path("bare/", bare, name="bare"),
            path("wrong/", door(needs="moon.walk")(bare), name="wrong"),
            path("open/", open_door(reason="a test")(bare), name="open"),
        ]

    with override_settings(ROOT_URLCONF=Urls):
        assert walls() == ["bare"]
        faults = [fault.msg for fault in run_checks() if fault.is_serious()]
    assert len(faults) == 2
    assert "bare" in faults[0]
    assert "moon.walk" in faults[1]
    assert not is_door(bare)


def test_files_come_in_by_no_open_door() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert takes_files_in(door(needs="dispatch.send")(takes_files(view)))
    assert not takes_files_in(door(needs="dispatch.send")(lambda request: HttpResponse()))
    stands_open = open_door(reason="a test")(lambda request: HttpResponse())
    with pytest.raises(TypeError, match="open door takes no files"):
        takes_files(stands_open)
    with pytest.raises(TypeError, match="open door takes no files"):
        open_door(reason="a test")(view)


def test_every_door_for_files_can_be_asked_before_the_body_is_read() -> None:
    assert [name for name, p in all_doors() if takes_files_in(p.callback) and not hasattr(p.callback, "stops")] == []
