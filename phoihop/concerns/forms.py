"""Text in, plain values out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from phoihop.concerns import states
from phoihop.ground.fields import day_field, offer

Choices = Iterable[tuple[Any, Any]]

LONGEST_TEXT = 1000  # as on the portal
LONGEST_WORDS = 4000
LONGEST_ANSWER = 10_000
MOST_PARTNERS = 20


def given(kind: Any, request: HttpRequest, **more: Any) -> Any:
    """The form with what was sent, or empty when the page is only opened."""
    return kind(request.POST if request.method == "POST" else None, **more)


def _text(label: Any, rows: int = 4, most: int = LONGEST_WORDS, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _unit(label: Any, **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, **more)


class Versioned(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Filter(forms.Form):
    """What the list is narrowed to."""

    tim = forms.CharField(label=_("Mã hoặc tiêu đề"), max_length=100, required=False)
    linh_vuc = forms.ChoiceField(label=_("Lĩnh vực"), required=False)
    noi = forms.ChoiceField(label=_("Địa điểm"), required=False)

    def __init__(self, *args: Any, services: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "linh_vuc", [("", _("Tất cả")), *services])
        offer(self, "noi", [("", _("Tất cả")), *places])


class Contact(Versioned):
    """How the raiser can be reached; all of it optional."""

    name = forms.CharField(label=_("Họ và tên"), max_length=200, required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=40, required=False)
    mail = forms.EmailField(label=_("Thư điện tử"), max_length=254, required=False)
    address = forms.CharField(label=_("Địa chỉ nhận thư giấy"), max_length=300, required=False)


class Record(Contact):
    """A phone call, a letter, somebody who came in person."""

    field_order = ("channel", "service", "place", "text", "name", "phone", "mail", "address")

    channel = forms.ChoiceField(
        label=_("Nhận qua"),
        choices=[("phone", _("Điện thoại")), ("letter", _("Thư giấy")), ("desk", _("Tại chỗ tiếp dân"))],
    )
    service = forms.ChoiceField(label=_("Lĩnh vực"))
    place = forms.ChoiceField(label=_("Địa điểm"), required=False)
    text = _text(
        _("Nội dung"),
        rows=6,
        most=LONGEST_TEXT,
        help_text=_("Việc gì, ở đâu, từ khi nào. Không ghi số căn cước. Cách liên hệ ghi ở các ô riêng bên dưới."),
    )

    def __init__(self, *args: Any, services: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "service", services)
        offer(self, "place", [("", _("Không rõ hoặc cả tỉnh")), *places])

    def given(self) -> dict[str, Any]:
        """A service is offered with its territory before it."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        territory, _slash, service = values["service"].rpartition("/")
        return {**values, "territory": territory, "service": service}


class Moderate(Versioned):
    """What is shown outside of what was written."""

    title = forms.CharField(label=_("Tiêu đề"), max_length=200, help_text=_("Một câu nói việc gì, ở đâu."))
    public_text = _text(
        _("Nội dung"),
        rows=6,
        most=LONGEST_TEXT,
        help_text=_("Giữ lời người viết; chỉ bỏ tên người, số điện thoại, địa chỉ nhà và lời nhắm vào một người."),
    )


class Refuse(Versioned):
    """Why not, and who is to be turned to."""

    reason = forms.ChoiceField(label=_("Vì sao"))
    owner = forms.CharField(
        label=_("Người gửi cần đến đâu"),
        max_length=300,
        help_text=_("Tên cơ quan và nơi tiếp nhận. Lời từ chối luôn nêu nơi tiếp theo."),
    )
    words = _text(
        _("Lời gửi người phản ánh"),
        most=2000,
        required=False,
        help_text=_("Ngắn, dễ hiểu; được gửi và hiện bằng mã phản ánh."),
    )

    def __init__(self, *args: Any, reasons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "reason", reasons)


class Merge(Versioned):
    into = forms.CharField(label=_("Gộp vào phản ánh số"), max_length=80)


class Reason(Versioned):
    reason = _text(_("Lý do"))


class Assign(Versioned):
    """The lead and those who add a part, all at once."""

    lead_id = _unit(_("Cơ quan chủ trì trả lời"))
    supporting_ids = forms.TypedMultipleChoiceField(
        label=_("Cơ quan phối hợp"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Mỗi cơ quan viết phần của mình; người gửi nhận một câu trả lời chung."),
    )
    about = _text(_("Điều cần mỗi cơ quan cho biết"), rows=3, most=300, required=False)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = list(units)
        offer(self, "lead_id", [("", _("Chọn cơ quan")), *units])
        offer(self, "supporting_ids", units)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        partners = [one for one in values.get("supporting_ids") or [] if one != values.get("lead_id")]
        if len(partners) > MOST_PARTNERS:
            self.add_error("supporting_ids", _("Nhiều nhất hai mươi cơ quan phối hợp cho một phản ánh."))
        return {**values, "supporting_ids": partners}

    def given(self) -> dict[str, Any]:
        """What the commands take: each supporting unit with what it is asked for."""
        values = self.cleaned_data
        return {
            "lead_id": values["lead_id"],
            "supporting": dict.fromkeys(values["supporting_ids"], values["about"]),
            "version": values["version"],
        }


class Decide(Assign):
    """Who answers, as the unit above decides."""

    field_order = ("lead_id", "supporting_ids", "about", "decision")

    decision = _text(_("Quyết định và lý do"), rows=3)

    def given(self) -> dict[str, Any]:
        return {**super().given(), "decision": self.cleaned_data["decision"]}


class Submit(Versioned):
    """A reason is needed only while other agencies have not written; the command knows."""

    without_parts_reason = _text(
        _("Lý do trình khi còn cơ quan chưa viết phần"),
        rows=3,
        most=500,
        required=False,
        help_text=_("Được ghi vào hồ sơ."),
    )


class PassOn(Versioned):
    """Not the lead's to answer: to its next owner."""

    to_unit_id = _unit(_("Cơ quan có thẩm quyền"))
    reason = _text(_("Vì sao không thuộc thẩm quyền cơ quan mình"), rows=3)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to_unit_id", [("", _("Chọn cơ quan")), *units])


class AskMore(Versioned):
    question = _text(
        _("Cần người gửi cho biết thêm gì"),
        rows=3,
        help_text=_("Một hai câu hỏi cụ thể. Trong lúc chờ, đồng hồ trả lời tạm dừng."),
    )


class More(Versioned):
    text = _text(_("Người gửi cho biết thêm"), rows=4, most=LONGEST_TEXT)


class Extend(Versioned):
    to_date = day_field(_("Ngày trả lời mới"))
    reason = _text(_("Lý do nói với người gửi"), rows=3)


class WritePart(Versioned):
    """The part of one agency: finished in two minutes."""

    text = _text(_("Trả lời của cơ quan bạn"), rows=6, help_text=_("Điều cơ quan biết, đã làm và sẽ làm, đến khi nào."))
    evidence = forms.CharField(
        label=_("Căn cứ"),
        max_length=500,
        required=False,
        help_text=_("Số văn bản hoặc địa chỉ trang đã công khai."),
    )


class Compose(Versioned):
    """The one answer."""

    text = _text(
        _("Câu trả lời chung"),
        rows=12,
        most=LONGEST_ANSWER,
        help_text=_(
            "Nói thẳng kết quả ở câu đầu. **đậm** để nhấn; đầu dòng „- “ là một ý; để trống một dòng là đoạn mới."
        ),
    )
    evidence = _text(
        _("Chứng cứ"),
        rows=3,
        required=False,
        help_text=_("Mỗi dòng một chứng cứ: tên, rồi | và địa chỉ nếu đã công khai."),
    )

    def given(self) -> dict[str, Any]:
        """Each line of evidence as a name and an address, which may be empty."""
        values = self.cleaned_data
        lines = (line.partition("|") for line in values["evidence"].splitlines())
        proof = tuple((name.strip(), address.strip()) for name, _bar, address in lines if name.strip())
        return {"text": values["text"], "evidence": proof, "version": values["version"]}


class File(Versioned):
    dossier = forms.CharField(
        label=_("Mã vấn đề"), max_length=80, required=False, help_text=_("Ví dụ VD-kg-2021-000001. Để trống: gỡ ra.")
    )


class Publish(Versioned):
    note = forms.CharField(
        label=_("Ghi chú kèm theo"), max_length=300, required=False, help_text=_("Ví dụ điều đã đổi so với lần trước.")
    )
    is_personal_confirmed = forms.BooleanField(
        label=_("Số điện thoại, địa chỉ thư trong câu trả lời là của cơ quan"),
        required=False,
        help_text=_("Chỉ cần đánh dấu khi hệ thống báo có dữ liệu giống dữ liệu cá nhân."),
    )


class Rate(Versioned):
    stars = forms.TypedChoiceField(
        label=_("Mức hài lòng người gửi nói"), coerce=int, choices=[(star, str(star)) for star in states.STARS]
    )


class Reopen(Versioned):
    reason = forms.ChoiceField(label=_("Vì sao người gửi mở lại"))
    words = _text(_("Điều chưa đúng hoặc còn thiếu"), most=LONGEST_TEXT)

    def __init__(self, *args: Any, reasons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "reason", reasons)


class Request(forms.Form):
    """Somebody asks about what is kept of him, by phone or at the desk."""

    wish = forms.ChoiceField(label=_("Người gửi muốn"))
    channel = forms.ChoiceField(
        label=_("Nhận qua"),
        choices=[("phone", _("Điện thoại")), ("letter", _("Thư giấy")), ("desk", _("Tại chỗ tiếp dân"))],
    )
    words = _text(_("Lời yêu cầu"), rows=3, most=LONGEST_TEXT, required=False)

    def __init__(self, *args: Any, wishes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "wish", wishes)


class Erase(Versioned):
    with_text = forms.BooleanField(
        label=_("Xóa cả lời người gửi viết"),
        required=False,
        help_text=_("Không đánh dấu: chỉ xóa cách liên hệ, ảnh và tọa độ; phản ánh vẫn được trả lời."),
    )


class Settle(forms.Form):
    outcome = _text(
        _("Đã làm gì"), rows=3, most=500, help_text=_("Ghi việc đã làm, không ghi lại dữ liệu của người gửi.")
    )


class Period(forms.Form):
    """The days that figures are of."""

    tu = day_field(_("Từ ngày"), required=False)
    den = day_field(_("Đến hết ngày"), required=False)


class Clock(forms.Form):
    days = forms.IntegerField(label=_("Số ngày"), min_value=1, max_value=400)
    is_working = forms.BooleanField(label=_("Tính ngày làm việc"), required=False)


class Answerer(forms.Form):
    """Who answers, and in how long."""

    unit_id = _unit(_("Cơ quan trả lời"))
    answer_days = forms.IntegerField(
        label=_("Số ngày làm việc để trả lời"),
        min_value=1,
        max_value=400,
        required=False,
        help_text=_("Để trống: theo đồng hồ chung của địa bàn."),
    )

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", [("", _("Chọn cơ quan")), *units])


class Route(Answerer):
    """Another agency for one place."""

    field_order = ("service", "place", "unit_id", "answer_days")

    service = forms.ChoiceField(label=_("Lĩnh vực"))
    place = forms.ChoiceField(label=_("Ở địa điểm"))

    def __init__(self, *args: Any, services: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "service", services)
        offer(self, "place", places)


class Service(Answerer):
    """What concerns can be about, and who answers everywhere."""

    field_order = ("key", "name", "unit_id", "answer_days")

    key = forms.SlugField(
        label=_("Khóa"), max_length=40, help_text=_("Chữ không dấu, ví dụ giao-thong. Không đổi về sau.")
    )
    name = forms.CharField(label=_("Tên lĩnh vực"), max_length=200)
    english = forms.CharField(label=_("Tên tiếng Anh"), max_length=200, required=False)
    description = _text(_("Gồm những việc gì"), rows=3, most=1000, required=False)
    keywords = forms.CharField(label=_("Từ khóa"), max_length=500, required=False)
    group = forms.CharField(label=_("Nhóm"), max_length=100, required=False)
    order = forms.IntegerField(label=_("Thứ tự"), min_value=0, max_value=999, initial=50)
    is_open = forms.BooleanField(label=_("Đang nhận phản ánh"), required=False, initial=True)


class Place(forms.Form):
    key = forms.RegexField(r"^[a-z0-9.-]{1,40}$", label=_("Khóa"), help_text=_("Chữ không dấu, ví dụ kg.rach-gia."))
    name = forms.CharField(label=_("Tên địa điểm"), max_length=200)
    parent = forms.ChoiceField(label=_("Thuộc"), required=False)

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "parent", [("", _("Không thuộc nơi nào")), *places])


class Desk(forms.Form):
    unit_id = _unit(_("Cơ quan tiếp nhận của địa bàn"))

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", [("", _("Chọn cơ quan")), *units])


def fresh(kind: str, /, **initial: Any) -> forms.Form:
    """The form of this name as it stands on a page that is only read."""
    kinds: dict[str, type[forms.Form]] = {
        "Moderate": Moderate,
        "WritePart": WritePart,
        "Contact": Contact,
        "Settle": Settle,
    }
    return kinds[kind](initial=initial)
