"""Citizens' concerns of the sample: services, places and routes of Kiên Giang, and illustrations in every state.

All through the commands, at the moments they would have happened. Nobody in them exists.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from phoihop.concerns import commands
from phoihop.concerns.queries import settings_value
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.sheet import work_calendar
from phoihop.intake import commands as intake
from phoihop.organizations.queries import units_by_keys
from phoihop.publications.queries import promise

TERRITORY = "kg"
DESK = "btg-tinh-uy"  # listening to people is its part of the programme
_READER = Actor.system("loader")  # looks units up
ANSWER_DAYS = 10  # as this territory does it in the sample: data, no rule of law

# key, name, English, what it is about, unit that answers, order
SERVICES = (
    ("giao-thong", "Hạ tầng, giao thông", "Roads and transport", "Đường, cầu, bến phà, biển báo", "ubnd-tinh", 10),
    ("dien", "Điện, chiếu sáng", "Power and lighting", "Đèn đường, dây điện, mất điện", "ubnd-tinh", 15),
    ("moi-truong", "Môi trường, vệ sinh", "Environment", "Rác, nước thải, khói bụi", "ubnd-tinh", 20),
    ("cap-nuoc", "Cấp thoát nước, ngập", "Water and flooding", "Nước máy, cống, ngập", "ubnd-tinh", 25),
    ("nghe-ca", "Nông nghiệp, thủy sản", "Farming and fishing", "Tàu cá, nuôi trồng, dịch bệnh", "so-nnptnt", 30),
    ("y-te", "Y tế, dịch bệnh", "Health", "Khám bệnh, tiêm ngừa, dịch", "so-yte", 35),
    ("thong-tin", "Thông tin, truyền thông", "Information", "Loa xã, thông báo, mạng", "so-tttt", 40),
    ("thu-tuc", "Thủ tục hành chính", "Administrative procedures", "Giấy tờ, thời gian giải quyết", "ubnd-tinh", 45),
    ("khac", "Việc khác", "Other", "Chưa biết thuộc lĩnh vực nào", DESK, 90),
)
PLACES = (
    ("kg.rach-gia", "Thành phố Rạch Giá"),
    ("kg.ha-tien", "Thành phố Hà Tiên"),
    ("kg.phu-quoc", "Thành phố Phú Quốc"),
    ("kg.an-bien", "Huyện An Biên"),
    ("kg.an-minh", "Huyện An Minh"),
    ("kg.chau-thanh", "Huyện Châu Thành"),
    ("kg.giang-thanh", "Huyện Giang Thành"),
    ("kg.giong-rieng", "Huyện Giồng Riềng"),
    ("kg.go-quao", "Huyện Gò Quao"),
    ("kg.hon-dat", "Huyện Hòn Đất"),
    ("kg.kien-hai", "Huyện Kiên Hải"),
    ("kg.kien-luong", "Huyện Kiên Lương"),
    ("kg.tan-hiep", "Huyện Tân Hiệp"),
    ("kg.u-minh-thuong", "Huyện U Minh Thượng"),
    ("kg.vinh-thuan", "Huyện Vĩnh Thuận"),
)


def build(*, by: Actor, at: datetime) -> int:
    """Gives how many concerns were made; none where the territory has a desk already."""
    if settings_value(by, TERRITORY).desk is not None:
        return 0
    arrange(by=by, at=at)
    return _Story(by, at).tell()


def arrange(*, by: Actor, at: datetime) -> None:
    """Who receives, what can be told, where, and who answers."""
    names = units_by_keys(_READER, TERRITORY, [DESK, *(row[4] for row in SERVICES)])
    units = {key: unit.id for key, unit in names.items()}
    commands.set_desk(territory=TERRITORY, unit_id=units[DESK], by=by, at=at)
    commands.set_clock(territory=TERRITORY, key="feedback_answer", days=ANSWER_DAYS, is_working=True, by=by, at=at)
    places = [commands.PlaceInput(key=key, name=name) for key, name in PLACES]
    commands.arrange_places(territory=TERRITORY, places=places, by=by, at=at)
    commands.arrange_services(
        territory=TERRITORY,
        services=[
            commands.ServiceInput(key=key, name=name, english=english, description=about, order=order)
            for key, name, english, about, _unit, order in SERVICES
        ],
        routes=[commands.RouteInput(service=row[0], unit_id=units[row[4]]) for row in SERVICES],
        by=by,
        at=at,
    )


class _Story:
    """What happened until today, told by days before it."""

    def __init__(self, by: Actor, at: datetime) -> None:
        self._by, self._now, self._calendar = by, at, work_calendar()
        keys = [DESK, "ubnd-tinh", "so-nnptnt", "so-tttt", "so-yte"]
        self._unit = {key: unit.id for key, unit in units_by_keys(_READER, TERRITORY, keys).items()}
        self._count = 0

    def tell(self) -> int:
        self._two_notices()
        self._street_lamps()
        self._drain()
        self._vaccination()
        self._garbage()
        self._net_cages()
        self._whose_bridge()
        self._bus_stop()
        self._refused()
        self._new_ones()
        return self._count

    def _at(self, days: int, hour: int = 9) -> datetime:
        """So many working days ago."""
        day = self._calendar.subtract_working_days(local_date(self._now), days) if days else local_date(self._now)
        return self._now.replace(year=day.year, month=day.month, day=day.day, hour=hour) if days else self._now

    def _send(
        self, text: str, service: str, place: str, days: int, *, channel: str = "form", flags: tuple[str, ...] = ()
    ) -> str:
        """As somebody sends it in, and as the desk takes it."""
        at = self._at(days, 8)
        given = promise(TERRITORY, service, place, at)
        receipt = intake.receive(
            what="CONCERN",
            channel=channel,
            territory=TERRITORY,
            payload={"text": text},
            service=service,
            place=place,
            promised_unit=given.unit_name if given else "",
            promised_date=given.due_date if given else None,
            nonce=f"sample-{self._count}",
            flags=("illustration", *flags),
            by=self._by,
            at=at,
        )
        commands.take_in_concern(code=receipt.code, by=self._by, at=at)
        self._count += 1
        return receipt.code

    def _assign(self, code: str, lead: str, days: int, **others: str) -> None:
        supporting = {self._unit[key.replace("_", "-")]: about for key, about in others.items()}
        commands.assign_concern(
            code=code, lead_id=self._unit[lead], supporting=supporting, by=self._by, at=self._at(days, 10)
        )

    def _part(self, code: str, unit: str, text: str, days: int, evidence: str = "") -> None:
        commands.write_part(
            code=code, text=text, evidence=evidence, unit_id=self._unit[unit], by=self._by, at=self._at(days, 14)
        )

    def _answer(self, code: str, text: str, days: int, evidence: tuple[tuple[str, str], ...] = ()) -> None:
        at = self._at(days, 15)
        commands.compose_answer(code=code, text=text, evidence=evidence, by=self._by, at=at)
        commands.submit_answer(code=code, by=self._by, at=at)
        commands.approve_answer(code=code, by=self._by, at=at + timedelta(minutes=40))

    def _public(self, code: str, title: str, text: str, days: int) -> None:
        at = self._at(days, 11)
        commands.moderate_concern(code=code, title=title, public_text=text, by=self._by, at=at)

    def _two_notices(self) -> None:
        """Two agencies, one answer, two raisers more; public, and rated."""
        text = "Loa xã đọc hạn đăng ký thiết bị giám sát hành trình là 31/7, thông báo của Sở lại ghi 31/8. Ngày nào?"
        code = self._send(text, "nghe-ca", "kg.an-bien", 10)
        title = "Loa xã và thông báo của Sở ghi hai hạn đăng ký thiết bị giám sát hành trình khác nhau"
        self._public(code, title, text, 9)
        self._assign(code, "so-nnptnt", 9, so_tttt="Bản tin loa đã phát những ngày nào, khi nào phát lại bản đúng?")
        for more, place in (
            (
                "Hạn gắn máy giám sát trên tàu cá là 31/7 hay 31/8? Loa với giấy của Sở nói khác nhau.",
                "kg.an-minh",
            ),
            ("Sao loa phường nói 31/7 mà giấy của Sở nói 31/8 về đăng ký giám sát hành trình tàu cá?", "kg.rach-gia"),
        ):
            same = self._send(more, "nghe-ca", place, 8)
            commands.merge_concerns(code=same, into=code, by=self._by, at=self._at(7, 9))
        self._part(code, "so-tttt", "Loa xã đã đọc bản cũ đến 20/7. Bản đúng phát lại từ 2/8, ba buổi sáng liền.", 4)
        self._part(code, "so-nnptnt", "Hạn đúng là 31/8/2021. Ai đã đăng ký trong tháng 7 không phải làm lại.", 3)
        self._answer(
            code,
            "**Hạn đúng là 31/8/2021.** Loa xã đã đọc bản thông báo cũ (hạn 31/7). Chúng tôi xin lỗi vì để hai "
            "thông báo cùng lưu hành.\n\n- Ai đã đến đăng ký trong tháng 7 không phải làm lại.\n"
            "- Chủ tàu từ 15 m trở lên đăng ký tại cảng cá hoặc ủy ban xã, mang theo giấy đăng ký tàu.\n"
            "- Loa xã phát lại bản đúng từ 2/8, ba buổi sáng.",
            2,
            (("Thông báo hiện hành của Sở", ""), ("Lịch phát thanh tháng 8", "")),
        )
        commands.publish_concern(code=code, by=self._by, at=self._at(1, 9))
        commands.rate_concern(code=code, stars=5, by=self._by, at=self._at(1, 16))

    def _street_lamps(self) -> None:
        """Answered, found wanting, opened again."""
        text = "Đèn đường trước chợ tắt đã hơn hai tuần, tối đi lại rất nguy hiểm."
        code = self._send(text, "dien", "kg.rach-gia", 12)
        self._public(code, "Đèn đường trước chợ tắt hơn hai tuần", text, 11)
        self._assign(code, "ubnd-tinh", 11)
        self._answer(code, "Đã thay bóng ở ba trụ trước chợ. Đường dây còn lại sẽ kiểm tra trong tuần này.", 6)
        words = "Đèn sáng được hai đêm rồi lại tắt."
        commands.reopen_concern(code=code, reason="NOT_SO", words=words, by=self._by, at=self._at(2))

    def _drain(self) -> None:
        """Its raiser is asked for more."""
        code = self._send("Nắp cống bị mất, tối dễ sụp chân.", "cap-nuoc", "kg.rach-gia", 5)
        self._assign(code, "ubnd-tinh", 4)
        question = "Nắp cống ở đường nào, gần số nhà hoặc cột điện số mấy?"
        commands.ask_more(code=code, question=question, by=self._by, at=self._at(3))

    def _vaccination(self) -> None:
        """In progress: one part is written, one is waited for."""
        text = "Lịch tiêm ngừa ở xã đổi hai lần trong một tuần, bà con đi xa đến rồi phải về."
        code = self._send(text, "y-te", "kg.giong-rieng", 4, channel="open311")
        self._public(code, "Lịch tiêm ngừa ở xã đổi hai lần trong một tuần", text, 4)
        self._assign(code, "so-yte", 3, so_tttt="Loa xã có đọc lịch mới không, đọc ngày nào?")
        commands.start_concern(code=code, by=self._by, at=self._at(3, 11))
        self._part(code, "so-yte", "Lịch đổi vì vắc xin về chậm. Từ 4/8 mỗi xã chỉ có một lịch, báo trước ba ngày.", 1)

    def _garbage(self) -> None:
        """Late, and extended with a reason."""
        text = "Rác dồn cuối kênh cả tháng nay không ai gom, mùi bay vào lớp học."
        code = self._send(text, "moi-truong", "kg.chau-thanh", 13, channel="letter")
        self._public(code, "Rác dồn cuối kênh cạnh trường học", text, 12)
        self._assign(code, "ubnd-tinh", 12)
        day = self._calendar.add_working_days(local_date(self._now), 5)
        reason = "Chờ sà lan gom rác về từ tuyến kênh khác."
        commands.extend_concern(code=code, to_date=day, reason=reason, by=self._by, at=self._at(4))

    def _net_cages(self) -> None:
        """Past its date and not answered."""
        text = "Lồng bè nuôi cá đặt lấn luồng ghe, ban đêm va chạm mấy lần."
        code = self._send(text, "nghe-ca", "kg.kien-hai", 14, channel="phone")
        self._assign(code, "so-nnptnt", 13)

    def _whose_bridge(self) -> None:
        """Two agencies disagree whose it is; the unit above decides."""
        text = "Cầu ván qua kênh mục hai tấm, học sinh qua lại mỗi ngày."
        code = self._send(text, "giao-thong", "kg.go-quao", 6)
        self._assign(code, "so-nnptnt", 5, so_tttt="Đã có biển cảnh báo chưa?")
        reason = "Cầu nằm trên đường xã, không phải công trình thủy lợi của Sở."
        commands.dispute_concern(code=code, reason=reason, unit_id=self._unit["so-nnptnt"], by=self._by, at=self._at(4))

    def _bus_stop(self) -> None:
        """Answered in time, rated, not made public."""
        code = self._send("Xe buýt tuyến đi cảng dời trạm mà không có bảng báo.", "giao-thong", "kg.ha-tien", 9)
        self._assign(code, "ubnd-tinh", 8)
        self._answer(code, "Trạm mới cách trạm cũ 200 m về phía cảng. Bảng báo đã dựng ngày 28/7.", 3)
        commands.rate_concern(code=code, stars=4, by=self._by, at=self._at(2))

    def _refused(self) -> None:
        """Not for this channel: its raiser is told where to go, and nothing of the text stays."""
        code = self._send("Tôi khiếu nại quyết định thu hồi đất của xã.", "khac", "", 3)
        commands.refuse_concern(
            code=code,
            reason="COMPLAINT",
            owner="Ban Tiếp công dân tỉnh",
            words="Khiếu nại có đường riêng: xin gửi đơn hoặc đến trực tiếp nơi tiếp công dân.",
            by=self._by,
            at=self._at(2),
        )

    def _new_ones(self) -> None:
        """Today's: one that a person must look at first, one that looks like another."""
        self._send("Mưa một lúc là đường vào chợ ngập tới gối, nước rút chậm.", "cap-nuoc", "kg.phu-quoc", 1)
        self._send("Trời mưa chút xíu là đường vô chợ ngập tới gối, nước rút chậm.", "cap-nuoc", "kg.phu-quoc", 0)
        self._send("Bán đất nền giá rẻ, liên hệ ngay!", "khac", "", 0, flags=("quick", "no-work"))
