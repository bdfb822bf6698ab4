"""What the commands of this room share: loading, cleaning words, checking what goes out, copying it out."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from phoihop.communications import states
from phoihop.documents import commands as documents
from phoihop.ground.actor import SYSTEM_WORDS, Actor
from phoihop.ground.command import Refused, on_record
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import nfc
from phoihop.organizations.queries import unit_names

M = TypeVar("M", bound=Model)
INTERNAL = "INTERNAL"  # the guard's word for what may be kept and never goes out


def load(model: type[M], code: str, power: str, by: Actor) -> M:
    """The row of this code, if the actor holds the power over it."""
    row = model._base_manager.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    return row


def post_of(by: Actor) -> str:
    return (by.acting_for or by.post or on_record(SYSTEM_WORDS.get(by.name, by.name)))[:200]


def line_of(text: str, most: int) -> str:
    """One line, cleaned. Refused: too long."""
    return _measured(" ".join(nfc(text).split()), most)


def words_of(text: str, most: int) -> str:
    """Text of several lines, cleaned. Refused: too long."""
    return _measured(nfc(text).strip(), most)


def needed(text: str, most: int, said: Any) -> str:
    given = words_of(text, most)
    if not given:
        raise Refused(str(said))
    return given


def _measured(text: str, most: int) -> str:
    if len(text) > most:
        raise Refused(_("Nội dung dài quá %(most)s ký tự. Chưa ghi gì; hãy rút gọn rồi gửi lại.") % {"most": most})
    return text


def next_state(table: dict[str, dict[str, str]], row: Any, act: str) -> str:
    """The state that the act leads to. Refused where the table has no such step."""
    following = states.after(table, row.state, act)
    if following is None:
        raise Refused(
            _("%(code)s vừa sang trạng thái khác nên không làm được việc này; mọi thứ giữ nguyên. Hãy tải lại trang.")
            % {"code": row.code}
        )
    return following


def check_public(*texts: str) -> tuple[str, ...]:
    """Before words go out. Gives the kinds of personal data found in them. Refused: what the secrecy guard refuses or
    would hold, and what is marked for internal circulation."""
    judged = documents.check_text("\n\n".join(text for text in texts if text))
    if judged.verdict.decision == INTERNAL:
        raise Refused(
            _(
                "Nội dung có dấu hiệu lưu hành nội bộ nên không được đưa ra công khai; chưa có gì thay đổi. "
                "Hãy bỏ phần đó rồi làm lại."
            )
        )
    return judged.personal()


def territory_of(unit_id: int) -> str:
    return unit_names([unit_id])[unit_id].territory


def unit_name_of(unit_id: int) -> str:
    return unit_names([unit_id])[unit_id].name
