"""Values of every part, as a page of 2/8/2021 would hold them."""

from datetime import date

from phoihop.ground import parts
from phoihop.ground.parts import Glyph, Link, Row, State
from phoihop.ground.parts.axis import Mark, Phase, Plan

TODAY = date(2021, 8, 2)
LATE = Glyph.of(State.LATE)


def row(number: int = 1) -> Row:
    states = list(State)
    state = states[number % len(states)]
    return Row(
        glyph=Glyph.of(state),
        what=f"Danh sách tàu cá từ 15 m trở lên chưa duy trì giám sát hành trình, đợt {number}",
        url=f"/lam-viec/nghia-vu/NV-kg-2021-{number:06}/",
        meta="Sở NN&PTNT · QC-kg-05, Điều\u00a04 khoản\u00a03",
        code=f"NV-kg-2021-{number:06}",
        tag="minh họa",
        hit="Đang chặn 2 việc: Kế hoạch truyền thông, Lịch phát thanh" if state is State.LATE else "",
        due=parts.DueDate(
            "30/7/2021", "2021-07-30", parts.words.distance(-1), state.value, f"/lam-viec/nghia-vu/{number}/vi-sao/"
        ),
        do=Link("Đôn đốc", f"/lam-viec/nghia-vu/{number}/don-doc/"),
        key=f"nv-{number}",
    )


def rows(count: int) -> tuple[Row, ...]:
    return tuple(row(number) for number in range(count))


WHY_DATE = parts.WhyDate(
    first=(
        parts.Term("Quy tắc", "5 ngày làm việc sau khi vấn đề vào giai đoạn Trong"),
        parts.Term("Tính từ", "23/7/2021, không kể ngày này"),
    ),
    days=(
        parts.Day("23", "·", "start"),
        parts.Day("24", "–", "off"),
        parts.Day("25", "–", "off"),
        parts.Day("26", "1"),
        parts.Day("27", "lễ", "hol"),
        parts.Day("28", "2", "swap"),
        parts.Day("29", "3"),
        parts.Day("30", "5", "end"),
    ),
    then=(
        parts.Term("Lịch", "Thứ Hai–thứ Sáu"),
        parts.Term("Căn cứ", "QC-kg-05, Điều 4 khoản 3", "/lam-viec/quy-che/"),
    ),
)

TABS = (parts.Tab("Toàn cảnh", "/a", is_current=True), parts.Tab("Tài liệu", "/b", "3"), parts.Tab("Nhật ký", "/c"))

TALLIES = (
    parts.Tally("3", LATE, "#late", "1 đang chặn việc khác"),
    parts.Tally("7", Glyph.of(State.SOON, "Tuần này"), "#soon", "1 đến hạn hôm nay"),
    parts.Tally("3", Glyph.of(State.WAIT, "Chờ tôi"), "#wait", "cũ nhất 2 ngày làm việc"),
    parts.Tally("0", Glyph.of(State.DOING, "Chờ cơ quan khác"), "#other", "4 cơ quan"),
)

TIMELINE = (
    parts.TimelineItem(
        Glyph.of(State.PLAN), "14/9/2021", "2021-09-14", "Giao ban tháng 9: sơ kết giai đoạn Trong", is_next=True
    ),
    parts.TimelineItem(Glyph.of(State.SOON), "Hôm nay, 2/8/2021", "2021-08-02", "14.00 họp tổ công tác", is_now=True),
    parts.TimelineItem(LATE, "30/7/2021", "2021-07-30", "Quá hạn: danh sách tàu cá", "/x", "nhắc lần 1 lúc 7.30"),
    parts.TimelineItem(Glyph.of(State.DONE), "5/7/2021", "2021-07-05", "Sở NN&PTNT chọn vấn đề"),
)

TRACK = (
    parts.TrackStep("Trước", Glyph.of(State.DONE), "5/7–23/7 · 5 việc xong"),
    parts.TrackStep("Trong", Glyph.of(State.DOING), "từ 23/7 · 6 việc mở, 1 quá hạn", is_current=True),
    parts.TrackStep("Sau", Glyph.of(State.PLAN), "dự kiến 25/11"),
)

LANES = parts.Lanes(
    caption="Việc của từng cơ quan theo giai đoạn",
    columns=("Trước", "Trong (đang chạy)", "Sau"),
    lanes=tuple(
        parts.Lane(
            unit,
            (
                parts.LaneCell("Trước", (parts.LaneItem(Glyph.of(State.DONE), "Thẩm định, dự báo", "/a", "12/7"),)),
                parts.LaneCell(
                    "Trong",
                    (
                        parts.LaneItem(
                            Glyph.of(State.BLOCK), "Kế hoạch truyền thông", "/b", "hạn 13/8", "chờ danh sách tàu"
                        ),
                        parts.LaneItem(LATE, "Danh sách tàu cá từ 15 m", "/c", "hạn 30/7, trễ 1 ngày"),
                    ),
                ),
                parts.LaneCell("Sau"),
            ),
            role,
            "/lam-viec/to-chuc/",
        )
        for unit, role in (("BTGTU", "chủ trì"), ("Sở NN&PTNT", "phối hợp"))
    ),
)

COLUMNS = (
    "Chọn vấn đề",
    "Thông báo",
    "Cung cấp tài liệu",
    "Mời tham gia",
    "Sơ kết",
    "Thẩm định, dự báo",
    "Kế hoạch truyền thông",
    "Nắm dư luận",
    "Thông tin đa kênh",
    "Phản bác tin sai",
    "Sơ kết của chủ trì",
)
UNITS = (
    "UBND tỉnh",
    "Thường trực HĐND tỉnh",
    "VKSND tỉnh",
    "TAND tỉnh",
    "Sở NN&PTNT",
    "Sở TT&TT",
    "Sở Y tế",
    "Văn phòng Tỉnh ủy",
)


def matrix() -> parts.Matrix:
    states = list(State)

    def cell(i: int, j: int, column: str) -> parts.MatrixCell:
        tiles = (states[5], states[(i * 3 + j) % 8], states[7])
        spoken = "; ".join(f"{n} {s.word.lower()}" for n, s in zip(("Trước", "Trong", "Sau"), tiles, strict=True))
        return parts.MatrixCell(column, tuple(s.value for s in tiles), spoken, "/lam-viec/nghia-vu/?o=1", j == 5)

    return parts.Matrix(
        finding="Ba kế hoạch có việc quá hạn; việc trễ của Sở NN&PTNT đang chặn hai việc khác",
        counted="Độ phủ nhiệm vụ năm 2021. Mỗi ô đọc từ trái sang: Trước, Trong, Sau. Bấm ô để mở các bản ghi.",
        caption="Độ phủ nhiệm vụ theo cơ quan và giai đoạn",
        corner="Kế hoạch với",
        groups=(
            parts.MatrixGroup("Cơ quan phối hợp làm", 5),
            parts.MatrixGroup("Cơ quan chủ trì làm với từng cơ quan", 6, is_gap=True),
        ),
        columns=tuple(parts.MatrixColumn(label, j == 5) for j, label in enumerate(COLUMNS)),
        rows=tuple(
            parts.MatrixRow(unit, tuple(cell(i, j, label) for j, label in enumerate(COLUMNS)), "/lam-viec/ke-hoach/")
            for i, unit in enumerate(UNITS)
        ),
        legend=parts.legend(),
    )


def axis() -> parts.Axis:
    return parts.time_axis(
        [
            Plan(
                f"Kế hoạch với {unit}",
                unit,
                "/lam-viec/ke-hoach/",
                (
                    Phase("Trước", date(2021, 3, 1 + i), date(2021, 6, 15)),
                    Phase("Trong", date(2021, 6, 15), date(2021, 11, 15 + i)),
                    Phase("Sau", date(2021, 11, 15 + i)),
                ),
                (date(2021, 4, 12), date(2021, 10, 5 + i)),
                (Mark(list(State)[i], date(2021, 8, 2 + i)),),
            )
            for i, unit in enumerate(UNITS)
        ],
        first_year=2021,
        last_year=2025,
        year=2021,
        today=TODAY,
        finding="Giữa năm, cả tám kế hoạch đang ở giai đoạn Trong",
        counted="Giai đoạn, cuộc họp và hạn đáng chú ý của tám kế hoạch",
        year_notes={2021: "8 vấn đề đang chạy", 2023: "Sơ kết giữa kỳ", 2025: "Tổng kết"},
    )


def diff() -> parts.Diff:
    return parts.compare(
        [
            ("1", "Điều 1", "Hai bên phối hợp theo quý."),
            ("2", "Điều 2", "Sở cung cấp tài liệu trong 10 ngày."),
            ("3", "Điều 3", "Bên nào cũng có thể từ chối."),
        ],
        [
            ("1", "Điều 1", "Hai bên phối hợp theo quý."),
            ("2", "Điều 2", "Sở cung cấp tài liệu trong 5 ngày làm việc."),
            ("4", "Điều 4", "Kết luận họp được gửi trong 2 ngày."),
        ],
        old_name="bản 1",
        new_name="bản 2",
    )


STOPPED = parts.Stopped(
    status=409,
    title="Có người vừa làm trước",
    what="Bình đã duyệt kế hoạch này lúc 9.40.",
    safe="Chữ bạn đã gõ vẫn còn ở dưới.",
    steps=(Link("Mở lại trang trước", "/lam-viec/"),),
    kept=(parts.Kept("version", "4"), parts.Kept("note", "Đồng ý, đề nghị bổ sung hạn.", "Ý kiến")),
    again_url="/lam-viec/ke-hoach/KH-kg-2021-so-yte/duyet/",
    again_label="Gửi lại trên bản mới",
    request_id="7f3a",
)

METER = parts.meter(
    (
        (State.DONE, 33),
        (State.DOING, 39),
        (State.LATE, 5),
        (State.HELD, 4),
        (State.BLOCK, 4),
        (State.WAIT, 5),
        (State.SOON, 4),
    ),
    total=100,
    spoken="33% hoàn thành, 39% đang làm, 5% quá hạn",
)
NOTE = parts.Note("Một việc trễ đang giữ hai việc khác.", "Danh sách tàu cá phải xong trước.", Link("Mở", "/x"), True)
EMPTY = parts.Empty("Chưa có công văn nào", "Công văn gửi tới cơ quan bạn hiện ở đây.", Link("Soạn công văn", "/x"))

# part: what it takes
SAMPLES: dict[str, dict[str, object]] = {
    "_state": {"glyph": LATE},
    "_glyph": {"glyph": LATE},
    "_note": {"note": NOTE},
    "_empty": {"empty": EMPTY},
    "_due": {"due": row(0).due},
    "_why_date": {"why": WHY_DATE},
    "_row": {"row": row(0)},
    "_rows": {"rows": rows(8)},
    "_days": {
        "groups": (
            parts.RowGroup("Hôm nay, Thứ Hai 2/8", rows(1), is_now=True),
            parts.RowGroup("Thứ Tư 4/8", rows(2)),
        )
    },
    "_tabs": {"tabs": TABS, "label": "Trong hồ sơ"},
    "_tally": {"tallies": TALLIES, "label": "Bốn nhóm việc"},
    "_figure": {"figure": parts.Figure("42", "/x", "bảng trực quan", "tại 6 cảng")},
    "_pager": {"pager": parts.Pager("/truoc", "/sau", "51–100")},
    "_timeline": {"items": TIMELINE},
    "_track": {"steps": TRACK},
    "_lanes": {"lanes": LANES},
    "_legend": {"legend": parts.legend()},
    "_matrix": {"matrix": matrix()},
    "_axis": {"axis": axis()},
    "_meter": {"meter": METER},
    "_diff": {"diff": diff()},
}
