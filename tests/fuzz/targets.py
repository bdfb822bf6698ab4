"""Every parser of foreign input, and what it promises whatever it is given: a result or its own refusal.

Each attempt ends quietly when the promise is kept and raises when it is not. `test_parsers.py` tries them with
Hypothesis, `benchmarks/fuzz.py` with atheris, guided by coverage.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

from lxml import html as markup

from phoihop.api.open.rules import asking as open311
from phoihop.api.open.rules import filing
from phoihop.api.open.rules.wrong import Wrong
from phoihop.documents.outside.reading import jobs, wire
from phoihop.documents.outside.reading.limits import Limits
from phoihop.documents.rules.reading import Place, PlaceKind, Reading, TroubleKind
from phoihop.ledger import rules as ledger
from phoihop.mail.outside import markup as mail_markup
from phoihop.mail.outside import parsing
from phoihop.mail.rules import addresses, arriving
from phoihop.meetings.rules import reading as calendars
from phoihop.press.outside import extracting, feeds
from phoihop.press.rules import matching, matching_text, reading_robots, reading_urls
from phoihop.publications.rules import prose
from phoihop.search.rules import asking as searching
from phoihop.search.rules import cursor
from phoihop.site import options
from phoihop.site.backups import keys, manifest
from phoihop.site.programme.reading import BrokenFile, read
from tests.fuzz import samples

PACKAGE = "/phoihop/"
HERE = "https://bao.example/rss"
SAFE_TAGS = frozenset(["p", "h2", "h3", "ul", "ol", "li", "blockquote", "strong", "em", "a", "br", "hr", "code"])


class Broken(AssertionError):
    """A promise was not kept."""


@dataclass(frozen=True, slots=True)
class Target:
    """`attempt` gets the bytes and a folder of its own; `words` are what the grammar knows."""

    name: str
    seeds: Callable[[], Sequence[bytes]]
    attempt: Callable[[bytes, Path], object]
    words: tuple[bytes, ...] = ()


def must(is_kept: object, what: str) -> None:
    if not is_kept:
        raise Broken(what)


@contextmanager
def as_in_the_child() -> Iterator[None]:
    """The reading child takes any error of a library for a broken file; one of our own is a fault here."""
    try:
        yield
    except feeds.CannotRead as cannot:
        must(cannot.why in feeds.WHYS, f"a reason that nobody knows: {cannot.why}")
    except (Broken, MemoryError):
        raise
    except Exception as error:
        if PACKAGE in traceback.extract_tb(error.__traceback__)[-1].filename:
            raise


# ── programme files, reorganisations ────────────────────────────────────────────────────────────────────────


def programme(content: bytes, folder: Path) -> None:
    path = folder / "in.yaml"
    path.write_bytes(content)
    try:
        found = read(path)
    except BrokenFile as broken:
        must(broken.problems and all(one.sentence for one in broken.problems), "refused without a reason")
    else:
        must(len(found.organizations) <= len(content), "more units than letters")


def reorganisation(content: bytes, folder: Path) -> None:
    from phoihop.site.programme.restructuring import read_batch  # it needs models; the other parsers need none

    path = folder / "in.yaml"
    path.write_bytes(content)
    try:
        document, _tree = read_batch(path)
    except BrokenFile as broken:
        must(broken.problems and all(one.sentence for one in broken.problems), "refused without a reason")
    else:
        must({"batch", "steps"} <= document.keys(), "a batch without its parts")


# ── mails, calendars, addresses ─────────────────────────────────────────────────────────────────────────────


def mail(content: bytes, folder: Path) -> None:
    found = parsing.parse(content, envelope_from="", recipients=("a@so.gov.vn",))
    must(found.kind in arriving.KINDS or found.trouble, "a mail of no kind")
    must(not found.trouble or found.trouble in arriving.REASONS, "a trouble that nobody knows")
    must(len(found.files) <= parsing.MOST_FILES and len(found.calendars) <= 5, "more than is kept of a mail")
    for _method, ics in found.calendars:
        calendar(ics.encode("utf-8", "surrogatepass"), folder)


def calendar(content: bytes, folder: Path) -> None:
    for method in ("REPLY", "COUNTER"):
        try:
            said = calendars.read(method, content)
        except calendars.Unreadable:
            continue
        for one in said:
            must(one.digest() and one.method == method, "a message that says nothing")
            must(all(voice.state in calendars.ANSWERS for voice in one.voices), "an answer that is none")


def address(content: bytes, folder: Path) -> None:
    text = content.decode("utf-8", "surrogateescape")
    mailbox = calendars.mailbox(text)
    must("\n" not in mailbox and "\r" not in mailbox, "an address of two lines")
    token = addresses.token_in(text, "traloi@so.gov.vn")
    must(token is None or token == "" or len(token) == 26, "half a token")
    try:
        found = addresses.read(text)
    except addresses.WrongAddress:
        return
    must(found.isascii() and found.isprintable() and " " not in found, "an address that breaks an envelope")
    must(addresses.read(found) == found, "an address that is read otherwise the second time")


def mail_page(content: bytes, folder: Path) -> None:
    mail_markup.words_of(content.decode("utf-8", "replace"))


# ── the press ───────────────────────────────────────────────────────────────────────────────────────────────


def feed(content: bytes, folder: Path) -> None:
    with as_in_the_child():
        found = feeds.feed(content, url=HERE)
        must(len(found["entries"]) <= feeds.MOST_ENTRIES, "more entries than are kept")
        must(all(web(one["url"]) for one in found["entries"]), "an address that is none of the web")
        must(all(len(one["text"]) <= feeds.LONGEST_TEXT for one in found["entries"]), "a text beyond its bound")


def letter(content: bytes, folder: Path) -> None:
    with as_in_the_child():
        must(all(web(one["url"]) for one in feeds.letter(content, url="")["entries"]), "no address of the web")


def page(content: bytes, folder: Path) -> None:
    with as_in_the_child():
        found = extracting.page(content, url=HERE)
        must(web(found["url"]) and len(found["text"]) <= feeds.LONGEST_TEXT, "a page beyond its bounds")


def robots(content: bytes, folder: Path) -> None:
    text = content.decode("utf-8", "replace")
    found = reading_robots.read(text)
    found.allows("/" + text[:200])
    must(0 <= found.delay <= reading_robots.LONGEST_DELAY, "a wait beyond its bound")


def url(content: bytes, folder: Path) -> None:
    text = content.decode("utf-8", "replace")
    for base in ("", HERE):
        found = reading_urls.readable(text, base)
        if found:
            must(web(found) and len(found) <= reading_urls.LONGEST, "no address of the web")
            must(reading_urls.readable(found) == found, "an address that is read otherwise the second time")
            reading_urls.key_of(found)


def web(text: str) -> bool:
    return text.startswith(("http://", "https://"))


# ── what people type ────────────────────────────────────────────────────────────────────────────────────────


def query(content: bytes, folder: Path) -> None:
    text = content.decode("utf-8", "replace")
    found = searching.asked(text)
    must(sum(len(term.folded) for group in found.groups for term in group) <= searching.MOST_WORDS, "too many words")
    searching.last_as_prefix(text)
    cursor.read(text)


def standing_query(content: bytes, folder: Path) -> None:
    text = content.decode("utf-8", "replace")
    try:
        tree = matching.read(text)
    except matching.Unreadable as unreadable:
        must(unreadable.key and unreadable.place >= 0, "refused without a place")
        return
    must(len(list(matching.terms(tree))) <= matching.MOST_TERMS, "more terms than are looked for")
    must(matching.anchors(tree, len) is not None, "a query that holds in everything")
    article = matching_text.Text(text, text)
    matching_text.holds(tree, article)


def article(content: bytes, folder: Path) -> None:
    found = prose.html_of(content.decode("utf-8", "replace"))
    prose.plain_of(found)
    for element in markup.fromstring(f"<div>{found}</div>").iter():
        must(element.tag in SAFE_TAGS or element.tag == "div", f"a tag that we do not write: {element.tag}")
        must(element.keys() == [] or set(element.keys()) <= {"class", "rel", "href", "title", "start"}, "an attribute")
        scheme = element.get("href", "").strip().lower().partition(":")[0]
        must(scheme not in {"javascript", "vbscript", "data", "file"}, f"a link that runs: {element.get('href')}")


def open_request(content: bytes, folder: Path) -> None:
    given = parse_qs(content.decode("utf-8", "replace"), keep_blank_values=True)
    for read_one in (lambda: open311.read_asked(given, samples.AT), lambda: filing.read_filing(given)):
        try:
            found = read_one()
        except Wrong as wrong:
            must(wrong.faults and 400 <= wrong.status < 500, "refused without a reason")
            must(all(fault.sentence % fault.values for fault in wrong.faults), "a sentence without its values")
        else:
            if isinstance(found, open311.Asked):
                must(found.until - found.since <= open311.SPAN and found.page_size <= open311.MOST, "asks too much")


# ── what the operator hands in ──────────────────────────────────────────────────────────────────────────────


def settings(content: bytes, folder: Path) -> None:
    path = folder / "settings.env"
    path.write_bytes(content)
    try:
        found = options.read({"PHOIHOP_DATA": str(folder), "PHOIHOP_SETTINGS": str(path)})
        options.database(found)
        options.replica(found)
        options.objects(found)
        options.url_of(found, found.port)
    except options.WrongOption as wrong:
        must(str(wrong), "refused without a reason")


def backup(content: bytes, folder: Path) -> None:
    (folder / manifest.NAME).write_bytes(content)
    try:
        found = manifest.read(folder)
    except manifest.WrongManifest as wrong:
        must(str(wrong), "refused without a reason")
    else:
        must(all(isinstance(one.size, int) and isinstance(one.path, str) for one in found.files), "a file of no size")
        must(isinstance(found.ledger.entries, int), "a ledger of no length")


def backup_keys(content: bytes, folder: Path) -> None:
    (folder / manifest.KEYS_NAME).write_bytes(content)
    try:
        name, found = keys.read(folder)
    except manifest.WrongManifest as wrong:
        must(str(wrong), "refused without a reason")
    else:
        must(isinstance(name, str), "keys of no backup")
        for one in found:
            must(isinstance(one.size, int) and isinstance(one.sha256, str), "a key of no size")
            must((folder / one.path).resolve().is_relative_to(folder.resolve()), "a key that leads outside")


def export(content: bytes, folder: Path) -> None:
    real = samples.ledger_export()
    text = content.decode("utf-8", "replace")
    verdict = ledger.verify(text.split("\n"), head=samples.ledger_head())
    must(not verdict.is_sound or text == real.decode(), "a changed export that is called sound")
    must(len(verdict.findings) <= ledger.MOST_FINDINGS + 1, "more findings than are told")


XML = (b"<!DOCTYPE a [", b'<!ENTITY a "b">', b"&a;", b"<![CDATA[", b"]]>", b"<a>", b"</a>", b"&#x1F600;", b"&#0;")
YAML = (b"- ", b": ", b"{", b"}", b"[", b"]", b"&a ", b"*a", b"!!python/object ", b"|\n  ", b"null", b"2021-13-40")
MAIL = (b"Content-Type: ", b"multipart/mixed; boundary=bb", b"message/rfc822", b"\r\n--bb\r\n", b"=?utf-8?q?=", b"?=")
MAIL += (b"Content-Transfer-Encoding: base64\r\n", b"charset=utf-7", b"filename*=utf-8''%ff", b"<a@b>", b"\r\n\t")
ICS = (
    b"BEGIN:VEVENT\r\n",
    b"END:VEVENT\r\n",
    b"RRULE:FREQ=SECONDLY\r\n",
    b"DTSTART;TZID=",
    b"DURATION:-P",
    b"99999999",
)
ICS += (b"ATTENDEE;PARTSTAT=", b"RECURRENCE-ID:", b"TZOFFSETTO:+9999\r\n", b"BEGIN:VTIMEZONE\r\n", b";VALUE=PERIOD:")
PROSE = (b"](", b"[", b"![", b"**", b"javascript:", b"<", b">", b'"', b"&#106;", b"\n> ", b"\n1. ", b"`", b"\\", b"//")
QUERY = (b"(", b")", b'"', b"OR ", b" NOT ", b" NEAR/", b"-", b"=", b"|", "GẦN/5".encode(), b"238-", "TRỪ ".encode())
FORM = (
    b"&",
    b"=",
    b"attribute[place]",
    b"start_date=",
    b"%ff",
    b"%00",
    b"+",
    b"9" * 5000,
    b"9999-12-31T23:59:59-23:59",
)
PATHS = (b"[", b"]", b"://", b"@", b"%", b"_FILE=", b"\x00", b"9" * 5000, b"?a=b", b"PHOIHOP_", b",", b"::", b"/")
JSON = (b"{", b"}", b"[", b"]", b"null", b"1e999", b"9" * 5000, b'"', b"\\ud800", b"NaN", b"[" * 2000, b"true")

TARGETS = {
    target.name: target
    for target in (
        Target("programme", lambda: (samples.PROGRAMME.encode(),), programme, YAML),
        Target("workbook", lambda: (samples.workbook(),), programme, XML),
        Target("reorganisation", lambda: (samples.REORGANISATION.encode(),), reorganisation, YAML),
        Target("mail", samples.mails, mail, MAIL),
        Target("calendar", samples.calendars, calendar, ICS),
        Target("address", lambda: samples.ADDRESSES, address, (b"@", b".", b"+", b"\n", b"xn--", b"<", b"mailto:")),
        Target("mail-page", lambda: samples.PAGES, mail_page, XML),
        Target("feed", lambda: samples.FEEDS, feed, (*XML, *JSON)),
        Target("letter", lambda: samples.LETTERS, letter, XML),
        Target("page", lambda: samples.PAGES, page, XML),
        Target("robots", lambda: samples.ROBOTS, robots, (b"*", b"$", b"Allow: ", b"User-agent: ", b"\n")),
        Target("url", lambda: samples.URLS, url, PATHS),
        Target("query", lambda: samples.QUERIES, query, QUERY),
        Target("standing-query", lambda: samples.STANDING, standing_query, QUERY),
        Target("article", lambda: samples.PROSE, article, PROSE),
        Target("open311", lambda: samples.OPEN311, open_request, FORM),
        Target("settings", lambda: samples.SETTINGS, settings, PATHS),
        Target("backup", lambda: (samples.manifest(),), backup, JSON),
        Target("backup-keys", lambda: (samples.backup_keys(),), backup_keys, JSON),
        Target("ledger", lambda: (samples.ledger_export(),), export, JSON),
    )
}


# ── documents, in the readers of the bounded child ──────────────────────────────────────────────────────────


def document(name: str) -> Callable[[bytes, Path], None]:
    """The attempt at files of this name, without the child around them: what ends a child is a fault of ours."""

    def attempt(content: bytes, folder: Path) -> None:
        with as_in_the_child():
            raw = jobs.answer("read", content, {"name": name}, Limits(seconds=20, unpacked=64 << 20))
            must(raw[:1] in (wire.DONE, wire.REFUSED), "an answer that no parent takes")
            if raw[:1] == wire.DONE:
                judged(wire.unpack(raw[1:]), name)

    return attempt


def judged(reading: Reading, name: str) -> None:
    must(Place(PlaceKind.NAME, name) in reading.places, "a reading that lost the file's name")
    must(all(isinstance(trouble.kind, TroubleKind) for trouble in reading.troubles), "a trouble that nobody knows")
