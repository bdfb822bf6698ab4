"""How long it takes to find earlier claims like a new one, among 20,000: one JSON line.

.venv/bin/python -m benchmarks.corrections [--claims 20000] [--seed 7]
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time

from phoihop.corrections.rules.similar import similar
from phoihop.ground.text import fold

WORDS = [
    "tàu",
    "cá",
    "ngư",
    "dân",
    "Kiên",
    "Giang",
    "phải",
    "đăng",
    "ký",
    "thiết",
    "bị",
    "giám",
    "sát",
    "hành",
    "trình",
    "trước",
    "ngày",
    "sở",
    "y",
    "tế",
    "công",
    "bố",
    "dịch",
    "bệnh",
    "huyện",
    "đảo",
    "Phú",
    "Quốc",
    "nộp",
    "phí",
    "triệu",
    "đồng",
    "cảng",
    "Tắc",
    "Cậu",
    "đóng",
    "cửa",
    "chợ",
    "Rạch",
    "Sỏi",
    "họp",
    "giờ",
    "mỗi",
    "xã",
    "phường",
    "trường",
    "học",
    "vắc",
    "xin",
    "liều",
    "đập",
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    known = {number: fold(" ".join(chance.choices(WORDS, k=18))) for number in range(options.claims)}
    spent = []
    for _ in range(20):
        asked = fold(" ".join(chance.choices(WORDS, k=18)))
        begun = time.process_time()
        similar(asked, known)
        spent.append((time.process_time() - begun) * 1000)
    spent.sort()
    figure = {
        "benchmark": "corrections.similar",
        "claims": options.claims,
        "cpu_ms_median": round(statistics.median(spent), 1),
        "cpu_ms_p95": round(spent[-1 - len(spent) // 20], 1),
    }
    print(json.dumps(figure))


if __name__ == "__main__":
    main()
