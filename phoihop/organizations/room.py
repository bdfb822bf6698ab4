from django.utils.translation import gettext_lazy as _

from phoihop.ground.sheet import Entry, Finder, Keep, Sheet
from phoihop.organizations import events, policy, queries
from phoihop.organizations.queries.words import KIND_WORDS

sheet = Sheet(
    room="organizations",
    powers=policy.POWERS,
    keep=Keep(years=20),
    keeps={
        events.AccountOpened: Keep(years=20, personal=("username",)),
        events.AccountSignedIn: Keep(years=2),
        events.DeputyNamed: Keep(years=20, personal=("reason",)),
        events.AbsenceDeclared: Keep(years=5, personal=("reason",)),
        events.AbsenceEnded: Keep(years=5),
        events.RotaSet: Keep(years=5),
    },
    says={
        events.TerritoryCreated: _("Đã lập địa bàn %(name)s (%(slug)s)"),
        events.UnitCreated: _("Đã lập cơ quan %(name)s"),
        events.UnitAmended: _("Đã sửa thông tin cơ quan %(name)s"),
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
        events.LanguageChosen: _("Đã chọn ngôn ngữ %(language)s"),
        events.PersonSeated: _("Đã bố trí %(account)s giữ %(post)s"),
        events.SeatEnded: _("%(account)s thôi giữ %(post)s từ hết ngày %(on_date)s"),
        events.DeputyNamed: _("Đã cử %(account)s thay mặt %(post)s từ %(from_date)s đến %(to_date)s: %(reason)s"),
        events.DeputyEnded: _("Đã thu hồi việc %(account)s thay mặt %(post)s"),
        events.AbsenceDeclared: _("Đã báo vắng mặt từ %(from_date)s đến %(to_date)s; người thay: %(deputy)s"),
        events.AbsenceEnded: _("Đã kết thúc đợt vắng mặt"),
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
    menu=[
        Entry("organizations:units", _("Cơ quan"), icon="organizations", needs="unit.list", order=80),
        Entry("organizations:accounts", _("Tài khoản"), icon="person", needs="account.list", order=90),
    ],
)
