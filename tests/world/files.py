"""Small files of every format, made from plain words: the places where words may stand are the makers' arguments."""

from __future__ import annotations

import base64
import struct
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from io import BytesIO
from xml.sax.saxutils import escape

import pypdf
import typst
from pypdf.annotations import FreeText
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

_OFFICE = "http://schemas.openxmlformats.org"
_W = f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main"'
_S = f'xmlns="{_OFFICE}/spreadsheetml/2006/main"'
_P = f'xmlns:p="{_OFFICE}/presentationml/2006/main" xmlns:a="{_OFFICE}/drawingml/2006/main"'
_R = f'xmlns:r="{_OFFICE}/officeDocument/2006/relationships"'
_REL = f"{_OFFICE}/officeDocument/2006/relationships"
_WHITE = '<w:color w:val="FFFFFF"/>'
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


# ── archives ─────────────────────────────────────────────────────────────────────────────────────────────────


def zipped(members: Mapping[str, bytes | str], *, is_packed: bool = True) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def changed_zip(raw: bytes, members: Mapping[str, bytes | str]) -> bytes:
    """The archive with some of its members written anew."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        kept: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    return zipped(kept | dict(members))


def nested(raw: bytes, depth: int, *, name: str = "trong.txt") -> bytes:
    """The file inside so many archives."""
    for level in range(depth):
        raw = zipped({name: raw})
        name = f"lop-{level}.zip"
    return raw


def bomb(size: int = 100 << 20) -> bytes:
    """An archive of zeros, a thousandth of its content's size."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("so-khong.txt", "w") as member:
        for _ in range(size >> 20):
            member.write(bytes(1 << 20))
    return packed.getvalue()


def locked_zip(name: str = "khoa.txt") -> bytes:
    """An archive whose one member asks for a password."""
    raw = bytearray(zipped({name: "nội dung"}, is_packed=False))
    raw[6] |= 1
    raw[raw.find(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────────────────


def pdf(
    *pages: str, white: str = "", tiny: str = "", title: str = "", attachments: Mapping[str, bytes] | None = None
) -> bytes:
    """Text pages with the letters of Vietnamese; `white` and `tiny` stand on the first."""
    source = [
        '#set page(paper: "a4", margin: 2cm)\n#set text(size: 13pt)\n#set document(title: ' + _quoted(title) + ")\n"
    ]
    for number, page in enumerate(pages or ("Trang trống",)):
        source.append("#pagebreak()\n" if number else "")
        if number == 0 and white:
            source.append(f"#text(fill: white)[#{_quoted(white)}]\n\n")
        if number == 0 and tiny:
            source.append(f"#text(size: 1pt)[#{_quoted(tiny)}]\n\n")
        source += [f"#{_quoted(line)}\n\n" for line in page.split("\n")]
    raw = bytes(typst.compile("".join(source).encode(), format="pdf"))
    return changed_pdf(raw, attachments=attachments) if attachments else raw


def changed_pdf(
    raw: bytes,
    *,
    properties: Mapping[str, str] | None = None,
    note: str = "",
    attachments: Mapping[str, bytes] | None = None,
    script: str = "",
    password: str = "",
    xmp: str = "",
) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(raw))
    if properties:
        writer.add_metadata({f"/{key}": value for key, value in properties.items()})
    if note:
        writer.add_annotation(0, FreeText(text=note, rect=(50, 50, 200, 100)))
    for name, content in (attachments or {}).items():
        writer.add_attachment(name, content)
    if script:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if xmp:
        writer.xmp_metadata = (
            '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            f'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject>{escape(xmp)}</dc:subject>'
            "</rdf:Description></rdf:RDF></x:xmpmeta>"
        ).encode()
    if password:
        writer.encrypt(password, algorithm="AES-256")
    changed = BytesIO()
    writer.write(changed)
    return changed.getvalue()


def form_pdf(value: str) -> bytes:
    """A page with one field of a form filled in."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf("Biểu mẫu")))
    field = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("o"),
            NameObject("/V"): TextStringObject(value),
        }
    )
    writer._add_object(field)
    changed = BytesIO()
    writer.write(changed)
    return changed.getvalue()


def drawn_pdf(content: str, *, box: tuple[int, int] = (595, 842)) -> bytes:
    """One page of a content stream written by hand, with Helvetica as /F1."""
    return plain_pdf(
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {box[0]} {box[1]}] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        stream(content.encode("latin-1")),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )


def plain_pdf(page: str, *more: str | bytes) -> bytes:
    """A file of one page object and whatever objects follow from number 4."""
    objects: list[str | bytes] = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        *more,
    ]
    raw, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(raw))
        raw += (
            f"{number} 0 obj\n".encode() + (body if isinstance(body, bytes) else body.encode("latin-1")) + b"\nendobj\n"
        )
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return raw + f"{end}startxref\n{len(raw)}\n%%EOF\n".encode()


def stream(content: bytes, entries: str = "") -> bytes:
    """A stream object of a PDF."""
    return f"<< /Length {len(content)} {entries}>>\nstream\n".encode() + content + b"\nendstream"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# ── office documents ─────────────────────────────────────────────────────────────────────────────────────────


def docx(
    *paragraphs: str,
    header: str = "",
    footer: str = "",
    box: str = "",
    comment: str = "",
    hidden: str = "",
    white: str = "",
    deleted: str = "",
    footnote: str = "",
    watermark: str = "",
    properties: Mapping[str, str] | None = None,
    embedded: Mapping[str, bytes] | None = None,
    pictures: Mapping[str, bytes] | None = None,
    template: str = "",
    parts: Mapping[str, bytes | str] | None = None,
    is_armed: bool = False,
) -> bytes:
    body = "".join(f"<w:p>{_run(text)}</w:p>" for text in paragraphs)
    if hidden:
        body += f"<w:p>{_run(hidden, '<w:vanish/>')}</w:p>"
    if white:
        body += f"<w:p>{_run(white, _WHITE)}</w:p>"
    if deleted:
        body += f'<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>{escape(deleted)}</w:delText></w:r></w:del></w:p>'
    if box:
        body += _drawn(f"<v:textbox><w:txbxContent><w:p>{_run(box)}</w:p></w:txbxContent></v:textbox>")
    made: dict[str, bytes | str] = {"word/document.xml": f"{_XML}<w:document {_W}><w:body>{body}</w:body></w:document>"}
    inner = f"<w:p>{_run(header)}</w:p>"
    if watermark:
        inner += _drawn(f"<v:textpath string='{escape(watermark)}'/>")
    if header or watermark:
        made["word/header1.xml"] = f"{_XML}<w:hdr {_W}>{inner}</w:hdr>"
    if footer:
        made["word/footer1.xml"] = f"{_XML}<w:ftr {_W}><w:p>{_run(footer)}</w:p></w:ftr>"
    if comment:
        made["word/comments.xml"] = (
            f'{_XML}<w:comments {_W}><w:comment w:id="0"><w:p>{_run(comment)}</w:p></w:comment></w:comments>'
        )
    if footnote:
        made["word/footnotes.xml"] = (
            f'{_XML}<w:footnotes {_W}><w:footnote w:id="1"><w:p>{_run(footnote)}</w:p></w:footnote></w:footnotes>'
        )
    if template:
        made["word/_rels/settings.xml.rels"] = _relations({"rId1": ("attachedTemplate", template)}, is_outside=True)
    made |= {f"word/embeddings/{name}": content for name, content in (embedded or {}).items()}
    made |= {f"word/media/{name}": content for name, content in (pictures or {}).items()}
    if is_armed:
        made["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 Sub AutoOpen()"
    kind = (
        "application/vnd.ms-word.document.macroEnabled.main+xml" if is_armed else "wordprocessingml.document.main+xml"
    )
    return _office("word/document.xml", made | dict(parts or {}), kind, properties)


def xlsx(
    rows: Sequence[Sequence[str]],
    *,
    hidden: Sequence[Sequence[str]] = (),
    comment: str = "",
    header: str = "",
    sheet: str = "Bảng",
) -> bytes:
    sheets = {"xl/worksheets/sheet1.xml": _sheet(rows, header)}
    names = f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/>'
    relations = {"rId1": ("worksheet", "worksheets/sheet1.xml")}
    if hidden:
        sheets["xl/worksheets/sheet2.xml"] = _sheet(hidden, "")
        names += '<sheet name="An" sheetId="2" state="hidden" r:id="rId2"/>'
        relations["rId2"] = ("worksheet", "worksheets/sheet2.xml")
    made: dict[str, bytes | str] = {
        "xl/workbook.xml": f"{_XML}<workbook {_S} {_R}><sheets>{names}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(relations),
        **sheets,
    }
    if comment:
        note = f'<comment ref="A1"><text><t>{escape(comment)}</t></text></comment>'
        made["xl/comments1.xml"] = f"{_XML}<comments {_S}><commentList>{note}</commentList></comments>"
    return _office("xl/workbook.xml", made, "spreadsheetml.sheet.main+xml")


def pptx(*slides: str, notes: str = "", hidden: str = "") -> bytes:
    texts = [*slides, *([hidden] if hidden else [])]
    made: dict[str, bytes | str] = {}
    relations = {}
    for number, text in enumerate(texts, 1):
        mark = ' show="0"' if hidden and number == len(texts) else ""
        made[f"ppt/slides/slide{number}.xml"] = f"{_XML}<p:sld {_P}{mark}>{_shape(text)}</p:sld>"
        relations[f"rId{number}"] = ("slide", f"slides/slide{number}.xml")
    ids = "".join(f'<p:sldId id="{256 + number}" r:id="rId{number}"/>' for number in range(1, len(texts) + 1))
    made["ppt/presentation.xml"] = f"{_XML}<p:presentation {_P} {_R}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"
    made["ppt/_rels/presentation.xml.rels"] = _relations(relations)
    if notes:
        made["ppt/notesSlides/notesSlide1.xml"] = f"{_XML}<p:notes {_P}>{_shape(notes)}</p:notes>"
        made["ppt/slides/_rels/slide1.xml.rels"] = _relations(
            {"rId1": ("notesSlide", "../notesSlides/notesSlide1.xml")}
        )
    return _office("ppt/presentation.xml", made, "presentationml.presentation.main+xml")


def opendocument(
    *paragraphs: str,
    kind: str = "text",
    header: str = "",
    comment: str = "",
    hidden: str = "",
    box: str = "",
    title: str = "",
    parts: Mapping[str, bytes | str] | None = None,
) -> bytes:
    """ODT; of `kind` spreadsheet or presentation the same words in a row or on a page."""
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{rest}:1.0"'
        for prefix, rest in (
            ("office", "office"),
            ("text", "text"),
            ("draw", "drawing"),
            ("table", "table"),
            ("style", "style"),
            ("meta", "meta"),
        )
    )
    words = "".join(f"<text:p>{escape(text)}</text:p>" for text in paragraphs)
    if comment:
        words += f"<text:p>x<office:annotation><text:p>{escape(comment)}</text:p></office:annotation></text:p>"
    if hidden:
        words += f'<text:p>y<text:span text:style-name="An">{escape(hidden)}</text:span></text:p>'
    if box:
        words += (
            f"<text:p><draw:frame><draw:text-box><text:p>{escape(box)}</text:p></draw:text-box></draw:frame></text:p>"
        )
    row = f"<table:table-row><table:table-cell>{words}</table:table-cell></table:table-row>"
    frame = f"<draw:frame><draw:text-box>{words}</draw:text-box></draw:frame>"
    body = {
        "text": f"<office:text>{words}</office:text>",
        "spreadsheet": f'<office:spreadsheet><table:table table:name="Bảng">{row}</table:table></office:spreadsheet>',
        "presentation": f"<office:presentation><draw:page>{frame}</draw:page></office:presentation>",
    }[kind]
    style = (
        '<style:style style:name="An" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    head = f"<style:master-page><style:header><text:p>{escape(header)}</text:p></style:header></style:master-page>"
    styles = f"<office:master-styles>{head}</office:master-styles>"
    content = f"<office:automatic-styles>{style}</office:automatic-styles><office:body>{body}</office:body>"
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"{_XML}<office:document-content {names}>{content}</office:document-content>",
            "styles.xml": f"{_XML}<office:document-styles {names}>{styles}</office:document-styles>",
            "meta.xml": f'{_XML}<office:document-meta {names} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>{escape(title)}</dc:title></office:meta></office:document-meta>',
            "META-INF/manifest.xml": "<manifest/>",
            **(parts or {}),
        }
    )


def xxe_docx(target: str = "file:///etc/passwd") -> bytes:
    """A document that asks its reader for another file."""
    body = f"<w:document {_W}><w:body><w:p><w:r><w:t>Xin &x;</w:t></w:r></w:p></w:body></w:document>"
    text = f'<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "{target}">]>{body}'
    return _office("word/document.xml", {"word/document.xml": text}, "wordprocessingml.document.main+xml")


def laughing_docx() -> bytes:
    """A document whose entities grow a billionfold."""
    entities = '<!ENTITY a "ha ha ha ">' + "".join(
        f'<!ENTITY {chr(ord("a") + n)} "{("&" + chr(ord("a") + n - 1) + ";") * 10}">' for n in range(1, 12)
    )
    body = f"<w:document {_W}><w:body><w:p><w:r><w:t>&l;</w:t></w:r></w:p></w:body></w:document>"
    text = f'<?xml version="1.0"?><!DOCTYPE w:document [{entities}]>{body}'
    return _office("word/document.xml", {"word/document.xml": text}, "wordprocessingml.document.main+xml")


def _office(
    main: str, parts: Mapping[str, bytes | str], kind: str, properties: Mapping[str, str] | None = None
) -> bytes:
    full = kind if kind.startswith("application/") else f"application/vnd.openxmlformats-officedocument.{kind}"
    override = f'<Override PartName="/{main}" ContentType="{full}"/>'
    made: dict[str, bytes | str] = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_OFFICE}/package/2006/content-types">{override}</Types>',
        "_rels/.rels": _relations({"rId1": ("officeDocument", main)}),
    }
    if properties:
        inner = "".join(f"<dc:{key}>{escape(value)}</dc:{key}>" for key, value in properties.items())
        made["docProps/core.xml"] = (
            f'{_XML}<cp:coreProperties xmlns:cp="x" xmlns:dc="http://purl.org/dc/elements/1.1/">{inner}</cp:coreProperties>'
        )
    return zipped(made | dict(parts))


def _relations(targets: Mapping[str, tuple[str, str]], *, is_outside: bool = False) -> str:
    mode = ' TargetMode="External"' if is_outside else ""
    inner = "".join(
        f'<Relationship Id="{key}" Type="{_REL}/{kind}" Target="{escape(target)}"{mode}/>'
        for key, (kind, target) in targets.items()
    )
    return f'{_XML}<Relationships xmlns="{_OFFICE}/package/2006/relationships">{inner}</Relationships>'


def _run(text: str, form: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{form}</w:rPr>' if form else ''}<w:t xml:space='preserve'>{escape(text)}</w:t></w:r>"


def _drawn(inner: str) -> str:
    shape = f"<v:shape xmlns:v='urn:schemas-microsoft-com:vml'>{inner}</v:shape>"
    return f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"


def _shape(text: str) -> str:
    return f"<p:sp><p:txBody><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p></p:txBody></p:sp>"


def _sheet(rows: Sequence[Sequence[str]], header: str) -> str:
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    lines = "".join(f"<row>{''.join(cell.format(escape(text)) for text in row)}</row>" for row in rows)
    head = f"<headerFooter><oddHeader>&amp;C{escape(header)}</oddHeader></headerFooter>" if header else ""
    return f"{_XML}<worksheet {_S}><sheetData>{lines}</sheetData>{head}</worksheet>"


# ── text, messages ───────────────────────────────────────────────────────────────────────────────────────────


def rtf(body: str, *, header: str = "", title: str = "", hidden: str = "") -> bytes:
    def coded(text: str) -> str:
        units = struct.unpack(f"<{len(text.encode('utf-16-le')) // 2}h", text.encode("utf-16-le"))
        return "".join(chr(unit) if 31 < unit < 127 and chr(unit) not in "\\{}" else f"\\u{unit}?" for unit in units)

    head = f"{{\\header {coded(header)}}}" if header else ""
    info = f"{{\\info{{\\title {coded(title)}}}}}" if title else ""
    more = f"{{\\v {coded(hidden)}}}" if hidden else ""
    return (
        f"{{\\rtf1\\ansi\\ansicpg1258{{\\fonttbl{{\\f0 Times;}}}}{info}{head}\\f0 {coded(body)}\\par {more}}}".encode(
            "latin-1"
        )
    )


def html(body: str, *, title: str = "", comment: str = "", hidden: str = "", keywords: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(title)}</title>"
        f"<meta name='keywords' content='{escape(keywords)}'></head><body><!-- {comment} --><p>{escape(body)}</p>"
        f"<div style='display: none'>{escape(hidden)}</div></body></html>"
    ).encode()


def eml(
    subject: str, body: str = "Kính gửi.", *, attachments: Mapping[str, bytes] | None = None, page: str = ""
) -> bytes:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Sở Y tế <soyte@kg.example>"
    message["To"] = "Ban Tuyên giáo <btg@kg.example>"
    message.set_content(body)
    if page:
        message.add_alternative(page, subtype="html")
    for name, content in (attachments or {}).items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def edxml(
    subject: str, *, attachments: Mapping[str, bytes] | None = None, sphere: str = "", is_flat: bool = False
) -> bytes:
    """A message of the document axis; the attachments lie in it as they are."""
    fields = (
        "<{0}From><{0}OrganName>Sở Y tế</{0}OrganName></{0}From>"
        "<{0}Code><{0}CodeNumber>05</{0}CodeNumber><{0}CodeNotation>KH-SYT</{0}CodeNotation></{0}Code>"
        "<{0}Subject>{1}</{0}Subject><{0}OtherInfo><{0}SphereOfPromulgation>{2}</{0}SphereOfPromulgation></{0}OtherInfo>"
    ).format("" if is_flat else "edXML:", escape(subject), escape(sphere))
    encoded = "".join(
        f"<Attachment><AttachmentName>{escape(name)}</AttachmentName><ContentTransferEncoded>"
        f"{base64.encodebytes(content).decode()}</ContentTransferEncoded></Attachment>"
        for name, content in (attachments or {}).items()
    )
    encoded = f"<AttachmentEncoded>{encoded}</AttachmentEncoded>" if encoded else ""
    if is_flat:
        return f'{_XML}<edXML xmlns="http://www.go.vn/eDoc"><EdXMLEnvelope><MessageHeader>{fields}</MessageHeader></EdXMLEnvelope>{encoded}</edXML>'.encode()
    space = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
    return (
        f'{_XML}<edXML xmlns="{space}" xmlns:edXML="{space}">'
        "<edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>"
        f"{fields}</edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope>{encoded}</edXML>"
    ).encode()


# ── old compound files ───────────────────────────────────────────────────────────────────────────────────────


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams; each is made long enough to stand in sectors of its own."""
    size, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    sectors: list[bytes] = []
    table: list[int] = []
    starts = {}
    for name, content in streams.items():
        padded = content.ljust(max(4096, -(-len(content) // size) * size), b"\0")
        starts[name] = (len(sectors), len(padded))
        count = len(padded) // size
        table += [*range(len(sectors) + 1, len(sectors) + count), end]
        sectors += [padded[at : at + size] for at in range(0, len(padded), size)]
    entries = _entry("Root Entry", 5, end, 0, child=1 if streams else 0xFFFFFFFF)
    for number, (name, (start, length)) in enumerate(starts.items(), 1):
        entries += _entry(name, 2, start, length, right=number + 1 if number < len(starts) else 0xFFFFFFFF)
    entries = entries.ljust(-(-len(entries) // size) * size, b"\0")
    directory = len(sectors)
    count = len(entries) // size
    table += [*range(directory + 1, directory + count), end]
    sectors += [entries[at : at + size] for at in range(0, len(entries), size)]
    first_table = len(sectors)
    tables = -(-(len(table) + -(-len(table) // 128) + 1) // 128)
    table += [0xFFFFFFFD] * tables
    packed = struct.pack(f"<{tables * 128}I", *table, *[free] * (tables * 128 - len(table)))
    sectors += [packed[at : at + size] for at in range(0, len(packed), size)]
    places = [*range(first_table, first_table + tables)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, directory, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", *places, *[free] * (109 - tables))
    return head + b"".join(sectors)


def wrapped(name: str, content: bytes) -> bytes:
    """A file as the packager of Windows puts it into a document."""
    inner = b"\x02\x00" + name.encode() + b"\0C:\\" + name.encode() + b"\0" + bytes(4) + struct.pack("<I", 1) + b"\0"
    inner += struct.pack("<I", len(content)) + content
    return compound({"\x01Ole10Native": struct.pack("<I", len(inner)) + inner})


def _entry(name: str, what: int, start: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    coded = name.encode("utf-16-le") + b"\0\0"
    head = coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded), what, 1)
    return head + struct.pack("<III", 0xFFFFFFFF, right, child) + bytes(36) + struct.pack("<IQ", start, size)
