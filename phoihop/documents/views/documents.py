"""Doors of the register and of one document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from phoihop.documents import commands, forms, pages, queries
from phoihop.ground.door import Request, door, takes_files
from phoihop.ground.respond import respond, send_file

POST = ("POST",)
BOTH = ("GET", "HEAD", "POST")
ACTS: dict[str, type[Form]] = {
    "link": forms.Link,
    "replace": forms.Replace,
    "retain": forms.Retain,
    "freeze": forms.Freeze,
    "unfreeze": forms.Freeze,
    "recall": forms.Recall,
}


@door(needs="document.list")
def register_list(request: Request) -> HttpResponse:
    return respond(request, "documents/list.html", pages.list_page(request.actor, request.GET))


@door(needs="document.see")
def document(request: Request, code: str) -> HttpResponse:
    return _document(request, code)


@door(needs="document.register", methods=BOTH)
def register(request: Request, code: str) -> HttpResponse:
    value = queries.document_value(request.actor, code)
    if value.line.state != "DRAFT" and request.method != "POST":
        return redirect("documents:document", code)
    left = queries.drafts(request.actor)
    form = forms.Register(request.POST or None, initial=queries.proposed(value), auto_id="id_%s")
    if request.method != "POST" or not form.is_valid():
        page = pages.register_page(request.actor, code, form, left=len(left))
        return respond(request, "documents/register.html", page, status=422 if request.method == "POST" else 200)
    commands.register_document(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    following = [line.code for line in left if line.code != code]
    return redirect("documents:register", following[0]) if following else redirect("documents:document", code)


@door(needs="document.discard", methods=POST)
def discard(request: Request, code: str) -> HttpResponse:
    form = forms.Only(request.POST)
    form.full_clean()
    commands.discard_draft(code=code, version=form.cleaned_data.get("version"), by=request.actor, at=request.at)
    return redirect("documents:tray")


@door(needs="document.describe", methods=BOTH)
def describe(request: Request, code: str) -> HttpResponse:
    value = queries.document_value(request.actor, code)
    form = forms.Describe(request.POST or None, initial=pages.described(value))
    if request.method != "POST" or not form.is_valid():
        page = pages.describe_page(request.actor, code, form)
        return respond(request, "documents/describe.html", page, status=422 if request.method == "POST" else 200)
    commands.describe_document(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("documents:document", code)


@door(needs="document.open")  # type: ignore[arg-type]  # a file is sent as a stream
def file(request: Request, code: str, kind: str, number: int) -> HttpResponseBase:
    opened = commands.open_document(code=code, kind=kind.upper(), number=number, by=request.actor, at=request.at)
    return send_file(opened.file, media_type=opened.media_type, size=opened.size, name=opened.file_name)


@door(needs="document.open")
def picture(request: Request, code: str, page: int) -> HttpResponse:
    content = commands.open_page(code=code, page=page, by=request.actor, at=request.at)
    return HttpResponse(content, content_type="image/webp")


@door(needs="document.link", methods=POST)
def link(request: Request, code: str) -> HttpResponse:
    return _act(request, code, "link", commands.link_document)


@door(needs="document.link", methods=POST)
def unlink(request: Request, code: str) -> HttpResponse:
    about = request.POST.get("about", "")
    commands.unlink_document(code=code, about=about, by=request.actor, at=request.at)
    return redirect("documents:document", code)


@door(needs="document.share", methods=BOTH)
def share(request: Request, code: str) -> HttpResponse:
    form = pages.share_form(request.actor, code, request.POST, request.at, forms.Share)
    if request.method != "POST" or "search" in request.POST or not form.is_valid():
        is_wrong = request.method == "POST" and "search" not in request.POST
        page = pages.share_page(request.actor, code, form)
        return respond(request, "documents/share.html", page, status=422 if is_wrong else 200)
    given = {name: value for name, value in form.cleaned_data.items() if name != "find"}
    commands.share_document(code=code, because="", **given, by=request.actor, at=request.at)
    return redirect("documents:document", code)


@door(needs="document.share", methods=POST)
def unshare(request: Request, code: str) -> HttpResponse:
    form = forms.Unshare(request.POST)
    if not form.is_valid():
        return _document(request, code, unshare=form)
    commands.unshare_document(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("documents:document", code)


@door(needs="document.redact", methods=BOTH)
def mark(request: Request, code: str) -> HttpResponse:
    texts = queries.page_texts(request.actor, code)
    form = pages.mark_form(request.actor, code, texts, request.POST, forms.Mark)
    if request.method != "POST":
        commands.note_opening(code=code, by=request.actor, at=request.at)
    if request.method != "POST" or not form.is_valid():
        page = pages.mark_page(request.actor, code, form, texts)
        return respond(request, "documents/mark.html", page, status=422 if request.method == "POST" else 200)
    marks = queries.marks_of(texts, form.wanted(), form.cleaned_data["spans"])
    version = form.cleaned_data["version"]
    commands.redact_document(code=code, marks=marks, version=version, by=request.actor, at=request.at)
    return redirect("documents:document", code)


@takes_files
@door(needs="document.replace", methods=POST)
def replace(request: Request, code: str) -> HttpResponse:
    form = forms.Replace(request.POST, request.FILES, auto_id="replace_%s")
    if not form.is_valid():
        return _document(request, code, replace=form)
    outcome = commands.replace_file(code=code, **form.taken(), by=request.actor, at=request.at)
    if not outcome.code:
        result = pages.result_of(request.actor, form.cleaned_data["file"].name, outcome)
        page = pages.take_in_page(request.actor, forms.TakeIn(), [result])
        return respond(request, "documents/take_in.html", page, status=422)
    return redirect("documents:document", code)


@door(needs="document.recall", methods=POST)
def recall(request: Request, code: str) -> HttpResponse:
    return _act(request, code, "recall", commands.recall_document)


@door(needs="document.retain", methods=POST)
def retain(request: Request, code: str) -> HttpResponse:
    return _act(request, code, "retain", commands.retain_document)


@door(needs="document.freeze", methods=POST)
def freeze(request: Request, code: str) -> HttpResponse:
    return _act(request, code, "freeze", commands.freeze_document)


@door(needs="document.freeze", methods=POST)
def unfreeze(request: Request, code: str) -> HttpResponse:
    return _act(request, code, "unfreeze", commands.unfreeze_document)


def _act(request: Request, code: str, name: str, run: Callable[..., Any]) -> HttpResponse:
    """Every shorter act on a document: its form, its one command, back to the page."""
    form = ACTS[name](request.POST, auto_id=f"{name}_%s")
    if not form.is_valid():
        return _document(request, code, **{name: form})
    run(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("documents:document", code)


def _document(request: Request, code: str, **wrong: Form) -> HttpResponse:
    page = pages.document_page(request.actor, code, request.at, ACTS, wrong)
    return respond(request, "documents/document.html", page, status=422 if wrong else 200)
