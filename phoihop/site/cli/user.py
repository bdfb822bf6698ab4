"""phoihop user: accounts from the command line, and those of the sample."""

from __future__ import annotations

import argparse
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from phoihop.site.commandline import OK, Out, Problem, WrongInput
from phoihop.site.options import options as site_options

HELP = "open, list or disable accounts, or open those of the sample"
CONSOLE = "administrator-console"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="add|list|disable|sample", required=True)
    add = acts.add_parser("add", help="open an account, seat it, and print its first password")
    add.add_argument("username")
    add.add_argument("--name", required=True, help="full name")
    add.add_argument("--email", default="")
    add.add_argument("--unit", metavar="CODE", help="seat it at this unit, as DV-kg-so-yte")
    add.add_argument("--post", metavar="TITLE", help="in this post, made if the unit has none of the title")
    add.add_argument("--role", action="append", default=[], help="in this role; may be given again")
    show = acts.add_parser("list", help="the accounts, by name")
    show.add_argument("--find", metavar="TEXT", default="", help="only those that match")
    disable = acts.add_parser("disable", help="lock an account out at once")
    disable.add_argument("username")
    acts.add_parser("sample", help="open the accounts of the Kiên Giang sample, with one password for all")


def run(options: argparse.Namespace, out: Out) -> int:
    return {"add": _add, "list": _list, "disable": _disable, "sample": _sample}[options.act](options, out)


def _add(options: argparse.Namespace, out: Out) -> int:
    from django.db import transaction

    _refuse_half_a_seat(options)
    password = _fresh_password()
    person = _Person(
        options.username.strip().lower(), options.name, options.unit or "", options.post or "", options.role
    )
    with transaction.atomic():
        _Opening(password).open(person, email=options.email)
    out.data(
        {"username": person.username, "password": password},
        [f"{person.username} / {password}", "Mật khẩu này chỉ hiện một lần; người dùng tự đổi sau khi đăng nhập."],
    )
    return OK


def _refuse_half_a_seat(options: argparse.Namespace) -> None:
    from phoihop.ground.actor import Role

    problems = [
        Problem("--role", f"no role {role!r}; one of {', '.join(Role)}")
        for role in options.role
        if role not in list(Role)
    ]
    if len({bool(options.unit), bool(options.post), bool(options.role)}) > 1:
        problems.append(Problem("--unit, --post, --role", "a seat needs all three"))
    if problems:
        raise WrongInput(problems)


def _list(options: argparse.Namespace, out: Out) -> int:
    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.organizations.queries import accounts

    by, at, rows, after = Actor.system(CONSOLE), clock.now(), [], None
    while page := accounts(by, at, text=options.find, after_id=after):
        rows += [
            {"username": a.username, "name": a.name, "active": a.is_active, "seats": "; ".join(a.seats)} for a in page
        ]
        after = page[-1].id
    out.table(rows, {"username": "USERNAME", "name": "NAME", "active": "ACTIVE", "seats": "SEATS"})
    return OK


def _disable(options: argparse.Namespace, out: Out) -> int:
    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.organizations import commands, queries

    number = queries.account_ids([options.username]).get(options.username)
    if number is None:
        raise WrongInput([Problem(options.username, "no account of this name")])
    commands.disable_account(account_id=number, by=Actor.system(CONSOLE), at=clock.now())
    out.data({"username": options.username, "active": False}, f"{options.username}: đã khóa")
    return OK


# ── one account ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Person:
    username: str
    name: str
    unit: str  # code
    post: str
    roles: Iterable[str]
    is_head: bool = False


class _Opening:
    """Opens accounts and seats them; what is there already stays as it is."""

    def __init__(self, password: str) -> None:
        from phoihop.ground import clock
        from phoihop.ground.actor import Actor

        self.password = password
        self.at: datetime = clock.now()
        self.told: dict[str, Any] = {"by": Actor.system(CONSOLE), "at": self.at}

    def open(self, person: _Person, *, email: str = "") -> int:
        from phoihop.ground.actor import Role
        from phoihop.organizations import commands

        account_id = commands.open_account(
            username=person.username, full_name=person.name, email=email, password=self.password, **self.told
        ).account_id
        if person.unit:
            post_id = self.post(person.unit, person.post, is_head=person.is_head)
            for role in person.roles:
                commands.seat_person(account_id=account_id, post_id=post_id, role=Role(role), **self.told)
        return account_id

    def post(self, code: str, title: str, *, is_head: bool = False) -> int:
        """The number of the unit's post of this title, made if there is none."""
        from phoihop.organizations import commands, queries

        unit = queries.unit(self.told["by"], code, self.at)
        for post in unit.posts:
            if post.title == title:
                return post.id
        return commands.create_post(unit_id=unit.line.id, title=title, is_head=is_head, **self.told).post_id


def _fresh_password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


# ── the sample ──────────────────────────────────────────────────────────────────────────────────────────────

TERRITORY = "kg"
LEAD = "btg-tinh-uy"
OF_THE_LEAD = (
    # user name, name, post, roles; the first is the head
    ("binh", "Trần Thanh Bình", "Trưởng ban", ("approver",)),
    ("minh", "Bùi Công Minh", "Phó trưởng ban", ("approver",)),
    ("an", "Nguyễn Văn An", "Chuyên viên theo dõi phối hợp", ("drafter", "focal")),
    ("giang", "Đỗ Hương Giang", "Văn thư", ("clerk",)),
    ("ha", "Võ Thu Hà", "Biên tập viên", ("editor",)),
)
PARTNERS = {
    # unit -> beginning of the user names, title of its head
    "so-yte": ("soyte", "Giám đốc"),
    "so-nnptnt": ("sonn", "Giám đốc"),
    "so-tttt": ("sotttt", "Giám đốc"),
    "ubnd-tinh": ("ubnd", "Chủ tịch"),
    "hdnd-tinh": ("hdnd", "Chủ tịch"),
    "vks-tinh": ("vks", "Viện trưởng"),
    "ta-tinh": ("toaan", "Chánh án"),
    "vp-tinh-uy": ("vptu", "Chánh Văn phòng"),
}
BESIDE = (
    # units that the programme does not name: illustrations, for the auditor and the administrator
    ("ubkt-tinh-uy", "Ủy ban Kiểm tra Tỉnh ủy Kiên Giang", "party_commission"),
    ("quan-tri", "Bộ phận quản trị hệ thống", "other"),
)


def _sample(options: argparse.Namespace, out: Out) -> int:
    """Once per data folder; run again it opens what is missing and shows the same password."""
    from django.db import transaction

    from phoihop.organizations import queries

    people = list(_people())
    path = site_options().data / "sample-accounts.json"
    password = _password_of(path) or _fresh_password()
    with transaction.atomic():
        opening = _Opening(password)
        _units_beside(opening)
        known = queries.account_ids([person.username for person in people])
        for person in people:
            if person.username not in known:
                number = opening.open(person)
                if person.username == "minh":
                    _stands_in_for_the_head(opening, number)
        names = queries.units_by_keys(
            opening.told["by"], TERRITORY, {person.unit.split("-", 2)[2] for person in people}
        )
        rows = [
            {"username": p.username, "password": password, "who": f"{p.name}: {p.post}, {_short(names, p)}"}
            for p in people
        ]
        _write(path, rows)  # before the accounts are there for good: a password nobody knows would be of no use
    out.data(rows, [f"{row['username']} / {row['password']}   {row['who']}" for row in rows])
    return OK


def _people() -> Iterable[_Person]:
    lead = f"DV-{TERRITORY}-{LEAD}"
    for username, name, post, roles in OF_THE_LEAD:
        yield _Person(username, name, lead, post, roles, is_head=username == OF_THE_LEAD[0][0])
    yield _Person("chi", "Lê Thị Chi", f"DV-{TERRITORY}-so-yte", "Cán bộ đầu mối", ("focal", "drafter"))
    for key, (start, head) in PARTNERS.items():
        code = f"DV-{TERRITORY}-{key}"
        if key != "so-yte":
            yield _Person(f"{start}-dau-moi", "Cán bộ đầu mối (mẫu)", code, "Cán bộ đầu mối", ("focal", "drafter"))
        yield _Person(f"{start}-duyet", f"{head} (mẫu)", code, head, ("approver",), is_head=True)
    yield _Person("kim", "Ngô Thiên Kim", f"DV-{TERRITORY}-ubkt-tinh-uy", "Kiểm tra viên", ("auditor",))
    yield _Person("long", "Hồ Hoàng Long", f"DV-{TERRITORY}-quan-tri", "Quản trị hệ thống", ("administrator",))


def _units_beside(opening: _Opening) -> None:
    from phoihop.organizations import commands, queries

    known = queries.units_by_keys(opening.told["by"], TERRITORY, [key for key, _name, _kind in BESIDE] + ["tinh-uy"])
    if "tinh-uy" not in known:
        raise WrongInput([Problem("user sample", "the sample programme is not loaded")])
    for key, name, kind in BESIDE:
        if key not in known:
            commands.create_unit(
                territory=TERRITORY,
                key=key,
                name=name,
                kind=kind,
                level="province",
                parent_id=known["tinh-uy"].id,
                is_illustration=True,
                **opening.told,
            )


def _stands_in_for_the_head(opening: _Opening, account_id: int) -> None:
    from phoihop.organizations import commands

    today = opening.at.date()
    commands.name_deputy(
        post_id=opening.post(f"DV-{TERRITORY}-{LEAD}", "Trưởng ban"),
        account_id=account_id,
        kinds=["approve"],
        from_date=today,
        to_date=today + timedelta(days=29),
        reason="Trưởng ban đi công tác (mẫu)",
        **opening.told,
    )


def _short(names: Any, person: _Person) -> str:
    return str(names[person.unit.split("-", 2)[2]].short)


def _password_of(path: Path) -> str:
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))[0]["password"])
    except FileNotFoundError:
        return ""


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    """For the owner of the data folder alone, whole or not at all."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(rows, file, ensure_ascii=False, indent=1)
    fresh.replace(path)
