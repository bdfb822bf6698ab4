"""Real input of every kind, small: what changes are made from. Most of it is what other tests already read."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from PIL import Image

from tests.world import files

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2021, 8, 2, 1, 0, tzinfo=UTC)

# ── programme and reorganisation files ──────────────────────────────────────────────────────────────────────

PROGRAMME = """\
programme: {slug: kg, title: Chương trình phối hợp, territory: Kiên Giang, level: province, lead: ban-tuyengiao,
  period: {from: 2021, to: 2025}, reported_on: 2021-07-05}
organizations:
  - {key: ban-tuyengiao, name: Ban Tuyên giáo, kind: party, level: province}
  - {key: so-yte, name: Sở Y tế, kind: department, level: province, parent: null, short: SYT}
mandates:
  - {number: 238-QĐ/TW, type: decision, issuer: Ban Bí thư, title: "Quy định 238", date: 2020-09-30, status: in_force}
duties:
  partner:
    - {id: invite, text: Mời họp, when: Khi có việc, channels: [letter]}
plans:
  - {partner: so-yte, mandate: 238-QĐ/TW, domains: [y tế]}
phases_per_plan: 3
rules:
  partner.invite: {after: phase.entered, working_days: 2}
topics:
  - {plan: so-yte, kind: policy, title: Tiêm chủng, selected: 2021-08-02}
"""

REORGANISATION = """\
batch: {key: thu, title: Sắp xếp các sở, date: 2021-09-01, legal_basis: 12/NQ-HĐND}
create:
  - {territory: kg, key: so-moi, name: Sở mới, kind: department, level: province, parent: kg/ubnd-tinh}
steps:
  - merge: {from: [kg/so-yte, kg/so-xaydung], to: kg/so-moi}
"""


@cache
def workbook() -> bytes:
    import ruamel.yaml

    from tests.rooms.site.workbook import write_workbook

    with TemporaryDirectory() as folder:
        data = ruamel.yaml.YAML(typ="safe").load(PROGRAMME)
        data["programme"]["reported_on"] = str(data["programme"]["reported_on"])
        return write_workbook(Path(folder) / "a.xlsx", data).read_bytes()


# ── mails and calendars ─────────────────────────────────────────────────────────────────────────────────────

TOKEN = "a2b3c4d5e6f7a2b3c4d5e6f7a2"


@cache
def calendar_mails() -> tuple[bytes, ...]:
    from tests.rooms.meetings import programs

    it = programs.Invited(
        uid="hop-1@phoihop",
        organiser=f"traloi+{TOKEN}@so.gov.vn",
        sequence=1,
        summary="Họp giao ban",
        starts=AT,
        ends=AT + timedelta(hours=2),
        me="vanthu@soyte.gov.vn",
    )
    writers = (programs.thunderbird, programs.google, programs.outlook, programs.apple)
    return tuple(write(it, "ACCEPTED", AT, comment="Sẽ đến") for write in writers)


@cache
def calendars() -> tuple[bytes, ...]:
    from tests.rooms.meetings import programs

    return tuple(programs.ics_of(mail).encode() for mail in calendar_mails())


@cache
def mails() -> tuple[bytes, ...]:
    from tests.rooms.mail.letters import raw

    report = b"""--bb\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.soyte.gov.vn\r
\r
Final-Recipient: rfc822; vanthu@soyte.gov.vn\r
Action: failed\r
Status: 5.1.1\r
Diagnostic-Code: smtp; 550 5.1.1 no such user\r
\r
--bb\r
Content-Type: text/rfc822-headers\r
\r
Message-ID: <m1@so.gov.vn>\r
\r
--bb--\r
"""
    head = f"From: A <a@so.gov.vn>\nTo: traloi+{TOKEN}@so.gov.vn\nMessage-ID: <m2@so.gov.vn>\nMIME-Version: 1.0\n"
    return (
        files.eml("Kính gửi", attachments={"b.docx": files.docx("x")}),
        raw(f"{head}Content-Type: multipart/report; report-type=delivery-status; boundary=bb", report),
        raw(
            f"{head}Subject: =?utf-8?b?Tr4=?=\nContent-Type: text/html; charset=windows-1258\nIn-Reply-To: <a@b>",
            b"<p>D\xf3ng \xfd</p><blockquote>cu</blockquote>",
        ),
        *calendar_mails()[:2],
    )


ADDRESSES = (
    b"Van thu <vanthu@soyte.gov.vn>",
    f"traloi+{TOKEN}@so.gov.vn".encode(),
    "nguoi@tên-miền.vn".encode(),
    b'"a b"@[127.0.0.1]',
)

# ── what the press desk reads ───────────────────────────────────────────────────────────────────────────────

FEEDS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY nbsp "&#160;">]><rss version="2.0"><channel><title>Báo</title>'
    "<link>https://bao.example/</link><item><title>Bắt giữ tàu cá</title><link>/tin-1.html</link>"
    "<description>&lt;p&gt;Tàu&lt;/p&gt;</description><pubDate>Mon, 02 Aug 2021 08:00:00 +0700</pubDate></item>"
    "</channel></rss>".encode(),
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo</title><entry><title type="html">Dịch</title>'
    '<link href="https://bao.example/2"/><updated>2021-08-02T01:00:00Z</updated><content type="xhtml">'
    '<div xmlns="http://www.w3.org/1999/xhtml">x</div></content></entry></feed>'.encode(),
    json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Báo",
            "items": [{"id": "1", "url": "https://bao.example/3", "title": "Ba", "content_html": "<p>x</p>"}],
        }
    ).encode(),
    (
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://bao.example/4</loc>'
        b"<lastmod>2021-08-02</lastmod></url></urlset>"
    ),
    b"<sitemapindex><sitemap><loc>https://bao.example/s.xml</loc><lastmod>2021-08-02</lastmod></sitemap></sitemapindex>",
)
PAGES = (
    '<html><head><title>Tin</title><meta property="og:title" content="Bắt giữ tàu cá"><link rel="canonical" '
    'href="/tin-1.html"><meta property="article:published_time" content="2021-08-02T08:00:00+07:00"></head><body>'
    "<article><h1>Bắt giữ tàu cá</h1><p>Lực lượng chức năng vừa bắt giữ một tàu cá ở vùng biển Tây Nam, theo thông "
    "tin ban đầu.</p><p>Vụ việc đang được làm rõ.</p></article><script>x()</script></body></html>".encode(),
    files.html("Kính gửi các cơ quan", hidden="x"),
)
LETTERS = (
    '<p><a href="https://bao.example/1">Bắt giữ tàu cá ở vùng biển Tây Nam</a></p>'.encode(),
    "Bắt giữ tàu cá ở vùng biển\nhttps://bao.example/1\n".encode(),
)
ROBOTS = (b"User-agent: *\nDisallow: /a*b$\nAllow: /a/\nCrawl-delay: 2.5\n\nUser-agent: phoihop\nDisallow: /x\n",)
URLS = (
    b"https://www.bao.example:443/tin-1.html?utm_source=a&id=2#x",
    b"//m.bao.example/amp/",
    b"http://[::ffff:127.0.0.1]/",
    b"http://2130706433/",
)

# ── what people type ────────────────────────────────────────────────────────────────────────────────────────

QUERIES = (
    'kế hoạch "phòng chống dịch" -tàu OR cá 238-QĐ/TW'.encode(),
    b"VD-kg-2021-0001 | y te",
)
STANDING = (
    '("tàu cá" OR "ngư dân") AND NOT bóng NEAR/5 đá ="Kiên Giang" UBND'.encode(),
    b"(a OR (b NEAR/3 c)) -d",
)
PROSE = (
    '## Đầu đề\n\nMột **đoạn** với [liên kết](https://so.gov.vn/a?b=1 "x").\n\n- một\n- hai\n\n> trích\n'.encode(),
    b"<script>alert(1)</script> [x](javascript:alert(1)) <https://a.b> ![p](x.png) `code`\n***\n&lt;b&gt;",
)
OPEN311 = (
    urlencode(
        {
            "service_code": "moi-truong",
            "start_date": "2021-08-02T00:00:00+07:00",
            "end_date": "2021-09-02T00:00:00Z",
            "status": "open,closed",
            "page": "2",
            "page_size": "10",
            "extensions": "true",
        }
    ).encode(),
    urlencode(
        {
            "service_code": "moi-truong",
            "description": "Rác đầy cầu cảng",
            "lat": "10.01",
            "long": "105.08",
            "attribute[place]": "kg.vinhthanh",
            "email": "nguoi@dan.example",
            "phone": "0912 345 678",
        }
    ).encode(),
)

# ── what the operator hands in ──────────────────────────────────────────────────────────────────────────────

SETTINGS = (
    "# cài đặt\nPHOIHOP_HOSTS=so.gov.vn\nPHOIHOP_PORT=8443\nPHOIHOP_SITE_URL=https://so.gov.vn\n"
    "PHOIHOP_DATABASE_URL=postgresql://u:p%40@db1:5432,db2/phoihop?sslmode=verify-full\n"
    "PHOIHOP_OBJECTS_URL=s3://k:s@store:9000/files?region=vn&prefix=a/b&tls=no\n"
    "PHOIHOP_SMTP_URL=smtp+starttls://u:p@mx:587\nPHOIHOP_IMAP_URL=imaps://u:p@mx/INBOX\n".encode(),
    (
        b'PHOIHOP_MAIL_FROM="Phoi Hop <a@so.gov.vn>"\nPHOIHOP_MAIL_REPLY=traloi@so.gov.vn\n'
        b"PHOIHOP_MAIL_CONCERNS=kg:phananh@so.gov.vn\nPHOIHOP_WEBSUB_HUB=https://hub.example/x\n"
        b"PHOIHOP_PRESS_NETWORKS=10.1.2.0/24\nPHOIHOP_METRICS_NETWORKS=::1/128\nPHOIHOP_OTLP_URL=http://o:4318/v1/traces\n"
        b"PHOIHOP_BACKUP_DIR=/b\nPHOIHOP_BACKUP_KEYS=beside\nPHOIHOP_BACKUP_AT=02:30\nPHOIHOP_BACKUP_KEEP=7,4\n"
    ),
)


@cache
def manifest() -> bytes:
    from phoihop.site.backups import manifest as manifests

    kept = manifests.Kept("database.sqlite3", 10, "0" * 64)
    return manifests.write(
        manifests.Manifest(
            name="2021-08-02T010000Z",
            made_at="2021-08-02T01:00:00+00:00",
            version="0.1.0",
            engine="sqlite",
            server="3.40.1",
            migrations={"ledger": ["0001_initial"]},
            ledger=manifests.Ledger(entries=3, seals=1, head="0" * 64),
            seed="none",
            objects=0,
            objects_size=0,
            pool="objects",
            recipient="",
            keys="apart",
            files=[kept],
        )
    )


@cache
def backup_keys() -> bytes:
    kept = [{"path": name, "size": 32, "sha256": "0" * 64} for name in ("secret-key", "keys/master.key")]
    return json.dumps({"name": "2021-08-02T010000Z", "recipient": "", "files": kept}, indent=1).encode()


@cache
def ledger_export() -> bytes:
    from tests.rooms.ledger.samples import export_of

    return "\n".join(export_of([[1, 2, 3], [5, 6], [4, 7]])).encode()


@cache
def ledger_head() -> str:
    from tests.rooms.ledger.samples import head_of

    return head_of(ledger_export().decode().split("\n"))


# ── documents ───────────────────────────────────────────────────────────────────────────────────────────────


def _picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (32, 24), "white").save(out, form)
    return out.getvalue()


@cache
def documents() -> Mapping[str, bytes]:
    """By file name."""
    return {
        "a.pdf": files.pdf("Kính gửi"),
        "a.docx": files.docx("Kính gửi"),
        "a.xlsx": files.xlsx([["Kính gửi", "1"]]),
        "a.pptx": files.pptx("Kính gửi", notes="x"),
        "a.odt": files.opendocument("Kính gửi"),
        "a.rtf": files.rtf("Kính gửi", header="x"),
        "a.html": files.html("Kính gửi", hidden="x"),
        "a.eml": files.eml("Kính gửi", attachments={"b.docx": files.docx("x")}),
        "a.edxml": files.edxml("Kính gửi", attachments={"b.txt": b"abc"}),
        "a.zip": files.nested(b"abc", 2),
        "a.doc": files.compound({"WordDocument": b"x", "VBA": b"y"}),
        "a.png": _picture("PNG"),
        "a.jpg": _picture("JPEG"),
        "a.tif": _picture("TIFF"),
        "a.webp": _picture("WEBP"),
    }
