"""Gửi ngay: what is urgent breaks through; what is wanted at once waits out the quiet hours; bounces."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from phoihop.dispatches import commands as dispatches
from phoihop.ground.actor import Actor
from phoihop.mail.events import MailFailed
from phoihop.mail.models import OutMail
from phoihop.meetings import commands as meetings
from phoihop.notices import rules
from phoihop.notices.models import Notice, Reader
from phoihop.notices.reactions import note_failed_mail
from tests.world import meetings as meeting_layer
from tests.world.dispatches import send
from tests.world.mornings import arrange, digest_of, give_addresses, hear_all, mails, morning, strike, text_of

POSTMAN = Actor.system("postman")


def recall(world, chi, at):
    code = send(world, at=at)
    dispatches.recall_dispatch(code=code, reason="Gửi nhầm", by=chi.actor_at(at), at=at)
    hear_all(at)
    return code


def test_urgent_goes_out_at_once_by_night(world, an, chi):
    give_addresses(world, "an")
    night = morning(world, 2, 23)
    recall(world, chi, night)
    (mail,) = mails(f"notice/{an.account_id}/")
    assert mail.due_at == night
    assert mail.is_urgent
    assert "Thu hồi công văn" in text_of(mail)


def test_what_was_mailed_is_not_in_the_digest(world, an, chi):
    give_addresses(world, "an")
    recall(world, chi, world.at)
    strike(morning(world, 3))
    assert "Thu hồi" not in digest_of(an, morning(world, 3))


def test_normal_waits_for_the_digest_unless_wanted_at_once(world, an, binh):
    give_addresses(world, "an", "binh")
    arrange(binh, world.at, ways={"dispatches": "mail"})
    send(world)
    hear_all(world.at)
    assert mails(f"notice/{an.account_id}/") == []
    (mail,) = mails(f"notice/{binh.account_id}/")
    assert mail.due_at == world.at
    assert not mail.is_urgent


def test_wanted_at_once_by_night_waits_until_morning(world, binh):
    give_addresses(world, "binh")
    arrange(binh, world.at, ways={"dispatches": "mail"})
    night = morning(world, 2, 23)
    send(world, at=night)
    hear_all(night)
    assert mails(f"notice/{binh.account_id}/")[0].due_at == morning(world, 3, 6, 30)


def test_only_in_the_inbox(world, an):
    give_addresses(world, "an")
    arrange(an, world.at, ways={"dispatches": "inbox"})
    send(world)
    hear_all(world.at)
    assert mails("notice/") == []
    strike(morning(world, 3))
    assert "TIN MỚI" not in digest_of(an, morning(world, 3))
    assert Notice.rows.filter(account_id=an.account_id, read_at__isnull=True).count() == 1


def test_switched_off_is_not_told_at_all(world, an, chi):
    arrange(chi, world.at, ways={"meetings": "never"})
    meeting_layer.call(world)
    hear_all(world.at)
    assert not Notice.rows.filter(account_id=chi.account_id, kind="meeting.called").exists()


def test_heard_twice_is_one_mail(world, an, chi):
    from phoihop.ledger.models import Entry
    from phoihop.ledger.queries import heard
    from phoihop.notices.commands import hear

    give_addresses(world, "an")
    recall(world, chi, world.at)
    hear(heard(Entry.rows.get(kind="dispatch.recalled").pk), at=world.at + timedelta(hours=1))
    assert len(mails(f"notice/{an.account_id}/")) == 1


@pytest.mark.parametrize(("before", "is_urgent"), [(timedelta(hours=20), True), (timedelta(days=2), False)])
def test_a_meeting_cancelled_within_a_day_is_urgent(world, chi, an, before, is_urgent):
    give_addresses(world, "chi")
    code = meeting_layer.call(world)
    hear_all(world.at)
    at = meeting_layer.starts(world) - before
    meetings.cancel_meeting(code=code, reason="Bão", by=an.actor_at(at), at=at)
    hear_all(at)
    assert [mail.is_urgent for mail in mails(f"notice/{chi.account_id}/")] == [True] * is_urgent


def test_a_meeting_moved_away_from_tomorrow_is_urgent(world, chi, an):
    """Whoever was to come tomorrow must hear of it today, however far off the new day is."""
    give_addresses(world, "chi")
    code = meeting_layer.call(world)
    hear_all(world.at)
    starts = meeting_layer.starts(world)
    at, later = starts - timedelta(hours=20), starts + timedelta(days=14)
    meetings.change_meeting(code=code, starts_at=later, ends_at=later + timedelta(hours=2), by=an.actor_at(at), at=at)
    hear_all(at)
    assert len(mails(f"notice/{chi.account_id}/")) == 1


def fail(mail, at):
    OutMail.rows.filter(pk=mail.pk).update(state="FAILED", failed_at=at)
    event = MailFailed(code="THU", key=mail.key, about="", reason="550 no such user")
    note_failed_mail(event, by=POSTMAN.through("mail.failed"), at=at)


def test_a_bounced_digest_falls_back_to_the_inbox_with_a_note(world, an):
    give_addresses(world, "an")
    send(world)
    hear_all(world.at)
    strike(morning(world, 3))
    (mail,) = mails(f"digest/{an.account_id}/")
    for _ in range(2):
        fail(mail, morning(world, 3, 9))
    assert Reader.rows.get(account_id=an.account_id).bounced_address == "an@kg.gov.vn"
    page = an.client.get("/lam-viec/hop-thu/").content.decode()
    assert "an@kg.gov.vn bị trả lại ngày 3/8/2021" in page
    assert "Thông báo vấn đề phối hợp năm 2021" in page
    send(world, subject="Sau khi bị trả lại")
    hear_all(world.at)
    strike(morning(world, 4))
    assert digest_of(an, morning(world, 4)) == ""


def test_a_bounced_notice_lies_in_the_inbox(world, an, chi):
    give_addresses(world, "an")
    recall(world, chi, world.at)
    (mail,) = mails(f"notice/{an.account_id}/")
    fail(mail, world.at)
    row = Notice.rows.get(account_id=an.account_id, kind="dispatch.recalled")
    assert (row.way, row.mailed_at) == ("inbox", None)


def test_bounces_of_other_rooms_change_nothing(world):
    event = MailFailed(code="THU", key="address/HT-kg-000001/confirm", about="", reason="550")
    note_failed_mail(event, by=POSTMAN.through("mail.failed"), at=world.at)
    assert not Reader.rows.exists()


# ── hours, as plain arithmetic ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("now", "quiet"),
    [("17:59", False), ("18:00", True), ("23:59", True), ("00:00", True), ("06:29", True), ("06:30", False)],
)
def test_quiet_hours_go_over_midnight(now, quiet):
    assert rules.is_quiet(time(18, 0), time(6, 30), time.fromisoformat(now)) is quiet


def test_equal_ends_are_no_quiet_hours():
    assert not any(rules.is_quiet(time(8), time(8), time(hour)) for hour in range(24))


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2021-08-02T23:10", "2021-08-03T06:30"),
        ("2021-08-03T01:00", "2021-08-03T06:30"),
        ("2021-12-31T22:00", "2022-01-01T06:30"),
        ("2021-08-03T09:00", "2021-08-03T09:00"),
    ],
)
def test_when_it_is_over(at, until):
    end = rules.quiet_until(time(18, 0), time(6, 30), datetime.fromisoformat(at))
    assert end == datetime.fromisoformat(until)


def test_the_zone_of_the_house_counts_and_has_no_summer_time(world, an):
    """23:30 UTC is 6:30 here, in July and in January alike."""
    give_addresses(world, "an")
    for month in (1, 7):
        at = datetime(2022, month, 10, 0, 0, tzinfo=UTC)  # 7.00 here, a Monday or a Sunday
        sent = at - timedelta(days=1)
        send(world, at=sent)
        hear_all(sent)
        arrange(an, sent, is_on_days_off=True)
        assert strike(at - timedelta(minutes=1)) == 0
        assert strike(at) == 1
