"""What we depend on: known faults of it, and a list of it. Outside ./test: the first needs a service of the network.

.venv/bin/python -m tools.audit                     known faults of all that is pinned; exit 1 when there are any
.venv/bin/python -m tools.audit --sbom FILE         a CycloneDX list of what is installed, the same for the same pins
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINNED = ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt")
UNREACHED = re.compile(
    r"ConnectionError|ConnectTimeout|Max retries|NameResolution|ServiceError|HTTPError|\b40[0-9]\b|\b50[0-9]\b"
)
OK, FOUND, UNKNOWN = 0, 1, 2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sbom", type=Path, metavar="FILE", help="write the list of what runs, and look for nothing")
    parser.add_argument("--service", choices=["pypi", "osv"], default="pypi", help="who is asked for known faults")
    given = parser.parse_args()
    if given.sbom:
        return _list(given.sbom)
    return max(_look(name, given.service) for name in PINNED)


def _look(name: str, service: str) -> int:
    """Asks for each version that this file pins; nothing is installed."""
    program = [sys.executable, "-m", "pip_audit", "--requirement", name, "--disable-pip", "--require-hashes"]
    told = subprocess.run(
        [*program, "--vulnerability-service", service, "--format", "json", "--progress-spinner", "off"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        packages = json.loads(told.stdout)["dependencies"]
    except (ValueError, KeyError):
        last = (told.stderr.strip().splitlines() or ["nothing was said"])[-1][:300]
        why = "could not be reached" if UNREACHED.search(told.stderr) else "gave no answer that can be read"
        print(f"{name}: not looked at: the service of known faults ({service}) {why}. {last}")
        print("Nothing is known of faults until this has run. Try again where the service can be reached.")
        return UNKNOWN
    found = [(one["name"], one["version"], fault) for one in packages for fault in one.get("vulns", ())]
    for package, version, fault in found:
        mended = ", ".join(fault["fix_versions"]) or "not mended yet"
        print(
            f"{name}: {package} {version}: {fault['id']} ({', '.join(fault.get('aliases', ()))}); mended in: {mended}"
        )
    print(f"{name}: {len(packages)} packages looked at, {len(found)} known faults")
    return FOUND if found else OK


def _list(path: Path) -> int:
    """CycloneDX 1.6 of requirements.txt: names, versions, hashes. Its number comes from what it says."""
    program = [
        sys.executable,
        "-m",
        "cyclonedx_py",
        "requirements",
        "requirements.txt",
        "--pyproject",
        "pyproject.toml",
    ]
    told = subprocess.run(
        [*program, "--output-reproducible", "--of", "JSON", "--sv", "1.6", "-o", "-"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        print(f"no list was written: {told.stderr.strip()[-300:]}")
        return UNKNOWN
    bom = json.loads(told.stdout)
    bom.pop("serialNumber", None)
    said = json.dumps(bom, ensure_ascii=False, sort_keys=True)
    bom["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, said)}"
    path.write_text(json.dumps(bom, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{path}: {len(bom['components'])} components")
    return OK


if __name__ == "__main__":
    sys.exit(main())
