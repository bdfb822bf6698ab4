"""Files that come with the evidence itself: judged before the act begins, entered and given with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from phoihop.documents import commands as register
from phoihop.documents import queries as documents
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.obligations.commands.giving import join_document
from phoihop.obligations.models import Obligation
from phoihop.organizations.queries import unit_names

MOST_PAPERS = 5
LONGEST_CITATION = 60


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that the secrecy guard has seen and lets in. Nothing of it has been written anywhere."""

    spool: Any  # documents' own kind of file: in memory, or encrypted
    name: str
    judged: register.Judged


def judge_papers(*, files: Iterable[Any], unit_id: int, power: str, by: Actor, at: datetime) -> tuple[Paper, ...]:
    """Lets the guard look at the files of an act that `power` allows, before its transaction begins.

    Refused: too many, a file that the guard refuses (that, by which rule and nothing else is recorded), and one that it
    cannot read: of an office without an account nobody could decide about a held file.
    """
    files = list(files)
    if len(files) > MOST_PAPERS:
        raise Refused(
            _("Mỗi lần nộp được nhiều nhất %(most)s tệp. Chưa ghi nhận gì; hãy ghép hoặc bớt tệp.")
            % {"most": MOST_PAPERS}
        )
    papers = []
    for file in files:
        name = str(getattr(file, "client_name", "") or file.name)
        spool = getattr(file, "spool", None) or register.spooled(file, name=name)
        judged = register.judge(spool, name=name)
        _let_in(judged, name, unit_id, by.through(power), at)
        papers.append(Paper(spool, name, judged))
    return tuple(papers)


def bring_papers(
    row: Obligation,
    papers: Sequence[Paper],
    reference: str,
    *,
    power: str,
    unit_id: int,
    is_personal_confirmed: bool,
    by: Actor,
    at: datetime,
) -> str:
    """Enters the papers into the unit's register and gives them to all who take part; the first one's code, which the
    evidence names. A typed number becomes the number of the first paper.

    Refused: personal data that was not confirmed, a link besides files.
    """
    if reference.lower().startswith(("http://", "https://")):
        raise Refused(_("Đã kèm tệp thì không ghi thêm đường dẫn; hãy ghi đường dẫn vào phần kết quả. Chưa nộp gì."))
    if not is_personal_confirmed:
        _check_personal(papers)
    through, codes = by.through(power), []
    for number, paper in enumerate(papers):
        taken = register.take_in_judged(
            spool=paper.spool, name=paper.name, judged=paper.judged, unit_id=unit_id, by=through, at=at
        )
        line = documents.documents_of(through, [taken.code])[taken.code]
        if line.state == "DRAFT":
            register.register_document(
                code=taken.code,
                direction="KEPT",
                system="STATE",
                type_key="",
                citation=reference[:LONGEST_CITATION] if number == 0 else "",
                issued_date=None,
                issuer=unit_names([unit_id])[unit_id].name[:200],
                subject=line.subject or row.title[:500],
                by=through,
                at=at,
            )
        elif line.state != "REGISTERED":
            raise Refused(
                _("Tệp này là văn bản %(code)s đã được thu hồi. Chưa nộp gì; hãy chọn tệp khác.") % {"code": taken.code}
            )
        join_document(row, taken.code, power=power, unit_id=unit_id, is_personal_confirmed=True, by=by, at=at)
        codes.append(taken.code)
    return codes[0]


def _let_in(judged: register.Judged, name: str, unit_id: int, by: Actor, at: datetime) -> None:
    verdict = judged.verdict
    if verdict.decision in ("ACCEPTED", "INTERNAL"):
        return
    rules = [finding.rule for finding in verdict.findings]
    why = "; ".join(dict.fromkeys(str(documents.rule_in_words(rule)) for rule in rules[:3]))
    if verdict.decision == "REFUSED":
        register.refuse_file(unit_id=unit_id, rules=tuple(dict.fromkeys(rules)), by=by, at=at)
    if verdict.decision == "REFUSED":
        do = documents.what_to_do(verdict.decision, rules)
    else:
        do = _("Không giữ lại gì của tệp. Hãy gửi bản không khóa mật khẩu, đọc được chữ (PDF, DOCX hoặc ảnh quét rõ).")
    said = _("Không nhận tệp „%(name)s“: %(why)s. %(do)s Chưa nộp kết quả; liên kết vẫn dùng được.")
    raise Refused(said % {"name": name[:100], "why": why.rstrip("."), "do": do})


def _check_personal(papers: Sequence[Paper]) -> None:
    for paper in papers:
        if kinds := paper.judged.personal():
            raise Refused(
                _(
                    "Tệp „%(name)s“ có dữ liệu cá nhân: %(kinds)s. Chưa gửi gì đi. Hãy che những chỗ đó, hoặc đánh dấu"
                    " xác nhận bên nhận được phép biết, chọn lại tệp rồi gửi."
                )
                % {"name": paper.name[:100], "kinds": documents.personal_in_words(kinds)}
            )
