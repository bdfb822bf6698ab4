"""Doors of an office's letterhead, and of reports."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.ground.command import Refused
from phoihop.ground.door import Request, door, takes_files
from phoihop.ground.powers import NotVisible
from phoihop.ground.respond import respond
from phoihop.organizations.queries import unit_names
from phoihop.reporting import commands, forms, pages, queries

ACTS: dict[str, type[Form]] = {"set": forms.Letterhead, "adopt": forms.Adopt}
TYPES = {
    "pdf": ("application/pdf", "cong-van-mau.pdf"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "cong-van-mau.docx"),
    "khuon": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "khuon-van-ban.docx"),
}

REPORT_TYPES = {"docx": TYPES["docx"][0], "pdf": TYPES["pdf"][0], "json": "application/json; charset=utf-8"}


@door(needs="letterhead.see")
def own(request: Request) -> HttpResponse:
    return redirect("reporting:letterhead", unit_names([request.actor.unit_id])[request.actor.unit_id or 0].code)


@door(needs="letterhead.see")
def letterhead(request: Request, code: str) -> HttpResponse:
    return _letterhead(request, code)


@door(needs="letterhead.set", methods=("POST",))
def amend(request: Request, code: str) -> HttpResponse:
    unit = queries.letterhead(request.actor, code).value.unit
    form = forms.Letterhead(request.POST, auto_id="id_%s")
    if not form.is_valid():
        return _letterhead(request, code, set=form)
    commands.set_letterhead(unit_id=unit.id, **form.letterhead(), by=request.actor, at=request.at)
    return redirect("reporting:letterhead", code)


@door(needs="letterhead.see")
def preview(request: Request, code: str) -> HttpResponse:
    letter = pages.sample_letter(request.actor, code, request.GET.get("loai", ""), request.at)
    pictures = commands.picture_letter(letter=letter, by=request.actor, at=request.at)
    return HttpResponse(pictures[0], content_type="image/png")


@door(needs="letterhead.see")
def sample(request: Request, code: str, kind: str) -> HttpResponse:
    if kind not in TYPES:
        raise NotVisible
    letter = pages.sample_letter(request.actor, code, "cong-van", request.at)
    content = commands.sample_file(letter=letter, kind=kind, by=request.actor, at=request.at)
    media_type, name = TYPES[kind]
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=disposition)


@takes_files
@door(needs="letterhead.adopt", methods=("POST",))
def adopt(request: Request, code: str) -> HttpResponse:
    unit = queries.letterhead(request.actor, code).value.unit
    form = forms.Adopt(request.POST, request.FILES, auto_id="adopt_%s")
    if not form.is_valid():
        return _letterhead(request, code, adopt=form)
    try:
        commands.adopt_template(unit_id=unit.id, **form.taken(), by=request.actor, at=request.at)
    except Refused as refused:
        form.add_error("file", str(refused))
        return _letterhead(request, code, adopt=form)
    return redirect("reporting:letterhead", code)


@door(needs="letterhead.drop", methods=("POST",))
def drop(request: Request, code: str) -> HttpResponse:
    unit = queries.letterhead(request.actor, code).value.unit
    commands.drop_template(unit_id=unit.id, by=request.actor, at=request.at)
    return redirect("reporting:letterhead", code)


@door(needs="report.list")
def reports(request: Request) -> HttpResponse:
    page = pages.reports_page(request.actor, request.GET.dict(), request.at)
    return respond(request, "reporting/reports.html", page)


@door(needs="report.see")
def report(request: Request, code: str) -> HttpResponse:
    return respond(request, "reporting/report.html", pages.report_page(request.actor, code, request.at))


@door(needs="report.see")
def report_picture(request: Request, code: str) -> HttpResponse:
    pictures = commands.picture_report(code=code, by=request.actor, at=request.at)
    return HttpResponse(pictures[0], content_type="image/png")


@door(needs="report.see")
def report_file(request: Request, code: str, kind: str) -> HttpResponse:
    if kind not in REPORT_TYPES:
        raise NotVisible
    content = commands.render_report(code=code, kind=kind, by=request.actor, at=request.at)
    disposition = {"Content-Disposition": f'attachment; filename="{code}.{kind}"'}
    return HttpResponse(content, content_type=REPORT_TYPES[kind], headers=disposition)


@door(needs="report.see")
def figure(request: Request, code: str, key: str) -> HttpResponse:
    page = pages.figure_page(request.actor, code, key, request.GET.dict(), request.at)
    return respond(request, "reporting/figure.html", page)


@door(needs="report.habits_set", methods=("GET", "HEAD", "POST"))
def habits(request: Request) -> HttpResponse:
    unit_id = request.actor.unit_id or 0
    if request.method != "POST":
        form = forms.ReportHabits.of(queries.habits([unit_id])[unit_id])
        return respond(request, "reporting/habits.html", pages.habits_page(request.actor, form))
    form = forms.ReportHabits(request.POST, auto_id="id_%s")
    if not form.is_valid():
        return respond(request, "reporting/habits.html", pages.habits_page(request.actor, form), status=422)
    commands.set_report_habits(unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("reporting:reports")


def _letterhead(request: Request, code: str, **wrong: Form) -> HttpResponse:
    page = pages.letterhead_page(request.actor, code, ACTS, wrong)
    return respond(request, "reporting/letterhead.html", page, status=422 if wrong else 200)
