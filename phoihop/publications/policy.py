"""Nothing goes out but through an act of the room that owns it: the act's power is the cause."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.powers import Power

PUBLISHERS = {
    "article.publish",
    "article.withdraw",
    "assessment.publish",
    "assessment.take_back",
    "card.publish",
    "card.withdraw",
    "concern.publish",
    "concern.track",
    "correction.publish",
    "correction.withdraw",
    "page.publish",
    "photo.publish",
    "photo.withdraw",
    "plan.publish",
    "portal.arrange",
    "release.publish",
    "release.withdraw",
    "review.publish",
    "review.withdraw",
    "service.arrange",
    "spokesperson.name",
    "topic.publish",
}
PREVIEWERS = PUBLISHERS | {
    "article.write",
    "card.write",
    "claim.see",
    "release.present",
}  # who writes sees beforehand what would go out
SYSTEMS = {"loader", "sample-builder"}

POWERS = (
    Power("publication.publish", _("đưa ra cổng thông tin"), causes=PUBLISHERS, systems=SYSTEMS),
    Power("publication.withdraw", _("rút khỏi cổng thông tin"), causes=PUBLISHERS, systems=SYSTEMS),
    Power("publication.preview", _("xem trước như trên cổng thông tin"), causes=PREVIEWERS, systems=SYSTEMS),
    Power("publication.arrange", _("sắp xếp cổng thông tin"), causes=PUBLISHERS, systems=SYSTEMS),
)
