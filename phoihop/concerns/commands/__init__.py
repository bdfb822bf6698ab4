"""Acts of the room of concerns: from intake to the one answer, and what follows it."""

from phoihop.concerns.commands.answering import (
    approve_answer,
    compose_answer,
    return_answer,
    submit_answer,
    write_part,
)
from phoihop.concerns.commands.arranging import (
    PlaceInput,
    RouteInput,
    ServiceInput,
    arrange_places,
    arrange_services,
    copy_calendar,
    set_clock,
    set_desk,
)
from phoihop.concerns.commands.asking import add_more, ask_more, extend_concern, follow_extension, resume_concern
from phoihop.concerns.commands.clock import erase_over, tick
from phoihop.concerns.commands.dispatching import assign_concern, pass_on_concern, start_concern
from phoihop.concerns.commands.disputing import decide_dispute, dispute_concern
from phoihop.concerns.commands.following import (
    close_concern,
    file_concern,
    publish_concern,
    rate_concern,
    reopen_concern,
    unpublish_concern,
)
from phoihop.concerns.commands.inviting import write_of_parts
from phoihop.concerns.commands.merging import merge_concerns, unmerge_concern
from phoihop.concerns.commands.moderating import (
    admit_concern,
    hold_concern,
    moderate_concern,
    reconsider_concern,
    refuse_concern,
)
from phoihop.concerns.commands.photos import Photo, judge_photos
from phoihop.concerns.commands.reclosing import reclose
from phoihop.concerns.commands.subjects import (
    correct_contact,
    erase_data,
    export_data,
    open_contact,
    request_data,
    settle_request,
)
from phoihop.concerns.commands.taking import set_aside, take_follow_up, take_input
from phoihop.concerns.commands.taking_in import Recorded, record_concern, take_in_concern

__all__ = [
    "Photo",
    "PlaceInput",
    "Recorded",
    "RouteInput",
    "ServiceInput",
    "add_more",
    "admit_concern",
    "approve_answer",
    "arrange_places",
    "arrange_services",
    "ask_more",
    "assign_concern",
    "close_concern",
    "compose_answer",
    "copy_calendar",
    "correct_contact",
    "decide_dispute",
    "dispute_concern",
    "erase_data",
    "erase_over",
    "export_data",
    "extend_concern",
    "file_concern",
    "follow_extension",
    "hold_concern",
    "judge_photos",
    "merge_concerns",
    "moderate_concern",
    "open_contact",
    "pass_on_concern",
    "publish_concern",
    "rate_concern",
    "reclose",
    "reconsider_concern",
    "record_concern",
    "refuse_concern",
    "reopen_concern",
    "request_data",
    "resume_concern",
    "return_answer",
    "set_aside",
    "set_clock",
    "set_desk",
    "settle_request",
    "start_concern",
    "submit_answer",
    "take_follow_up",
    "take_in_concern",
    "take_input",
    "tick",
    "unmerge_concern",
    "unpublish_concern",
    "write_of_parts",
    "write_part",
]
