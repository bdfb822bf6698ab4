"""What the commands of this room share: loading, deciding, checking words, the values of its events."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.concerns import states
from phoihop.concerns.models import Concern, Step
from phoihop.concerns.queries.words import titles_of
from phoihop.concerns.rules.masking import mask
from phoihop.documents import queries as documents
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.dates import Explanation
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import nfc
from phoihop.organizations.queries import unit_names

LONGEST_TEXT = 1000  # of what a citizen writes
LONGEST_ANSWER = 10_000
LONGEST_REASON = 2000
LONGEST_TITLE = 200

NOT_NOW = {
    "HELD": gettext_lazy("Phản ánh %(code)s đang chờ xem xét. Chưa có gì thay đổi; hãy xem xét nội dung trước."),
    "RECEIVED": gettext_lazy("Phản ánh %(code)s chưa giao cho cơ quan nào. Chưa có gì thay đổi; hãy giao trước."),
    "FORWARDED": gettext_lazy("Phản ánh %(code)s đã giao cho cơ quan trả lời. Việc này không làm được ở bước đó."),
    "IN_PROGRESS": gettext_lazy("Phản ánh %(code)s đang được xử lý. Việc này không làm được ở bước đó."),
    "EXTENDED": gettext_lazy("Phản ánh %(code)s đã gia hạn và đang được xử lý. Việc này không làm được ở bước đó."),
    "NEEDS_INFO": gettext_lazy(
        "Phản ánh %(code)s đang chờ người phản ánh bổ sung. Chưa có gì thay đổi; hãy ghi điều họ trả lời trước."
    ),
    "DISPUTED": gettext_lazy(
        "Các cơ quan đang bất đồng về phản ánh %(code)s. Chưa có gì thay đổi; hãy chờ cơ quan cấp trên quyết định."
    ),
    "REOPENED": gettext_lazy("Phản ánh %(code)s đã mở lại. Việc này không làm được ở bước đó."),
    "ANSWERED": gettext_lazy("Phản ánh %(code)s đã trả lời. Không có gì thay đổi; người phản ánh có thể mở lại."),
    "REFUSED": gettext_lazy("Phản ánh %(code)s đã từ chối. Không có gì thay đổi; có thể xem xét lại."),
    "MERGED": gettext_lazy("Phản ánh %(code)s đã gộp vào phản ánh khác. Không có gì thay đổi; hãy làm ở phản ánh đó."),
    "CLOSED": gettext_lazy("Phản ánh %(code)s đã khép. Không có gì thay đổi."),
}


def load(code: str, power: str, *, by: Actor, version: int | None = None) -> Concern:
    """The concern, asked for and still what the reader saw."""
    row = Concern.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    if version is not None and row.version != version:
        raise SomebodyWasFaster(row.code, row.version)
    return row


def decide(row: Concern, act: str) -> str:
    """The state that the act leads to. Refused, with how it stands, where the table has no such step."""
    state = states.after(states.CONCERN, row.state, act)
    if state is None:
        raise Refused(str(NOT_NOW[row.state]) % {"code": row.code})
    return state or row.resumes


def labels(row: Concern) -> dict[str, Any]:
    """The plain values that every event of a concern carries."""
    return {
        "code": row.code,
        "dossier": row.dossier,
        "title": titles_of([row])[row.pk][0],
        "reception_id": row.reception_id,
        "lead_id": row.lead_id,
    }


def note_step(row: Concern, act: str, words: str, *, more: str = "", at: datetime) -> Step:
    """What happened, in words for its raiser. Officers' words are covered where they look personal."""
    return Step.rows.create(
        concern=row, at=at, state=row.state, act=act, words=covered(words)[:500], more=covered(more)
    )


def covered(text: str) -> str:
    """Without telephone numbers, mail addresses, identity numbers and the like."""
    return mask(text, [string for _kind, string in documents.personal_strings([text])]) if text else ""


def name_of(unit_id: int | None) -> str:
    return unit_names([unit_id])[unit_id].name if unit_id is not None else ""


def post_of(by: Actor) -> str:
    """Post and unit of who acts; a post stood in for is named as such."""
    if not by.is_person:
        return (by.unit_name or by.name)[:500]
    post = _("thay %(post)s") % {"post": by.acting_for} if by.acting_for else by.post
    return f"{post}, {by.unit_name}"[:500]


def words_of(text: str, most: int) -> str:
    given = nfc(text).strip()
    if len(given) > most:
        raise Refused(
            _("Nội dung dài quá %(most)s ký tự (thừa %(over)s). Chưa ghi gì; hãy rút gọn rồi gửi lại.")
            % {"most": most, "over": len(given) - most}
        )
    return given


def needed(text: str, missing: str, most: int = LONGEST_REASON) -> str:
    given = words_of(text, most)
    if not given:
        raise Refused(missing)
    return given


def reason_of(text: str) -> str:
    """Officers' words for the record, covered where they look personal."""
    return covered(needed(text, _("Cần nêu lý do. Chưa có gì thay đổi; hãy viết một câu rồi gửi lại.")))


def as_json(explanation: Explanation) -> str:
    return json.dumps(explanation.to_plain(), ensure_ascii=False, separators=(",", ":"))


def said(words: Any, /, **values: Any) -> str:
    """In the language of the house, whatever the actor reads."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(words) % values if values else str(words)


def group_of(row: Concern) -> list[Concern]:
    """The concern with those merged into it: each has a raiser of its own."""
    return [row, *Concern.rows.filter(merged_into=row).order_by("pk")]


def main_of(row: Concern) -> Concern:
    """The concern that is worked on for this one."""
    return row if row.merged_into_id is None else Concern.rows.get(pk=row.merged_into_id)


def evidence_json(evidence: Sequence[tuple[str, str]]) -> str:
    return json.dumps([list(pair) for pair in evidence], ensure_ascii=False)
