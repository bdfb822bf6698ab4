"""What other rooms and pages learn of letters, and only who may see them."""

from phoihop.dispatches import queries
from phoihop.dispatches.models import Dispatch
from phoihop.ground.powers import may, who_may
from phoihop.organizations.queries import accounts_in
from tests.world.dispatches import acknowledge, send


def test_status_is_silent_to_outsiders(world, dung, chi, kim):
    code = send(world)
    assert queries.status_of(dung.actor, [code]) == {}
    assert set(queries.status_of(chi.actor, [code, "CV-kg-2021-777777"])) == {code}
    assert set(queries.status_of(kim.actor, [code])) == {code}


def test_status_over_several_recipients_waits_for_the_last(world, chi):
    code = send(world, to=["btg-tinh-uy", "so-nnptnt"])
    acknowledge(world, code)
    status = queries.status_of(chi.actor, [code])[code]
    assert (status.delivered_at, status.acknowledged_at) == (None, None)
    assert [r.state for r in status.recipients] == ["ACKNOWLEDGED", "SENDING"]


def test_letters_about_a_thing(world, an, dung):
    code = send(world, about="KH-kg-2021-so-yte")
    assert [line.code for line in queries.letters_about(an.actor, "KH-kg-2021-so-yte")] == [code]
    assert queries.letters_about(dung.actor, "KH-kg-2021-so-yte") == ()
    assert queries.letters_about(an.actor, "") == ()


def test_three_directions_agree(world, an, binh, chi, dung, giang, ha, kim, long, minh):
    send(world)
    send(world, by="dung", to=["so-nnptnt"])
    for person in (an, binh, chi, dung, giang, ha, kim, long, minh):
        visible = set(Dispatch.objects.visible_to(person.actor).values_list("pk", flat=True))
        for row in Dispatch.rows.all():
            told = accounts_in(who_may("dispatch.see", row), world.at)
            assert (row.pk in visible) == may(person.actor, "dispatch.see", row) == (person.account_id in told)
