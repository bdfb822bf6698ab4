"""Mail: how many are queued, how many leave, how many answers come in, per minute.

    PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.mail [--mails N]

DIR is a data folder that holds units (`./run --data DIR --empty sample build`); the mails it makes stay there, so take
a copy. They go to a mail server on loopback that takes everything, in a thread of this same process: its time is in the
figure. One JSON line per figure.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import sys
import time
import uuid
from email.message import EmailMessage
from typing import Any

BUDGET_QUEUED, BUDGET_SENT = 10_000, 3_000  # a minute


class _TakesAll:
    """A mail server's side that counts."""

    def __init__(self) -> None:
        self.count = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        self.count += 1
        return "250 OK"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=2_000)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    import django

    django.setup()
    run = uuid.uuid4().hex[:8]
    queue(run, options.mails)
    send(options.mails)
    answer(run, min(options.mails, 500))
    return 0


def say(figure: str, count: int, seconds: float, cpu: float, budget: int | None = None) -> None:
    value = {
        "figure": figure,
        "mails": count,
        "per_minute": round(count / seconds * 60),
        "cpu_ms_each": round(cpu / count * 1000, 2),
        "budget_per_minute": budget,
    }
    print(json.dumps(value), flush=True)


def queue(run: str, count: int) -> None:
    """In batches of a hundred, as an act with many recipients does; then one by one."""
    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.mail.commands import Outgoing, queue_mail, queue_mails

    by = Actor.system("deadline-clock")
    mails = [Outgoing(key=f"bench/{run}/{n}", to_address=f"xa{n}@xa.gov.vn", **_letter(n)) for n in range(count)]
    wall, cpu = time.perf_counter(), time.process_time()
    for start in range(0, count, 100):
        queue_mails(mails=mails[start : start + 100], by=by, at=clock.now())
    say("queued in batches", count, time.perf_counter() - wall, time.process_time() - cpu, BUDGET_QUEUED)
    single = min(count, 500)
    wall, cpu = time.perf_counter(), time.process_time()
    for n in range(single):
        queue_mail(key=f"bench/{run}/one/{n}", to_address=f"xa{n}@xa.gov.vn", **_letter(n), by=by, at=clock.now())
    say("queued one by one", single, time.perf_counter() - wall, time.process_time() - cpu)


def send(count: int) -> None:
    from aiosmtpd.controller import Controller

    from phoihop.ground import clock
    from phoihop.mail.commands import Sender
    from phoihop.mail.outside.transports import Smtp

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = Controller(_TakesAll(), hostname="127.0.0.1", port=port)
    server.start()
    sender = Sender(Smtp(f"smtp://127.0.0.1:{port}", "localhost"))
    wall, cpu, done = time.perf_counter(), time.process_time(), 0
    while done < count and (taken := sender.step(at=clock.now)):
        done += taken
    say("sent over one connection", done, time.perf_counter() - wall, time.process_time() - cpu, BUDGET_SENT)
    sender.close()
    server.stop()


def answer(run: str, count: int) -> None:
    """Answers of strangers: read, judged, noted. Nothing is acted on."""
    from phoihop.ground import clock
    from phoihop.mail.commands import receive
    from phoihop.mail.queries import reply_address_of

    mails = []
    for n in range(count):
        message = EmailMessage()
        message["From"], message["To"] = "la@noi.khac.vn", reply_address_of(f"bench/{run}/{n}")
        message["Message-ID"] = f"<{run}.{n}@noi.khac.vn>"
        message.set_content("Đã nhận, cảm ơn.\n\nVào 02/08/2021 09:00, Phối Hợp đã viết:\n> Kính gửi\n" * 10)
        mails.append(message.as_bytes())
    wall, cpu = time.perf_counter(), time.process_time()
    for raw in mails:
        receive(raw, way="lmtp", at=clock.now())
    say("received and judged", count, time.perf_counter() - wall, time.process_time() - cpu)


def _letter(n: int) -> dict[str, str]:
    text = "Kính gửi Quý cơ quan,\n\nĐề nghị cung cấp số liệu trước ngày 15 tháng 8.\n\nTrân trọng.\n"
    return {"subject": f"Đề nghị cung cấp số liệu, lần {n}", "text": text, "html": f"<p>{text}</p>", "about": ""}


if __name__ == "__main__":
    sys.exit(main())
