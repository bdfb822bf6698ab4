from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from phoihop.ground.respond import respond
from phoihop.portal import pages
from phoihop.portal.views.answering import form_door, here


@form_door(reason="an editor looks at what would go out; its address cannot be guessed", methods=("GET", "HEAD"))
def preview(request: HttpRequest, token: str) -> HttpResponse:
    at = request.at  # type: ignore[attr-defined]  # set by the middleware
    template, page = pages.preview_page(token, here(request), at)
    response = respond(request, template, page, shell=replace(pages.shell_of(request), is_preview=True))
    response["X-Robots-Tag"], response["Referrer-Policy"] = "noindex", "no-referrer"
    return response
