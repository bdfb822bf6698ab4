"""A province's worth of concerns out of one seed: real names of places, words of ordinary people, and among them the
strings that must never be seen again (canaries): names, phones, mails, numbers of identity cards, addresses of homes.
"""

from __future__ import annotations

import csv
import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "admin_units" / "wards_pre_2025-07.csv"
PROVINCE = "91"  # Kiên Giang before July 2025
OWN_PLACES = tuple(
    f"{kind} {name}"
    for kind in ("Xã", "Phường", "Thị trấn")
    for name in (
        "Bãi Tràm",
        "Bến Vàm",
        "Cồn Sẻ",
        "Hòa Lạch",
        "Kinh Mới",
        "Mỹ Rạch",
        "Ngã Sáu",
        "Tân Đước",
        "Thạnh Vịnh",
        "Vĩnh Bàu",
    )
)

SERVICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "giao-thong": (
        "Hạ tầng, giao thông",
        (
            "Mặt đường {where} có ổ gà sâu, {how}, xe máy ngã {often}",
            "Cầu ván {where} mục hai tấm, {how}, học sinh qua lại {often}",
            "Nắp cống {where} bị mất, {how}, tối đi không thấy",
            "Xe tải quá tải chạy qua {where} làm lún đường, {how}",
        ),
    ),
    "dien": (
        "Điện, chiếu sáng",
        (
            "Đèn đường {where} tắt đã lâu, {how}",
            "Dây điện {where} sà thấp gần mái nhà, {how}, mưa gió là chạm {often}",
            "Trụ điện {where} nghiêng sau trận giông, {how}",
        ),
    ),
    "moi-truong": (
        "Môi trường, vệ sinh",
        (
            "Rác {where} không ai gom, {how}, bốc mùi {often}",
            "Nước thải chảy thẳng ra kênh {where}, {how}, cá chết {often}",
            "Có người đốt rác nhựa {where}, {how}, khói vào nhà {often}",
            "Bãi rác tạm {where} tràn ra lộ, {how}",
        ),
    ),
    "cap-nuoc": (
        "Cấp thoát nước, ngập",
        (
            "Nước máy {where} đục và có mùi, {how}",
            "Mưa một lúc là {where} ngập tới gối, {how}, nước rút chậm {often}",
            "Ống nước vỡ {where} chảy tràn ra đường, {how}",
        ),
    ),
    "y-te": (
        "Y tế, dịch bệnh",
        (
            "Lịch tiêm ngừa {where} thay đổi mà không báo, {how}, bà con đợi {often}",
            "Nhiều ca sốt xuất huyết {where}, {how}, chưa thấy phun thuốc",
            "Trạm y tế {where} hết thuốc huyết áp, {how}",
        ),
    ),
    "nghe-ca": (
        "Nông nghiệp, thủy sản",
        (
            "Hai thông báo về hạn đăng ký tàu cá {where} ghi khác ngày, {how}",
            "Lồng bè nuôi cá {where} chắn luồng ghe, {how}, va chạm {often}",
            "Tôm chết hàng loạt {where}, {how}, chưa có ai đến xem",
        ),
    ),
}
_WHERE = (
    "trước chợ",
    "đoạn qua trường tiểu học",
    "gần cầu kênh {n}",
    "tổ {n} khu phố {m}",
    "ấp {n}",
    "hẻm {n}",
    "bên hông nhà văn hóa",
    "khu dân cư {m}",
    "cuối bến tàu",
    "ngã ba số {n}",
)
_HOW = (
    "từ đầu tháng đến nay",
    "đã ba tuần",
    "báo ấp hai lần rồi",
    "nhất là ban đêm",
    "mấy hôm mưa càng nặng",
    "không ai dựng biển báo",
)
_OFTEN = ("mỗi ngày", "hoài", "suốt", "gần như cả tuần", "buổi sáng sớm")
_TAILS = (
    "Mong được xem sớm.",
    "Xin cho biết khi nào sửa.",
    "Bà con ở đây ai cũng thấy.",
    "Ai lo việc này, xin trả lời.",
    "",
)
# Words that people exchange for each other when they tell of the same thing.
_SAME = (
    ("từ đầu tháng đến nay", "cả tháng nay"),
    ("đã ba tuần", "gần một tháng rồi"),
    ("mỗi ngày", "ngày nào cũng vậy"),
    ("Mong được xem sớm.", "Đề nghị giải quyết sớm giùm."),
    ("không ai", "chẳng ai"),
    ("bốc mùi", "hôi thối"),
    ("xe máy ngã", "xe bị té"),
    ("tắt đã lâu", "hư lâu rồi"),
    ("Mưa một lúc", "Trời mưa chút xíu"),
)
_FAMILY = ("Huỳnh", "Danh", "Trần", "Lâm", "Thị", "Mạc", "Châu", "Tiết", "Kha")
_MIDDLE = ("Thị", "Văn", "Ngọc", "Minh", "Quốc", "Kim")
_SYLLABLES = ("Quyế", "Thoạ", "Nghiê", "Khuyê", "Bườ", "Đuổ", "Phướ", "Ruộ", "Xuyế", "Giượ")
_ENDS = ("nh", "ng", "m", "n", "t", "c", "p", "ch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One concern as somebody sends it."""

    number: int
    channel: str
    service: str
    place: str  # key
    text: str
    name: str = ""
    phone: str = ""
    mail: str = ""
    canaries: tuple[str, ...] = ()  # in the text or the contact: nobody may find them again
    original: int  # its own number, or that of the concern it repeats
    is_shared: bool = False  # needs several agencies
    latitude: float | None = None
    longitude: float | None = None

    @property
    def is_copy(self) -> bool:
        return self.original != self.number


def places(most: int = 120) -> tuple[tuple[str, str], ...]:
    """Keys and names of communes; real ones where the lists lie beside the project."""
    names: Sequence[str] = OWN_PLACES
    if DATA.exists():
        with DATA.open(encoding="utf-8", newline="") as lines:
            rows = [row for row in csv.DictReader(lines) if row["province_code"] == PROVINCE]
        return tuple((f"kg.{row['code']}", row["full_name"]) for row in rows[:most])
    return tuple((f"kg.{number:05d}", name) for number, name in enumerate(names, start=1))[:most]


def concerns(
    count: int, *, copies: int, shared: int, seed: int, share_of_channel: dict[str, int] | None = None
) -> list[Told]:
    """`count` concerns of which `copies` repeat others in edited words and `shared` are for several agencies; in the
    order they come in, a copy always after what it repeats."""
    dice = random.Random(seed)
    weights = share_of_channel or {"form": 60, "open311": 20, "mail": 12, "phone": 5, "letter": 3}
    known = places()
    originals: list[Told] = []
    for number in range(count - copies):
        service = dice.choice(sorted(SERVICES))
        key, name = dice.choice(known)
        told = Told(
            number=number,
            channel=dice.choices(list(weights), list(weights.values()))[0],
            service=service,
            place=key,
            text=_words(dice, service, name),
            original=number,
            is_shared=number < shared,
        )
        originals.append(_with_person(dice, _with_point(dice, told)))
    found = [*originals]
    for number in range(count - copies, count):
        source = dice.choice(originals)
        channel = dice.choices(list(weights), list(weights.values()))[0]
        edited = replace(source, number=number, channel=channel, text=_edited(dice, _bare(source)), is_shared=False)
        near = replace(edited, latitude=_near(dice, source.latitude), longitude=_near(dice, source.longitude))
        found.append(_with_person(dice, replace(near, name="", phone="", mail="", canaries=())))
    order = {told.number: dice.random() for told in found}
    for told in found:  # a copy comes some time after what it repeats
        if told.is_copy:
            order[told.number] = order[told.original] + dice.random() * (1.001 - order[told.original])
    return sorted(found, key=lambda told: order[told.number])


def _words(dice: random.Random, service: str, place: str) -> str:
    where = f"{dice.choice(_WHERE).format(n=dice.randint(1, 40), m=dice.randint(1, 12))}, {place}"
    text = dice.choice(SERVICES[service][1]).format(where=where, how=dice.choice(_HOW), often=dice.choice(_OFTEN))
    return f"{text}. {dice.choice(_TAILS)}".strip()


def _with_point(dice: random.Random, told: Told) -> Told:
    """One in three gives the point where it is."""
    if dice.random() > 0.33:
        return told
    return replace(told, latitude=9.6 + dice.random(), longitude=104.6 + dice.random())


def _near(dice: random.Random, value: float | None) -> float | None:
    return None if value is None else value + dice.uniform(-0.0005, 0.0005)


def _with_person(dice: random.Random, told: Told) -> Told:
    """Most leave a contact; some write of themselves in the text as well."""
    number = told.number
    name = f"{dice.choice(_FAMILY)} {dice.choice(_MIDDLE)} {dice.choice(_SYLLABLES)}{dice.choice(_ENDS)}{number}"
    phone = f"09{_digits(number, 8)}"
    mail = f"hop-thu-{number}-{dice.randint(100, 999)}@thu-rieng.example"
    identity = f"091{_digits(number + 5_000, 9)}"
    home = f"số nhà {number + 1}/{dice.randint(100, 999)} hẻm Bà Mụ {number}"
    has_mail = told.channel == "mail" or dice.random() < 0.6
    has_phone = told.channel == "phone" or dice.random() < 0.4
    canaries = [name] * (told.channel != "mail" and dice.random() < 0.9)
    given = name if canaries else ""
    canaries += [mail] * has_mail + [phone] * has_phone
    text = told.text
    if dice.random() < 0.35:
        said = [f"Tôi là {name}", f"điện thoại {phone}"]
        canaries += [name, phone]
        if dice.random() < 0.5:
            said.append(f"căn cước {identity}")
            canaries.append(identity)
        if dice.random() < 0.5:
            said.append(f"ở {home}")
            canaries.append(home)
        text = f"{text} {', '.join(said)}."
    return replace(
        told,
        text=text,
        name=given,
        mail=mail if has_mail else "",
        phone=phone if has_phone else "",
        canaries=tuple(dict.fromkeys(canaries)),
    )


def _digits(number: int, width: int) -> str:
    """Digits that no other number has, spread so that they do not look like a date or a count."""
    return f"{(number + 1) * 48_271 % 10**width:0{width}d}"


def _bare(told: Told) -> str:
    return told.text.split(" Tôi là ")[0]


def _edited(dice: random.Random, text: str) -> str:
    """The same thing in somebody else's words: words exchanged, marks lost, pieces turned or left out."""
    for here, there in _SAME:
        if here in text and dice.random() < 0.7:
            text = text.replace(here, there)
    pieces = text.split(", ")
    if len(pieces) > 3 and dice.random() < 0.5:
        pieces[-1], pieces[-2] = pieces[-2].rstrip("."), pieces[-1].rstrip(".")
    if len(pieces) > 3 and dice.random() < 0.3:
        del pieces[-1]
    text = ", ".join(pieces)
    if dice.random() < 0.3:
        text = f"Cho tôi hỏi: {text[:1].lower()}{text[1:]}"
    if dice.random() < 0.25:
        text = text.lower()
    if dice.random() < 0.2:
        text = _without_marks(text)
    return text


def _without_marks(text: str) -> str:
    split = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(one for one in split if not unicodedata.combining(one)))
