"""The judge: run over a place whose processes have ended. Empties the queue, then asks for everything again.

Reads from standard input what was asked for and what was known before, prints one JSON document: findings in plain
sentences, and counts. A finding is a promise that was broken; there is no list of exceptions here.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")

MOST_PASSES = 14
PASS = timedelta(hours=2)  # longer than any lease, and than most waits of the queue
LOOKED_FOR = 4  # acts that are looked for in the search
A_WHILE = 2 * 86400  # seconds: a file stored so long ago belongs to an act that has ended


def main() -> int:
    from phoihop.site.commandline import start_django

    start_django()
    if sys.argv[1:] == ["ailing"]:  # before the night, as the place will be played
        print(json.dumps(ailing()))
        return 0
    given = json.load(sys.stdin)
    true_out, sys.stdout = sys.stdout, sys.stderr  # what commands say is not the verdict
    told = Judge(given).verdict()
    print(json.dumps(told, ensure_ascii=False), file=true_out)
    return 0


def ailing() -> list[str]:
    """What `phoihop check` finds wrong: the whole command, as its `--json` tells it."""
    from phoihop.site.cli import check
    from phoihop.site.commandline import Out

    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        check.run(Namespace(), Out(is_json=True))
    return sorted(f"{one['check']}: {one['finding']}" for one in json.loads(told.getvalue()) if not one["ok"])


class Judge:
    """One place, one verdict."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given
        self.acts: list[dict[str, Any]] = given.get("acts", [])
        self.counts: dict[str, Any] = {}
        self.took: dict[str, float] = {}  # seconds of each look

    def verdict(self) -> dict[str, Any]:
        self._wait_for_the_clock()
        findings: list[str] = []
        for look in (
            self._file_is_whole, self._chain, self._drain, self._clock_strikes, self._every_act,
            self._what_always_holds, self._found_in_search, self._check, self._chain,
        ):  # fmt: skip
            began = time.monotonic()
            findings += look()
            self.took[look.__name__.strip("_")] = round(time.monotonic() - began, 2)
        return {"findings": findings, "mails": self._mails(), "took": self.took, **self.counts}

    # ── the place itself ────────────────────────────────────────────────────────────────────────────────────

    def _file_is_whole(self) -> Iterator[str]:
        from django.db import connection

        if connection.vendor != "sqlite":
            return
        with connection.cursor() as cursor:
            for pragma in ("integrity_check", "foreign_key_check"):
                rows = cursor.execute(f"PRAGMA {pragma}").fetchall()
                if rows not in ([], [("ok",)]):
                    yield f"PRAGMA {pragma}: {rows[:3]}"

    def _chain(self) -> Iterator[str]:
        from phoihop.ground import clock
        from phoihop.ledger.commands import seal
        from phoihop.ledger.queries import verify_stored

        seal(at=clock.now())
        verdict = verify_stored(head=self.given.get("head", ""))
        self.counts["entries"] = verdict.entries
        yield from (f"ledger: {one.place}: {one.what}" for one in verdict.findings)

    def _wait_for_the_clock(self) -> None:
        """A clock that was put back stands behind the newest entry: nobody may judge from the past."""
        from phoihop.ground import clock
        from phoihop.ledger.queries import newest_at

        newest = newest_at()
        if newest is not None and newest > clock.now():
            clock.start_demonstration(newest + timedelta(seconds=1))

    def _drain(self) -> Iterator[str]:
        """`phoihop attend --once`, again and again, two hours later each time, until nothing waits."""
        from phoihop.ground import clock

        for number in range(MOST_PASSES):
            self._attend()
            if not (left := _left()):
                self.counts["passes"] = number + 1
                break
            clock.start_demonstration(clock.now() + PASS)
        else:
            yield f"the queue is not empty after {MOST_PASSES} passes: {left}"

    @staticmethod
    def _attend() -> None:
        from phoihop.site.cli import attend
        from phoihop.site.commandline import Out

        attend.run(Namespace(once=True), Out(is_json=False))

    def _clock_strikes(self) -> Iterator[str]:
        """The deadline clock at nine of the next working day, and once more: the second time it has nothing to tell."""
        from phoihop.ground import clock
        from phoihop.ground.actor import Actor
        from phoihop.obligations import commands as obligations
        from phoihop.site.cli import tick
        from phoihop.site.commandline import Out

        self._sweep()
        at = clock.now()
        morning = (at + timedelta(days=1)).replace(hour=9, minute=0)
        while morning.weekday() > 4:
            morning += timedelta(days=1)
        clock.start_demonstration(morning)
        tick.run(Namespace(at="", every=0), Out(is_json=False))
        again = obligations.tick(by=Actor.system("deadline-clock"), at=clock.now())
        if again:
            yield f"the clock told {again} rungs a second time for one moment"
        self._attend()
        yield from (f"left after the clock: {left}" for left in [_left()] if left)

    def _sweep(self) -> None:
        """The clock sweeps one shelf of the store a tick; here each where something lies that nobody names. Files
        are made to look as old as the sweep wants them; those in a bucket the driver has aged."""
        from django.conf import settings

        from phoihop.documents.commands.clock import sweep
        from phoihop.documents.outside import store

        orphans = set(store.walk()) - _named_blobs()
        self.counts["orphans_swept"] = len(orphans)
        before = time.time() - A_WHILE
        for path in (Path(settings.PHOIHOP_DATA) / "documents").glob("[0-9a-f][0-9a-f]/*"):
            os.utime(path, (before, before))
        for shelf in sorted({blob[:2] for blob in orphans}):
            sweep(shelf)

    def _every_act(self) -> Iterator[str]:
        for act in self.acts:
            yield from self._act(act)

    def _what_always_holds(self) -> Iterator[str]:
        """The sample's own troubles, known before, are no reason to blame a night."""
        known = set(self.given.get("known", ()))
        yield from (one for one in self.invariants() if one not in known)

    def _check(self) -> Iterator[str]:
        yield from (f"check says: {one}" for one in ailing() if one not in self.given.get("ailing", ()))

    # ── every act ───────────────────────────────────────────────────────────────────────────────────────────

    def _act(self, act: dict[str, Any]) -> Iterator[str]:
        """Acknowledged: there, once, and whole. Not acknowledged: the same, or not there at all."""
        parts = _ACTS[act["kind"]](act)
        if parts is None:
            return
        here = f"{act['kind']} {act['code']} {act['mark'][:16]}".strip()
        if any(count > 1 for count in parts.values()):
            self.counts["doubled"] = self.counts.get("doubled", 0) + 1
            yield f"doubled: {here}: {parts}"
        elif set(parts.values()) == {1}:
            self.counts["there"] = self.counts.get("there", 0) + bool(act["is_acknowledged"])
        elif set(parts.values()) == {0}:
            if act["is_acknowledged"]:
                self.counts["lost"] = self.counts.get("lost", 0) + 1
                yield f"lost: {here}"
        else:
            self.counts["halved"] = self.counts.get("halved", 0) + 1
            yield f"there by half: {here}: {parts}"

    # ── what always holds ───────────────────────────────────────────────────────────────────────────────────

    def invariants(self) -> Iterator[str]:
        for look in (_obligations, _rungs, _mail_rows, _recipients, _inputs, _deliveries, _files):
            yield from look()

    def _found_in_search(self) -> Iterator[str]:
        from phoihop.dispatches.models import Dispatch
        from phoihop.search.queries import find
        from phoihop.site.acting import person_or_console

        reader = person_or_console("binh")
        marks = [act["mark"] for act in self.acts if act["kind"] == "send_letter" and act["is_acknowledged"]]
        letters = Dispatch.rows.filter(subject__in=marks).order_by("-pk").values_list("code", flat=True)
        for code in letters[:LOOKED_FOR]:
            found = find(reader, code)
            if not any(thing.code == code for thing in found.things):
                yield f"{code} is not found in the search ({'complete' if found.is_complete else 'being built'})"

    @staticmethod
    def _mails() -> list[dict[str, Any]]:
        from phoihop.mail.models import OutMail

        return list(OutMail.rows.order_by("pk").values("message_id", "state", "key"))


# ── acts: how often each part of one is there ───────────────────────────────────────────────────────────────────


def _entries(kind: str, code: str = "", **data: Any) -> int:
    """How many entries of the ledger are of this kind, about this, with these values."""
    from phoihop.ledger.models import Entry

    rows = Entry.rows.filter(kind=kind)
    if code:
        rows = rows.filter(code=code)
    for name, value in data.items():
        rows = rows.filter(data__contains=json.dumps({name: value}, ensure_ascii=False, separators=(",", ":"))[1:-1])
    return rows.count()


def _hand_in(act: dict[str, Any]) -> dict[str, int]:
    from phoihop.obligations.models import Evidence

    return {
        "evidence": Evidence.rows.filter(obligation__code=act["code"], statement=act["mark"]).count(),
        "entry": _entries("obligation.handed_in", act["code"], statement=act["mark"]),
    }


def _accept(act: dict[str, Any]) -> dict[str, int]:
    from phoihop.obligations.models import Obligation

    return {
        "state": Obligation.rows.filter(code=act["code"], state="ACCEPTED").count(),
        "entry": _entries("obligation.accepted", act["code"]),
    }


def _ask_extension(act: dict[str, Any]) -> dict[str, int]:
    from phoihop.obligations.models import Extension

    return {
        "extension": Extension.rows.filter(obligation__code=act["code"], reason=act["mark"]).count(),
        "entry": _entries("extension.requested", act["code"], reason=act["mark"]),
    }


def _decide_extension(act: dict[str, Any]) -> dict[str, int]:
    from django.db.models import F

    from phoihop.obligations.models import Extension

    granted = Extension.rows.filter(obligation__code=act["code"], answer=act["mark"], state="GRANTED")
    return {
        "extension": granted.count(),
        "date": granted.filter(obligation__due_date=F("to_date")).count(),
        "entry": _entries("extension.granted", act["code"], answer=act["mark"]),
    }


def _send_letter(act: dict[str, Any]) -> dict[str, int]:
    from phoihop.dispatches.models import Dispatch, Recipient

    letters = list(Dispatch.rows.filter(subject=act["mark"]))
    offices = Recipient.rows.filter(dispatch__in=letters).count()
    return {
        "letter": len(letters),
        "to both offices": offices // 2 if offices % 2 == 0 else -1,
        "entry": _entries("dispatch.sent", subject=act["mark"]),
    }


def _write_concern(act: dict[str, Any]) -> dict[str, int] | None:
    """What was not acknowledged has no code to look for; `_inputs` looks at all that came in."""
    from phoihop.concerns.models import Concern
    from phoihop.intake.models import Input

    if not act["code"]:
        return None
    return {
        "input": Input.rows.filter(code=act["code"], state="TAKEN").count(),
        "concern": Concern.rows.filter(code=act["code"]).count(),
        "received": _entries("input.received", act["code"]),
        "taken in": _entries("concern.taken_in", act["code"]),
    }


def _take_in(act: dict[str, Any]) -> dict[str, int]:
    from phoihop.documents.models import Document, Rendition
    from phoihop.documents.outside import store

    blob = act["mark"]
    documents = list(Document.rows.filter(fingerprint=blob))
    entries = _entries("document.taken_in", documents[0].code) if documents else 0
    return {
        "document": len(documents),
        "rendition": Rendition.rows.filter(blob=blob, kind="ORIGINAL").count(),
        "file": int(bool(documents) and store.exists(blob)),
        "entry": entries,
    }


def _by_link(link: str) -> Any:
    import hashlib

    from phoihop.mail.models import SignedLink

    return SignedLink.rows.filter(digest=hashlib.sha256(link.encode()).hexdigest()).first()


def _acknowledge_by_link(act: dict[str, Any]) -> dict[str, int]:
    from phoihop.dispatches.models import Recipient

    link = _by_link(act["code"])
    if link is None:
        return {"link": 0}
    own = Recipient.rows.filter(dispatch__code=link.code, unit_id=link.unit_id, reservation=act["mark"])
    return {
        "state": own.filter(state="ACKNOWLEDGED").count(),
        "entry": _entries("dispatch.acknowledged", link.code, reservation=act["mark"]),
    }


def _hand_in_by_link(act: dict[str, Any]) -> dict[str, int]:
    from phoihop.obligations.models import Evidence

    link = _by_link(act["code"])
    if link is None:
        return {"link": 0}
    whole = _entries("obligation.handed_in", link.code, statement=act["mark"])
    return {
        "evidence": Evidence.rows.filter(obligation__code=link.code, statement=act["mark"]).count(),
        "entry": whole + _entries("obligation.supported", link.code, statement=act["mark"]),
        "link": int(link.used_at is not None),
    }


_ACTS: dict[str, Callable[[dict[str, Any]], dict[str, int] | None]] = {
    "hand_in": _hand_in,
    "accept": _accept,
    "ask_extension": _ask_extension,
    "decide_extension": _decide_extension,
    "send_letter": _send_letter,
    "write_concern": _write_concern,
    "take_in": _take_in,
    "acknowledge_by_link": _acknowledge_by_link,
    "hand_in_by_link": _hand_in_by_link,
}


# ── what always holds ───────────────────────────────────────────────────────────────────────────────────────────


def _obligations() -> Iterator[str]:
    """The history in the ledger leads, step by legal step, to the state of the row; lanes and lateness agree."""
    from phoihop.ground.clock import local_date
    from phoihop.ledger.models import Entry
    from phoihop.obligations import states
    from phoihop.obligations.models import Lane, Obligation

    steps: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    codes = set(Obligation.rows.values_list("code", flat=True))
    rows = Entry.rows.filter(code__in=codes).order_by("pk").values_list("code", "kind", "data")
    for code, kind, data in rows.iterator():
        steps.setdefault(code, []).append((kind, json.loads(data)))
    leads = Counter(Lane.rows.filter(role="LEAD").values_list("obligation__code", flat=True))
    lead_states = dict(Lane.rows.filter(role="LEAD").values_list("obligation__code", "state"))
    for row in Obligation.rows.order_by("code"):
        history = steps.get(row.code, [])
        if [kind for kind, _data in history].count("obligation.opened") != 1:
            yield f"{row.code} was not opened exactly once in the ledger"
        state = "OPEN"
        for kind, data in history:
            old, new = data.get("changes", {}).get("state", (None, None))
            if new is None or not kind.startswith("obligation."):
                continue
            if old != state or new not in states.OBLIGATION[state].values():
                yield f"{row.code}: {kind} leads from {old} to {new}, while it was {state}"
            state = new
        if state != row.state:
            yield f"{row.code} is {row.state}, the ledger says {state}"
        if leads[row.code] != 1:
            yield f"{row.code} has {leads[row.code]} leads"
        if row.state in ("HANDED_IN", "ACCEPTED") and lead_states.get(row.code) != row.state:
            yield f"{row.code} is {row.state}, its lead's lane {lead_states.get(row.code)}"
        if row.state in ("HANDED_IN", "ACCEPTED") and row.handed_in_at:
            yield from _lateness(row.code, row.is_late, local_date(row.handed_in_at).isoformat(), history)


def _lateness(code: str, is_late: bool, day: str, history: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    """The entry tells what was late then; the row also knows a later date, asked for in time and granted after the
    hand-in, while nobody had accepted yet."""
    kinds = [kind for kind, _data in history]
    if "obligation.handed_in" not in kinds:
        return
    last = len(kinds) - 1 - kinds[::-1].index("obligation.handed_in")
    given = history[last][1]
    due = given["due"]
    if given["is_late"] != (bool(due) and day > due):
        yield f"{code} was handed in on {day}, due {due}, and its entry says {given['is_late']}"
    for kind, data in history[last + 1 :]:
        if kind == "obligation.accepted":
            break
        if kind == "extension.granted":
            due = data["to_date"]
    if is_late != (bool(due) and day > due):
        yield f"{code} was handed in on {day}, due {due} in the end, and its row says {is_late}"


def _rungs() -> Iterator[str]:
    """Each rung that was told has its row and its one entry; neither lost nor doubled."""
    from phoihop.ledger.models import Entry
    from phoihop.obligations.models import Rung

    kinds = {"obligation.fell_due": "fell", "obligation.due_soon": "soon"}
    told: Counter[tuple[str, str, str]] = Counter()
    for kind, code, text in Entry.rows.filter(kind__in=[*kinds, "rung.reached"]).values_list("kind", "code", "data"):
        data = json.loads(text)
        told[code, kinds.get(kind) or data["rung"], data["due"]] += 1
    rows = Rung.rows.filter(state="TOLD").exclude(kind="recheck")
    there = {
        (code, kind, day.isoformat()) for code, kind, day in rows.values_list("obligation__code", "kind", "on_date")
    }
    yield from (f"rung told {count} times: {rung}" for rung, count in told.items() if count > 1)
    yield from (f"rung without an entry, nobody was told: {rung}" for rung in sorted(there - set(told)))
    yield from (f"rung told without a row, it will be told again: {rung}" for rung in sorted(set(told) - there))


def _mail_rows() -> Iterator[str]:
    """A mail is SENT if and only if the ledger says so, once."""
    from phoihop.ledger.models import Entry
    from phoihop.mail.models import OutMail

    said = Counter(
        json.loads(text)["key"] for text in Entry.rows.filter(kind="mail.sent").values_list("data", flat=True)
    )
    sent = set(OutMail.rows.filter(sent_at__isnull=False).values_list("key", flat=True))
    yield from (f"mail {key} is told {count} times to have left" for key, count in said.items() if count > 1)
    yield from (f"mail {key} has left, the ledger does not know" for key in sorted(sent - set(said)))
    yield from (f"mail {key} has not left, the ledger says it has" for key in sorted(set(said) - sent))


def _recipients() -> Iterator[str]:
    """What the machine knows of a mail, its letter knows."""
    from phoihop.dispatches.models import Recipient
    from phoihop.mail.models import OutMail

    waiting = Recipient.rows.filter(state__in=("CREATED", "SENDING", "DELAYED"), channel="mail")
    for code, unit_id in waiting.values_list("dispatch__code", "unit_id"):
        prefix = f"dispatch/{code}/{unit_id}"
        if OutMail.rows.filter(key__startswith=prefix, state="SENT").exists():
            yield f"{code}: its mail to {unit_id} has left, the letter does not know"


def _inputs() -> Iterator[str]:
    """What came in from the public: one entry each; and nothing waits that a room takes in by itself."""
    from phoihop.intake.models import Input
    from phoihop.ledger.models import Entry

    codes = set(Input.rows.values_list("code", flat=True))
    said = Counter(Entry.rows.filter(kind="input.received").values_list("code", flat=True))
    yield from (f"input {code} is in the ledger {said[code]} times" for code in sorted(codes) if said[code] != 1)
    yield from (f"input {code} is in the ledger and nowhere else" for code in sorted(set(said) - codes))
    waiting = Input.rows.filter(what="CONCERN", state="WAITING").values_list("code", flat=True)
    yield from (f"input {code} was never taken" for code in waiting)


def _deliveries() -> Iterator[str]:
    from phoihop.ledger.models import Delivery

    for state, count in Counter(Delivery.rows.exclude(state="DONE").values_list("state", flat=True)).items():
        yield f"{count} deliveries are {state}"


def _files() -> Iterator[str]:
    """Every file that a row names is there and whole; no other is kept."""
    from phoihop.documents.outside import store
    from phoihop.ground.command import Refused

    named = _named_blobs()
    for blob in sorted(named):
        try:
            store.open(blob).close()
        except Refused as refused:
            yield f"file {blob[:12]}: {refused}"
    yield from (
        f"file {blob[:12]} belongs to nothing and was not swept up" for blob in sorted(set(store.walk()) - named)
    )


def _named_blobs() -> set[str]:
    from phoihop.documents.models import Content, Rendition

    named = set(Rendition.rows.values_list("blob", flat=True))
    return named | set(Content.rows.exclude(scans="").values_list("scans", flat=True))


def _left() -> dict[str, int]:
    """What waits in the two queues."""
    from phoihop.ledger.models import Delivery
    from phoihop.mail.models import OutMail

    left = {
        "deliveries": Delivery.rows.filter(state__in=("WAITING", "RUNNING")).count(),
        "mails": OutMail.rows.filter(state__in=("QUEUED", "SENDING", "DELAYED")).count(),
    }
    return {name: count for name, count in left.items() if count}


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        sys.exit(main())
