"""Articles, photos and cards of the lead's office, for tests: An and Hà write, Bình approves, Hà puts out."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from phoihop.communications import commands
from phoihop.communications.models import Article, Card, Feedback, Photo
from phoihop.documents.commands import spooled
from phoihop.ground.actor import Actor
from phoihop.intake import commands as intake
from phoihop.publications import commands as publications
from tests.world.build import LOADER, World
from tests.world.papers import font_file

TITLE = "Mở đợt đăng ký thiết bị giám sát tàu cá"
TEXT = "Hạn đăng ký là **31/8**.\n\n- tại cảng cá\n- tại xã\n\nChủ tàu mang theo giấy đăng ký."


@dataclass(frozen=True)
class Written:
    code: str

    def row(self) -> Article:
        return Article.rows.get(code=self.code)


def by(world: World, name: str, at: datetime | None = None) -> Actor:
    actor: Actor = world.person(name).actor_at(at or world.at)
    return actor


def headings(world: World) -> None:
    commands.set_categories(
        lines=[("nghe-ca", "Nghề cá", "Fishing"), ("y-te", "Y tế", "Health")], by=LOADER, at=world.at
    )


def draft(world: World, **more: Any) -> Written:
    given = {"title": TITLE, "summary": "Hạn thống nhất là 31/8.", "text": TEXT, **more}
    told = commands.begin_article(unit_id=world.unit("btg-tinh-uy"), **given, by=by(world, "ha"), at=world.at)
    return Written(told.code)


def sent(world: World, **more: Any) -> Written:
    found = draft(world, **more)
    commands.send_article(code=found.code, by=by(world, "ha"), at=world.at)
    return found


def approved(world: World, **more: Any) -> Written:
    found = sent(world, **more)
    commands.approve_article(code=found.code, by=by(world, "binh"), at=world.at)
    return found


def published(world: World, **more: Any) -> Written:
    found = approved(world, **more)
    commands.publish_article(code=found.code, by=by(world, "ha"), at=world.at)
    return found


def picture(words: str = "", size: tuple[int, int] = (900, 600), *, colour: str = "#2f6f8f") -> bytes:
    """A drawn photo as a camera would hand it over: JPEG, with the place where it was taken in it."""
    image = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(image)
    if not words:
        draw.polygon([(80, 420), (820, 420), (700, 520), (180, 520)], fill="#7a4a21")
    for number, line in enumerate(words.splitlines()):
        draw.text((150, 150 + number * 120), line, fill="black", font=ImageFont.truetype(font_file(bold=True), 46))
    exif = Image.Exif()
    exif[0x010F] = "MÁY ẢNH BÍ MẬT"
    exif.get_ifd(0x8825)[2] = (10.0, 0.0, 45.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=90)
    return out.getvalue()


def drawn(content: bytes | None = None, name: str = "tau-ca.jpg") -> commands.Drawn:
    return commands.draw_photo(spool=spooled(io.BytesIO(content or picture()), name=name), name=name)


def ready(colour: str = "#2f6f8f") -> commands.Drawn:
    """A photo drawn without asking the guard: for tests that are not about it."""
    files = publications.rendered(picture(colour=colour))
    return commands.Drawn(fingerprint=colour.strip("#").ljust(64, "0"), files=files)


def photo(world: World, *, colour: str = "#2f6f8f", who: str = "ha", **more: Any) -> Photo:
    given = {"alt": "Tàu cá nằm bến lúc sáng", "caption": "Bến cá buổi sáng.", "credit": "Ảnh minh họa", **more}
    actor = by(world, who)
    told = commands.add_photo(unit_id=actor.unit_id, drawn=ready(colour), **given, by=actor, at=world.at)
    return Photo.rows.get(code=told.code)


def card(world: World, **more: Any) -> Card:
    given = {
        "title": "Một mẫu đăng ký dùng chung",
        "problem": "Mỗi xã một mẫu giấy.",
        "practice": "Ba cơ quan thống nhất một mẫu. Dán ở cảng cá.",
        "result": "Thời gian đăng ký giảm một nửa.",
        "cost": "Hai buổi họp.",
        "contact": "Văn phòng Sở",
        **more,
    }
    told = commands.begin_card(unit_id=world.unit("btg-tinh-uy"), **given, by=by(world, "ha"), at=world.at)
    return Card.rows.get(code=told.code)


def card_out(world: World, **more: Any) -> Card:
    row = card(world, **more)
    commands.send_card(code=row.code, by=by(world, "ha"), at=world.at)
    commands.publish_card(code=row.code, by=by(world, "binh"), at=world.at)
    row.refresh_from_db()
    return row


def feedback(world: World, about: str, *, mail: str = "doc.gia@example.org", text: str = "") -> Feedback:
    receipt = intake.receive(
        what="FEEDBACK",
        channel="form",
        territory="kg",
        payload={"text": text or WORDS, "mail": mail},
        about=about,
        by=Actor.system("portal"),
        at=world.at,
    )
    commands.take_in_feedback(code=receipt.code, by=Actor.system("front-desk"), at=world.at)
    return Feedback.rows.get(code=receipt.code)


WORDS = "Số liệu đoạn hai bị lẫn."
ARTICLE_DOORS = {
    "draft": ("write", "drop", "send"),
    "sent": ("take-back", "return", "approve"),
    "approved": ("publish", "schedule"),
    "scheduled": ("unschedule",),
    "published": ("article", "compare", "preview", "revise", "withdraw"),
}
CARD_DOORS = {
    "draft": ("write-card", "send-card", "drop-card"),
    "sent": ("take-back-card", "return-card", "publish-card"),
    "published": ("card", "preview-card", "revise-card", "withdraw-card", "take-over-card"),
}
FEEDBACK_DOORS = ("feedback-one", "close-feedback", "erase-feedback")


def doors(world: World) -> dict[str, dict[str, object]]:
    """An article and a card in every state, photos, a reader's word, a page of the portal."""
    kept, out, gone = photo(world), photo(world, colour="#aa3322"), photo(world, colour="#22aa33")
    commands.publish_photo(code=out.code, by=by(world, "ha"), at=world.at)
    waiting = approved(world)
    commands.schedule_article(
        code=waiting.code, goes_out_at=world.at + timedelta(days=1), by=by(world, "ha"), at=world.at
    )
    asked = card(world)
    commands.send_card(code=asked.code, by=by(world, "ha"), at=world.at)
    articles = {
        "draft": draft(world).code,
        "sent": sent(world).code,
        "approved": approved(world).code,
        "scheduled": waiting.code,
        "published": published(world).code,
    }
    cards = {"draft": card(world).code, "sent": asked.code, "published": card_out(world).code}
    words = feedback(world, articles["published"]).code
    page = commands.write_page(title="Giới thiệu", text="Trang này.", territory="kg", by=LOADER, at=world.at).code
    found = {name: articles[state] for state, names in ARTICLE_DOORS.items() for name in names}
    found |= {name: cards[state] for state, names in CARD_DOORS.items() for name in names}
    found |= dict.fromkeys(FEEDBACK_DOORS, words)
    found |= {"photo": out.code, "describe-photo": kept.code, "publish-photo": kept.code, "withdraw-photo": gone.code}
    found |= {"page": page, "withdraw-page": page}
    by_door: dict[str, dict[str, object]] = {f"communications:{name}": {"code": code} for name, code in found.items()}
    by_door["communications:photo-file"] = {"code": out.code, "width": 320}
    by_door["portal:preview"] = {
        "token": commands.preview_article(code=articles["draft"], by=by(world, "ha"), at=world.at)
    }
    return by_door
