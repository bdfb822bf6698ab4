"""Who may say what outward: writers write for their own unit, another person approves, editors put it out."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import DOERS, SEATED, Role
from phoihop.ground.powers import Kind, Power, Relation

AUDITORS = {Role.AUDITOR}
WRITERS = frozenset({Role.DRAFTER, Role.EDITOR})
APPROVERS = frozenset({Role.APPROVER})
PUTTERS = frozenset({Role.EDITOR, Role.APPROVER})  # who puts out what was approved, and takes it back
HANDS = WRITERS | APPROVERS
KEEPERS = frozenset({Role.EDITOR, Role.ADMINISTRATOR})  # of the portal's own words
BUILDERS = {"loader", "sample-builder"}
READERS = {*BUILDERS, "administrator-console", "deadline-clock", "front-desk"}

ARTICLE = Kind(
    "article",
    "communications.Article",
    see="article.see",
    relations={"unit": Relation("unit_id", _("cơ quan viết tin này"))},
    territory="territory",
)
PHOTO = Kind(
    "photo",
    "communications.Photo",
    see="photo.see",
    relations={"unit": Relation("unit_id", _("cơ quan giữ ảnh này"))},
    territory="territory",
)
CARD = Kind(
    "card",
    "communications.Card",
    see="card.see",
    relations={"unit": Relation("unit_id", _("cơ quan viết thẻ kinh nghiệm này"))},
    territory="territory",
)
FEEDBACK = Kind(
    "feedback",
    "communications.Feedback",
    see="feedback.see",
    relations={"unit": Relation("unit_id", _("cơ quan được người đọc góp ý"))},
)

RELEASE = Kind(
    "release",
    "communications.Release",
    see="release.see",
    relations={
        "unit": Relation("unit_id", _("cơ quan phát thông cáo này")),
        "holder": Relation(
            "",
            _("cơ quan được giữ thông cáo này trước giờ phát"),
            through=("communications.ReleaseHolder", "release_id", "unit_id"),
        ),
    },
    territory="territory",
)
BULLETIN = Kind(
    "bulletin",
    "communications.Bulletin",
    see="bulletin.see",
    relations={
        "unit": Relation("unit_id", _("cơ quan ra bản tin này")),
        "reader": Relation(
            "",
            _("cơ quan được nhận bản tin này"),
            through=("communications.BulletinShare", "bulletin_id", "unit_id"),
        ),
    },
    territory="territory",
)

ARTICLE_POWERS = (
    Power("article.list", _("xem danh sách tin bài"), everybody=True),
    Power("article.see", _("xem tin bài"), ARTICLE, unit=SEATED, territory=AUDITORS, systems=READERS),
    Power("article.begin", _("viết tin bài cho cơ quan mình"), own=WRITERS, systems=BUILDERS),
    Power("article.write", _("sửa tin bài"), ARTICLE, unit=WRITERS, systems=BUILDERS),
    Power("article.send", _("trình duyệt tin bài"), ARTICLE, unit=WRITERS, systems=BUILDERS),
    Power("article.return", _("trả lại tin bài"), ARTICLE, unit=APPROVERS),
    Power("article.approve", _("duyệt tin bài"), ARTICLE, unit=APPROVERS, systems=BUILDERS),
    Power(
        "article.publish",
        _("công bố tin bài"),
        ARTICLE,
        unit=PUTTERS,
        systems={*BUILDERS, "deadline-clock"},
    ),
    Power("article.withdraw", _("rút tin bài"), ARTICLE, unit=PUTTERS),
)
PHOTO_POWERS = (
    Power("photo.list", _("xem kho ảnh"), everybody=True),
    Power("photo.see", _("xem ảnh trong kho"), PHOTO, unit=SEATED, territory=AUDITORS, systems=READERS),
    Power("photo.add", _("đưa ảnh vào kho của cơ quan mình"), own=HANDS, systems=BUILDERS),
    Power("photo.describe", _("sửa lời của ảnh"), PHOTO, unit=HANDS, systems=BUILDERS),
    Power("photo.publish", _("đưa ảnh ra thư viện công khai"), PHOTO, unit=PUTTERS, systems=BUILDERS),
    Power("photo.withdraw", _("rút ảnh"), PHOTO, unit=PUTTERS),
)
CARD_POWERS = (
    Power("card.list", _("xem các thẻ kinh nghiệm đã công bố"), everybody=True),
    Power("card.see", _("xem thẻ kinh nghiệm"), CARD, unit=SEATED, territory=AUDITORS, systems=READERS),
    Power("card.begin", _("viết thẻ kinh nghiệm cho cơ quan mình"), own=WRITERS, systems=BUILDERS),
    Power("card.write", _("sửa thẻ kinh nghiệm"), CARD, unit=WRITERS, systems=BUILDERS),
    Power("card.return", _("trả lại thẻ kinh nghiệm"), CARD, unit=APPROVERS),
    Power("card.publish", _("duyệt và công bố thẻ kinh nghiệm"), CARD, unit=APPROVERS, systems=BUILDERS),
    Power("card.withdraw", _("rút thẻ kinh nghiệm"), CARD, unit=PUTTERS),
)
FEEDBACK_POWERS = (
    Power("feedback.list", _("xem danh sách góp ý của người đọc"), roles=HANDS),
    Power("feedback.see", _("xem góp ý của người đọc"), FEEDBACK, unit=HANDS, systems=READERS),
    Power("feedback.take_in", _("nhận góp ý của người đọc"), systems={"front-desk"}),
    Power("feedback.answer", _("trả lời góp ý của người đọc"), FEEDBACK, unit=HANDS),
    Power("feedback.erase", _("xóa lời và địa chỉ của người góp ý"), FEEDBACK, unit=HANDS, systems={"deadline-clock"}),
)
PORTAL_POWERS = (
    Power("portal.keep", _("xem các mục của cổng thông tin"), roles=KEEPERS),
    Power("page.publish", _("viết trang của cổng thông tin"), roles=KEEPERS, systems=BUILDERS),
    Power(
        "portal.arrange",
        _("sắp xếp cổng thông tin"),
        roles=KEEPERS,
        systems={*BUILDERS, "deadline-clock"},
        causes={"day.declared", "day.revoked"},
    ),
)

RELEASE_POWERS = (
    Power("release.list", _("xem danh sách thông cáo"), everybody=True),
    Power("release.see", _("xem thông cáo"), RELEASE, unit=SEATED, holder=SEATED, territory=AUDITORS, systems=READERS),
    Power("release.begin", _("viết thông cáo cho cơ quan mình"), own=HANDS, systems=BUILDERS),
    Power("release.write", _("sửa thông cáo"), RELEASE, unit=HANDS, systems=BUILDERS),
    Power("release.present", _("trình thông cáo"), RELEASE, unit=HANDS, systems=BUILDERS),
    Power("release.return", _("trả lại thông cáo"), RELEASE, unit=APPROVERS),
    Power("release.override", _("cho giữ câu chữ mà quy tắc nhắc"), RELEASE, unit=APPROVERS),
    Power("release.give", _("giao thông cáo cho cơ quan khác giữ trước"), RELEASE, unit=APPROVERS, systems=BUILDERS),
    Power("release.open", _("mở văn bản thông cáo trước giờ phát"), RELEASE, unit=SEATED, holder=DOERS | {Role.EDITOR}),
    Power("release.record_event", _("ghi sự kiện cho phép phát thông cáo"), RELEASE, unit=APPROVERS, systems=BUILDERS),
    Power("release.approve", _("duyệt phát thông cáo"), RELEASE, unit=APPROVERS),
    Power(
        "release.publish",
        _("đưa thông cáo đã duyệt ra cổng thông tin"),
        RELEASE,
        systems={*BUILDERS, "deadline-clock"},
    ),
    Power("release.withdraw", _("rút thông cáo"), RELEASE, unit=APPROVERS),
    Power("release.arrange", _("đặt thời gian chờ trước khi phát"), own=APPROVERS, systems=BUILDERS),
    Power("proceedings.note", _("ghi vấn đề thuộc vụ việc đang tố tụng"), own=APPROVERS, systems=BUILDERS),
)
BULLETIN_POWERS = (
    Power("bulletin.list", _("xem các bản tin nội bộ"), everybody=True),
    Power(
        "bulletin.see",
        _("xem bản tin nội bộ"),
        BULLETIN,
        unit=SEATED,
        reader=SEATED,
        territory=AUDITORS,
        systems=READERS,
    ),
    Power("bulletin.begin", _("soạn bản tin nội bộ của cơ quan mình"), own=HANDS, systems=BUILDERS),
    Power("bulletin.write", _("sửa bản tin nội bộ"), BULLETIN, unit=HANDS, systems=BUILDERS),
    Power("bulletin.issue", _("phát hành bản tin nội bộ"), BULLETIN, unit=APPROVERS, systems=BUILDERS),
    Power("bulletin.recall", _("thu hồi bản tin nội bộ"), BULLETIN, unit=APPROVERS),
    Power("bulletin.acknowledge", _("xác nhận đã nhận bản tin nội bộ"), BULLETIN, reader=DOERS | {Role.CLERK}),
    Power("bulletin.remind", _("nhắc xác nhận bản tin nội bộ"), BULLETIN, systems={"deadline-clock"}),
)
MAKERS = HANDS | {Role.FOCAL}  # who makes outputs of a communication plan for a unit

OUTREACH = Kind(
    "outreach",
    "communications.CommunicationPlan",
    see="outreach.see",
    relations={
        "unit": Relation("unit_id", _("cơ quan lập kế hoạch truyền thông này")),
        "partner": Relation("partner_id", _("cơ quan chọn vấn đề của kế hoạch này")),
        "owner": Relation(
            "",
            _("cơ quan thực hiện một dòng của kế hoạch này"),
            through=("communications.OutreachLine", "plan_id", "owner_id"),
        ),
    },
    territory="territory",
)
OUTPUT = Kind(
    "output",
    "communications.OutreachOutput",
    see="output.see",
    relations={
        "owner": Relation("owner_id", _("cơ quan làm sản phẩm này")),
        "unit": Relation("unit_id", _("cơ quan lập kế hoạch có sản phẩm này")),
    },
    territory="territory",
)
OUTREACH_POWERS = (
    Power("outreach.list", _("xem danh sách kế hoạch truyền thông"), everybody=True),
    Power("outreach.look", _("xem lịch truyền thông của các cơ quan"), everybody=True),
    Power(
        "outreach.see",
        _("xem kế hoạch truyền thông"),
        OUTREACH,
        unit=SEATED,
        partner=SEATED,
        owner=SEATED,
        territory=AUDITORS,
        systems=READERS,
    ),
    Power("outreach.begin", _("lập kế hoạch truyền thông cho vấn đề mình chủ trì"), own=HANDS, systems=BUILDERS),
    Power("outreach.write", _("sửa, trình kế hoạch truyền thông"), OUTREACH, unit=HANDS, systems=BUILDERS),
    Power("outreach.approve", _("duyệt, kết thúc kế hoạch truyền thông"), OUTREACH, unit=APPROVERS, systems=BUILDERS),
    Power("outreach.move", _("đổi ngày của dòng kế hoạch"), OUTREACH, unit=HANDS, owner=MAKERS, systems=BUILDERS),
    Power(
        "outreach.flag",
        _("đánh dấu chỗ cần xem lại"),
        OUTREACH,
        unit=HANDS,
        partner=MAKERS,
        owner=MAKERS,
        systems=BUILDERS,
    ),
    Power("outreach.block", _("ghi những ngày không đưa tin"), own=APPROVERS, systems=BUILDERS),
    Power(
        "outreach.hear",
        _("ghi kết quả đã nộp ở nghĩa vụ"),
        causes={
            "obligation.handed_in",
            "obligation.accepted",
            "obligation.returned",
            "obligation.waived",
            "extension.granted",
        },
    ),
    Power(
        "output.see",
        _("xem sản phẩm truyền thông"),
        OUTPUT,
        owner=SEATED,
        unit=SEATED,
        territory=AUDITORS,
        systems=READERS,
    ),
    Power("output.begin", _("làm sản phẩm của dòng kế hoạch"), OUTREACH, owner=MAKERS, systems=BUILDERS),
    Power("output.write", _("sửa, trình sản phẩm truyền thông"), OUTPUT, owner=MAKERS, systems=BUILDERS),
    Power("output.approve", _("duyệt sản phẩm truyền thông"), OUTPUT, owner=APPROVERS, systems=BUILDERS),
    Power("output.work", _("hẹn, ghi kết quả sản phẩm truyền thông"), OUTPUT, owner=MAKERS, systems=BUILDERS),
)
CONFERENCE = Kind(
    "conference",
    "communications.Conference",
    see="conference.see",
    relations={
        "unit": Relation("unit_id", _("cơ quan tổ chức họp báo này")),
        "preparer": Relation(
            "",
            _("cơ quan chuẩn bị họp báo này"),
            through=("communications.ConferencePreparation", "conference_id", "unit_id"),
        ),
    },
    territory="territory",
)
CONFERENCE_POWERS = (
    Power("conference.list", _("xem danh sách họp báo"), everybody=True),
    Power(
        "conference.see",
        _("xem họp báo"),
        CONFERENCE,
        unit=SEATED,
        preparer=SEATED,
        territory=AUDITORS,
        systems=READERS,
    ),
    Power("conference.begin", _("chuẩn bị họp báo của cơ quan mình"), own=HANDS, systems=BUILDERS),
    Power("conference.write", _("sửa họp báo, nơi được mời, tài liệu"), CONFERENCE, unit=HANDS, systems=BUILDERS),
    Power("conference.prepare", _("giao chuẩn bị họp báo"), CONFERENCE, unit=HANDS, systems=BUILDERS),
    Power("conference.call", _("gửi giấy mời họp báo"), CONFERENCE, unit=APPROVERS, systems=BUILDERS),
    Power("conference.cancel", _("hủy họp báo"), CONFERENCE, unit=APPROVERS, systems=BUILDERS),
    Power("conference.hold", _("ghi họp báo đã họp, nơi nào dự"), CONFERENCE, unit=HANDS, systems=BUILDERS),
    Power("conference.note_question", _("ghi câu hỏi tại họp báo"), CONFERENCE, unit=HANDS, systems=BUILDERS),
    Power("conference.write_record", _("viết biên bản họp báo"), CONFERENCE, unit=HANDS, systems=BUILDERS),
    Power("conference.approve_record", _("duyệt biên bản họp báo"), CONFERENCE, unit=APPROVERS, systems=BUILDERS),
    Power("conference.release", _("lập thông cáo từ biên bản họp báo"), CONFERENCE, unit=HANDS, systems=BUILDERS),
    Power("outlet.keep", _("giữ danh sách báo, đài của cơ quan mình"), own=HANDS, systems=BUILDERS),
    Power("press_habit.set", _("đặt nhịp nhắc với báo chí"), own=APPROVERS, systems=BUILDERS),
    Power("release.distribute", _("gửi thông cáo đã phát cho báo, đài"), RELEASE, unit=PUTTERS, systems=BUILDERS),
)
RECORD_POWERS = (
    Power("plan.publish", _("công bố kế hoạch"), own=PUTTERS, systems={*BUILDERS, "deadline-clock"}),
    Power("topic.publish", _("công bố vấn đề"), own=PUTTERS, systems={*BUILDERS, "deadline-clock"}),
)

POWERS = (
    *RELEASE_POWERS,
    *CONFERENCE_POWERS,
    *OUTREACH_POWERS,
    *BULLETIN_POWERS,
    *RECORD_POWERS,
    *ARTICLE_POWERS,
    *PHOTO_POWERS,
    *CARD_POWERS,
    *FEEDBACK_POWERS,
    *PORTAL_POWERS,
)
