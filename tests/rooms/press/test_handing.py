"""A story handed to an agency: an obligation with the house's clock, its answer back, refused with the next owner."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.ground.actor import Actor, Role
from phoihop.ground.command import Refused
from phoihop.ground.figures import Period, Scope
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ground.sheet import notices_on
from phoihop.ledger.models import Entry
from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Obligation
from phoihop.press import commands, queries
from phoihop.press.models import Handoff, Story
from phoihop.press.states import handing as states
from tests.world import plans as plan_layer
from tests.world.build import World
from tests.world.clippings import TITLE, story
from tests.world.flat import grows_flat

HERE = "/lam-viec/chuyen-tra-loi/"
QUESTION = "Đã khoanh vùng đến đâu, bao nhiêu hộ?"


def given(world: World, told: str = "", *, dossier: str = "", agency: str = "so-yte", **more: Any) -> str:
    values: dict[str, Any] = {
        "unit_id": world.unit("btg-tinh-uy"),
        "story": told or story(world),
        "agency_id": world.unit(agency),
        "question": QUESTION,
        "due_date": date(2021, 8, 5),
        "dossier": dossier,
        "by": world.person("an").actor,
        "at": world.at,
    }
    return commands.give_handoff(**{**values, **more}).code


def owed(code: str) -> Obligation:
    return Obligation.rows.get(origin=code)


def state(code: str) -> str:
    return Handoff.rows.get(code=code).state


def answered(world: World, **more: Any) -> str:
    code = given(world, **more)
    commands.answer_handoff(
        code=code, answer="42 hộ, 3 chốt.", reference="125/BC-SYT", by=world.person("chi").actor, at=world.at
    )
    return code


# ── handed on ───────────────────────────────────────────────────────────────────────────────────────────────


def test_it_opens_an_obligation_with_an_explained_date(world: World) -> None:
    year = plan_layer.begin(world)
    code = given(world, story(world, year.topic), dossier=year.topic)
    row = owed(code)
    assert (row.lead_id, row.entitled_id) == (world.unit("so-yte"), world.unit("btg-tinh-uy"))
    assert (row.due_date, row.dossier, row.source, row.duty) == (date(2021, 8, 5), year.topic, code, "press.answer")
    assert row.explanation
    assert TITLE in row.title
    assert Handoff.rows.get(code=code).obligation == row.code
    assert code.startswith("GB-kg-2021-")


def test_the_same_to_the_same_agency_for_the_same_topic_is_the_first(world: World) -> None:
    year = plan_layer.begin(world)
    told = story(world, year.topic)
    first = given(world, told, dossier=year.topic)
    assert given(world, told, dossier=year.topic, question="Một câu khác?") == first
    assert given(world, told) != first  # without the topic it is another matter
    assert given(world, told, dossier=year.topic, agency="so-xaydung") != first
    assert Entry.rows.filter(kind="handoff.given").count() == 3
    assert Obligation.rows.filter(duty="press.answer").count() == 3


def test_another_unit_is_told_that_the_agency_was_asked_already(world: World) -> None:
    told = story(world)
    first = given(world, told)
    phong = world.add_person("phong", "vp-tinh-uy", [Role.DRAFTER])
    with pytest.raises(Refused, match=first):
        given(world, told, unit_id=world.unit("vp-tinh-uy"), by=phong.actor)


def test_a_merged_story_is_handed_on_as_the_one_it_went_into(world: World) -> None:
    kept, merged = story(world, title="Tin giữ lại"), story(world)
    Story.rows.filter(code=merged).update(state="MERGED", into=Story.rows.get(code=kept))
    assert Handoff.rows.get(code=given(world, merged)).story == kept


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"question": "  "}, "Cần ghi câu hỏi"),
        ({"due_date": date(2021, 8, 1)}, "Hạn trả lời"),
        ({"due_date": date(2023, 8, 1)}, "Hạn trả lời"),
        ({"agency": "btg-tinh-uy"}, "cơ quan khác"),
        ({"question": "x" * 2001}, "quá 2000 ký tự"),
        ({"question": "Độ mật: TUYỆT MẬT. Nội dung kế hoạch?"}, "Bộ lọc bảo mật"),
    ],
)
def test_refused_and_nothing_is_owed(world: World, values: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        given(world, **values)
    assert not Handoff.rows.exists()
    assert not Obligation.rows.filter(duty="press.answer").exists()


def test_who_may_hand_on(world: World) -> None:
    for name in ("giang", "kim", "chi"):
        with pytest.raises(NotAllowed):
            given(world, by=world.person(name).actor)
    with pytest.raises(NotVisible):
        given(world, "BA-kg-2021-999999")
    with pytest.raises(NotVisible):
        given(world, dossier="VD-kg-2021-9999")
    for name in ("ha", "binh"):
        assert given(world, by=world.person(name).actor)


# ── answered ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_answer_comes_back_to_the_story_and_to_whoever_asked(world: World) -> None:
    code = answered(world)
    row = Handoff.rows.get(code=code)
    assert (row.state, row.answer, row.reference, row.is_late) == ("ANSWERED", "42 hộ, 3 chốt.", "125/BC-SYT", False)
    assert owed(code).state == "HANDED_IN"
    lines = queries.handoffs_of_story(world.person("an").actor, row.story)
    assert [(line.code, line.state) for line in lines] == [(code, "ANSWERED")]
    assert queries.handoffs_of_story(world.person("dung").actor, row.story) == ()
    notice = notices_on("handoff.answered")[0]
    event = next(Entry.rows.filter(kind="handoff.answered").values_list("code", flat=True).iterator())
    assert event == code
    assert notice.how == "normal"
    assert Entry.rows.filter(kind="handoff.answered").count() == 1


def test_what_is_handed_in_at_the_obligation_is_the_answer(world: World) -> None:
    code = given(world)
    late = world.at + timedelta(days=9)
    chi = world.person("chi").actor_at(late)
    obligations.hand_in_obligation(
        code=owed(code).code, statement="Trả lời sau.", reference="130/BC-SYT", by=chi, at=late
    )
    row = Handoff.rows.get(code=code)
    assert (row.state, row.answer, row.is_late, row.answered_at) == ("ANSWERED", "Trả lời sau.", True, late)


def test_returned_and_accepted_at_the_obligation(world: World) -> None:
    code = answered(world)
    an = world.person("an").actor
    obligations.return_obligation(code=owed(code).code, reason="Thiếu số hộ", by=an, at=world.at)
    row = Handoff.rows.get(code=code)
    assert (row.state, row.reason) == ("OPEN", "Thiếu số hộ")
    commands.answer_handoff(code=code, answer="42 hộ.", by=world.person("chi").actor, at=world.at)
    obligations.accept_obligation(code=owed(code).code, by=an, at=world.at)
    assert state(code) == "ACCEPTED"
    assert given(world, Handoff.rows.get(code=code).story) == code  # asked and answered: the first is shown


def test_an_extension_moves_the_day(world: World) -> None:
    code = given(world)
    asked = obligations.request_extension(
        code=owed(code).code,
        to_date=date(2021, 8, 12),
        reason="Chờ xét nghiệm",
        by=world.person("chi").actor,
        at=world.at,
    )
    obligations.decide_extension(
        extension_id=asked.extension_id, is_granted=True, answer="Đồng ý", by=world.person("an").actor, at=world.at
    )
    assert Handoff.rows.get(code=code).due_date == date(2021, 8, 12)


def test_waived_at_the_obligation_is_withdrawn(world: World) -> None:
    code = given(world)
    obligations.waive_obligation(
        code=owed(code).code, reason="Không cần nữa", by=world.person("binh").actor, at=world.at
    )
    assert (state(code), Handoff.rows.get(code=code).reason) == ("WITHDRAWN", "Không cần nữa")


def test_other_obligations_are_none_of_its_business(world: World) -> None:
    year = plan_layer.begin(world)
    row = Obligation.rows.get(origin=f"{year.topic}/partner.provide-documents/before")
    obligations.hand_in_obligation(
        code=row.code,
        statement="Đã gửi",
        reference="1/BC-SYT",
        missing_reason="Chưa có danh sách",
        by=world.person("chi").actor,
        at=world.at,
    )
    assert not Entry.rows.filter(kind__startswith="handoff.").exists()


# ── refused, withdrawn ──────────────────────────────────────────────────────────────────────────────────────


def test_refused_with_the_next_owner_and_handed_on(world: World) -> None:
    told = story(world)
    code = given(world, told)
    commands.refuse_handoff(
        code=code,
        reason="Việc của ngành xây dựng",
        next_unit_id=world.unit("so-xaydung"),
        by=world.person("chi").actor,
        at=world.at,
    )
    assert state(code) == "REFUSED"
    assert owed(code).state == "WAIVED"
    value = queries.handoff_value(world.person("an").actor, code)
    assert value.next_unit.startswith("Sở Xây dựng")
    assert value.rights.go_on
    assert not queries.handoff_value(world.person("chi").actor, code).rights.go_on
    later = given(world, told, agency="so-xaydung", follows=code)
    value = queries.handoff_value(world.person("an").actor, code)
    assert value.followed_by == later
    assert not value.rights.go_on
    assert queries.handoff_value(world.person("dung").actor, later).line.state == "OPEN"
    assert Entry.rows.filter(kind="handoff.withdrawn").count() == 0  # the withdrawal of the duty is its own consequence


def test_a_refusal_needs_a_reason_and_another_agency(world: World) -> None:
    code = given(world)
    chi = world.person("chi").actor
    with pytest.raises(Refused, match="lý do"):
        commands.refuse_handoff(code=code, reason=" ", by=chi, at=world.at)
    for unit in ("so-yte", "btg-tinh-uy"):
        with pytest.raises(Refused, match="cơ quan khác"):
            commands.refuse_handoff(code=code, reason="Không", next_unit_id=world.unit(unit), by=chi, at=world.at)
    with pytest.raises(NotVisible):
        commands.refuse_handoff(code=code, reason="Không", by=world.person("dung").actor, at=world.at)
    with pytest.raises(NotAllowed):
        commands.refuse_handoff(code=code, reason="Không", by=world.person("an").actor, at=world.at)
    assert state(code) == "OPEN"
    assert owed(code).state == "OPEN"


def test_after_a_refusal_the_same_agency_may_be_asked_again(world: World) -> None:
    told = story(world)
    code = given(world, told)
    commands.refuse_handoff(code=code, reason="Nhầm", by=world.person("chi").actor, at=world.at)
    assert given(world, told) != code


def test_withdrawn(world: World) -> None:
    code = given(world)
    commands.withdraw_handoff(code=code, reason="Đã rõ", by=world.person("an").actor, at=world.at)
    assert (state(code), owed(code).state) == ("WITHDRAWN", "WAIVED")
    assert Entry.rows.filter(kind="handoff.withdrawn").count() == 1
    with pytest.raises(Refused, match="đã được rút"):
        commands.answer_handoff(code=code, answer="Muộn", by=world.person("chi").actor, at=world.at)


def test_every_state_has_its_acts_and_only_those() -> None:
    for row in states.HANDOFF.values():
        assert set(row.values()) <= set(states.HANDOFF)
    assert [name for name, row in states.HANDOFF.items() if not row] == ["ACCEPTED", "REFUSED", "WITHDRAWN"]
    assert states.after("OPEN", "return") is None


# ── pages, search, reports ──────────────────────────────────────────────────────────────────────────────────


def test_the_clock_reads_and_nobody_else_sees(world: World) -> None:
    code = given(world)
    for name, sees in {"an": True, "chi": True, "giang": True, "kim": True, "dung": False, "long": False}.items():
        actor = world.person(name).actor
        assert (queries.visible_handoffs(actor, [code]) == {code}) is sees, name
    assert queries.visible_handoffs(Actor.system("deadline-clock"), [code]) == {code}


def test_page_of_a_hand_off_and_of_its_obligation(world: World) -> None:
    code = given(world)
    chi, an = world.person("chi").client, world.person("an").client
    page = chi.get(f"{HERE}{code}/").content.decode()
    assert QUESTION in page
    assert f"{code}/tra-loi/" in page
    assert "tu-choi/" in page
    assert f"{code}/tra-loi/" not in an.get(f"{HERE}{code}/").content.decode()
    assert world.person("dung").client.get(f"{HERE}{code}/").status_code == 404
    duty = an.get(f"/lam-viec/nghia-vu/{owed(code).code}/").content.decode()
    assert f"{HERE}{code}/" in duty
    assert "Tin báo được chuyển" in duty
    sent = chi.post(f"{HERE}{code}/tra-loi/", {"answer": "42 hộ.", "reference": "", "version": "1"})
    assert (sent.status_code, state(code)) == (302, "ANSWERED")
    assert "đúng hạn" in an.get(f"{HERE}{code}/").content.decode()


def test_handing_on_from_the_page(world: World) -> None:
    year = plan_layer.begin(world)
    told = story(world, year.topic)
    an = world.person("an").client
    form = an.get(f"{HERE}chuyen/{told}/?ve={year.topic}")
    assert form.status_code == 200
    assert 'value="2021-08-05"' in form.content.decode()
    values = {
        "agency_id": str(world.unit("so-yte")),
        "question": QUESTION,
        "dossier": year.topic,
        "due_date": "2021-08-05",
        "find": "xây dựng",
    }
    looked = an.post(f"{HERE}chuyen/{told}/", {**values, "search": "1"})
    assert looked.status_code == 200
    assert QUESTION in looked.content.decode()
    assert not Handoff.rows.exists()
    sent = an.post(f"{HERE}chuyen/{told}/", values)
    assert sent.status_code == 302
    assert Handoff.rows.get().dossier == year.topic
    assert an.post(f"{HERE}chuyen/{told}/", {**values, "question": ""}).status_code == 422
    assert world.person("chi").client.get(f"{HERE}chuyen/{told}/").status_code == 403


def test_refusing_and_going_on_from_the_pages(world: World) -> None:
    told = story(world)
    code = given(world, told)
    chi, an = world.person("chi").client, world.person("an").client
    refused = {"reason": "Việc của ngành xây dựng", "next_unit_id": str(world.unit("so-xaydung")), "version": "1"}
    assert chi.post(f"{HERE}{code}/tu-choi/", refused).status_code == 302
    page = an.get(f"{HERE}{code}/").content.decode()
    assert f"{HERE}chuyen/{told}/?tiep={code}" in page
    assert "Việc của ngành xây dựng" in page
    form = an.get(f"{HERE}chuyen/{told}/?tiep={code}").content.decode()
    assert f'<option value="{world.unit("so-xaydung")}" selected' in form
    assert QUESTION in form
    assert an.get(f"{HERE}{code}/rut/").status_code == 403


def test_lists_are_narrowed_and_grow_flat(world: World) -> None:
    first = given(world, story(world, title="Cháy chợ đêm"))
    an = world.person("an").actor
    assert [line.code for line in queries.handoffs(an, text="cho dem").lines] == [first]
    assert queries.handoffs(an, show="asked").lines == ()
    assert [line.code for line in queries.handoffs(world.person("chi").actor, show="asked").lines] == [first]
    client = world.person("an").client
    grows_flat(client, HERE, lambda: [given(world) for _ in range(4)])
    page = queries.handoffs(an, limit=2)
    assert len(page.lines) == 2
    assert len(queries.handoffs(an, after=page.next).lines) == 3


def test_search_knows_question_and_answer(world: World) -> None:
    code = answered(world)
    row = queries.found_handoffs([code])[0]
    assert QUESTION in row.text
    assert "42 hộ" in row.text
    assert row.title == TITLE
    assert queries.handoff_codes("", 10) == [code]
    assert queries.handoff_parties([code]) == {world.unit("btg-tinh-uy"), world.unit("so-yte")}


def test_the_section_of_reviews_counts_its_rows(world: World) -> None:
    year = plan_layer.begin(world)
    in_time = answered(world, told=story(world, year.topic), dossier=year.topic)
    late = given(world, story(world, year.topic, title="Tin thứ hai"), dossier=year.topic)
    after = world.at + timedelta(days=9)
    commands.answer_handoff(code=late, answer="Muộn.", by=world.person("chi").actor_at(after), at=after)
    refused = given(world, story(world, year.topic, title="Tin thứ ba"), dossier=year.topic)
    commands.refuse_handoff(code=refused, reason="Nhầm", by=world.person("chi").actor, at=world.at)
    given(world)  # about no topic: not of this plan
    scope = Scope("plan", year.plan, "", 2021, world.unit("btg-tinh-uy"), (year.plan,), (), dossiers=(year.topic,))
    period = Period("2021-Q3", "quarter", date(2021, 7, 1), date(2021, 9, 30))
    an = world.person("an").actor
    with CaptureQueriesContext(connection) as taken:
        section = queries.handing_section(an, scope, period, date(2021, 9, 30))
    assert len(taken) <= 3
    assert section is not None
    rows = {figure.key: figure.rows for figure in section.figures}
    assert rows["press.handed"] == tuple(sorted((in_time, late, refused)))
    assert rows["press.answered"] == tuple(sorted((in_time, late)))
    assert rows["press.answered_in_time"] == (in_time,)
    assert rows["press.handing_refused"] == (refused,)
    early = queries.handing_section(an, scope, period, date(2021, 8, 3))
    assert early is not None
    assert {f.key: f.number for f in early.figures}["press.answered"] == 1
    assert queries.handing_section(an, scope, period, date(2021, 7, 1)) is None
