"""Text in, plain values out. What is chosen from comes as an argument."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import ROLE_WORDS, Role
from phoihop.ground.fields import day_field, offer
from phoihop.organizations import rules
from phoihop.organizations.queries.words import (
    ABSENCE_WORDS,
    DEPUTY_WORDS,
    FEED_WORDS,
    KIND_WORDS,
    LANGUAGE_WORDS,
    LEVEL_WORDS,
    WAY_WORDS,
)

Choices = Sequence[tuple[Any, Any]]
PASSWORD_HINT = _(
    "Ít nhất 12 ký tự; bốn từ không liên quan đến nhau vừa khó đoán vừa dễ nhớ. Không dùng tên người, tên cơ quan, mật "
    "khẩu đã dùng ở nơi khác. Dán từ chương trình giữ mật khẩu được."
)


def _choices(words: Mapping[str, Any], values: Iterable[str]) -> Choices:
    return [(value, words[value]) for value in values]


def _secret(label: Any, purpose: str, hint: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": purpose})
    return forms.CharField(label=label, max_length=128, strip=False, widget=widget, help_text=hint)


class SignIn(forms.Form):
    username = forms.CharField(
        label=_("Tên đăng nhập"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = _secret(_("Mật khẩu"), "current-password")

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).lower()


class ChooseSeat(forms.Form):
    seat = forms.TypedChoiceField(label=_("Làm việc với tư cách"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, seats: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seat", seats)


class ChangePassword(forms.Form):
    current_password = _secret(_("Mật khẩu hiện tại"), "current-password")
    password = _secret(_("Mật khẩu mới"), "new-password", PASSWORD_HINT)


class SetPassword(forms.Form):
    password = _secret(_("Mật khẩu mới"), "new-password", PASSWORD_HINT)


class ChooseLanguage(forms.Form):
    language = forms.ChoiceField(label=_("Ngôn ngữ"), choices=list(LANGUAGE_WORDS.items()))


class FindUnits(forms.Form):
    """The filter above the list of units."""

    text = forms.CharField(label=_("Tìm cơ quan"), required=False, max_length=100)
    territory = forms.ChoiceField(label=_("Địa bàn"), required=False)
    day = day_field(_("Ngày"), required=False)

    def __init__(self, *args: Any, territories: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "territory", territories)


class FindAccounts(forms.Form):
    text = forms.CharField(label=_("Tìm người"), required=False, max_length=100)
    after_id = forms.IntegerField(required=False, widget=forms.HiddenInput)


class CreateTerritory(forms.Form):
    slug = forms.CharField(
        label=_("Mã địa bàn"), max_length=40, help_text=_("Chữ thường không dấu, ví dụ kg hoặc kg.vinhthanh.")
    )
    name = forms.CharField(label=_("Tên địa bàn"), max_length=200)
    level = forms.ChoiceField(label=_("Cấp"), choices=_choices(LEVEL_WORDS, rules.LEVELS))
    parent_slug = forms.ChoiceField(label=_("Thuộc địa bàn"), required=False)
    official_code = forms.CharField(label=_("Mã hành chính"), required=False, max_length=10)
    valid_from = day_field(_("Từ ngày"), required=False)

    def __init__(self, *args: Any, territories: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "parent_slug", [("", "–"), *territories])


class AmendUnit(forms.Form):
    """What can be said of a unit; the units offered are those it may lie under."""

    name = forms.CharField(label=_("Tên cơ quan"), max_length=300)
    short = forms.CharField(label=_("Tên gọn"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Loại"), choices=_choices(KIND_WORDS, rules.UNIT_KINDS))
    level = forms.ChoiceField(label=_("Cấp"), choices=_choices(LEVEL_WORDS, rules.LEVELS))
    parent_id = forms.TypedChoiceField(label=_("Trực thuộc"), required=False, coerce=int, empty_value=None)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "parent_id", [("", "–"), *units])


class CreateUnit(AmendUnit):
    key = forms.CharField(
        label=_("Khóa"), max_length=60, help_text=_("Chữ thường không dấu, nằm trong mã của cơ quan, ví dụ so-yte.")
    )
    valid_from = day_field(_("Hoạt động từ ngày"), required=False)
    version = None  # type: ignore[assignment]  # nothing is there yet that could have changed

    field_order = ("key", "name", "short", "kind", "level", "parent_id", "valid_from")


class EndUnit(forms.Form):
    on_date = day_field(_("Ngày hoạt động cuối cùng"))
    reason = forms.CharField(label=_("Lý do, căn cứ"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


class RecordSuccession(forms.Form):
    kind = forms.ChoiceField(label=_("Hình thức"), choices=_choices(WAY_WORDS, rules.SUCCESSION_KINDS))
    to_unit_id = forms.TypedChoiceField(
        label=_("Cơ quan kế thừa"), required=False, coerce=int, empty_value=None, help_text=_("Để trống khi giải thể.")
    )
    on_date = day_field(_("Từ ngày"))
    legal_basis = forms.CharField(label=_("Căn cứ pháp lý"), max_length=300)
    function = forms.CharField(
        label=_("Chức năng được chuyển"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to_unit_id", [("", "–"), *units])


class CreatePost(forms.Form):
    title = forms.CharField(label=_("Chức vụ"), max_length=200)
    is_head = forms.BooleanField(label=_("Đứng đầu cơ quan"), required=False)
    valid_from = day_field(_("Từ ngày"), required=False)


class LastDay(forms.Form):
    """Ends a post or a seat."""

    on_date = day_field(_("Ngày cuối cùng"))


class AmendAccount(forms.Form):
    full_name = forms.CharField(label=_("Họ và tên"), max_length=200)
    email = forms.EmailField(label=_("Thư điện tử công vụ"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class OpenAccount(forms.Form):
    username = forms.CharField(label=_("Tên đăng nhập"), max_length=60)
    full_name = forms.CharField(label=_("Họ và tên"), max_length=200)
    email = forms.EmailField(label=_("Thư điện tử công vụ"), required=False)
    language = forms.ChoiceField(label=_("Ngôn ngữ"), choices=list(LANGUAGE_WORDS.items()))
    password = _secret(_("Mật khẩu đầu tiên"), "new-password", _("Ít nhất 12 ký tự. Người dùng tự đổi sau."))


class SeatPerson(forms.Form):
    """`accounts` holds the numbers of the user names that exist."""

    account_id = forms.CharField(label=_("Tên đăng nhập"), max_length=60)
    role = forms.ChoiceField(label=_("Vai trò"), choices=_choices(ROLE_WORDS, rules.ROLES))  # type: ignore[arg-type]
    valid_from = day_field(_("Từ ngày"), required=False)

    def __init__(self, *args: Any, accounts: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accounts = accounts

    def clean_account_id(self) -> int:
        username = str(self.cleaned_data["account_id"]).lower()
        if username not in self.accounts:
            raise forms.ValidationError(_t("Không có tài khoản mang tên đăng nhập này."))
        return self.accounts[username]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class NameDeputy(forms.Form):
    post_id = forms.TypedChoiceField(label=_("Thay mặt cho chức vụ"), coerce=int)
    account_id = forms.TypedChoiceField(label=_("Người thay mặt"), coerce=int)
    kinds = forms.MultipleChoiceField(
        label=_("Được thay mặt để"),
        choices=_choices(DEPUTY_WORDS, rules.DEPUTY_KINDS),
        widget=forms.CheckboxSelectMultiple,
    )
    from_date = day_field(_("Từ ngày"))
    to_date = day_field(_("Đến hết ngày"))
    reason = forms.CharField(label=_("Lý do"), max_length=300)

    def __init__(self, *args: Any, posts: Choices, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "post_id", posts)
        offer(self, "account_id", people)

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("from_date"), self.cleaned_data.get("to_date")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("to_date", _t("Ngày kết thúc phải sau ngày bắt đầu."))
        return self.cleaned_data


class DeclareAbsence(forms.Form):
    """Days away, why, and who stands in; `who` is asked only when it is about others, `people` may stand in."""

    account_id = forms.TypedChoiceField(label=_("Người vắng mặt"), coerce=int)
    from_date = day_field(_("Từ ngày"))
    to_date = day_field(_("Đến hết ngày"))
    reason = forms.ChoiceField(
        label=_("Lý do"),
        help_text=_("Chỉ cơ quan bạn thấy lý do."),
        choices=_choices(ABSENCE_WORDS, rules.ABSENCE_REASONS),
    )
    deputy_id = forms.TypedChoiceField(
        label=_("Người thay"),
        help_text=_("Được làm những việc người vắng làm ở cơ quan này, trong đúng những ngày đó."),
        required=False,
        coerce=int,
        empty_value=None,
    )

    def __init__(self, *args: Any, people: Choices, who: Choices | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "deputy_id", [("", _("Chưa có")), *people])
        if who is None:
            del self.fields["account_id"]
        else:
            offer(self, "account_id", who)


class SetDuty(forms.Form):
    from_date = day_field(_("Từ ngày"))
    to_date = day_field(_("Đến hết ngày"))
    account_ids = forms.TypedMultipleChoiceField(
        label=_("Người trực mỗi ngày"),
        help_text=_("Không chọn ai thì những ngày này không có người trực."),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "account_ids", people)


class OpenFeed(forms.Form):
    what = forms.ChoiceField(
        label=_("Nội dung"), choices=_choices(FEED_WORDS, rules.FEEDS), widget=forms.RadioSelect, initial="mine"
    )
    unit_id = forms.TypedChoiceField(
        label=_("Cơ quan"), coerce=int, empty_value=None, required=False, help_text=_("Cho “mọi việc của một cơ quan”.")
    )
    topic = forms.CharField(
        label=_("Mã vấn đề"), required=False, max_length=80, help_text=_("Cho “một vấn đề”, ví dụ VD-kg-2021-0001.")
    )
    kind = forms.ChoiceField(label=_("Loại ngày"), required=False, help_text=_("Cho “một loại ngày”."))

    def __init__(self, *args: Any, units: Choices, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", units)
        offer(self, "kind", kinds)

    def clean(self) -> dict[str, Any]:
        """Gives `what`, `unit_id` and `about`, as far as `what` needs them."""
        given = super().clean() or {}
        what = given.get("what", "")
        about = {"topic": given.get("topic", ""), "kind": given.get("kind", "")}.get(what, "")
        if what == "topic" and not about:
            self.add_error("topic", _t("Hãy ghi mã của vấn đề."))
        return {"what": what, "unit_id": given.get("unit_id") if what == "unit" else None, "about": about}
