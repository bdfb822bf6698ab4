"""Builds the country and keeps what that took in `load.json` of the data folder, from where it comes into the table.

PHOIHOP_DATA=DIR [PHOIHOP_DATABASE_URL=…] .venv/bin/python -m benchmarks.everything.loading --scale 34
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, required=True)
    scale = str(parser.parse_args().scale)
    phoihop = (sys.executable, "-m", "phoihop")
    subprocess.run([*phoihop, "prepare", "--empty"], check=True)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([*phoihop, "sample", "build", "--scale", scale], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = {
        "wall_s": round(time.monotonic() - began),
        "cpu_s": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime),
        "peak_mb": after.ru_maxrss // 1024,
    }
    (Path(os.environ["PHOIHOP_DATA"]) / "load.json").write_text(json.dumps(told) + "\n", encoding="utf-8")
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
