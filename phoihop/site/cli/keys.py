"""phoihop keys: how the keys of units stand, a new one for a unit, a new master key above them."""

from __future__ import annotations

import argparse

from phoihop.site.commandline import OK, Out, WrongInput

HELP = "keys of personal data: status, rotate --master, rotate --unit CODE, rewrap"


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="status|rotate|rewrap", required=True)
    acts.add_parser("status", help="how many keys there are, and which master key wraps them")
    rotate = acts.add_parser("rotate", help="a new key; what the one before closed is closed anew")
    which = rotate.add_mutually_exclusive_group(required=True)
    which.add_argument("--master", action="store_true", help="the master key above the keys of all units")
    which.add_argument("--unit", metavar="CODE", help="the key of one unit (DV-kg-so-y-te)")
    acts.add_parser("rewrap", help="goes on where a rotation was cut short; closes anew what an older key closed")


def run(options: argparse.Namespace, out: Out) -> int:
    from phoihop.ground.sealing import CannotOpen

    try:
        if options.act == "status":
            return _status(out)
        if options.act == "rewrap":
            return _rewrap(out)
        return _master(out) if options.master else _unit(options.unit, out)
    except CannotOpen as wrong:
        raise WrongInput(
            [f"{wrong}. What was closed anew before stays so; put the key back and run it again"]
        ) from None
    except OSError as wrong:
        raise WrongInput(
            [f"{wrong.filename}: {wrong.strerror}. Nothing is lost; make its folder writable and run it again"]
        ) from None


def _status(out: Out) -> int:
    from phoihop.organizations.queries import key_states

    found = key_states()
    out.data(found, [f"{count} {words}" for words, count in found.items()])
    return OK


def _rewrap(out: Out) -> int:
    from phoihop.concerns.commands import reclose
    from phoihop.organizations.commands import drop_old_master_key, wrap_anew

    wrapped = wrap_anew()
    closed = reclose(lambda what, count: out.progress(count, count + 1, what))
    is_over = drop_old_master_key()
    text = f"{wrapped} keys wrapped anew, {closed} values closed anew"
    later = "" if is_over else "; the old master key stays: run this again an hour after the rotation"
    out.data({"wrapped": wrapped, "closed": closed, "old_master_gone": is_over}, text + later)
    return OK


def _master(out: Out) -> int:
    from phoihop.organizations.commands import exchange_master_key

    wrapped = exchange_master_key()
    out.data(
        {"wrapped": wrapped},
        f"{wrapped} keys wrapped with the new master key; the old one stays beside it as .old. Copy the new one to "
        "where its copies lie and to every machine, and run phoihop keys rewrap an hour from now",
    )
    return OK


def _unit(code: str, out: Out) -> int:
    from phoihop.concerns.commands import reclose
    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.organizations.commands import exchange_unit_key
    from phoihop.organizations.queries import unit_number

    by = Actor.system("administrator-console")
    told = exchange_unit_key(unit_id=unit_number(by, code), by=by, at=clock.now())
    closed = reclose(lambda what, count: out.progress(count, count + 1, what))
    out.data({"version": told.version, "closed": closed}, f"key {told.version} of {code}; {closed} values closed anew")
    return OK
