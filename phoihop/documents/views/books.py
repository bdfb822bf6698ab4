"""Doors to number books and registers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.documents import commands
from phoihop.documents.forms.books import CloseBook, DayFilter, OpenBook, RegisterFilter
from phoihop.documents.outside.export import KINDS
from phoihop.documents.pages import books as pages
from phoihop.ground.door import Request, door
from phoihop.ground.parts import ActPage
from phoihop.ground.respond import respond

BOTH = ("GET", "HEAD", "POST")


@door(needs="document.list")
def books(request: Request) -> HttpResponse:
    page = pages.books_page(request.actor, request.GET.dict(), request.at)
    return respond(request, "documents/books.html", page)


@door(needs="book.see")
def book(request: Request, book_id: int) -> HttpResponse:
    form, kind = RegisterFilter(request.GET), request.GET.get("dang", "")
    if kind in KINDS and form.is_valid():
        file = pages.book_file(request.actor, book_id, form, kind, request.at)
        commands.note_export(book_id=book_id, kind=kind, by=request.actor, at=request.at)
        return _download(file)
    page = pages.book_page(request.actor, book_id, form, request.GET.dict(), request.at)
    return respond(request, "documents/book.html", page)


@door(needs="document.list")
def follow_up(request: Request) -> HttpResponse:
    form, asked = DayFilter(request.GET), request.GET.dict()
    kind = asked.get("dang", "")
    if kind in KINDS and form.is_valid():
        file = pages.follow_up_file(request.actor, form, asked, kind, request.at)
        commands.note_follow_up_export(kind=kind, by=request.actor, at=request.at)
        return _download(file)
    return respond(request, "documents/book.html", pages.follow_up_page(request.actor, form, asked, request.at))


@door(needs="book.open", methods=BOTH)
def open_book(request: Request) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = OpenBook(typed, initial=pages.new_book(request.actor, request.at))
    if not form.is_valid():
        return _ask(request, pages.open_book_page(request.actor, form))
    unit_id = request.actor.unit_id or 0
    opened = commands.open_book(unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("documents:book", opened.book_id)


@door(needs="book.close", methods=BOTH)
def close_book(request: Request, book_id: int) -> HttpResponse:
    form = CloseBook(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask(request, pages.close_book_page(request.actor, book_id, form))
    commands.close_book(book_id=book_id, by=request.actor, at=request.at)
    return redirect("documents:book", book_id)


def _ask(request: Request, page: ActPage) -> HttpResponse:
    """The page of an act with its form; 422 when what was sent could not be taken."""
    return respond(request, "ground/act.html", page, status=422 if page.form.errors else 200)


def _download(file: pages.RegisterFile) -> HttpResponse:
    return HttpResponse(
        file.content,
        content_type=file.media_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"', "Cache-Control": "private, no-store"},
    )
