"""Failover drills with real parts: Patroni, etcd, haproxy, streaming replication, pgbouncer. Prints JSON lines.

.venv/bin/python -m benchmarks.cluster [trio|pair|pool ...] [--by haproxy|hosts] [--seconds N] [--asynchronous]
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from benchmarks.cluster import drills, processes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("drills", nargs="*", default=["trio", "pair", "pool"], help="trio, pair, pool")
    parser.add_argument("--by", choices=("haproxy", "hosts"), default="haproxy", help="how the house finds the leader")
    parser.add_argument("--seconds", type=float, default=8.0, help="of writing between two kills")
    parser.add_argument("--asynchronous", action="store_true", help="trio without a synchronous standby")
    parser.add_argument("--keep", action="store_true", help="leave folder and logs")
    parser.add_argument("--seed", type=Path, help="folder where the loaded sample is kept for the next drill")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # whoever ends this ends what it started too
    is_well = True
    seed = options.seed or Path(tempfile.mkdtemp(prefix="phoihop-seed-"))
    seed.mkdir(exist_ok=True)
    for name in options.drills:
        folder = Path(tempfile.mkdtemp(prefix=f"phoihop-{name}-"))
        folder.chmod(0o711)

        def say(figure: str, name: str = name, **values: object) -> None:
            print(json.dumps({"drill": name, "figure": figure, **values}, ensure_ascii=False, default=str), flush=True)

        try:
            more = {"by": options.by, "is_synchronous": not options.asynchronous} if name == "trio" else {}
            well = getattr(drills, name)(folder, say, seed=seed, seconds=options.seconds, **more)
            say("well", value=well)
            is_well = is_well and well
        except processes.Missing as missing:
            say("skipped", why=str(missing))
        finally:
            if options.keep:
                say("kept", folder=folder)
            else:
                shutil.rmtree(folder)
    if not options.seed:
        shutil.rmtree(seed)
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
