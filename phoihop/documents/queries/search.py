"""How search finds documents: a row opens to those who may open the file, since its snippet shows the text."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from phoihop.documents.models import Content, Document
from phoihop.documents.queries.items import opening
from phoihop.documents.queries.lines import line_of
from phoihop.documents.rules.types import name_of
from phoihop.ground.actor import Actor
from phoihop.ground.powers import tokens_of
from phoihop.ground.sheet import FoundRow
from phoihop.organizations.queries import unit_names

LONGEST_TEXT = 200_000  # letters of one document that the index takes


def build(codes: Collection[str]) -> list[FoundRow]:
    """Rows of registered and recalled documents; drafts are nobody's to find."""
    rows = list(Document.rows.filter(code__in=codes).exclude(state="DRAFT"))
    texts = dict(Content.rows.filter(document__in=rows).values_list("document_id", "text"))
    names = unit_names({row.owner_id for row in rows})
    tokens = dict(_tokens(rows))
    found = []
    for row in rows:
        line = line_of(row)
        found.append(
            FoundRow(
                code=row.code,
                kind="document",
                title=row.subject or row.citation or row.code,
                url=line.url,
                tokens=tokens[row.pk],
                text="\n".join(filter(None, [row.issuer, row.signer, row.note, texts.get(row.pk, "")[:LONGEST_TEXT]])),
                numbers=(row.citation,) if row.citation else (),
                unit_ids=(row.owner_id,),
                unit_names=(names[row.owner_id].name,),
                date=row.issued_date.isoformat() if row.issued_date else "",
                type=name_of(row.system, row.type_key) if row.type_key else "",
                is_illustration=row.is_illustration,
            )
        )
    return found


def codes(after: str, limit: int) -> list[str]:
    rows = Document.rows.filter(code__gt=after).exclude(state="DRAFT").order_by("code")
    return list(rows.values_list("code", flat=True)[:limit])


def visible(actor: Actor, codes: Collection[str]) -> set[str]:
    """Of these documents those the actor may open."""
    internal = Document.objects.visible_to(actor, "document.open_internal").filter(is_internal=True)
    others = Document.objects.visible_to(actor, "document.open").filter(is_internal=False)
    return {
        *internal.filter(code__in=codes).exclude(state="DRAFT").values_list("code", flat=True),
        *others.filter(code__in=codes).exclude(state="DRAFT").values_list("code", flat=True),
    }


def _tokens(rows: list[Document]) -> Iterator[tuple[int, frozenset[str]]]:
    for power in ("document.open", "document.open_internal"):
        yield from tokens_of(power, [row for row in rows if opening(row) == power]).items()
