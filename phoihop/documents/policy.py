"""Who may bring in, read, give away and take back documents. They never follow what they are attached to."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import DOERS, SEATED, Role
from phoihop.ground.powers import Kind, Power, Relation

WORKERS = DOERS | {Role.CLERK}
READERS = WORKERS | {Role.EDITOR}
KEEPERS = frozenset({Role.CLERK, Role.FOCAL})
RELEASERS = frozenset({Role.CLERK, Role.APPROVER})
BUILDERS = {"loader", "sample-builder"}
CONSOLE = {"administrator-console"}
# Acts of upper rooms by which a document is brought in, joined to a dossier, or given to who is owed it.
CAUSES = {
    "obligation.hand_in",
    "obligation.work",
    "obligation.provide",
    "dispatch.send",
    "claim.archive",
}

# Acts by which an office without an account judges a result: it reads what was handed in with it, and nothing else.
JUDGING = {"obligation.accept", "obligation.return"}

DOCUMENT = Kind(
    "document",
    "documents.Document",
    see="document.see",
    relations={
        "owner": Relation("owner_id", _("cơ quan vào sổ văn bản")),
        "shared": Relation("", _("cơ quan được gửi văn bản"), through=("documents.Share", "document_id", "unit_id")),
    },
    territory="territory",
)
HELD = Kind(
    "held",
    "documents.Held",
    see="held.see",
    relations={"owner": Relation("unit_id", _("cơ quan đưa tệp vào"))},
    territory="territory",
)
BOOK = Kind(
    "book",
    "documents.Book",
    see="book.see",
    relations={"owner": Relation("unit_id", _("cơ quan giữ sổ"))},
    territory="territory",
)

POWERS = (
    Power("document.list", _("xem danh sách văn bản"), roles=SEATED),
    Power(
        "document.see",
        _("xem văn bản"),
        DOCUMENT,
        owner=SEATED,
        shared=SEATED,
        territory={Role.AUDITOR},
        causes=CAUSES | JUDGING,
        systems=BUILDERS | CONSOLE,
    ),
    Power(
        "document.open",
        _("mở tệp của văn bản"),
        DOCUMENT,
        is_reading=True,
        owner=READERS,
        shared=READERS,
        territory={Role.AUDITOR},
        causes=JUDGING,
        systems=CONSOLE,
    ),
    # "Lưu hành nội bộ" is no state secret, but neither for those who publish nor for those who only look on.
    Power(
        "document.open_internal",
        _("mở tệp lưu hành nội bộ"),
        DOCUMENT,
        is_reading=True,
        owner=WORKERS,
        shared=WORKERS,
        systems=CONSOLE,
    ),
    Power("document.take_in", _("đưa văn bản vào"), own=WORKERS, causes=CAUSES, systems=BUILDERS | CONSOLE),
    Power("document.register", _("vào sổ văn bản"), DOCUMENT, owner=KEEPERS, causes=CAUSES, systems=BUILDERS | CONSOLE),
    # Of papers written in the house: no door asks for these, the act that sends the paper does.
    Power("document.issue", _("cấp số cho văn bản đi viết trong hệ thống"), causes={"dispatch.send"}),
    Power(
        "document.withdraw",
        _("thu hồi văn bản cùng công văn đã gửi nó"),
        causes={"dispatch.recall", "dispatch.replace"},
    ),
    Power("document.write", _("lập tệp của văn bản đã cấp số"), systems={"document-works"}),
    Power("document.describe", _("sửa mô tả văn bản"), DOCUMENT, owner=KEEPERS),
    Power("document.discard", _("bỏ văn bản chưa vào sổ"), DOCUMENT, owner=KEEPERS),
    Power("document.replace", _("thay tệp bằng bản mới"), DOCUMENT, owner=KEEPERS),
    Power(
        "document.link",
        _("gắn văn bản vào hồ sơ"),
        DOCUMENT,
        owner=WORKERS,
        causes=CAUSES,
        systems=BUILDERS | CONSOLE,
    ),
    Power(
        "document.share",
        _("gửi văn bản cho cơ quan khác"),
        DOCUMENT,
        owner=WORKERS,
        causes=CAUSES,
        systems=BUILDERS,
    ),
    Power("document.redact", _("che thông tin trong văn bản"), DOCUMENT, owner=WORKERS),
    Power("document.recall", _("thu hồi văn bản"), DOCUMENT, owner=RELEASERS),
    Power("document.retain", _("đặt thời hạn bảo quản"), DOCUMENT, owner=RELEASERS),
    Power("document.freeze", _("giữ nguyên văn bản"), DOCUMENT, owner={Role.APPROVER}, territory={Role.AUDITOR}),
    Power("document.render", _("lập bản khác của tệp"), systems={"document-works"}),
    Power("held.see", _("xem tệp đang giữ"), HELD, owner=RELEASERS),
    Power("held.release", _("cho nhận tệp đang giữ"), HELD, owner=RELEASERS),
    Power("held.drop", _("bỏ tệp đang giữ"), HELD, owner=RELEASERS, systems={"deadline-clock"}),
    Power("book.see", _("xem sổ văn bản"), BOOK, owner=SEATED, territory={Role.AUDITOR}),
    Power("book.open", _("mở sổ văn bản"), own=KEEPERS, causes={"document.register"}, systems=BUILDERS | CONSOLE),
    Power("book.close", _("khóa sổ văn bản"), BOOK, owner=KEEPERS),
)
