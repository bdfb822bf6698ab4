"""Văn bản kèm theo: documents of the sender's register, given to the recipients."""

import pytest

from phoihop.dispatches.models import Attachment, Dispatch
from phoihop.documents.models import Share
from phoihop.ground.command import Refused
from tests.rooms.dispatches.mails import text_of
from tests.world import documents as document_layer
from tests.world.dispatches import send
from tests.world.meetings import address

BOX = "/lam-viec/cong-van/"


def paper(world, by="giang"):
    return document_layer.registered(world, by)


def test_the_recipient_may_open_it(world, chi):
    code = paper(world)
    sent = send(world, by="an", to=["so-yte"], attachments=[code], is_outside_confirmed=True)
    assert Share.rows.get(document__code=code).unit_id == world.unit("so-yte")
    assert Share.rows.get().because == sent
    page = chi.client.get(f"{BOX}{sent}/").content.decode()
    assert f"/lam-viec/van-ban/{code}/" in page
    assert chi.client.get(f"/lam-viec/van-ban/{code}/").status_code == 200


def test_it_is_named_in_the_mail_and_not_sent_with_it(world):
    from phoihop.mail.models import OutMail

    address(world, "so-nnptnt")
    code = paper(world)
    send(world, by="an", to=["so-nnptnt"], attachments=[code], is_outside_confirmed=True)
    text = text_of(OutMail.rows.get())
    assert f"/lam-viec/van-ban/{code}/" in text
    assert Attachment.rows.get().title in text


@pytest.mark.parametrize("what", ["strange", "draft", "of another office"])
def test_refused_and_nothing_is_sent(world, what):
    code = {"strange": lambda: "VB-kg-2021-999999", "draft": lambda: document_layer.draft(world)}.get(
        what, lambda: paper(world)
    )()
    by, to = ("dung", "btg-tinh-uy") if what == "of another office" else ("an", "so-yte")
    with pytest.raises(Refused):
        send(world, by=by, to=[to], attachments=[code], is_outside_confirmed=True)
    assert not Dispatch.rows.exists()
    assert not Share.rows.exists()


def test_what_was_given_to_an_office_is_not_passed_on_by_it(world):
    code = paper(world)
    send(world, by="an", to=["so-yte"], attachments=[code], is_outside_confirmed=True)
    with pytest.raises(Refused, match="không có quyền gửi văn bản"):
        send(world, by="chi", to=["so-xaydung"], attachments=[code], is_outside_confirmed=True)
    assert Dispatch.rows.count() == 1


def test_words_that_the_guard_stops_are_not_sent(world):
    with pytest.raises(Refused, match="Bộ lọc bảo mật"):
        send(world, body="TUYỆT MẬT\nSố: 05/BC-SYT\nNội dung thuộc danh mục bí mật nhà nước độ Tuyệt mật.")
    assert not Dispatch.rows.exists()


def test_by_form(world, an):
    code = paper(world)
    page = an.client.get(f"{BOX}moi/").content.decode()
    assert f'value="{code}"' in page
    typed = {
        "purpose": "INFORM",
        "form": "plain",
        "recipients": [world.unit("so-yte")],
        "subject": "Gửi kèm",
        "body": "",
        "papers": [code],
        "codes": "",
        "is_confirmed": "on",
        "key": "k",
    }
    assert an.client.post(f"{BOX}moi/", typed).status_code == 302
    assert Attachment.rows.get().document == code
