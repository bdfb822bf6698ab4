"""The pages of reorganisations: composed, answered, approved by two, carried out, taken back, without a file."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from phoihop.obligations.models import Obligation
from phoihop.organizations import commands, queries
from phoihop.organizations.models import Batch, Unit
from tests.world import plans
from tests.world import restructure as layer
from tests.world.build import LOADER, World
from tests.world.cast import Person

LIST = reverse("organizations:batches")
COMPOSE = reverse("organizations:compose_batch")
HEAD = {"title": "Sắp xếp", "key": "2021-09", "date": "2021-09-01", "legal_basis": "12/NQ-HĐND", "territory": "kg"}
MERGE = {
    "kind": "merge", "froms": "DV-kg-so-yte\nkg/so-xaydung", "tos": "kg/so-moi", "name": "Sở Mới",
    "unit_kind": "department", "level": "province", "parent": "kg/ubnd-tinh",
}  # fmt: skip


def page(name: str, code: str, *more: Any) -> str:
    return reverse(f"organizations:{name}", args=[code, *more])


def text(person: Person, url: str) -> str:
    response = person.client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def code(world: World, long: Person) -> str:
    plans.begin(world)
    assert long.client.post(COMPOSE, HEAD).status_code == 302
    code = "SX-kg-2021-09"
    assert long.client.post(page("add_step", code), MERGE).status_code == 302
    return code


def test_long_composes_two_approve_and_it_is_carried_out_and_taken_back(
    world: World, long: Person, chi: Person, code: str, clock: Any
) -> None:
    shown = text(long, page("batch", code))
    for words in ("Hợp nhất", "Sở Mới", "Lê Thị Chi", "Nghĩa vụ chủ trì", "Duyệt nội dung này"):
        assert words in shown
    second = layer.second_keeper(world)
    for person in (long, second):
        assert person.client.post(page("approve_batch", code)).status_code == 302
    assert "Duyệt nội dung này" not in text(long, page("batch", code))
    clock.move_to(world.at.replace(month=9, day=1))
    assert "Thực hiện ngay" in text(long, page("batch", code))
    assert long.client.post(page("apply_batch", code)).status_code == 302
    assert "đã thực hiện" in text(long, page("batch", code))
    owed = Obligation.rows.filter(lead=Unit.rows.get(key="so-moi")).first()
    assert owed is not None
    chi.client.get(LIST)
    moved = long.client.get(page("unit", "DV-kg-so-yte")).content.decode()
    assert "Sở Mới" in moved
    undo = page("undo_batch", code)
    assert long.client.post(undo, {"reason": ""}).status_code == 422
    assert long.client.post(undo, {"reason": "Nhầm"}).status_code == 302
    assert "Đã hoàn tác" in text(long, page("batch", code))
    assert queries.batch(LOADER, code).line.state == "UNDONE"


def test_the_page_of_a_thing_says_where_it_came_from(world: World, chi: Person, code: str, clock: Any) -> None:
    owed = Obligation.rows.filter(lead=Unit.rows.get(key="so-yte"), state="OPEN").first()
    assert owed is not None
    for person in (world.person("long"), layer.second_keeper(world)):
        commands.approve_batch(code=code, by=person.actor, at=world.at)
    then = clock.move_to(world.at.replace(month=9, day=1))
    commands.tick(by=LOADER, at=then)
    session = chi.client.session
    session["seat"] = Unit.rows.get(key="so-moi").pk
    session.save()
    shown = text(chi, reverse("obligations:item", args=[owed.code]))
    assert "Chuyển theo sắp xếp tổ chức" in shown
    assert "Sở Y tế tỉnh Kiên Giang" in shown


def test_a_split_asks_on_the_page(world: World, long: Person) -> None:
    year = plans.begin(world)
    long.client.post(COMPOSE, HEAD)
    code = "SX-kg-2021-09"
    step = {"kind": "split", "froms": "kg/so-yte", "tos": "kg/so-tttt\nkg/so-nnptnt"}
    assert long.client.post(page("add_step", code), step).status_code == 302
    shown = text(long, page("batch", code))
    assert f"({year.agreement})" in shown
    assert "Duyệt nội dung này" not in shown
    key = f"kg/so-yte:agreement:{year.agreement}"
    answer = {"key": key, "answer": "kg/so-tttt"}
    assert long.client.post(page("answer_question", code), answer).status_code == 302
    assert queries.batch(LOADER, code).raw["answers"] == {key: "kg/so-tttt"}
    assert long.client.post(page("answer_question", code), answer | {"answer": "kg/so-yte"}).status_code == 422


def test_a_step_is_dropped(long: Person, code: str) -> None:
    assert long.client.post(page("drop_step", code, 1)).status_code == 302
    assert queries.batch(LOADER, code).raw["steps"] == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"froms": "sở y tế"}, "Mỗi dòng viết một mã cơ quan"),
        ({"tos": ""}, "đúng một cơ quan kế thừa"),
        ({"kind": "split"}, "ít nhất hai cơ quan"),
        ({"kind": "move_function", "froms": "kg/so-yte"}, "Ghi chức năng"),
        ({"kind": "change_territory"}, "mã địa bàn mới"),
    ],
)
def test_what_does_not_fit_comes_back_with_its_sentence(
    world: World, long: Person, changed: dict[str, str], words: str
) -> None:
    long.client.post(COMPOSE, HEAD)
    response = long.client.post(page("add_step", "SX-kg-2021-09"), MERGE | changed)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_an_unknown_unit_is_refused_and_nothing_is_kept(world: World, long: Person) -> None:
    long.client.post(COMPOSE, HEAD)
    response = long.client.post(page("add_step", "SX-kg-2021-09"), MERGE | {"froms": "kg/khong-co"})
    assert response.status_code == 422
    assert "Không có cơ quan kg/khong-co" in response.content.decode()
    assert queries.batch(LOADER, "SX-kg-2021-09").raw["steps"] == []


def test_chi_sees_what_becomes_of_her_office_and_may_not_touch_it(chi: Person, code: str) -> None:
    assert "Thêm bước" not in text(chi, page("batch", code))
    for name in ("add_step", "undo_batch", "withdraw_batch"):
        assert chi.client.get(page(name, code)).status_code == 403
    for name in ("approve_batch", "apply_batch"):
        assert chi.client.post(page(name, code)).status_code == 403


def test_an_does_not_learn_of_what_does_not_touch_him(an: Person, code: str) -> None:
    assert an.client.get(page("batch", code)).status_code == 404
    assert code not in text(an, LIST)


def test_khach_is_sent_to_sign_in(khach: Person, code: str) -> None:
    assert khach.client.get(page("batch", code)).status_code == 302


def test_an_approver_who_saw_another_text_is_told_so(long: Person, code: str) -> None:
    response = long.client.post(page("approve_batch", code), {"digest": "0" * 64})
    assert response.status_code == 409


def test_withdrawn_it_is_over(long: Person, code: str) -> None:
    assert long.client.post(page("withdraw_batch", code), {"reason": "Chưa có nghị quyết"}).status_code == 302
    assert Batch.rows.get(code=code).state == "WITHDRAWN"
    assert long.client.post(page("approve_batch", code)).status_code == 422
