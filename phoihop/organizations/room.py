from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.ground.events import Event
from phoihop.ground.sheet import Entry, Finder, How, Keep, Notice, Panel, Sheet
from phoihop.organizations import events, pages, policy, queries
from phoihop.organizations.commands.rehoming import REHOMES
from phoihop.organizations.queries.words import KIND_WORDS


def _batch(event: Event) -> str:
    return reverse("organizations:batch", args=[event.code])


sheet = Sheet(
    room="organizations",
    powers=policy.POWERS,
    rehomes=REHOMES,
    keep=Keep(years=20),
    keeps={
        events.AccountOpened: Keep(years=20, personal=("username",)),
        events.AccountSignedIn: Keep(years=2),
        events.DeputyNamed: Keep(years=20, personal=("reason",)),
        events.AbsenceDeclared: Keep(years=5, personal=("reason",)),
        events.AbsenceEnded: Keep(years=5),
        events.RotaSet: Keep(years=5),
        events.FeedOpened: Keep(years=5),
        events.FeedRevoked: Keep(years=5),
        events.FeedRead: Keep(years=2),
        events.FactorsReset: Keep(years=20, personal=("reason",)),
        events.RecoveryCodeUsed: Keep(years=5),
        events.AccountSlowed: Keep(years=2),
        events.SessionsEnded: Keep(years=2),
    },
    says={
        events.BatchProposed: _("Đã lập đợt sắp xếp %(title)s, thực hiện ngày %(on_date)s"),
        events.BatchApproved: _("Đã duyệt đợt sắp xếp %(title)s (%(count)s người duyệt)"),
        events.BatchHeld: _("Chưa thực hiện được đợt sắp xếp %(title)s: %(reason)s"),
        events.BatchApplied: _("Đã thực hiện đợt sắp xếp %(title)s theo %(legal_basis)s: %(count)s thay đổi"),
        events.BatchUndone: _("Đã hoàn tác đợt sắp xếp %(title)s: %(reason)s"),
        events.BatchWithdrawn: _("Đã rút đợt sắp xếp %(title)s: %(reason)s"),
        events.ThingRehomed: _("Chuyển từ %(came_from)s sang %(went_to)s ngày %(on_date)s theo %(legal_basis)s"),
        events.ThingReturned: _("Trả về %(went_to)s vì hoàn tác đợt sắp xếp: %(reason)s"),
        events.PostRehomed: _("Chức vụ %(title)s cùng %(people)s người chuyển sang %(heir)s, là %(new_title)s"),
        events.PostDissolved: _("Chức vụ %(title)s cùng %(people)s người kết thúc theo cơ quan"),
        events.UnitMoved: _("%(name)s được sắp xếp lại: %(what)s"),
        events.TerritoryChanged: _("Địa bàn %(name)s thay đổi: %(into)s"),
        events.TerritoryCreated: _("Đã lập địa bàn %(name)s (%(slug)s)"),
        events.UnitCreated: _("Đã lập cơ quan %(name)s"),
        events.UnitAmended: _("Đã sửa thông tin cơ quan %(name)s"),
        events.UnitKeyExchanged: _("Đã đổi khóa dữ liệu cá nhân của cơ quan: khóa thứ %(version)s"),
        events.UnitEnded: _("%(name)s kết thúc hoạt động từ hết ngày %(on_date)s: %(reason)s"),
        events.SuccessionRecorded: _("Đã ghi việc kế thừa sang %(heir)s ngày %(on_date)s theo %(legal_basis)s"),
        events.PostCreated: _("Đã lập chức vụ %(title)s"),
        events.PostEnded: _("Chức vụ %(title)s kết thúc từ hết ngày %(on_date)s"),
        events.AccountOpened: _("Đã mở tài khoản %(username)s"),
        events.AccountAmended: _("Đã sửa thông tin tài khoản: %(fields)s"),
        events.AccountDisabled: _("Đã khóa tài khoản"),
        events.AccountEnabled: _("Đã mở lại tài khoản"),
        events.AccountSignedIn: _("Đã đăng nhập"),
        events.PasswordSet: _("Đã đặt mật khẩu mới"),
        events.FactorAdded: _("Đã thêm một cách xác thực hai bước (%(way)s)"),
        events.FactorRemoved: _("Đã gỡ một cách xác thực hai bước (%(way)s)"),
        events.FactorsReset: _("Quản trị viên đã gỡ %(count)s cách xác thực hai bước: %(reason)s"),
        events.RecoveryCodesMade: _("Đã tạo %(count)s mã dự phòng; mã cũ không còn dùng được"),
        events.RecoveryCodeUsed: _("Đã vào bằng mã dự phòng; còn %(left)s mã"),
        events.FactorDemanded: _("Yêu cầu xác thực hai bước với vai trò %(role)s từ ngày: %(from_date)s"),
        events.AccountSlowed: _("Đăng nhập sai %(count)s lần liên tiếp; các lần thử bị làm chậm"),
        events.SessionsEnded: _("Đã kết thúc %(count)s phiên đăng nhập ở nơi khác"),
        events.LanguageChosen: _("Đã chọn ngôn ngữ %(language)s"),
        events.PersonSeated: _("Đã bố trí %(account)s giữ %(post)s"),
        events.SeatEnded: _("%(account)s thôi giữ %(post)s từ hết ngày %(on_date)s"),
        events.DeputyNamed: _("Đã cử %(account)s thay mặt %(post)s từ %(from_date)s đến %(to_date)s: %(reason)s"),
        events.DeputyEnded: _("Đã thu hồi việc %(account)s thay mặt %(post)s"),
        events.AbsenceDeclared: _("Đã báo vắng mặt từ %(from_date)s đến %(to_date)s; người thay: %(deputy)s"),
        events.AbsenceEnded: _("Đã kết thúc đợt vắng mặt"),
        events.FeedOpened: _("Đã lập một địa chỉ lịch"),
        events.FeedRevoked: _("Đã thu hồi một địa chỉ lịch"),
        events.FeedRead: _("Chương trình lịch đã đọc địa chỉ lịch"),
        events.RotaSet: _("Đã lập lịch trực từ %(from_date)s đến %(to_date)s: %(accounts)s"),
    },
    finds=[
        Finder(
            "unit",
            _("Cơ quan"),
            prefixes=("DV-",),
            build=lambda codes: queries.found_units(codes, KIND_WORDS),
            codes=queries.unit_codes,
            visible=queries.visible_units,
        )
    ],
    tells=[
        Notice(
            on=kind,
            to=queries.approvers_of,
            thing=lambda event: queries.batch_row(event.code),
            url=_batch,
            how=how,
            is_duty=True,
        )
        for kind, how in ((events.BatchProposed, How.NORMAL), (events.BatchHeld, How.URGENT))
    ],
    panels=[
        Panel(on=page, build=pages.moved_panel, template="organizations/_moved.html", order=60)
        for page in ("obligation", "plan", "topic", "agreement", "dispatch", "meeting")
    ],
    menu=[
        Entry("organizations:units", _("Cơ quan"), icon="organizations", needs="unit.list", order=710),
        Entry(
            "organizations:batches", _("Sắp xếp tổ chức"), icon="organizations", needs="restructure.propose", order=720
        ),
        Entry("organizations:accounts", _("Tài khoản"), icon="person", needs="account.list", order=730),
    ],
)
