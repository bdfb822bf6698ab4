"""Doors of the photo library, the cards, readers' words, and the portal's own pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from phoihop.communications import commands, pages
from phoihop.communications.forms import news as forms
from phoihop.ground.clock import local_date
from phoihop.ground.door import door, takes_files
from phoihop.ground.fields import version_in
from phoihop.ground.respond import respond

BOTH = ("GET", "HEAD", "POST")
POST = ("POST",)

# ── photos ──────────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="photo.list")
def photos(request: Any) -> HttpResponse:
    return respond(request, "communications/photos.html", pages.photos_page(request.actor, request.GET))


@takes_files
@door(needs="photo.add", methods=BOTH)
def add_photo(request: Any) -> HttpResponse:
    form = forms.PhotoFile(request.POST, request.FILES) if request.method == "POST" else forms.PhotoFile()
    if not form.is_valid():
        return _ask(request, pages.add_photo_page(form), "communications/add-photo.html")
    file, unit_id = form.cleaned_data["file"], request.actor.unit_id
    drawn = commands.draw_photo(spool=file.spool, name=file.client_name)
    told = commands.add_photo(unit_id=unit_id, drawn=drawn, **form.words(), by=request.actor, at=request.at)
    return redirect("communications:photo", told.code)


@door(needs="photo.list")
def photo(request: Any, code: str) -> HttpResponse:
    return respond(request, "communications/photo.html", pages.photo_page(request.actor, code))


@door(needs="photo.list")
def photo_file(request: Any, code: str, width: int) -> HttpResponse:
    content, media_type = pages.photo_file(request.actor, code, width)
    response = HttpResponse(content, content_type=media_type)
    response["Cache-Control"] = "private, max-age=3600"
    return response


@door(needs="photo.describe", methods=BOTH)
def describe_photo(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.PhotoWords, request, initial=pages.photo_words(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.photo_act_page(request.actor, code, form, is_withdrawal=False))
    commands.describe_photo(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:photo", code)


@door(needs="photo.publish", methods=POST)
def publish_photo(request: Any, code: str) -> HttpResponse:
    commands.publish_photo(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:photo", code)


@door(needs="photo.withdraw", methods=BOTH)
def withdraw_photo(request: Any, code: str) -> HttpResponse:
    start = pages.photo_words(request.actor, code)
    form = forms.given(forms.WithdrawPhoto, request, initial={"version": start["version"]})
    if not form.is_valid():
        return _ask(request, pages.photo_act_page(request.actor, code, form, is_withdrawal=True))
    commands.withdraw_photo(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:photo", code)


# ── cards ───────────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="card.list")
def cards(request: Any) -> HttpResponse:
    return respond(request, "communications/cards.html", pages.cards_page(request.actor, request.GET))


@door(needs="card.begin", methods=BOTH)
def begin_card(request: Any) -> HttpResponse:
    source = request.GET.get("tu", "")[:80]
    form = forms.given(forms.Card, request, initial=pages.card_from(request.actor, source))
    if not form.is_valid():
        return _ask(request, pages.card_form_page(request.actor, "", form, source))
    given = {name: value for name, value in form.cleaned_data.items() if name not in ("version", "note")}
    unit_id = request.actor.unit_id
    told = commands.begin_card(unit_id=unit_id, source=source, **given, by=request.actor, at=request.at)
    return redirect("communications:card", told.code)


@door(needs="card.list")
def card(request: Any, code: str) -> HttpResponse:
    return respond(request, "communications/card.html", pages.card_page(request.actor, code))


@door(needs="card.write", methods=BOTH)
def write_card(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Card, request, initial=pages.card_start(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.card_form_page(request.actor, code, form))
    commands.write_card(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:card", code)


@door(needs="card.see", methods=POST)
def preview_card(request: Any, code: str) -> HttpResponse:
    token = commands.preview_card(code=code, by=request.actor, at=request.at)
    return redirect(f"/xem-truoc/{token}/")


@door(needs="card.write", methods=POST)
def send_card(request: Any, code: str) -> HttpResponse:
    return _card_at_once(request, code, commands.send_card)


@door(needs="card.write", methods=POST)
def take_back_card(request: Any, code: str) -> HttpResponse:
    return _card_at_once(request, code, commands.take_back_card)


@door(needs="card.publish", methods=POST)
def publish_card(request: Any, code: str) -> HttpResponse:
    return _card_at_once(request, code, commands.publish_card)


@door(needs="card.write", methods=POST)
def revise_card(request: Any, code: str) -> HttpResponse:
    return _card_at_once(request, code, commands.revise_card)


@door(needs="card.write", methods=POST)
def drop_card(request: Any, code: str) -> HttpResponse:
    return _card_at_once(request, code, commands.drop_card)


@door(needs="card.return", methods=BOTH)
def return_card(request: Any, code: str) -> HttpResponse:
    start = pages.card_start(request.actor, code)
    form = forms.given(forms.Reason, request, initial={"version": start["version"]})
    if not form.is_valid():
        return _ask(request, pages.card_act_page(request.actor, code, "return", form))
    commands.return_card(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:card", code)


@door(needs="card.withdraw", methods=BOTH)
def withdraw_card(request: Any, code: str) -> HttpResponse:
    start = pages.card_start(request.actor, code)
    form = forms.given(forms.Note, request, initial={"version": start["version"]})
    if not form.is_valid():
        return _ask(request, pages.card_act_page(request.actor, code, "withdraw", form))
    commands.withdraw_card(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:card", code)


@door(needs="topic.propose", methods=BOTH)
def take_over_card(request: Any, code: str) -> HttpResponse:
    offered = pages.plans_for(request.actor, local_date(request.at))
    start = {"title": pages.card_start(request.actor, code)["title"]}
    form = forms.given(forms.TakeOver, request, initial=start, plans=offered)
    if not form.is_valid():
        return _ask(request, pages.take_over_page(request.actor, code, form))
    told = commands.take_over_card(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("plans:topic", told.topic)


# ── readers' words ──────────────────────────────────────────────────────────────────────────────────────────


@door(needs="feedback.list")
def feedback(request: Any) -> HttpResponse:
    return respond(request, "communications/feedback.html", pages.feedback_page(request.actor, request.GET))


@door(needs="feedback.see", methods=BOTH)
def feedback_one(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Answer, request, initial=pages.feedback_version(request.actor, code))
    if not form.is_valid():
        page = pages.feedback_one_page(request.actor, code, form)
        return respond(request, "communications/feedback-one.html", page, status=_status(request))
    commands.answer_feedback(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:feedback-one", code)


@door(needs="feedback.answer", methods=POST)
def close_feedback(request: Any, code: str) -> HttpResponse:
    commands.close_feedback(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:feedback")


@door(needs="feedback.erase", methods=POST)
def erase_feedback(request: Any, code: str) -> HttpResponse:
    commands.erase_feedback(code=code, by=request.actor, at=request.at)
    return redirect("communications:feedback-one", code)


# ── the portal ──────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="portal.keep")
def portal(request: Any) -> HttpResponse:
    return respond(request, "communications/portal.html", pages.portal_page(request.actor))


@door(needs="portal.arrange", methods=BOTH)
def portal_words(request: Any) -> HttpResponse:
    form = forms.given(forms.PortalWords, request, initial=pages.words_start())
    if not form.is_valid():
        return _ask(request, pages.portal_form_page(_("Lời của cổng thông tin"), form))
    commands.set_portal_words(**form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:portal")


@door(needs="portal.arrange", methods=BOTH)
def categories(request: Any) -> HttpResponse:
    form = forms.given(forms.Lines, request, initial=pages.categories_start())
    if not form.is_valid():
        said = _("Mỗi dòng: khóa không dấu | tên | tên tiếng Anh. Thứ tự dòng là thứ tự trên cổng.")
        return _ask(request, pages.portal_form_page(_("Chuyên mục"), form, said))
    commands.set_categories(lines=form.rows(3), by=request.actor, at=request.at)
    return redirect("communications:portal")


@door(needs="portal.arrange", methods=BOTH)
def links(request: Any) -> HttpResponse:
    form = forms.given(forms.Lines, request, initial=pages.links_start())
    if not form.is_valid():
        said = _("Mỗi dòng: tên | địa chỉ đầy đủ. Thứ tự dòng là thứ tự ở chân trang.")
        return _ask(request, pages.portal_form_page(_("Liên kết đến trang khác"), form, said))
    commands.set_links(lines=form.rows(2), by=request.actor, at=request.at)
    return redirect("communications:portal")


@door(needs="portal.arrange", methods=BOTH)
def open_data(request: Any) -> HttpResponse:
    form = forms.given(forms.OpenData, request, initial=pages.open_data_start())
    if not form.is_valid():
        return _ask(request, pages.portal_form_page(_("Dữ liệu mở"), form))
    commands.set_open_data(**form.values(), by=request.actor, at=request.at)
    return redirect("communications:portal")


@door(needs="page.publish", methods=BOTH)
def add_page(request: Any) -> HttpResponse:
    form = forms.given(forms.Page, request)
    if not form.is_valid():
        return _ask(request, pages.portal_form_page(_("Thêm trang"), form))
    commands.write_page(**form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:portal")


@door(needs="page.publish", methods=BOTH)
def page(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Page, request, initial=pages.page_start(code))
    if not form.is_valid():
        return _ask(request, pages.page_form_page(code, form), "communications/page.html")
    commands.write_page(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:portal")


@door(needs="page.publish", methods=BOTH)
def withdraw_page(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Note, request, initial={"version": pages.page_start(code)["version"]})
    if not form.is_valid():
        return _ask(request, pages.portal_form_page(_("Rút trang"), form))
    commands.withdraw_page(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:portal")


def _card_at_once(request: Any, code: str, command: Any) -> HttpResponse:
    command(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:card", code)


def _ask(request: HttpRequest, page: Any, template: str = "ground/act.html") -> HttpResponse:
    return respond(request, template, page, status=_status(request))


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
