"""Giữ lại văn bản: a ground, a reason, a day to look again, two people; and a hidden title that leaks nowhere."""

import json
from datetime import date, timedelta

import pytest
from django.apps import apps

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.commands import deliver
from phoihop.ledger.models import Entry
from phoihop.ledger.queries import lines_of
from phoihop.notices.models import Notice
from phoihop.obligations import commands, states
from phoihop.obligations.models import Obligation, Rung
from phoihop.obligations.queries import found_obligations, obligation_value
from tests.world.obligations import CLOCK, act, entries, url
from tests.world.provision import (
    PROVISION,
    UNNAMED,
    WITHHELD,
    act_on,
    expect,
    first,
    head,
    line,
    line_url,
    owe_documents,
    paper,
    withheld,
)
from tests.world.together import together

CANARY = "Kết luận thanh tra đặc biệt số 77"


def propose(code, number, person, **given):
    return act_on("withhold_document", code, number, person, **{**WITHHELD, **given})


def review(code, number, person, is_agreed=True, **given):
    return act_on("review_withholding", code, number, person, is_agreed=is_agreed, **given)


def lift(code, number, person, **given):
    return act_on("lift_withholding", code, number, person, **given)


def test_two_acts(world, chi):
    code = owe_documents(world)
    event = propose(code, first(code), chi)
    found = line(first(code))
    assert (found.state, found.reviewed_at, found.ground) == ("WITHHELD", None, "PENDING_CASE")
    assert (found.recheck_date, found.withheld_at, found.is_title_hidden) == (date(2021, 9, 1), world.at, False)
    assert (event.recheck, event.ground) == ("2021-09-01", "PENDING_CASE")
    review(code, first(code), head(world))
    found = line(first(code))
    assert (found.state, found.reviewed_at) == ("WITHHELD", world.at)
    assert found.reviewed_post.startswith("Giám đốc Sở")
    assert entries(code)[-2:] == ["withholding.proposed", "withholding.agreed"]


def test_it_never_holds_the_paper(world, chi):
    code, document = owe_documents(world), paper(world)
    withheld(world, code, first(code))
    assert line(first(code)).document == ""
    assert document not in "".join(Entry.rows.filter(code=code).values_list("data", flat=True))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"ground": ""}, "căn cứ"),
        ({"ground": "BECAUSE"}, "căn cứ"),
        ({"reason": " \u200b "}, "lý do"),
        ({"recheck_date": date(2021, 8, 2)}, "Ngày xem lại"),
        ({"recheck_date": date(2021, 8, 1)}, "Ngày xem lại"),
        ({"recheck_date": date(2022, 8, 3)}, "Ngày xem lại"),
    ],
)
def test_what_is_needed(world, chi, given, words):
    code = owe_documents(world)
    with pytest.raises(Refused, match=words):
        propose(code, first(code), chi, **given)
    assert line(first(code)).state == "EXPECTED"


@pytest.mark.parametrize("day", [date(2021, 8, 3), date(2022, 8, 2)])
def test_from_tomorrow_to_the_same_day_next_year(world, chi, day):
    code = owe_documents(world)
    propose(code, first(code), chi, recheck_date=day)
    assert line(first(code)).recheck_date == day


def test_the_year_after_a_leap_day():
    assert states.year_after(date(2024, 2, 29)) == date(2025, 2, 28)
    assert states.year_after(date(2023, 2, 28)) == date(2024, 2, 28)


def test_who_proposed_does_not_agree(world):
    boss = head(world)
    code = owe_documents(world)
    propose(code, first(code), boss)
    with pytest.raises(Refused, match="người thứ hai"):
        review(code, first(code), boss)
    other = world.add_person("quang", "so-yte", ["approver"], post="Phó giám đốc Sở")
    review(code, first(code), other)
    assert line(first(code)).reviewed_at == world.at


def test_not_agreed_it_is_expected_again(world, chi):
    code = owe_documents(world)
    propose(code, first(code), chi, is_title_hidden=True)
    review(code, first(code), head(world), is_agreed=False)
    found = line(first(code))
    assert (found.state, found.ground, found.reason, found.recheck_date) == ("EXPECTED", "", "", None)
    assert (found.is_title_hidden, found.withheld_at, found.reviewed_at) == (False, None, None)
    assert entries(code)[-1] == "withholding.refused"


def test_agreed_after_the_day_to_look_again_is_too_late(world, chi):
    code = owe_documents(world)
    propose(code, first(code), chi, recheck_date=date(2021, 8, 4))
    with pytest.raises(Refused, match="đã qua"):
        review(code, first(code), head(world), at=world.at + timedelta(days=2))
    review(code, first(code), head(world), is_agreed=False, at=world.at + timedelta(days=2))


def test_twice(world, chi):
    code = owe_documents(world)
    propose(code, first(code), chi)
    with pytest.raises(Refused, match="đang chờ người duyệt"):
        propose(code, first(code), chi)
    review(code, first(code), head(world))
    with pytest.raises(Refused, match="Không có đề nghị"):
        review(code, first(code), head(world))
    lift(code, first(code), chi)
    with pytest.raises(Refused, match="không được giữ lại"):
        lift(code, first(code), chi)


def test_too_late(world, binh, chi):
    given, waived = owe_documents(world, 1), owe_documents(world, 2)
    act_on("provide_document", given, first(given), chi, document=paper(world))
    act("waive", waived, binh)
    with pytest.raises(Refused, match="đã được cung cấp"):
        propose(given, first(given), chi)
    with pytest.raises(Refused, match="được miễn"):
        propose(waived, first(waived), chi)


def test_sees_but_may_not(world, an, giang, kim, chi):
    clerk = world.add_person("yen", "so-yte", ["clerk"])
    lan = world.add_person("lan", "so-tttt", ["focal", "approver"])
    code = owe_documents(world, supporting=["so-tttt"])
    for person in (an, giang, kim, clerk, lan):  # Lan's office has a lane, but the line is not its own
        with pytest.raises(NotAllowed):
            propose(code, first(code), person)
    propose(code, first(code), chi)
    for person in (an, kim, clerk, lan, chi):
        with pytest.raises(NotAllowed):
            review(code, first(code), person)
    for person in (an, kim, clerk, lan):
        with pytest.raises(NotAllowed):
            lift(code, first(code), person)


def test_outsider(world, chi, dung):
    code = owe_documents(world)
    for run in (propose, review, lift):
        with pytest.raises(NotVisible):
            run(code, first(code), dung)


@pytest.mark.django_db(transaction=True)
def test_two_at_once(world, chi):
    code = owe_documents(world)
    number, document, by = first(code), paper(world), chi.actor
    raised = together(
        lambda: commands.withhold_document(code=code, expected_id=number, **WITHHELD, version=1, by=by, at=world.at),
        lambda: commands.provide_document(
            code=code, expected_id=number, document=document, version=1, by=by, at=world.at
        ),
    )
    assert len(raised) == 1
    assert isinstance(raised[0], SomebodyWasFaster | Refused)
    told = Entry.rows.filter(kind__in=["withholding.proposed", "expected.provided"]).count()
    assert told == 1


@pytest.mark.django_db(transaction=True)
def test_two_review_at_once(world, chi):
    code = owe_documents(world)
    number = first(code)
    propose(code, number, chi)
    other = world.add_person("quang", "so-yte", ["approver"], post="Phó giám đốc Sở")
    actors = [head(world).actor, other.actor]

    def answer(by, is_agreed):
        commands.review_withholding(code=code, expected_id=number, is_agreed=is_agreed, version=2, by=by, at=world.at)

    raised = together(lambda: answer(actors[0], True), lambda: answer(actors[1], False))
    assert len(raised) == 1
    assert isinstance(raised[0], SomebodyWasFaster | Refused)
    assert Entry.rows.filter(kind__in=["withholding.agreed", "withholding.refused"]).count() == 1


# ── the day to look again ───────────────────────────────────────────────────────────────────────────────────


def strike(at):
    return commands.strike_deadlines(by=CLOCK, at=at)


def test_the_clock_tells_once_for_each_day(world, an, chi):
    code = owe_documents(world, days=60)
    (second,) = expect(code, an, "Danh sách")
    withheld(world, code, first(code))
    withheld(world, code, second)
    day = world.at.replace(month=9, day=1)
    assert strike(day - timedelta(days=1)) == 0
    assert strike(day) == 1
    assert strike(day) == strike(day + timedelta(days=5)) == 0
    told = json.loads(Entry.rows.get(kind="withholding.fell_due").data)
    assert (told["count"], told["unit_id"], told["recheck"]) == (2, world.unit("so-yte"), "2021-09-01")
    assert Rung.rows.filter(kind="recheck").count() == 1


def test_kept_back_longer_it_is_told_anew(world, chi):
    code = owe_documents(world, days=200)
    withheld(world, code, first(code))
    day = world.at.replace(month=9, day=1)
    strike(day)
    given = {**WITHHELD, "recheck_date": date(2021, 10, 1)}
    act_on("withhold_document", code, first(code), chi, at=day, **given)
    act_on("review_withholding", code, first(code), head(world), at=day, is_agreed=True)
    assert strike(day) == 0
    assert strike(day.replace(month=10)) == 1
    assert entries(code).count("withholding.fell_due") == 2


def test_nobody_is_told_of_what_waits_or_was_waived(world, binh, chi):
    waiting, waived = owe_documents(world, 1, days=200), owe_documents(world, 2, days=200)
    propose(waiting, first(waiting), chi)
    withheld(world, waived, first(waived))
    act("waive", waived, binh)
    assert strike(world.at.replace(month=9, day=2)) == 0


@pytest.mark.django_db(transaction=True)
def test_two_clocks_tell_once(world, chi):
    code = owe_documents(world, days=200)
    withheld(world, code, first(code))
    day = world.at.replace(month=9, day=2)
    assert together(*[lambda: commands.tick(by=CLOCK, at=day)] * 2) == []
    assert entries(code).count("withholding.fell_due") == 1


# ── hidden titles ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def hidden(world, an, chi):
    """An asked for it by name; Chi's office keeps it back and hides the name."""
    code = owe_documents(world, supporting=["so-tttt"], days=60)
    (number,) = expect(code, an, CANARY, note=f"Ghi chú: {CANARY}")
    withheld(world, code, number, reason=f"Chưa công bố: {CANARY}", is_title_hidden=True)
    return code, number


def test_a_hidden_title_is_read_by_its_own_unit_alone(world, hidden, an, binh, chi, kim, giang):
    code, _number = hidden
    lan = world.add_person("lan", "so-tttt", ["focal"])
    for person in (an, binh, giang, kim, lan):
        for address in (url(code), PROVISION, f"{PROVISION}?status=withheld", f"/lam-viec/?q={code}"):
            page = person.client.get(address).content.decode()
            assert CANARY not in page, (person, address)
        for address in (url(code), PROVISION):
            assert UNNAMED in person.client.get(address).content.decode()
    for address in (url(code), PROVISION):
        page = chi.client.get(address).content.decode()
        assert CANARY in page
        assert UNNAMED not in page
    assert "Tên chỉ cơ quan bạn thấy" in chi.client.get(url(code)).content.decode()


def test_a_hidden_title_is_in_no_value_for_others(world, hidden, an, chi):
    code, _number = hidden
    today = world.at.date()
    assert CANARY not in repr(obligation_value(an.actor, code, today))
    assert CANARY in repr(obligation_value(chi.actor, code, today))


def test_a_hidden_title_is_in_no_event_notice_search_row_or_sentence(world, hidden, an, kim, chi):
    code, number = hidden
    strike(world.at.replace(month=9, day=1))
    lift(code, number, head(world))
    propose(code, number, chi, is_title_hidden=True)
    review(code, number, head(world), is_agreed=False)
    deliver(at=lambda: world.at)
    assert Notice.rows.filter(kind__startswith="withholding.").exists()
    keeps = {"obligations_expected"}
    for model in apps.get_models():
        if model._meta.db_table in keeps:
            continue
        for row in model._base_manager.all():
            for field in model._meta.concrete_fields:
                assert CANARY not in str(getattr(row, field.attname)), (model.__name__, field.name)
    for person in (an, kim):
        assert CANARY not in "".join(entry.sentence for entry in lines_of(person.actor, code=code, limit=50))
    assert CANARY not in repr(found_obligations([code]))


def test_errors_do_not_name_it(world, hidden, an, chi):
    code, number = hidden
    for person, name in ((an, "drop_expected"), (chi, "provide_document"), (chi, "lift_withholding")):
        given = {"document": paper(world)} if name == "provide_document" else {}
        with pytest.raises((Refused, NotAllowed)) as stopped:
            act_on(name, code, number, person, **given)
        assert CANARY not in str(stopped.value)
    with pytest.raises(SomebodyWasFaster) as faster:
        lift(code, number, head(world), version=1)
    assert (str(faster.value).count(code), CANARY in str(faster.value)) == (1, False)


def test_a_hidden_title_is_shown_again_by_an_approver_only(world, hidden, an, chi):
    code, number = hidden
    with pytest.raises(NotAllowed):
        lift(code, number, chi)
    propose(code, number, chi, is_title_hidden=False)  # keeps it back longer; it stays hidden
    assert line(number).is_title_hidden
    with pytest.raises(NotAllowed):
        lift(code, number, chi)
    lift(code, number, head(world))
    assert CANARY in an.client.get(url(code)).content.decode()


def test_a_state_secret_is_never_named(world, an, chi):
    code = owe_documents(world)
    (number,) = expect(code, an, CANARY)
    propose(code, number, chi, ground="STATE_SECRET", is_title_hidden=False)
    assert line(number).is_title_hidden
    page = an.client.get(url(code)).content.decode()
    assert CANARY not in page
    assert "đi theo đường riêng" in page


def test_an_open_title_is_shown_with_its_reason(world, an, chi):
    code = owe_documents(world)
    withheld(world, code, first(code))
    page = an.client.get(url(code)).content.decode()
    for words in ("Tài liệu của vấn đề", "Vụ việc đang xem xét", "Vụ việc chưa kết luận", "1/9/2021", "Giám đốc Sở"):
        assert words in page


# ── on the page ─────────────────────────────────────────────────────────────────────────────────────────────


def test_by_form(world, chi):
    code, boss = owe_documents(world), head(world)
    keep, answer, back = (line_url(code, first(code), step) for step in ("giu-lai", "duyet-giu-lai", "bo-giu-lai"))
    assert f'action="{keep}"' in chi.client.get(url(code)).content.decode()
    typed = {"version": 1, "ground": "OTHER", "reason": "Chờ ý kiến Thường trực", "recheck_date": "2021-09-01"}
    assert chi.client.post(keep, {**typed, "ground": ""}).status_code == 422
    assert chi.client.post(keep, typed)["Location"] == url(code)
    assert "Chờ duyệt giữ lại" in chi.client.get(url(code)).content.decode()
    assert f'action="{answer}"' not in chi.client.get(url(code)).content.decode()
    assert f'action="{answer}"' in boss.client.get(url(code)).content.decode()
    assert boss.client.post(answer, {"version": 2}).status_code == 422
    assert boss.client.post(answer, {"version": 2, "is_agreed": "1"}).status_code == 302
    assert line(first(code)).reviewed_at is not None
    assert f'action="{back}"' in chi.client.get(url(code)).content.decode()
    assert chi.client.post(back, {"version": 2}).status_code == 409
    assert chi.client.post(back, {"version": 3}).status_code == 302
    assert line(first(code)).state == "EXPECTED"


def test_doors(world, an, kim, dung, khach):
    code = owe_documents(world)
    typed = {"version": 1, "ground": "OTHER", "reason": "Chờ", "recheck_date": "2021-09-01", "is_agreed": "1"}
    for step in ("giu-lai", "duyet-giu-lai", "bo-giu-lai"):
        address = line_url(code, first(code), step)
        assert an.client.post(address, typed).status_code == 403
        assert kim.client.post(address, typed).status_code == 403
        assert dung.client.post(address, typed).status_code == (403 if step == "duyet-giu-lai" else 404)
        assert khach.client.post(address, typed)["Location"].startswith("/dang-nhap/")


def test_who_is_told(world, chi, an):
    code = owe_documents(world)
    boss = head(world)
    propose(code, first(code), chi)
    review(code, first(code), boss)
    deliver(at=lambda: world.at)
    told = set(Notice.rows.filter(code=code, kind__startswith="withholding.").values_list("kind", "account_id"))
    assert ("withholding.proposed", boss.account_id) in told
    assert ("withholding.agreed", an.account_id) in told
    assert not [pair for pair in told if pair == ("withholding.proposed", an.account_id)]
    assert Obligation.rows.get(code=code).state == "OPEN"
