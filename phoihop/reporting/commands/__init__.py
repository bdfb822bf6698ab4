"""Composing letters and reports, and keeping what an office prints at their head."""

from phoihop.reporting.commands.letters import (
    Composed,
    Letter,
    Paragraph,
    adopt_template,
    check_letter,
    compose_letter,
    drop_template,
    picture_letter,
    sample_file,
    set_letterhead,
    starting_template,
    use_judge,
)
from phoihop.reporting.commands.reports import (
    compile_report,
    picture_report,
    render_report,
    set_report_habits,
)
from phoihop.reporting.events import ReportCompiled

__all__ = [
    "Composed",
    "Letter",
    "Paragraph",
    "ReportCompiled",
    "adopt_template",
    "check_letter",
    "compile_report",
    "compose_letter",
    "drop_template",
    "picture_letter",
    "picture_report",
    "render_report",
    "sample_file",
    "set_letterhead",
    "set_report_habits",
    "starting_template",
    "use_judge",
]
