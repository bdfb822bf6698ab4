"""phoihop mail: what waits to be sent, send it now, look into the mailbox now, or try the settings with one mail."""

from __future__ import annotations

import argparse

from phoihop.site.commandline import NO, OK, Out, WrongInput

HELP = "mails that go out and come in: queue, send, pull, release, send-test ADDRESS"
TEXT = "Thư thử của Phối Hợp. Máy chủ thư gửi được thư này thì gửi được mọi thư khác.\n"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("queue", "send", "pull", "release", "send-test"))
    parser.add_argument("--drop", action="store_true", help="với release: bỏ thư đã chờ từ trước khi phục hồi")
    parser.add_argument("address", nargs="?", default="", metavar="ADDRESS", help="of send-test")


def run(options: argparse.Namespace, out: Out) -> int:
    if (options.what == "send-test") != bool(options.address):
        raise WrongInput(["ADDRESS: cần địa chỉ nhận với send-test, và chỉ với send-test"])
    if options.drop and options.what != "release":
        raise WrongInput(["--drop: chỉ dùng với release"])
    ways = {"queue": _queue, "send": _send, "pull": _pull, "release": _release, "send-test": _test}
    return ways[options.what](options, out)


def _queue(options: argparse.Namespace, out: Out) -> int:
    from phoihop.mail.queries import counts

    found = counts()
    out.data(found, [f"{state.lower()}: {count}" for state, count in found.items()])
    return OK


def _send(options: argparse.Namespace, out: Out) -> int:
    from phoihop.site.postman import send_all

    count = send_all()
    out.data({"sent": count}, str(count))
    return OK


def _pull(options: argparse.Namespace, out: Out) -> int:
    from django.conf import settings

    from phoihop.ground import clock
    from phoihop.mail.commands import Collector
    from phoihop.site.letterbox import letterbox

    if not settings.PHOIHOP_IMAP_URL:
        raise WrongInput(["PHOIHOP_IMAP_URL: chưa đặt hộp thư nào để đọc"])
    count = Collector(letterbox=letterbox()).collect(at=clock.now)
    out.data({"taken": count}, str(count))
    return OK


def _release(options: argparse.Namespace, out: Out) -> int:
    """After a restore: mails leave again, or (--drop) those from before it do not."""
    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.mail.commands import release_mails
    from phoihop.site.mail_hold import held_since

    since = held_since()
    if since is None:
        raise WrongInput(["thư không bị giữ; chỉ sau khi phục hồi từ bản sao lưu thư mới bị giữ"])
    drop_before = since if options.drop else None
    told = release_mails(drop_before=drop_before, by=Actor.system("administrator-console"), at=clock.now())
    out.data({"dropped": told.dropped}, f"thư lại đi; đã bỏ {told.dropped} thư")
    return OK


def _test(options: argparse.Namespace, out: Out) -> int:
    from phoihop.mail.commands import WrongAddress, try_out

    try:
        said = try_out(options.address, subject="Thư thử của Phối Hợp", text=TEXT)
    except WrongAddress as wrong:
        raise WrongInput([f"ADDRESS: {wrong} không phải địa chỉ thư"]) from wrong
    out.data({"is_taken": not said, "said": said}, said or "đã chuyển cho máy chủ thư")
    return NO if said else OK
