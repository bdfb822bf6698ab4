"""What the commands about questions of the press and asked corrections share."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.documents import commands as documents
from phoihop.ground.actor import SYSTEM_WORDS, Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, on_record
from phoihop.ground.dates import CalendarRefused, Explanation
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.sheet import finders, work_calendar
from phoihop.ground.text import nfc
from phoihop.press.models.asking import AskingTerm
from phoihop.press.rules import asking as rules
from phoihop.press.states import asking as states

M = TypeVar("M", bound=Model)
INTERNAL = "INTERNAL"  # the guard's word for what may be kept and never goes out
_MAIL = re.compile(r"[^@\s<>\",;]+@[^@\s<>\",;.]+(\.[^@\s<>\",;.]+)+")


def load(model: type[M], code: str, power: str, by: Actor, version: int | None = None) -> M:
    """The row, if the actor holds the power over it and it is still what his page shows."""
    row = model._base_manager.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    now: int = row.version  # type: ignore[attr-defined]
    if version is not None and version != now:
        raise SomebodyWasFaster(code, now)
    return row


def next_state(table: dict[str, dict[str, str]], row: Any, act: str) -> str:
    """The state that the act leads to. Refused where the table has no such step."""
    following = states.after(table, row.state, act)
    if following is None:
        raise Refused(
            _("%(code)s vừa sang trạng thái khác nên không làm được việc này; mọi thứ giữ nguyên. Hãy tải lại trang.")
            % {"code": row.code}
        )
    return following


def post_of(by: Actor) -> str:
    return (by.acting_for or by.post or on_record(SYSTEM_WORDS.get(by.name, by.name)))[:200]


def line_of(text: str, most: int) -> str:
    """One line, cleaned. Refused: too long."""
    return _measured(" ".join(nfc(text).split()), most)


def words_of(text: str, most: int) -> str:
    """Text of several lines, cleaned. Refused: too long."""
    return _measured(nfc(text).strip(), most)


def _measured(text: str, most: int) -> str:
    if len(text) > most:
        raise Refused(_("Nội dung dài quá %(most)s ký tự. Chưa ghi gì; hãy rút gọn rồi gửi lại.") % {"most": most})
    return text


def reason_of(text: str) -> str:
    given = words_of(text, rules.LONGEST_NOTE)
    if not given:
        raise Refused(_("Cần nêu lý do. Chưa có gì thay đổi; hãy viết một câu rồi gửi lại."))
    return given


def outlet_of(text: str) -> str:
    """A paper, station or site. Refused: nothing; a person or the account of one."""
    given = line_of(text, rules.LONGEST_NAME)
    if not given:
        raise Refused(_("Cần tên báo, đài hoặc trang tin. Chưa ghi gì; hãy điền rồi gửi lại."))
    if rules.faults_of(given, "PERSON"):
        raise Refused(_("Chỉ ghi tên báo, đài, trang tin; không ghi tên người hay tài khoản. Chưa ghi gì."))
    return given


def mail_of(text: str) -> str:
    """The address of an office, or nothing. Refused: what no mail can reach."""
    given = line_of(text, 200)
    if given and not _MAIL.fullmatch(given):
        raise Refused(_("Địa chỉ thư „%(mail)s“ không đúng dạng. Chưa ghi gì; hãy xem lại.") % {"mail": given[:100]})
    return given


def seen_code(by: Actor, code: str, *prefixes: str) -> str:
    """A code of another thing, if it begins so and the actor may see that thing. Refused: anything else."""
    given = code.strip()
    if not given:
        return ""
    known = any(
        given in finder.visible(by, [given])
        for finder in finders()
        if set(finder.prefixes) & set(prefixes) and given.startswith(finder.prefixes)
    )
    if not known:
        raise Refused(
            _("Không thấy hồ sơ „%(code)s“, hoặc bạn không xem được. Chưa ghi gì; hãy ghi mã bắt đầu bằng %(begins)s.")
            % {"code": given[:80], "begins": ", ".join(prefixes)}
        )
    return given


def goes_out(*texts: str) -> None:
    """Before words leave the house. Refused: what the secrecy guard refuses or holds, and internal circulation."""
    judged = documents.check_text("\n\n".join(text for text in texts if text))
    if judged.verdict.decision == INTERNAL:
        raise Refused(
            _("Nội dung có dấu hiệu lưu hành nội bộ nên không được gửi ra ngoài; chưa có gì thay đổi. Hãy bỏ phần đó.")
        )


def term_of(unit_id: int, key: str) -> rules.Term:
    """How long a body gives itself, or waits."""
    row = AskingTerm.rows.filter(unit_id=unit_id, key=key).values_list("amount", "measure").first()
    return rules.Term(*row) if row is not None else rules.DEFAULTS[key]


def due_of(unit_id: int, key: str, moment: datetime) -> rules.Due:
    try:
        return rules.due_of(key, term_of(unit_id, key), timezone.localtime(moment), work_calendar())
    except CalendarRefused as refused:
        raise Refused(_(refused.sentence) % refused.values) from refused


def is_late(row: Any, at: datetime) -> bool:
    return rules.is_late(timezone.localtime(at), row.due_date, row.due_at and timezone.localtime(row.due_at))


def kept(explanation: Explanation) -> str:
    return json.dumps(explanation.to_plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Explanation | None:
    return Explanation.from_plain(json.loads(text)) if text else None
