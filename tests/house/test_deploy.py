"""What `deploy/` and `docs/production.md` tell an operator to run is there, parses, and is what the house has."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from phoihop.site.commandline import _parser, command_names
from phoihop.site.options import DEFAULTS, ROOT, SECRETS, read

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("systemd/phoihop-*.service"))
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
HOUSE = [name for name, service in COMPOSE["services"].items() if service["image"] == "phoihop"]
SETTINGS = {*DEFAULTS, *(f"{name}_FILE" for name in SECRETS)}
PAGES = [DEPLOY / "README.md", ROOT / "docs" / "production.md"]


def texts() -> dict[str, str]:
    paths = [path for path in sorted(DEPLOY.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in [*paths, *PAGES]}


def lines_of(unit: Path, name: str) -> list[str]:
    found = re.findall(rf"^{name}=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
    return [line for line in found if line]


def parsed(words: list[str]) -> None:
    """As `phoihop WORDS` would be: a wrong word ends the program."""
    _parser(words).parse_args(words)


def test_every_setting_named_is_one_of_the_house() -> None:
    named = {(place, name) for place, text in texts().items() for name in re.findall(r"PHOIHOP_[A-Z_]+[A-Z]", text)}
    assert len(named) > 30
    assert sorted((place, name) for place, name in named if name not in SETTINGS) == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_every_unit_runs_a_command_of_the_house(unit: Path) -> None:
    (line,) = lines_of(unit, "ExecStart")
    program, *words = shlex.split(line)
    assert (program, words[:2]) == ("/opt/phoihop/.venv/bin/python", ["-m", "phoihop"])
    parsed(words[2:])


def test_the_units_are_the_processes_and_have_a_page() -> None:
    assert [unit.stem for unit in UNITS] == [
        f"phoihop-{name}" for name in ("attend", "backup", "prepare", "tick", "web")
    ]
    for unit in UNITS:
        for page in lines_of(unit, "Documentation"):
            assert (ROOT / page.removeprefix("file:/opt/phoihop/")).exists()


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_every_unit_is_kept_in_and_given_its_secrets(unit: Path) -> None:
    assert lines_of(unit, "User") == ["phoihop"]
    for name in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "RestrictSUIDSGID"):
        assert lines_of(unit, name) == ["yes"], name
    assert lines_of(unit, "ProtectSystem") == ["strict"]
    given = {line.partition(":")[0] for line in lines_of(unit, "LoadCredential")}
    used = {line.partition("=%d/")[2] for line in lines_of(unit, "Environment") if "=%d/" in line}
    assert given == used
    assert len(given) >= 4
    assert not re.search(r"(SECRET_KEY|_URL)=", unit.read_text(encoding="utf-8"))


@pytest.mark.once
def test_systemd_itself_finds_nothing_wrong() -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze on this machine: apt-get install systemd")
    timers = sorted(DEPLOY.glob("systemd/*.timer"))
    told = subprocess.run(
        ["systemd-analyze", "verify", *map(str, [*UNITS, *timers])], capture_output=True, text=True, check=False
    ).stderr
    left = [line for line in told.splitlines() if "is not executable: No such file" not in line and "phoihop" in line]
    assert left == []


@pytest.mark.once
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_every_unit_is_hardened_as_systemd_counts_it(unit: Path) -> None:
    """2.0 of 10 is the most; a web server without any of it has 9.2."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze on this machine: apt-get install systemd")
    asked = ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", str(unit)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_settings_file_is_read_by_the_house(tmp_path: Path) -> None:
    given = read({"PHOIHOP_DATA": str(tmp_path), "PHOIHOP_SETTINGS": str(DEPLOY / "settings.env")})
    assert given.is_https
    assert given.proxies


def test_the_image_has_what_run_installs_and_no_root() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    final = text.rpartition("\nFROM ")[2]
    installed = re.findall(r"--no-install-recommends((?: \\\n +[a-z0-9-]+(?: [a-z0-9-]+)*)+)", final)
    packages = set(installed[0].replace("\\\n", " ").split())
    script = (ROOT / "tools" / "prepare.sh").read_text(encoding="utf-8")
    (needed,) = re.findall(r'for package in ([a-z0-9 -]+) "\$@"', script)
    assert packages == {"python3", "postgresql-client", *needed.split()}
    users = re.findall(r"^USER (\S+)$", text, re.MULTILINE)
    assert users == ["10001"]
    assert text.index("USER 10001") > text.rindex("apt-get")
    assert "--require-hashes" in text
    assert "HEALTHCHECK" in final
    for source in re.findall(r"^COPY (?!--from)(\S+) ", text, re.MULTILINE):
        assert (ROOT / source).exists(), source
    assert not re.search(r"PHOIHOP_[A-Z_]*(SECRET|PASSWORD|URL)", text)
    parsed(["web"])


@pytest.mark.once
def test_the_composition_is_valid() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "check_jsonschema",
            "--builtin-schema",
            "vendor.compose-spec",
            str(DEPLOY / "compose.yaml"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_composition_runs_commands_of_the_house() -> None:
    for name in HOUSE:
        parsed(list(map(str, COMPOSE["services"][name]["command"])))
    commands = sorted(COMPOSE["services"][name]["command"][0] for name in HOUSE)
    assert commands == ["attend", "prepare", "tick", "web", "web"]


def test_the_composition_names_what_it_defines() -> None:
    services = COMPOSE["services"]
    for name, service in services.items():
        assert set(service.get("secrets", ())) <= COMPOSE["secrets"].keys(), name
        assert set(service["networks"]) <= COMPOSE["networks"].keys(), name
        assert service["healthcheck"] if name not in {"web-1", "web-2"} else "healthcheck" not in service, name
        assert set(service.get("depends_on", ())) <= services.keys(), name
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            if source.startswith("./") and source != "./certificate":
                assert (DEPLOY / source).exists(), source
            elif not source.startswith("./"):
                assert source in COMPOSE["volumes"], source
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8")
    assert "/deploy/secrets/" in ignored
    assert "/deploy/certificate/" in ignored


@pytest.mark.parametrize("name", HOUSE)
def test_the_house_in_the_composition_has_no_more_than_it_needs(name: str, tmp_path: Path) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "user" not in service  # the image's own, which is not root
    assert "ports" not in service  # the proxy alone is reached from outside
    secrets = {}
    for setting, value in service["environment"].items():
        assert setting in SETTINGS
        if setting.endswith("_FILE"):
            assert value.removeprefix("/run/secrets/") in service["secrets"]
            secrets[setting] = value
    plain = {key: value for key, value in service["environment"].items() if key not in secrets}
    assert read({"PHOIHOP_DATA": str(tmp_path), **plain}).is_https
    assert not any("URL" in key and key != "PHOIHOP_SITE_URL" for key in plain)


def test_every_command_of_the_page_parses() -> None:
    """Each line of the page's shell blocks that runs the house, whoever it is run as."""
    page = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    blocks = "".join(re.findall(r"```sh\n(.*?)```", page, re.DOTALL)).replace("\\\n", " ")
    lines = [
        line.partition(" phoihop ")[2] or line.partition("phoihop ")[2]
        for line in blocks.splitlines()
        if re.search(r"(^|/| )phoihop [a-z]", line) and not re.search(r"systemctl|useradd|createuser|createdb", line)
    ]
    assert len(lines) >= 8
    for line in lines:
        words = [word for word in shlex.split(line, comments=True) if not word.startswith(">")]
        parsed([word for word in words if word not in {"|", "&&"}])
    inline = re.findall(r"`phoihop ([a-z]+)", page + (DEPLOY / "README.md").read_text(encoding="utf-8"))
    assert set(inline) <= set(command_names())


def test_the_page_copies_files_that_are_there() -> None:
    page = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\bdeploy/[\w./*-]*\w", page))
    assert len(named) >= 5
    assert [name for name in sorted(named) if not name.startswith("deploy/secrets") and not list(ROOT.glob(name))] == []
