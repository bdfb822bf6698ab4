"""The page of open data, and its catalogue as DCAT for other catalogues."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible
from phoihop.portal.pages import heads
from phoihop.portal.pages import open_data_words as said
from phoihop.portal.pages.frame import Site, name_of, standing
from phoihop.portal.pages.heads import Head
from phoihop.portal.pages.open_data_files import MEDIA_TYPES
from phoihop.publications import queries

FOLDER = "/du-lieu/"
CATALOG = f"{FOLDER}catalog.jsonld"
IANA = "https://www.iana.org/assignments/media-types/"
LANGUAGES = "http://publications.europa.eu/resource/authority/language/VIE"


@dataclass(frozen=True, slots=True)
class ColumnLine:
    name: str
    type: str
    words: str


@dataclass(frozen=True, slots=True)
class DatasetCard:
    key: str
    title: str
    description: str
    rows: str
    changed: str
    changed_iso: str
    csv: str
    json: str
    columns: tuple[ColumnLine, ...]


@dataclass(frozen=True, slots=True)
class OpenDataPage:
    title: str
    lede: str
    head: Head
    licence: str
    licence_url: str
    terms: str
    contact: str
    catalog: str
    discovery: str
    datasets: tuple[DatasetCard, ...]


def open_data_page(site: Site) -> OpenDataPage:
    """Every dataset with its size, its files, and what each of its columns means."""
    note, known, extents = queries.open_data_note(), standing(), queries.extents()
    title = _("Dữ liệu mở")
    lede = _("Số liệu của cổng này, lấy về để xem, đếm và kiểm tra lại. Số ở đây là số trên các trang.")
    data = heads.json_ld(
        heads.breadcrumbs(site, (name_of(known), "/"), (title, FOLDER)),
        {
            "@type": "DataCatalog",
            "name": title,
            "url": site.whole(FOLDER),
            "publisher": heads.publisher(known, site),
            "dataset": [_for_search(one, site, note.licence_url) for one in queries.datasets()],
        },
    )
    return OpenDataPage(
        title=title,
        lede=lede,
        head=Head(description=lede, data=data),
        licence=note.licence_name,
        licence_url=note.licence_url,
        terms=_terms(note),
        contact=note.contact,
        catalog=site.url(CATALOG),
        discovery=site.url("/open311/discovery.xml"),
        datasets=tuple(_card(one, extents[one.key], site) for one in queries.datasets()),
    )


def _terms(note: queries.OpenDataNote) -> str:
    if note.licence_name:
        return _("Dùng lại theo: %(licence)s") % {"licence": note.licence_name}
    return _("Cơ quan vận hành cổng chưa ghi điều kiện dùng lại. Hãy nêu nguồn và ngày lấy số liệu.")


def _card(one: queries.Dataset, extent: queries.Extent, site: Site) -> DatasetCard:
    title, description = said.DATASETS[one.key]
    columns = said.COLUMNS[one.key]
    changed = timezone.localtime(extent.changed_at) if extent.changed_at else None
    return DatasetCard(
        key=one.key,
        title=str(title),
        description=str(description),
        rows=str(extent.count),
        changed=words.day(changed) if changed else "",
        changed_iso=changed.date().isoformat() if changed else "",
        csv=site.url(f"{FOLDER}{one.key}.csv"),
        json=site.url(f"{FOLDER}{one.key}.json"),
        columns=tuple(
            ColumnLine(name, str(said.TYPES[columns[name][0]]), str(columns[name][1])) for name in one.columns
        ),
    )


def _for_search(one: queries.Dataset, site: Site, licence: str) -> dict[str, Any]:
    title, description = said.DATASETS[one.key]
    node = {
        "@type": "Dataset",
        "name": str(title),
        "description": str(description),
        "url": site.whole(f"{FOLDER}#{one.key}"),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media_type.partition(";")[0],
                "contentUrl": site.whole(f"{FOLDER}{one.key}.{form}"),
            }
            for form, media_type in MEDIA_TYPES.items()
        ],
    }
    return node | ({"license": licence} if licence else {})


def dataset_of(key: str) -> queries.Dataset:
    """Refused (NotVisible): there is no such dataset."""
    found = queries.dataset(key)
    if found is None:
        raise NotVisible
    return found


# ── DCAT ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def catalog(site: Site) -> bytes:
    """The catalogue in the shape of DCAT-AP, with words in both languages and the addresses of the Vietnamese side."""
    note, known, extents = queries.open_data_note(), standing(), queries.extents()
    home = f"{site.origin}{FOLDER}"
    body = f"{site.origin}/#publisher"
    whole: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": f"{home}#catalog",
        "@type": "dcat:Catalog",
        "dct:title": _both(lambda: f"{_('Dữ liệu mở')} – {name_of(known)}"),
        "dct:description": _both(
            lambda: _("Số liệu của cổng này, lấy về để xem, đếm và kiểm tra lại. Số ở đây là số trên các trang.")
        ),
        "dct:publisher": {
            "@id": body,
            "@type": "foaf:Agent",
            "foaf:name": {"@value": known.publisher or name_of(known), "@language": "vi"},
        },
        "dct:language": {"@id": LANGUAGES},
        "foaf:homepage": {"@id": home},
        "dcat:dataset": [_dcat(one, extents[one.key], home, body, note) for one in queries.datasets()],
    }
    if note.licence_url:
        whole["dct:license"] = {"@id": note.licence_url}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _dcat(
    one: queries.Dataset, extent: queries.Extent, home: str, body: str, note: queries.OpenDataNote
) -> dict[str, Any]:
    title, description = said.DATASETS[one.key]
    dataset: dict[str, Any] = {
        "@id": f"{home}#{one.key}",
        "@type": "dcat:Dataset",
        "dct:identifier": one.key,
        "dct:title": _both(lambda: str(title)),
        "dct:description": _both(lambda: str(description)),
        "dct:publisher": {"@id": body},
        "dct:language": {"@id": LANGUAGES},
        "dcat:landingPage": {"@id": home},
        "dcat:distribution": [
            _distribution(one.key, form, media_type, home, note) for form, media_type in MEDIA_TYPES.items()
        ],
    }
    if extent.changed_at is not None:
        moment = timezone.localtime(extent.changed_at).isoformat(timespec="seconds")
        dataset["dct:modified"] = {"@value": moment, "@type": "xsd:dateTime"}
    if note.contact:
        dataset["dcat:contactPoint"] = {"@type": "vcard:Organization", "vcard:fn": note.contact}
    return dataset


def _distribution(key: str, form: str, media_type: str, home: str, note: queries.OpenDataNote) -> dict[str, Any]:
    address = f"{home}{key}.{form}"
    distribution: dict[str, Any] = {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": f"{key}.{form}",
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": IANA + media_type.partition(";")[0]},
    }
    if note.licence_url:
        distribution["dct:license"] = {"@id": note.licence_url}
    elif note.licence_name:
        distribution["dct:rights"] = {"@type": "dct:RightsStatement", "dct:description": note.licence_name}
    return distribution


def _both(words_of: Any) -> list[dict[str, str]]:
    """The same words in both languages of the house; once, where they are the same."""
    found = []
    for language in ("vi", "en"):
        with override(language):
            found.append({"@value": words_of(), "@language": language})
    return found if found[0]["@value"] != found[1]["@value"] else found[:1]
