"""One's own account, units, posts, accounts, presence: parse, one domain call, answer."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from phoihop.ground.door import Request, door
from phoihop.ground.respond import respond
from phoihop.organizations import commands, forms, pages, queries
from phoihop.organizations.views import arrivals

ASKING = ("GET", "HEAD", "POST")  # a form is shown, then sent

# ── one's own ───────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="seat.choose", methods=ASKING)
def choose_seat(request: Request) -> HttpResponse:
    seats = pages.choices_of_seats(queries.seat_choices(request.actor.account_id or 0, request.at))
    form = forms.ChooseSeat(request.POST or None, seats=seats, initial={"seat": request.actor.unit_id})
    if not form.is_valid():
        return _ask(request, pages.choose_seat(form))
    request.session["seat"] = form.cleaned_data["seat"]
    return redirect(arrivals.next_of(request))


@door(needs="account.own", methods=ASKING)
def own_account(request: Request) -> HttpResponse:
    form = forms.ChooseLanguage(request.POST or None, initial={"language": request.actor.language})
    if not form.is_valid():
        page = pages.own_account(request.actor, request.at, form)
        return respond(request, "organizations/own_account.html", page, status=_status(form))
    commands.choose_language(**form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:own_account")


@door(needs="account.own", methods=ASKING)
def change_password(request: Request) -> HttpResponse:
    form = forms.ChangePassword(request.POST or None)
    if not form.is_valid():
        return _ask(request, pages.change_password(form))
    current, password = form.cleaned_data["current_password"], form.cleaned_data["password"]
    commands.change_password(current=current, password=password, by=request.actor, at=request.at)
    _in_again(request)
    return redirect("organizations:own_account")


@door(needs="feed.own", methods=ASKING)
def own_feeds(request: Request) -> HttpResponse:
    units, kinds = pages.choices_of_own_units(request.actor, request.at), pages.choices_of_kinds()
    form = forms.OpenFeed(request.POST or None, units=units, kinds=kinds, initial=request.GET.dict() or None)
    made = commands.OpenedFeed("", 0)
    if form.is_valid():
        made = commands.open_feed(**form.cleaned_data, by=request.actor, at=request.at)
        form = forms.OpenFeed(units=units, kinds=kinds)
    page = pages.feeds(request.actor, form, made.url_path)
    return respond(request, "organizations/feeds.html", page, status=_status(form))


@door(needs="feed.own", methods=("POST",))
def revoke_feed(request: Request, feed_id: int) -> HttpResponse:
    commands.revoke_feed(feed_id=feed_id, by=request.actor, at=request.at)
    return redirect("organizations:own_feeds")


# ── units ───────────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="unit.list")
def units(request: Request) -> HttpResponse:
    home = queries.unit_names([request.actor.unit_id])
    territory = request.GET.get("territory") or next((name.territory for name in home.values()), "")
    places = pages.choices_of_territories(queries.territories_around(territory))
    asked = {**request.GET.dict(), "territory": territory}
    form = forms.FindUnits(asked, territories=places)
    if not form.is_valid():
        form = forms.FindUnits({"territory": territory}, territories=places)
        form.full_clean()
    page = pages.units(request.actor, request.at, form, territory)
    return respond(request, "organizations/units.html", page, fragment="organizations/_units.html")


@door(needs="unit.see")
def unit(request: Request, code: str) -> HttpResponse:
    return respond(request, "organizations/unit.html", pages.unit(request.actor, code, request.at))


@door(needs="unit.manage", methods=ASKING)
def create_territory(request: Request) -> HttpResponse:
    places = pages.choices_of_territories(queries.territories())
    form = forms.CreateTerritory(request.POST or None, territories=places)
    if not form.is_valid():
        return _ask(request, pages.form_of_list(_("Lập địa bàn"), _("Lập địa bàn"), form, "organizations:units"))
    commands.create_territory(**form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:units")


@door(needs="unit.manage", methods=ASKING)
def create_unit(request: Request, territory: str) -> HttpResponse:
    others = pages.choices_of_units(queries.units(request.actor, request.at, territory=territory))
    form = forms.CreateUnit(request.POST or None, units=others)
    if not form.is_valid():
        return _ask(request, pages.form_of_list(_("Lập cơ quan"), _("Lập cơ quan"), form, "organizations:units"))
    created = commands.create_unit(territory=territory, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:unit", created.code)


@door(needs="unit.manage", methods=ASKING)
def amend_unit(request: Request, code: str) -> HttpResponse:
    unit = queries.unit(request.actor, code, request.at)
    others = pages.choices_of_units(queries.units(request.actor, request.at, territory=unit.line.territory))
    form = forms.AmendUnit(request.POST or None, units=others, initial=pages.values_of_unit(unit))
    if not form.is_valid():
        return _ask(request, pages.form_of_unit(_("Sửa thông tin cơ quan"), _("Lưu"), form, unit.line))
    commands.amend_unit(unit_id=unit.line.id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:unit", code)


@door(needs="unit.manage", methods=ASKING)
def end_unit(request: Request, code: str) -> HttpResponse:
    unit = queries.unit(request.actor, code, request.at)
    form = forms.EndUnit(request.POST or None, initial={"version": unit.version})
    if not form.is_valid():
        return _ask(request, pages.form_of_unit(_("Kết thúc hoạt động"), _("Kết thúc"), form, unit.line))
    commands.end_unit(unit_id=unit.line.id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:unit", code)


@door(needs="unit.manage", methods=ASKING)
def record_succession(request: Request, code: str) -> HttpResponse:
    unit = queries.unit(request.actor, code, request.at).line
    others = pages.choices_of_units(queries.units(request.actor, request.at, territory=unit.territory))
    form = forms.RecordSuccession(request.POST or None, units=[o for o in others if o[0] != unit.id])
    if not form.is_valid():
        return _ask(request, pages.form_of_unit(_("Ghi việc kế thừa"), _("Ghi"), form, unit))
    commands.record_succession(from_unit_id=unit.id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:unit", code)


# ── posts, seats, deputies ──────────────────────────────────────────────────────────────────────────────────


@door(needs="unit.manage", methods=ASKING)
def create_post(request: Request, code: str) -> HttpResponse:
    unit = queries.unit(request.actor, code, request.at).line
    form = forms.CreatePost(request.POST or None)
    if not form.is_valid():
        return _ask(request, pages.form_of_unit(_("Lập chức vụ"), _("Lập chức vụ"), form, unit))
    commands.create_post(unit_id=unit.id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:unit", code)


@door(needs="unit.manage", methods=ASKING)
def end_post(request: Request, post_id: int) -> HttpResponse:
    title, unit = queries.post(request.actor, post_id)
    form = forms.LastDay(request.POST or None)
    if not form.is_valid():
        heading = _("Kết thúc chức vụ: %(title)s") % {"title": title}
        return _ask(request, pages.form_of_unit(heading, _("Kết thúc"), form, unit))
    commands.end_post(post_id=post_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:unit", unit.code)


@door(needs="account.manage", methods=ASKING)
def seat_person(request: Request, post_id: int) -> HttpResponse:
    title, unit = queries.post(request.actor, post_id)
    known = queries.account_ids([request.POST.get("account_id", "").strip().lower()])
    form = forms.SeatPerson(request.POST or None, accounts=known)
    if not form.is_valid():
        heading = _("Bố trí người giữ: %(title)s") % {"title": title}
        return _ask(request, pages.form_of_unit(heading, _("Bố trí"), form, unit))
    commands.seat_person(post_id=post_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:unit", unit.code)


@door(needs="account.manage", methods=ASKING)
def end_seat(request: Request, seat_id: int) -> HttpResponse:
    seat, account_id = queries.seat(request.actor, seat_id)
    form = forms.LastDay(request.POST or None)
    if not form.is_valid():
        heading = _("Thôi giữ: %(post)s") % {"post": seat.post}
        return _ask(request, pages.form_of_unit(heading, _("Thôi giữ"), form, seat.unit))
    commands.end_seat(seat_id=seat_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:account", account_id)


@door(needs="deputy.name", methods=ASKING)
def name_deputy(request: Request, code: str) -> HttpResponse:
    unit = queries.unit(request.actor, code, request.at)
    posts, people = pages.choices_of_posts(unit), pages.choices_of_people(unit)
    form = forms.NameDeputy(request.POST or None, posts=posts, people=people)
    if not form.is_valid():
        return _ask(request, pages.form_of_unit(_("Cử người thay mặt"), _("Cử"), form, unit.line))
    commands.name_deputy(**form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:unit", code)


@door(needs="deputy.name", methods=("POST",))
def end_deputy(request: Request, deputy_id: int) -> HttpResponse:
    ended = commands.end_deputy(deputy_id=deputy_id, by=request.actor, at=request.at)
    return redirect("organizations:unit", ended.code)


# ── away and on duty ────────────────────────────────────────────────────────────────────────────────────────


@door(needs="absence.own", methods=ASKING)
def declare_own_absence(request: Request) -> HttpResponse:
    people = pages.choices_of_colleagues(request.actor, request.at)
    form = forms.DeclareAbsence(request.POST or None, people=people)
    if not form.is_valid():
        return _ask(request, pages.declare_own_absence(request.actor, request.at, form))
    commands.declare_absence(**form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:own_account")


@door(needs="absence.declare", methods=ASKING)
def declare_absence(request: Request, code: str) -> HttpResponse:
    unit = queries.unit(request.actor, code, request.at)
    people = pages.choices_of_people(unit)
    form = forms.DeclareAbsence(request.POST or None, people=people, who=people)
    if not form.is_valid():
        return _ask(request, pages.form_of_unit(_("Báo vắng mặt"), _("Báo vắng"), form, unit.line))
    commands.declare_absence(**form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:unit", code)


@door(needs="absence.own", methods=("POST",))
def end_absence(request: Request, absence_id: int) -> HttpResponse:
    ended = commands.end_absence(absence_id=absence_id, by=request.actor, at=request.at)
    if ended.account_id == request.actor.account_id:
        return redirect("organizations:own_account")
    return redirect("organizations:unit", queries.unit_names([request.actor.unit_id])[request.actor.unit_id or 0].code)


@door(needs="rota.set", methods=ASKING)
def set_duty(request: Request, code: str) -> HttpResponse:
    unit = queries.unit(request.actor, code, request.at)
    form = forms.SetDuty(request.POST or None, people=pages.choices_of_people(unit))
    if not form.is_valid():
        return _ask(request, pages.form_of_unit(_("Lập lịch trực"), _("Lập"), form, unit.line))
    commands.set_duty(unit_id=unit.line.id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:unit", code)


# ── accounts ────────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="account.list")
def accounts(request: Request) -> HttpResponse:
    form = forms.FindAccounts(request.GET)
    if not form.is_valid():
        form = forms.FindAccounts({})
        form.full_clean()
    page = pages.accounts(request.actor, request.at, form)
    return respond(request, "organizations/accounts.html", page, fragment="organizations/_accounts.html")


@door(needs="account.list")
def account(request: Request, account_id: int) -> HttpResponse:
    return respond(request, "organizations/account.html", pages.account(request.actor, account_id, request.at))


@door(needs="account.manage", methods=ASKING)
def open_account(request: Request) -> HttpResponse:
    form = forms.OpenAccount(request.POST or None)
    if not form.is_valid():
        return _ask(request, pages.form_of_list(_("Mở tài khoản"), _("Mở tài khoản"), form, "organizations:accounts"))
    opened = commands.open_account(**form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:account", opened.account_id)


@door(needs="account.manage", methods=ASKING)
def amend_account(request: Request, account_id: int) -> HttpResponse:
    view = queries.account(request.actor, account_id, request.at)
    form = forms.AmendAccount(request.POST or None, initial=pages.values_of_account(view))
    if not form.is_valid():
        return _ask(request, pages.form_of_account(_("Sửa thông tin tài khoản"), _("Lưu"), form, view))
    commands.amend_account(account_id=account_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:account", account_id)


@door(needs="account.manage", methods=ASKING)
def set_password(request: Request, account_id: int) -> HttpResponse:
    view = queries.account(request.actor, account_id, request.at)
    form = forms.SetPassword(request.POST or None)
    if not form.is_valid():
        return _ask(request, pages.form_of_account(_("Đặt mật khẩu mới"), _("Đặt mật khẩu"), form, view))
    commands.set_password(account_id=account_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:account", account_id)


@door(needs="account.manage", methods=("POST",))
def disable_account(request: Request, account_id: int) -> HttpResponse:
    commands.disable_account(account_id=account_id, by=request.actor, at=request.at)
    return redirect("organizations:account", account_id)


@door(needs="account.manage", methods=("POST",))
def enable_account(request: Request, account_id: int) -> HttpResponse:
    commands.enable_account(account_id=account_id, by=request.actor, at=request.at)
    return redirect("organizations:account", account_id)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _ask(request: Request, page: pages.FormPage, template: str = "organizations/form.html") -> HttpResponse:
    return respond(request, template, page, fragment="organizations/_form.html", status=_status(page.form))


def _status(form: Form) -> int:
    return 422 if form.is_bound else 200


def _in_again(request: Request) -> None:
    """A new password ends every session of the account; the window it was set in goes on under a new key."""
    kept = {name: request.session[name] for name in ("seat", queries.CAME_BY) if name in request.session}
    account = queries.signed_in_account(request.actor.account_id or 0)
    if account is not None:
        login(request, account, backend=settings.AUTHENTICATION_BACKENDS[-1])
        request.session.update(kept)
