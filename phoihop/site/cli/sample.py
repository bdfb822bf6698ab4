"""phoihop sample: a synthetic country for benchmarks; the public side of the sample programme."""

from __future__ import annotations

import argparse
import time

from phoihop.site.commandline import OK, Out, WrongInput

HELP = "build a synthetic country for benchmarks, or fill the public side of the sample programme"


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="build|rooms|public", required=True)
    make = acts.add_parser("build", help="in an empty data folder only")
    make.add_argument("--scale", type=float, required=True, metavar="S", help="1 is a province, 34 the country")
    make.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed makes the same rows")
    make.add_argument("--by-commands", action="store_true", help="every body by the rooms' commands: slower, same rows")
    rooms = acts.add_parser("rooms", help="concerns, press, letters and all the rest for a country that was built")
    rooms.add_argument("--scale", type=float, required=True, metavar="S", help="as it was built")
    rooms.add_argument("--seed", type=int, default=1, metavar="N", help="as it was built")
    rooms.add_argument("--bodies", type=int, default=0, metavar="N", help="the first so many only; 99 are a province")
    rooms.add_argument("--amount", type=float, default=1.0, metavar="A", help="of the usual number of rows of a body")
    acts.add_parser("public", help="news, records, concerns and corrections of the sample, all illustrations")


def run(options: argparse.Namespace, out: Out) -> int:
    acts = {"build": _country, "rooms": _rooms, "public": _public}
    return acts[options.act](options, out)


def _rooms(options: argparse.Namespace, out: Out) -> int:
    """What citizens, the press, editors and offices wrote in the year of each body; who has it is passed over."""
    from phoihop.ledger.commands import seal
    from phoihop.site.country import build
    from phoihop.site.country.making.country import fill_country

    if not build.can_go_on(options.scale, options.seed):
        raise WrongInput(["Chưa có dữ liệu tổng hợp của cỡ này; hãy dựng trước: phoihop sample build --scale, --seed."])
    if not 0 < options.amount <= 1:
        raise WrongInput(["--amount: lớn hơn 0, không quá 1"])
    made = fill_country(
        options.scale,
        options.seed,
        lambda done, total: out.progress(done, total, "bodies"),
        most=options.bodies,
        amount=options.amount,
    )
    seal(at=build.NOW)
    out.data(made, [f"{room}: {count}" for room, count in made.items()])
    return OK


def _public(_options: argparse.Namespace, out: Out) -> int:
    """Once per data folder; run again it makes what is missing. Refused: where the sample programme is not loaded."""
    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.organizations.queries import units_by_keys
    from phoihop.site import public_sample

    by = Actor.system("sample-builder")
    if not units_by_keys(by, "kg", ["btg-tinh-uy"]):
        raise WrongInput(["Chưa có chương trình mẫu; hãy nạp trước: phoihop load, phoihop user sample."])
    made = public_sample.build(by=by, at=clock.now())
    out.data(made, [f"{part}: {count}" for part, count in made.items()])
    return OK


def _country(options: argparse.Namespace, out: Out) -> int:
    from django.db import connection

    from phoihop.ground import clock
    from phoihop.ledger.commands import seal
    from phoihop.site.country import build

    if not 0 < options.scale <= 40:
        raise WrongInput(["--scale: lớn hơn 0, không quá 40"])
    if not build.is_empty() and not build.can_go_on(options.scale, options.seed):
        raise WrongInput(["Thư mục dữ liệu đã có dữ liệu; hãy dùng thư mục mới: phoihop --empty, PHOIHOP_DATA khác."])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")  # nothing is acknowledged; a power cut means to begin anew
    clock.start_demonstration(build.NOW)
    began = time.monotonic()
    made = build.build(
        options.scale,
        options.seed,
        lambda done, total: out.progress(done, total, "bodies"),
        by_commands=options.by_commands,
    )
    seal(at=build.NOW)
    value = {name: getattr(made, name) for name in made.__slots__} | {"seconds": round(time.monotonic() - began, 1)}
    out.data(value, [f"{name}: {number}" for name, number in value.items()])
    return OK
