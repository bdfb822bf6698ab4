"""The shared includes show what they are given, in words as well as in shapes, without script or inline style."""

import re
from dataclasses import FrozenInstanceError, replace
from datetime import date, datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from phoihop.ground import parts
from phoihop.ground.menu import Menu, MenuLine, _drawn
from phoihop.ground.parts import State, words
from phoihop.ground.parts.axis import LEFT, RIGHT, Phase, Plan, place
from tests.rooms.ground import samples

INLINE = re.compile(r"\s(?:style|on[a-z]+)\s*=", re.IGNORECASE)


@pytest.fixture(autouse=True)
def in_vietnamese():
    with translation.override("vi"):
        yield


def render(part: str, **context: object) -> str:
    return render_to_string(f"ground/{part}.html", context)


def shell(**changes: object) -> SimpleNamespace:
    actor = SimpleNamespace(name="An", unit_name="Ban Tuyên giáo", post="Chuyên viên", acting_for="", account_id=7)
    line = MenuLine("/lam-viec/", "Hôm nay", "today", is_on_phone=True, heading="", count=3, is_current=True)
    values = {
        "actor": actor,
        "roles": "cán bộ đầu mối",
        "menu": Menu((line,), SafeString(_drawn(line, "vi"))),
        "today": "2/8/2021",
        "is_demonstration": True,
        "language": "vi",
        "path": "/lam-viec/",
    }
    return SimpleNamespace(**{**values, **changes})


@pytest.mark.parametrize("part", samples.SAMPLES)
def test_every_part_renders_without_inline_style_or_script(part):
    html = render(part, **samples.SAMPLES[part])
    assert not INLINE.search(html)
    assert "<script" not in html
    assert html.count("<svg") == html.count("</svg>")


@pytest.mark.parametrize("state", State)
def test_a_state_is_said_in_words_and_has_an_outline(state):
    glyph = parts.Glyph.of(state)
    assert state.word in render("_state", glyph=glyph)
    assert state.word in render("_glyph", glyph=glyph)
    assert f'id="i-{state}"' in render("_icons")


def test_every_icon_that_is_used_is_in_the_sprite():
    sprite = render("_icons")
    used = {
        icon for part, sample in samples.SAMPLES.items() for icon in re.findall(r"#(i-[\w-]+)", render(part, **sample))
    }
    used |= set(re.findall(r"#(p-[\w-]+)", render("_meter", meter=samples.METER)))
    assert used
    assert not {icon for icon in used if f'id="{icon}"' not in sprite}


def test_a_row_says_state_date_and_its_object():
    html = render("_row", row=samples.row(0))
    for text in ("Quá hạn", "30/7/2021", "trễ 1 ngày làm việc", "vì sao?", "minh họa", 'datetime="2021-07-30"'):
        assert text in html
    assert 'href="/lam-viec/nghia-vu/0/vi-sao/"' in html
    assert html.count(samples.row(0).what) == 2  # the act names what it acts on


def test_a_row_without_date_or_act_stays_a_row():
    html = render("_row", row=replace(samples.row(1), due=None, do=None, tag="", meta="", code=""))
    assert "<time" not in html
    assert 'class="do"' not in html
    assert 'class="meta"' not in html


def test_typed_text_is_escaped():
    html = render("_row", row=replace(samples.row(1), what='<b onclick="x">', meta="<i>"))
    assert "<b onclick" not in html
    assert "<i>" not in html.replace("<i>trễ", "")


def test_a_matrix_cell_opens_its_rows_and_is_spoken():
    html = render("_matrix", matrix=samples.matrix())
    assert html.count('class="cell"') == 88
    assert "Trước hoàn thành; Trong quá hạn; Sau chưa tới kỳ" in html
    assert html.count("data-th=") == 88


def test_the_axis_lays_days_out_and_gives_its_table():
    assert place(date(2021, 1, 1), 2021) == LEFT
    assert place(date(2020, 5, 1), 2021) == LEFT
    assert place(date(2023, 5, 1), 2021) == RIGHT
    axis = samples.axis()
    first = axis.rows[0]
    assert [bar.kind for bar in first.bars] == ["before", "during", "after"]
    assert first.cells == ("1/3–15/6", "15/6–15/11", "từ 15/11", "12/4, 5/10", "2/8 quá hạn")
    assert axis.now == "Nay 2/8"
    html = render("_axis", axis=axis)
    assert all(cell in html for cell in first.cells)


def test_an_axis_of_another_year_shows_no_today_and_no_bars_outside():
    plan = Plan("Kế hoạch", "KH", "", (Phase("Trước", date(2021, 3, 1), date(2021, 6, 1)),))
    axis = parts.time_axis(
        [plan], first_year=2021, last_year=2025, year=2022, today=samples.TODAY, finding="", counted="", year_notes={}
    )
    assert axis.now == ""
    assert axis.rows[0].bars == ()


def test_a_comparison_marks_words_put_in_and_struck_out():
    diff = samples.diff()
    assert [(clause.key, clause.kind) for clause in diff.clauses] == [
        ("1", "same"),
        ("2", "changed"),
        ("3", "del"),
        ("4", "ins"),
    ]
    html = render("_diff", diff=diff)
    assert "<ins>" in html
    assert "<del>" in html
    assert "[bỏ: " in html
    assert "[thêm: " in html


def test_a_comparison_gives_both_texts_back():
    old, new = "Sở gửi tài liệu, trong 10 ngày.", "Sở Y tế gửi  tài liệu trong 5 ngày."
    runs = parts.compare([("1", "", old)], [("1", "", new)], old_name="", new_name="").clauses[0].words
    assert "".join(run.text for run in runs if run.kind != "ins") == old
    assert "".join(run.text for run in runs if run.kind != "del") == new


def test_shares_of_a_meter_lie_side_by_side():
    meter = parts.meter(((State.DONE, 1), (State.LATE, 0), (State.DOING, 1)), total=4, spoken="")
    assert [(s.icon, s.start, s.width) for s in meter.segments] == [
        ("done", "0.00%", "25.00%"),
        ("doing", "25.00%", "25.00%"),
    ]
    assert parts.meter(((State.DONE, 0),), total=0, spoken="").segments == ()


def test_dates_and_distances_in_words():
    day = samples.TODAY
    assert words.day(day) == "2/8/2021"
    assert words.weekday_day(day) == "Thứ Hai 2/8"
    assert words.long_day(day) == "Thứ Hai, 2/8/2021"
    assert words.weekday(date(2021, 8, 1)) == "Chủ nhật"
    assert words.moment(datetime(2021, 8, 2, 14, 5)) == "14.05, 2/8/2021"
    assert words.distance(-3) == "trễ 3 ngày làm việc"
    assert words.distance(-3, is_working=False) == "trễ 3 ngày"
    assert words.distance(0) == "hôm nay"
    assert words.distance(2, is_working=False) == "còn 2 ngày"
    assert words.span(date(2021, 11, 1), date(2022, 2, 1)) == "1/11/2021–1/2/2022"


class Proposal(forms.Form):
    name = forms.CharField(label="Tên vấn đề", help_text="Một câu.")
    kind = forms.ChoiceField(label="Loại", choices=[("a", "Đề án")], widget=forms.RadioSelect)
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea, required=False)


def test_a_field_in_error_keeps_its_text_and_is_tied_to_its_words():
    form = Proposal({"name": "", "note": "đã gõ"})
    summary = render("_errors", form=form)
    assert "còn 2 chỗ cần sửa" in summary
    for target in re.findall(r'href="#([\w-]+)"', summary):
        assert any(f'id="{target}"' in render("_field", field=field) for field in form)
    html = render("_field", field=form["name"])
    assert 'aria-invalid="true"' in html
    for target in re.search(r'<input[^>]*aria-describedby="([^"]+)"', html)[1].split():
        assert f'id="{target}"' in html
    assert html.index('class="err"') < html.index("<input")
    note = render("_field", field=form["note"])
    assert "đã gõ" in note
    assert "không bắt buộc" in note
    assert "<fieldset" in render("_field", field=form["kind"])


def test_a_form_without_errors_has_no_summary():
    assert "errors" not in render("_errors", form=Proposal())


def test_the_frame_has_its_landmarks_and_no_dead_search():
    html = render("base", page=SimpleNamespace(title="Hôm nay", why="Vì bạn là cán bộ đầu mối."), shell=shell())
    for text in ('class="skip"', "<main", 'aria-current="page"', "Đồng hồ minh họa", "Vì bạn là cán bộ đầu mối."):
        assert text in html
    assert 'role="search"' not in html
    assert not INLINE.search(html)
    assert 'role="search"' in render("base", page=None, shell=shell(search_url="/lam-viec/tim/"))


def test_a_deputy_sees_for_whom_he_acts():
    actor = SimpleNamespace(name="Minh", unit_name="Ban", post="", acting_for="Trưởng ban", account_id=1)
    assert "thay Trưởng ban" in render("base", page=None, shell=shell(actor=actor))


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 500])
def test_a_stop_page_says_what_happened_and_where_to_go(status):
    page = parts.stopped(status, home_url="/lam-viec/")
    html = render("stopped", page=page)
    assert page.title in html
    assert page.what in html
    assert 'href="/lam-viec/"' in html
    assert "<form" not in html


def test_a_stop_page_offers_to_send_the_typed_text_again():
    html = render("stopped", page=samples.STOPPED)
    assert "Đồng ý, đề nghị bổ sung hạn." in html
    assert '<input type="hidden" name="version" value="4">' in html
    assert f'action="{samples.STOPPED.again_url}"' in html
    copy = render("stopped", page=replace(samples.STOPPED, again_url=""))
    assert "Đồng ý, đề nghị bổ sung hạn." in copy
    assert "<form" not in copy


def test_values_are_frozen():
    with pytest.raises(FrozenInstanceError):
        samples.NOTE.title = "khác"
