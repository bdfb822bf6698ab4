"""One round: a house, clients, faults at moments of the seed's choosing, and the judge's verdict."""

from __future__ import annotations

import contextlib
import json
import random
import secrets
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.faults import kernel
from benchmarks.faults.clients import Client, Journal, Work
from benchmarks.faults.house import House, Place
from benchmarks.faults.objects import Objects
from benchmarks.faults.sink import Sink, Taken
from benchmarks.faults.striking import Fault, Scene, Struck

CLIENTS = 6
WARM_ACTS = 8  # acknowledged before the first fault, if they come within
WARM_SECONDS = 6.0
LOAD_SECONDS = 1.5  # after the last
MOST_WAIT = 240.0  # for the first act that is acknowledged again
SMALL_DISK_MB = {"sqlite": 128, "postgresql": 256}  # with room enough to be ready at first
OF_SMALL_DISK = ("check says: disk:", "check says: room:")  # a small file system has little room, and is meant to
BLINK = 2.0  # seconds that may lie between a "250" and our own commit, even where every act is quicker


def play(template: Place, *, seed: int, faults: Sequence[Fault], folder: Path) -> dict[str, Any]:
    """Plays the round in `folder` and tells it as one line of the record."""
    began = time.monotonic()
    with contextlib.ExitStack() as stack:
        is_small = False
        if any(fault.needs_small_disk for fault in faults):
            megabytes = SMALL_DISK_MB[template.database]
            is_small = stack.enter_context(kernel.small_disk(folder / "disk", megabytes=megabytes))
        home = folder / "disk" / "place" if is_small else folder / "place"
        sink = Sink()
        sink.open()
        stack.callback(sink.close)
        place = template.copy_to(home)
        place.smtp_port = sink.port
        objects = _objects(stack, place, seed) if _has_objects(faults, template.database, seed) else None
        spare = folder / "disk" / "cut" if is_small else folder / "cut"
        scene = Scene(place, House(place), sink, random.Random(f"scene {seed}"), spare, is_small, objects)
        stack.callback(lambda: _end(scene))
        told = _play(scene, seed, faults)
    about = {"seed": seed, "database": template.database, "files": "bucket" if objects else "folder"}
    return {**about, **told, "seconds": round(time.monotonic() - began, 1)}


def _has_objects(faults: Sequence[Fault], database: str, seed: int) -> bool:
    """Every second round of PostgreSQL keeps its files in a bucket, and every one whose fault is the bucket's."""
    return any(fault.needs_objects for fault in faults) or (database == "postgresql" and seed % 2 == 1)


def _objects(stack: contextlib.ExitStack, place: Place, seed: int) -> Objects:
    objects = Objects(f"round-{seed}-{secrets.token_hex(4)}")  # the server remembers what a bucket was called
    objects.open()
    stack.callback(objects.close)
    objects.fill(place.data / "documents")
    stack.callback(objects.forget)
    place.more["PHOIHOP_OBJECTS_URL"] = objects.url
    return objects


def _play(scene: Scene, seed: int, faults: Sequence[Fault]) -> dict[str, Any]:
    if scene.place.cluster:
        scene.place.cluster.start()
    facts = scene.place.facts
    if scene.objects:  # the store of a round is asked about as well, and nobody did when the house was prepared
        facts["ailing"] = json.loads(scene.place.run("-m", "benchmarks.faults.judging", "ailing"))
    scene.house.start()
    facts["sessions"] = scene.house.let_in(facts["people"], facts["password"])
    scene.house.keep()
    journal, stopped = Journal(), threading.Event()
    work = Work(facts, scene.sink, seed)
    clients = [
        Client(number, ports=scene.house.ports, work=work, journal=journal, stopped=stopped)
        for number in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    struck: list[Struck] = []
    warm = time.monotonic() + WARM_SECONDS
    while journal.acknowledged() < WARM_ACTS and time.monotonic() < warm:
        time.sleep(0.02)
    time.sleep(scene.random.uniform(0, 0.8))
    for fault in faults:
        struck.append(fault(scene))
        time.sleep(scene.random.uniform(0.1, 0.8))
    last = max(one.ended for one in struck)
    until = time.monotonic() + MOST_WAIT
    while journal.first_after(last) is None and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(LOAD_SECONDS)
    stopped.set()
    for client in clients:
        client.join(90)
    findings = [*scene.notes, *(f"{client.name} hangs" for client in clients if client.is_alive())]
    findings += [client.turned_away[0] for client in clients if client.turned_away]
    came_back = journal.first_after(last)
    if came_back is None:
        findings.append(f"nothing was acknowledged within {MOST_WAIT:.0f} s after the last fault")
    findings += scene.house.stop()
    taken = list(scene.sink.taken)
    verdict = _judged(scene, journal, facts)
    findings += [one for one in verdict["findings"] if not (scene.is_small_disk and one.startswith(OF_SMALL_DISK))]
    doubled, wrong = mails_twice(scene.sink.taken, verdict["mails"], struck, journal.longest_until)
    findings += wrong
    return {
        "faults": [one.name for one in struck],
        "details": [one.detail for one in struck],
        "asked": len(journal.acts),
        "acknowledged": journal.acknowledged(),
        "acts": dict(Counter(act.kind for act in journal.acts if act.is_acknowledged)),
        "answers": dict(Counter(act.answer for act in journal.acts if not act.is_acknowledged)),
        "due": sum(_is_due(scene, act) for act in journal.acts),
        "there": verdict.get("there", 0),
        "missed": dict(Counter(trouble.partition("(")[0] for client in clients for trouble in client.troubles)),
        "lost": verdict.get("lost", 0),
        "doubled": verdict.get("doubled", 0),
        "halved": verdict.get("halved", 0),
        "mails": len({one.message_id for one in scene.sink.taken}),
        "mails_under_load": len(taken),
        "mails_twice": doubled,
        "recovery": None if came_back is None else round(came_back - last, 2),
        "took": verdict["took"],
        "passes": verdict.get("passes"),
        "orphans_swept": verdict.get("orphans_swept"),
        "entries": verdict.get("entries"),
        "findings": findings,
        **({"log": scene.house.log()[-6000:], "troubles": [c.troubles[:5] for c in clients]} if findings else {}),
    }


def _is_due(scene: Scene, act: Any) -> bool:
    """Whether this act must be there: acknowledged, and before a power cut if there was one, or after it."""
    if not act.is_acknowledged:
        return False
    return scene.cut_at is None or act.ended < scene.cut_at or act.begun > scene.cut_at


def _judged(scene: Scene, journal: Journal, facts: dict[str, Any]) -> dict[str, Any]:
    if scene.objects:
        scene.objects.age(timedelta(days=2))
    acts = [act.plain() | {"is_acknowledged": _is_due(scene, act)} for act in journal.acts]
    given = {"acts": acts, **{name: facts[name] for name in ("head", "known", "ailing")}}
    told = scene.place.run("-m", "benchmarks.faults.judging", given=json.dumps(given))
    verdict: dict[str, Any] = json.loads(told)
    before = set(facts["mails"])
    verdict["mails"] = [row for row in verdict["mails"] if row["message_id"] not in before]
    return verdict


def mails_twice(
    taken: Sequence[Taken],
    rows: Sequence[dict[str, Any]],
    struck: Sequence[Struck],
    waited: Callable[[float], float],
) -> tuple[int, list[str]]:
    """How many mails left twice as the one exception allows, and what else is wrong with mails.

    Allowed: the very same message, whose first copy was taken but the word of it did not reach our commit, because the
    other side hung up, or because a fault struck before our commit was through. `waited` tells how long the acts of the
    round had to wait until a moment: the sender's commit waits in the same line. By its number its receiver knows the
    second.
    """
    doubled, wrong = 0, []
    copies: dict[str, list[Taken]] = {}
    for one in taken:
        copies.setdefault(one.message_id, []).append(one)
    known = {row["message_id"]: row for row in rows}
    for number, same in copies.items():
        row = known.get(number)
        if row is None:
            wrong.append(f"mail {number} left and nobody has queued it")
            continue
        if row["state"] != "SENT":
            wrong.append(f"mail {row['key']} was taken and is {row['state']}")
        if len({one.digest for one in same}) != 1:
            wrong.append(f"mail {row['key']} left twice with different bytes")
        for earlier in same[:-1]:
            if _is_explained(earlier, struck, waited):
                doubled += 1
            else:
                wrong.append(
                    f"mail {row['key']} left {len(same)} times, and nothing explains it{_when(earlier, struck)}"
                )
    wrong += [
        f"mail {row['key']} is SENT and never arrived"
        for row in rows
        if row["state"] == "SENT" and row["message_id"] not in copies
    ]
    return doubled, wrong


def _is_explained(earlier: Taken, struck: Sequence[Struck], waited: Callable[[float], float]) -> bool:
    if not earlier.is_told:
        return True
    return any(
        one.touches_senders and one.began - max(BLINK, waited(one.began)) <= earlier.at <= one.ended for one in struck
    )


def _when(earlier: Taken, struck: Sequence[Struck]) -> str:
    gaps = [f"{one.began - earlier.at:.1f} s before {one.name}" for one in struck]
    return f" (first {', '.join(gaps)})" if gaps else ""


def _end(scene: Scene) -> None:
    scene.house.kill()
    if scene.place.cluster:
        scene.place.cluster.kill()


def play_apart(template: Place, *, seed: int, faults: Sequence[Fault], work: Path) -> dict[str, Any]:
    """The round in a folder of its own, which is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=f"round-{seed}-", dir=work))
    folder.chmod(0o711)
    try:
        return play(template, seed=seed, faults=faults, folder=folder)
    finally:
        shutil.rmtree(folder)
