"""GeoReport v2 as its specification describes it, for tests: what each document must hold, and a program of somebody
else's that only knows the specification.

The definitions are written from the public specification (fields, possible values, what may be missing). They are
checked against the specification's own samples before they judge us.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from jsonschema import Draft202012Validator
from lxml import etree

_MOMENT = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+\-]\d{2}:\d{2})"

# ── XML: element by element. Where the specification gives no order there is none (xs:all). What is ours lies in
# another namespace and may stand anywhere; XSD 1.0 allows no wildcard in xs:all, so it is looked at apart. ────────────

_REQUEST = """
<xs:element name="service_requests"><xs:complexType><xs:sequence>
  <xs:element name="request" minOccurs="0" maxOccurs="1000"><xs:complexType><xs:all>
    <xs:element name="service_request_id" type="said"/>
    <xs:element name="status"><xs:simpleType><xs:restriction base="xs:string">
      <xs:enumeration value="open"/><xs:enumeration value="closed"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="status_notes" type="xs:string" minOccurs="0"/>
    <xs:element name="service_name" type="said"/>
    <xs:element name="service_code" type="said"/>
    <xs:element name="description" type="words"/>
    <xs:element name="agency_responsible" type="xs:string" minOccurs="0"/>
    <xs:element name="service_notice" type="xs:string" minOccurs="0"/>
    <xs:element name="requested_datetime" type="moment"/>
    <xs:element name="updated_datetime" type="moment"/>
    <xs:element name="expected_datetime" type="moment_or_none" minOccurs="0"/>
    <xs:element name="address" type="xs:string"/>
    <xs:element name="address_id" type="xs:string"/>
    <xs:element name="zipcode" type="xs:string"/>
    <xs:element name="lat" type="degrees"/>
    <xs:element name="long" type="degrees"/>
    <xs:element name="media_url" type="xs:string"/>
  </xs:all></xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element>"""


def _type(name: str, facet: str) -> str:
    return f'<xs:simpleType name="{name}"><xs:restriction base="xs:string">{facet}</xs:restriction></xs:simpleType>'


_TYPES = "".join(
    (
        _type("said", '<xs:minLength value="1"/>'),
        _type("words", '<xs:maxLength value="4000"/>'),
        _type("moment", f'<xs:pattern value="{_MOMENT}"/>'),
        _type("moment_or_none", f'<xs:pattern value="({_MOMENT})?"/>'),
        _type("degrees", r'<xs:pattern value="(-?\d+(\.\d+)?)?"/>'),
        _type("truth", '<xs:enumeration value="true"/><xs:enumeration value="false"/>'),
    )
)

_ROOTS = {
    "discovery": """
<xs:element name="discovery"><xs:complexType><xs:all>
  <xs:element name="changeset" type="said"/><xs:element name="contact" type="said"/>
  <xs:element name="key_service" type="said"/>
  <xs:element name="endpoints"><xs:complexType><xs:sequence>
    <xs:element name="endpoint" maxOccurs="unbounded"><xs:complexType><xs:all>
      <xs:element name="specification" type="said"/><xs:element name="url" type="xs:anyURI"/>
      <xs:element name="changeset" type="said"/>
      <xs:element name="type"><xs:simpleType><xs:restriction base="xs:string">
        <xs:enumeration value="production"/><xs:enumeration value="test"/></xs:restriction></xs:simpleType></xs:element>
      <xs:element name="formats"><xs:complexType><xs:sequence>
        <xs:element name="format" type="said" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
    </xs:all></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:all></xs:complexType></xs:element>""",
    "services": """
<xs:element name="services"><xs:complexType><xs:sequence>
  <xs:element name="service" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:all>
    <xs:element name="service_code" type="said"/><xs:element name="service_name" type="said"/>
    <xs:element name="description" type="xs:string"/><xs:element name="metadata" type="truth"/>
    <xs:element name="type"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="realtime"/>
      <xs:enumeration value="batch"/><xs:enumeration value="blackbox"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="keywords" type="xs:string"/><xs:element name="group" type="xs:string"/>
  </xs:all></xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element>""",
    "service_definition": """
<xs:element name="service_definition"><xs:complexType><xs:all>
  <xs:element name="service_code" type="said"/>
  <xs:element name="attributes"><xs:complexType><xs:sequence>
    <xs:element name="attribute" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:all>
      <xs:element name="variable" type="truth"/><xs:element name="code" type="said"/>
      <xs:element name="datatype"><xs:simpleType><xs:restriction base="xs:string">
        <xs:enumeration value="string"/><xs:enumeration value="number"/><xs:enumeration value="datetime"/>
        <xs:enumeration value="text"/><xs:enumeration value="singlevaluelist"/>
        <xs:enumeration value="multivaluelist"/></xs:restriction></xs:simpleType></xs:element>
      <xs:element name="required" type="truth"/><xs:element name="datatype_description" type="xs:string"/>
      <xs:element name="order" type="xs:positiveInteger"/><xs:element name="description" type="said"/>
      <xs:element name="values" minOccurs="0"><xs:complexType><xs:sequence>
        <xs:element name="value" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:all>
          <xs:element name="key" type="said"/><xs:element name="name" type="said"/>
        </xs:all></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
    </xs:all></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:all></xs:complexType></xs:element>""",
    "service_requests": _REQUEST,
    "created": """
<xs:element name="service_requests"><xs:complexType><xs:sequence>
  <xs:element name="request"><xs:complexType><xs:all>
    <xs:element name="service_request_id" type="said"/>
    <xs:element name="service_notice" type="xs:string" minOccurs="0"/>
    <xs:element name="account_id" type="xs:string" minOccurs="0"/>
  </xs:all></xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element>""",
    "token": """
<xs:element name="service_requests"><xs:complexType><xs:sequence>
  <xs:element name="request"><xs:complexType><xs:all>
    <xs:element name="service_request_id" type="said"/><xs:element name="token" type="said"/>
  </xs:all></xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element>""",
    "errors": """
<xs:element name="errors"><xs:complexType><xs:sequence>
  <xs:element name="error" maxOccurs="unbounded"><xs:complexType><xs:all>
    <xs:element name="code" type="xs:positiveInteger"/><xs:element name="description" type="said"/>
  </xs:all></xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element>""",
}
SCHEMAS = {
    name: etree.XMLSchema(
        etree.fromstring(f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{_TYPES}{root}</xs:schema>')
    )
    for name, root in _ROOTS.items()
}

# ── JSON: the Spark convention of the same. The specification's samples write numbers for codes; both are read. ───────

_ANY = {"type": ["string", "number", "null"]}
_NUMBER = {"type": ["number", "null"]}
_SAID = {"type": ["string", "number"], "minLength": 1}
_WHEN = {"type": "string", "pattern": f"^{_MOMENT}$"}
_WHEN_OR_NONE = {"anyOf": [{"type": "null"}, _WHEN]}


def _thing(needed: Mapping[str, Any], optional: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Exactly these fields, and ours by their prefix."""
    return {
        "type": "object",
        "properties": {**needed, **(optional or {})},
        "required": list(needed),
        "patternProperties": {"^ph:": {}},
        "additionalProperties": False,
    }


def _list(of: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": of, **more}


JSON_SCHEMAS: dict[str, dict[str, Any]] = {
    "discovery": _thing(
        {
            **dict.fromkeys(("changeset", "contact", "key_service"), _SAID),
            "endpoints": _list(
                _thing(
                    {
                        **dict.fromkeys(("specification", "url", "changeset"), _SAID),
                        "type": {"enum": ["production", "test"]},
                        "formats": _list({"type": "string"}, minItems=1),
                    }
                ),
                minItems=1,
            ),
        }
    ),
    "services": _list(
        _thing(
            {
                "service_code": _SAID,
                "service_name": _SAID,
                "description": _ANY,
                "metadata": {"type": "boolean"},
                "type": {"enum": ["realtime", "batch", "blackbox"]},
                "keywords": _ANY,
                "group": _ANY,
            }
        )
    ),
    "service_definition": _thing(
        {
            "service_code": _SAID,
            "attributes": _list(
                _thing(
                    {
                        "variable": {"type": "boolean"},
                        "code": _SAID,
                        "datatype": {
                            "enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
                        },
                        "required": {"type": "boolean"},
                        "datatype_description": _ANY,
                        "order": {"type": "integer", "minimum": 1},
                        "description": _SAID,
                    },
                    {"values": _list(_thing({"key": _SAID, "name": _SAID}))},
                )
            ),
        }
    ),
    "service_requests": _list(
        _thing(
            {
                "service_request_id": _SAID,
                "status": {"enum": ["open", "closed"]},
                "service_name": _SAID,
                "service_code": _SAID,
                "description": _ANY,
                "requested_datetime": _WHEN,
                "updated_datetime": _WHEN,
                **dict.fromkeys(("address", "address_id", "zipcode", "media_url"), _ANY),
                "lat": _NUMBER,
                "long": _NUMBER,
            },
            {
                **dict.fromkeys(("status_notes", "agency_responsible", "service_notice"), _ANY),
                "expected_datetime": _WHEN_OR_NONE,
            },
        ),
        maxItems=1000,
    ),
    "created": _list(
        _thing({"service_request_id": _SAID}, {"service_notice": _ANY, "account_id": _ANY}), minItems=1, maxItems=1
    ),
    "token": _list(_thing({"service_request_id": _SAID, "token": _SAID}), minItems=1, maxItems=1),
    "errors": _list(_thing({"code": {"type": "integer"}, "description": _SAID}), minItems=1),
}


def complaints(name: str, form: str, body: bytes) -> list[str]:
    """What is wrong with this document by the specification; nothing, if all is well."""
    return _xml_complaints(name, body) if form == "xml" else _json_complaints(name, body)


def _xml_complaints(name: str, body: bytes) -> list[str]:
    found = (
        []
        if body.lstrip().lower().startswith((b"<?xml version='1.0' enc", b'<?xml version="1.0" enc'))
        else ["no head"]
    )
    root = etree.fromstring(body)
    if etree.QName(root).namespace is not None:
        found.append("a namespace of its own")
    for foreign in [one for one in root.iter("*") if etree.QName(one).namespace is not None]:
        parent = foreign.getparent()
        if parent is not None and etree.QName(parent).namespace is None:
            parent.remove(foreign)
    schema = SCHEMAS[name]
    if not schema.validate(root):
        found += [str(entry) for entry in schema.error_log]
    return found


def _json_complaints(name: str, body: bytes) -> list[str]:
    document = json.loads(body.decode("utf-8"))
    return [f"{list(e.path)}: {e.message}" for e in Draft202012Validator(JSON_SCHEMAS[name]).iter_errors(document)]


# ── a program that knows the specification and nothing of us ─────────────────────────────────────────────────────────

MEDIA_TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
Answer = tuple[int, str, bytes]  # status, media type, body
Ask = Callable[[str, str, Mapping[str, str] | None, Mapping[str, str]], Answer]  # method, address, form, heads


class Failed(Exception):
    """The server refused, in its own words."""

    def __init__(self, status: int, errors: list[dict[str, Any]]) -> None:
        self.status, self.errors = status, errors
        super().__init__(f"{status}: {errors}")


@dataclass
class Client:
    """Discovers an endpoint, lists services, files a request and follows it."""

    ask: Ask
    form: str = "xml"
    jurisdiction: str = ""
    endpoint: str = ""
    seen: list[str] = field(default_factory=list)

    def discover(self, address: str) -> str:
        document = self._get(address, "discovery")
        wanted = "text/xml" if self.form == "xml" else "application/json"
        self.endpoint = next(
            one["url"]
            for one in document["endpoints"]
            if one["specification"].rstrip("/").endswith("GeoReport_v2") and wanted in one["formats"]
        )
        return self.endpoint

    def services(self) -> list[dict[str, Any]]:
        return self._list(self._get(self._address("services"), "services"))

    def attributes(self, service: str) -> list[dict[str, Any]]:
        document = self._get(self._address(f"services/{service}"), "service_definition")
        return sorted(document["attributes"] or [], key=lambda one: int(one["order"]))

    def file(self, heads: Mapping[str, str] | None = None, **values: str) -> dict[str, Any]:
        if self.jurisdiction:
            values["jurisdiction_id"] = self.jurisdiction
        address = f"{self.endpoint}/requests.{self.form}"
        return self._list(self._read(self.ask("POST", address, values, heads or {}), "created"))[0]

    def request(self, code: str) -> dict[str, Any]:
        return self._list(self._get(self._address(f"requests/{code}"), "service_requests"))[0]

    def requests(self, **values: str) -> list[dict[str, Any]]:
        return self._list(self._get(self._address("requests", **values), "service_requests"))

    def request_of_token(self, token: str) -> str:
        return str(self._list(self._get(self._address(f"tokens/{token}"), "token"))[0]["service_request_id"])

    def _address(self, path: str, **values: str) -> str:
        if self.jurisdiction:
            values["jurisdiction_id"] = self.jurisdiction
        return f"{self.endpoint}/{path}.{self.form}" + (f"?{urlencode(values)}" if values else "")

    def _get(self, address: str, kind: str) -> Any:
        return self._read(self.ask("GET", address, None, {}), kind)

    def _read(self, answer: Answer, kind: str) -> Any:
        status, media_type, body = answer
        assert (
            media_type.replace(" ", "")
            == {"xml": "text/xml;charset=utf-8", "json": "application/json;charset=utf-8"}[self.form]
        )
        name = kind if status < 400 else "errors"
        assert not complaints(name, self.form, body), (complaints(name, self.form, body), body[:2000])
        self.seen.append(name)
        document = parsed(self.form, body)
        if status >= 400:
            raise Failed(status, self._list(document))
        return document

    @staticmethod
    def _list(document: Any) -> list[dict[str, Any]]:
        return list(document or [])


CONTAINERS = {"services", "service_requests", "errors", "attributes", "values", "endpoints", "formats"}


def parsed(form: str, body: bytes) -> Any:
    """The document as plain values, whichever way it was written; our own fields are not understood, so left out."""
    if form == "xml":
        return _plain(etree.fromstring(body))
    return _bare(json.loads(repaired(body.decode("utf-8"))))


def repaired(text: str) -> str:
    """The specification's samples write codes with leading zeros, which is no JSON."""
    return re.sub(r":\s*(0\d+)(?=\s*[,}\n])", r':"\1"', text)


def _plain(element: Any) -> Any:
    own = [child for child in element if isinstance(child.tag, str) and etree.QName(child).namespace is None]
    name = etree.QName(element).localname
    if name in CONTAINERS or (own and len({child.tag for child in own}) == 1 and len(own) > 1):
        return [_plain(child) for child in own]
    if own:
        read: dict[str, Any] = {}
        for child in own:  # the recorded answer of one server repeats `attribute` without its container
            if child.tag == "attribute":
                read.setdefault("attributes", []).append(_plain(child))
            else:
                read[child.tag] = _plain(child)
        return read
    return (element.text or "").strip() or None


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _bare(inner) for name, inner in value.items() if not name.startswith("ph:")}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
