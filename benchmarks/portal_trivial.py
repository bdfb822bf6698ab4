"""The bare server, set up as `phoihop web` sets it up, with an application of three lines."""

from __future__ import annotations

import sys


def main() -> None:
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "benchmarks.portal:trivial",
        address="127.0.0.1",
        port=int(sys.argv[sys.argv.index("--port") + 1]),
        interface=Interfaces.WSGI,
        loop=Loops.asyncio,
        workers=2,
        blocking_threads=4,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
