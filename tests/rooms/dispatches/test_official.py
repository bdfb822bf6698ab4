"""Công văn số: a formal dispatch takes its number in the act that sends it; the letter's files follow, once."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from phoihop.dispatches import commands
from phoihop.dispatches.commands import official
from phoihop.dispatches.events import DispatchSent
from phoihop.dispatches.models import Dispatch
from phoihop.documents import commands as documents
from phoihop.documents.models import Book, Document, Rendition, Share
from phoihop.documents.outside import store
from phoihop.documents.queries import documents_about, issued_papers
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotVisible
from phoihop.ledger.commands import deliver
from phoihop.ledger.models import Delivery, Entry
from phoihop.organizations.commands import name_deputy
from phoihop.reporting.commands import set_letterhead
from phoihop.reporting.queries import Signer
from tests.world.build import LOADER
from tests.world.dispatches import send

BODY = (
    "Thực hiện Quy chế phối hợp năm 2021, Sở Y tế đề nghị Ban Tuyên giáo Tỉnh ủy:\n"
    "1. Cử cán bộ đầu mối trước ngày 15 tháng 8.\n\n"
    "2. Định hướng nội dung tuyên truyền"
)
OTHERS = ("tinh-uy", "btv-tinh-uy", "vp-tinh-uy", "ubkt-tinh-uy", "hdnd-tinh", "ubnd-tinh", "vks-tinh", "ta-tinh")
HEALTH = (Signer("", "", "Giám đốc", "Trần Văn Y"), Signer("KT", "Giám đốc", "Phó Giám đốc", "Lê Thị Z"))


def head(world, key="so-yte", signers=HEALTH, **more):
    given = {"system": "STATE", "organ": "Sở Y tế", "parent": "UBND tỉnh Kiên Giang", "place": "Kiên Giang"}
    given |= {"symbol": "SYT-VP", "archive": "VP"}
    set_letterhead(unit_id=world.unit(key), **{**given, **more}, signers=signers, by=LOADER, at=world.at)


def party(world, signers=(), **more):
    given = {"organ": "Ban Tuyên giáo", "parent": "Tỉnh ủy Kiên Giang", "place": "Rạch Giá", "symbol": "BTGTU"}
    head(world, "btg-tinh-uy", signers, system="PARTY", archive="Văn phòng Ban", **{**given, **more})


def formal(world, **values):
    return send(world, **{"body": BODY, "is_formal": True, **values})


def sent(code):
    event = Entry.rows.filter(kind="dispatch.sent", code=code).get()
    from phoihop.ledger.queries import event_of, heard

    return event_of(heard(event.pk), DispatchSent)


def write(world, code):
    official.write_letter(sent(code), at=world.at)
    return Dispatch.rows.get(code=code).letter_code


def paper(code):
    letter = Dispatch.rows.get(code=code).letter_code
    return issued_papers([letter])[letter]


def read(letter, tmp_path, *how, kind="PRINTED"):
    blob = Rendition.rows.get(document__code=letter, kind=kind).blob
    path = tmp_path / "letter"
    path.write_bytes(store.read(blob))
    text = subprocess.run(["pdftotext", *how, path, "-"], check=True, capture_output=True, text=True).stdout
    return " ".join(text.replace("\xa0", " ").split())


# ── the number ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_act_that_sends_takes_the_number(world, an, chi):
    head(world)
    code = formal(world, about="KH-kg-2021-so-yte")
    row = Document.rows.get()
    assert Dispatch.rows.get(code=code).letter_code == row.code
    assert (row.citation, row.issued_date.isoformat()) == ("01/SYT-VP", "2021-08-02")
    assert (row.signer, row.signer_post, row.recipients) == (
        "Trần Văn Y",
        "Giám đốc",
        "Ban Tuyên giáo Tỉnh ủy Kiên Giang",
    )
    assert list(Share.rows.values_list("unit__key", "because")) == [("btg-tinh-uy", code)]
    for reader in (an, chi):
        assert [line.code for line in documents_about(reader.actor, code)] == [row.code]


def test_a_plain_message_takes_none(world):
    code = send(world)
    assert Dispatch.rows.get(code=code).letter_code == ""
    assert not Document.rows.exists()
    assert not Book.rows.exists()


def test_twice_sends_and_numbers_once(world):
    head(world)
    assert formal(world, key="abc") == formal(world, key="abc")
    assert Document.rows.count() == Book.rows.get().last_number == 1


def test_without_a_number_nothing_is_sent(world, chi):
    head(world)
    formal(world)
    documents.close_book(book_id=Book.rows.get().pk, by=chi.actor, at=world.at)
    with pytest.raises(Refused, match="Sổ của năm 2021 đã khóa"):
        formal(world)
    assert Dispatch.rows.count() == Document.rows.count() == 1
    next_year = world.at + timedelta(days=160)
    assert paper(formal(world, at=next_year)).citation == "01/SYT-VP"  # another year, another book


def test_the_book_of_the_other_system_gives_none(world):
    head(world)
    formal(world)
    world_head = {"system": "PARTY", "symbol": "SYT"}
    head(world, **world_head)
    with pytest.raises(Refused, match="theo sổ của Nhà nước, còn mẫu văn bản theo thể thức của Đảng"):
        formal(world)
    assert Dispatch.rows.count() == 1


def test_a_marked_word_is_sent_nowhere_and_kept_nowhere(world):
    head(world)
    for wrong in ({"body": "TỐI MẬT\nNội dung"}, {"bases": "Căn cứ\nTỐI MẬT"}):
        with pytest.raises(Refused, match="Bộ lọc bảo mật không cho gửi nội dung này"):
            formal(world, **wrong)
    assert not Dispatch.rows.exists()
    assert not Document.rows.exists()
    assert not Entry.rows.filter(kind__startswith="dispatch.").exists()


def test_what_cannot_be_printed_is_refused_with_its_place(world):
    head(world)
    with pytest.raises(Refused, match=r"không có ký tự 😀 \(trong đoạn 2 của nội dung\)"):
        formal(world, body="Một.\nHai 😀")
    with pytest.raises(Refused, match="chưa có nội dung"):
        formal(world, body="")
    assert not Dispatch.rows.exists()


def test_the_number_costs_the_same_for_one_and_for_many(world):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    head(world)
    formal(world)
    with CaptureQueriesContext(connection) as few:
        formal(world)
    with CaptureQueriesContext(connection) as many:
        formal(world, to=("tinh-uy", "btv-tinh-uy", "ubkt-tinh-uy", "hdnd-tinh", "ubnd-tinh", "vks-tinh", "ta-tinh"))
    numbering = [[q["sql"] for q in got if "documents_" in q["sql"]] for got in (few, many)]
    assert len(numbering[0]) == len(numbering[1])


# ── who signs ───────────────────────────────────────────────────────────────────────────────────────────────


def signed(code):
    return paper(code).signer_post, paper(code).signer


def test_the_letterheads_first_signer_signs_what_a_clerk_sends(world):
    head(world)
    assert signed(formal(world)) == ("Giám đốc", "Trần Văn Y")


def test_an_approver_signs_his_own(world):
    party(world, (Signer("", "", "Trưởng ban", ""), Signer("KT", "Trưởng ban", "Phó trưởng ban", "Bùi Công Minh")))
    assert signed(formal(world, by="binh", to=["so-yte"])) == ("Trưởng ban", "Trần Thanh Bình")
    assert signed(formal(world, by="minh", to=["so-yte"])) == ("K/T Trưởng ban / Phó trưởng ban", "Bùi Công Minh")
    assert signed(formal(world, by="giang", to=["so-yte"])) == ("Trưởng ban", "")


def test_a_deputy_signs_for_the_post_he_stands_in_for(world):
    party(world)
    name_deputy(
        post_id=world.posts["btg-tinh-uy", "Trưởng ban"],
        account_id=world.accounts["an"],
        kinds=["approve", "work"],
        from_date=world.at.date(),
        to_date=world.at.date(),
        reason="đi họp",
        by=LOADER,
        at=world.at,
    )
    code = formal(world, by="an", to=["so-yte"])
    assert signed(code) == ("K/T Trưởng ban / Chuyên viên Phòng Tuyên truyền", "Nguyễn Văn An")
    assert Document.rows.get().registered_post == "Trưởng ban"  # for whom; the ledger names who


def test_on_behalf_of_a_body_the_deputy_stands_below_it(world, chi):
    council = Signer("TM", "Ủy ban nhân dân", "Chủ tịch", "Nguyễn A")
    head(world, signers=(council,))
    assert signed(formal(world)) == ("TM. Ủy ban nhân dân / Chủ tịch", "Nguyễn A")
    from phoihop.ground.actor import Role
    from phoihop.reporting.queries import letterheads, signing_in_words

    unit = world.unit("so-yte")
    deputy = replace(chi.actor, post="Phó Chủ tịch", acting_for="Chủ tịch", roles=frozenset({Role.APPROVER}))
    signer = official._signer(letterheads([unit])[unit], deputy)
    assert signing_in_words("STATE", signer) == "TM. Ủy ban nhân dân / KT. Chủ tịch / Phó Chủ tịch"


def test_nobody_known_leaves_the_name_open(world):
    assert signed(formal(world)) == ("Thủ trưởng cơ quan", "")
    assert paper(Dispatch.rows.get().code).citation == "01/SYT"  # the letters its name suggests


# ── the files ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_states_letter_as_it_is_read(world, an, tmp_path, at):
    head(world)
    code = formal(
        world, subject="Phối hợp tuyên truyền phòng, chống dịch", bases="Căn cứ Quy chế phối hợp\nCăn cứ Kế hoạch năm"
    )
    letter = write(world, code)
    text = read(letter, tmp_path, "-layout")
    for part in (
        "UBND TỈNH KIÊN GIANG",
        "SỞ Y TẾ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 01/SYT-VP",
        "Kiên Giang, ngày 02 tháng 8 năm 2021",
        "V/v phối hợp tuyên truyền",
        "Kính gửi: Ban Tuyên giáo Tỉnh ủy Kiên Giang",
        "Căn cứ Quy chế phối hợp;",
        "Căn cứ Kế hoạch năm.",
        "1. Cử cán bộ đầu mối",
        "Định hướng nội dung tuyên truyền./.",
        "- Như trên;",
        "- Lưu: VT, VP.",
        "GIÁM ĐỐC",
        "Trần Văn Y",
    ):
        assert part in text, part
    with documents.open_document(code=letter, kind="PRINTED", by=an.actor, at=at).file as file:
        assert file.read(5) == b"%PDF-"


def test_the_partys_letter_as_it_is_read(world, tmp_path):
    party(world, (Signer("KT", "Trưởng ban", "Phó trưởng ban", "Bùi Công Minh"),))
    text = read(write(world, formal(world, by="giang", to=["so-yte"])), tmp_path, "-layout")
    for part in ("ĐẢNG CỘNG SẢN VIỆT NAM", "Số 01-CV/BTGTU", "K/T TRƯỞNG BAN", "- Như trên,", "- Lưu Văn phòng Ban."):
        assert part in text, part
    assert "./." not in text


def test_another_type_carries_its_name(world, tmp_path):
    head(world, symbol="SYT")
    code = formal(world, type_key="TB", subject="Kết quả phối hợp tháng 7")
    assert paper(code).citation == "01/TB-SYT"
    assert "THÔNG BÁO Kết quả phối hợp tháng 7" in read(write(world, code), tmp_path)


def test_many_recipients_stand_on_a_list_behind_the_letter(world, tmp_path):
    head(world)
    text = read(write(world, formal(world, to=OTHERS)), tmp_path)
    assert "Kính gửi: Các cơ quan theo danh sách kèm theo" in text
    assert "(Kèm theo Công văn số 01/SYT-VP ngày 02 tháng 8 năm 2021)" in text
    assert "8. Tòa án nhân dân tỉnh Kiên Giang" in text
    assert Share.rows.count() == 8


def test_written_twice_is_one_letter_of_two_files(world):
    head(world)
    code = formal(world)
    first, again = write(world, code), write(world, code)
    assert first == again
    assert sorted(Rendition.rows.values_list("kind", flat=True)) == ["ORIGINAL", "PRINTED"]
    assert Entry.rows.filter(kind="paper.written").count() == 1


def test_what_was_sent_stays_when_the_letterhead_changes(world, tmp_path):
    head(world)
    code = formal(world)
    head(world, symbol="SYT", signers=(Signer("", "", "Giám đốc", "Người khác"),))
    text = read(write(world, code), tmp_path)
    assert "Số: 01/SYT-VP" in text
    assert "Trần Văn Y" in text
    assert "Người khác" not in text


def test_the_queue_writes_it(world):
    head(world)
    code = formal(world)
    for _n in range(3):
        deliver(at=lambda: world.at + timedelta(seconds=5))
    assert not Delivery.rows.exclude(state="DONE").exists()
    assert paper(code).is_written


def test_who_has_nothing_to_do_with_it_does_not_see_it(world, dung, at):
    head(world)
    letter = write(world, formal(world))
    with pytest.raises(NotVisible):
        documents.open_document(code=letter, kind="PRINTED", by=dung.actor, at=at)


# ── taken back, and stood in for ────────────────────────────────────────────────────────────────────────────


def states():
    return list(Document.rows.order_by("pk").values_list("citation", "state"))


def test_a_recalled_letter_is_recalled_in_the_register(world, chi, an):
    head(world)
    code = formal(world)
    write(world, code)
    commands.recall_dispatch(code=code, reason="Gửi nhầm", by=chi.actor, at=world.at)
    assert states() == [("01/SYT-VP", "RECALLED")]
    assert Document.rows.get().recall_reason == "Gửi nhầm"
    assert Rendition.rows.count() == 2  # what was issued is not undone
    assert "Đã thu hồi" in an.client.get(f"/lam-viec/van-ban/{Document.rows.get().code}/").content.decode()


def test_a_recalled_letter_is_still_written_when_the_queue_comes_to_it(world, chi):
    head(world)
    code = formal(world)
    commands.recall_dispatch(code=code, reason="Gửi nhầm", by=chi.actor, at=world.at)
    write(world, code)
    assert Rendition.rows.count() == 2


@pytest.mark.parametrize(
    ("how", "said", "old_state"),
    [
        ("REPLACE", "Văn bản này thay thế Công văn số 01/SYT-VP ngày 02 tháng 8 năm 2021./.", "RECALLED"),
        ("UPDATE", "Văn bản này sửa đổi, bổ sung Công văn số 01/SYT-VP ngày 02 tháng 8 năm 2021./.", "REGISTERED"),
    ],
)
def test_a_newer_letter_names_the_former_number(world, tmp_path, how, said, old_state):
    head(world)
    old = formal(world)
    new = formal(world, replaces=old, how=how, subject="Thông báo lại vấn đề phối hợp")
    assert states() == [("01/SYT-VP", old_state), ("02/SYT-VP", "REGISTERED")]
    assert said in read(write(world, new), tmp_path)


def test_a_plain_message_is_named_by_its_code(world, tmp_path):
    head(world)
    old = send(world)
    new = formal(world, replaces=old, how="REPLACE")
    assert f"thay thế thông điệp {old} ngày 02 tháng 8 năm 2021" in read(write(world, new), tmp_path)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_at_any_point_there_is_one_letter(world, monkeypatch):
    """A worker is killed after so many milliseconds, again and again; then one comes through.

    The letter is set once, here: the setter has threads, which no forked child has. Setting keeps nothing anyway.
    """
    from django.db import connection

    head(world)
    code = formal(world)
    event, row = sent(code), Dispatch.rows.get(code=code)
    made = official.compose_letter(letter=official.letter_of_dispatch(row, paper(code)), by=official.WORKS, at=world.at)
    monkeypatch.setattr(official, "compose_letter", lambda **_given: made)
    for after in (0.01, 0.05, 0.1, 0.15, 0.2, 0.3):
        connection.close()
        child = os.fork()
        if child == 0:
            try:
                official.write_letter(event, at=world.at)
            finally:
                os._exit(0)
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert Rendition.rows.count() in (0, 2)
    official.write_letter(event, at=world.at)
    assert sorted(Rendition.rows.values_list("kind", flat=True)) == ["ORIGINAL", "PRINTED"]
    assert all(store.exists(blob) for blob in Rendition.rows.values_list("blob", flat=True))
    assert Entry.rows.filter(kind="paper.written").count() == 1
