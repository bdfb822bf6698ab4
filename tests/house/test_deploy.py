"""What `deploy/` and `docs/production.md` tell an operator to run is there, parses, and is what the house has."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from phoihop.site.checks import given
from phoihop.site.commandline import _parser, command_names
from phoihop.site.options import DEFAULTS, ROOT, SECRETS, database, read
from tests.world.postgresql import NoServer, Server

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


def test_the_nightly_backup_is_expected_and_its_keys_lie_in_another_place(tmp_path: Path) -> None:
    """By these settings `phoihop check` knows that one is to be made each night."""
    unit = DEPLOY / "systemd" / "phoihop-backup.service"
    plain = dict(line.split("=", 1) for line in lines_of(unit, "Environment") if line.startswith("PHOIHOP_BACKUP_"))
    given = read({**plain, "PHOIHOP_DATA": str(tmp_path)})
    assert given.backup_dir is not None
    places = {given.backup_dir, Path(given.backup_keys)}
    assert len({path.parent for path in places}) == 2
    assert {Path(line) for line in lines_of(unit, "AssertPathIsMountPoint")} == places
    (writable,) = lines_of(unit, "ReadWritePaths")
    assert {Path(path) for path in writable.split()} == places
    page = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    assert all(f" {path}" in page for path in places)


@pytest.mark.parametrize("setting", SECRETS)
def test_every_secret_is_named_wherever_secrets_are(setting: str) -> None:
    """In the page, in what runs a command by hand, in the composition and in the units, with or without marks."""
    name = setting.removeprefix("PHOIHOP_").lower().replace("_", "-")
    page = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    assert f"`{setting}`" in page.partition("## 5.")[0]
    (carried,) = re.findall(r"^for name in (.*); do$", (DEPLOY / "as-house").read_text(encoding="utf-8"), re.MULTILINE)
    assert name in carried.split()
    composed = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert re.search(rf"^ +(# )?{setting}_FILE: /run/secrets/{name}$", composed, re.MULTILINE)
    for unit in UNITS:
        if unit.stem == "phoihop-backup":  # it reads no replica, and nothing that the public sends
            continue
        text = unit.read_text(encoding="utf-8")
        assert re.search(rf"^#?LoadCredential={name}:/etc/phoihop/secrets/{name}$", text, re.MULTILINE), unit
        assert re.search(rf"^#?Environment={setting}_FILE=%d/{name}$", text, re.MULTILINE), unit


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
def test_the_image_is_built_as_it_should_be(tmp_path: Path) -> None:
    """As hadolint reads it, shell and all; so that its silence means something, it also reads two that are wrong."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    program = str(Path(sys.executable).with_name("hadolint"))
    for content, code in (
        (text, ""),
        (text.replace("WORKDIR /opt/phoihop", "WORKPLACE /opt/phoihop"), "unexpected 'W'"),
        (text.replace("USER 10001", "USER root"), "DL3002"),
    ):
        (tmp_path / "Containerfile").write_text(content, encoding="utf-8")
        asked = [program, "--no-color", "--failure-threshold", "style", str(tmp_path / "Containerfile")]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        assert (done.returncode != 0) == bool(code), done.stdout
        assert code in done.stdout


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
    assert commands == ["attend", "backup", "prepare", "tick", "web", "web"]


def test_the_composition_names_what_it_defines() -> None:
    services = COMPOSE["services"]
    for name, service in services.items():
        assert set(service.get("secrets", ())) <= COMPOSE["secrets"].keys(), name
        assert set(service.get("networks", ())) <= COMPOSE["networks"].keys(), name
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


def made_secrets(folder: Path) -> dict[str, str]:
    """The files that section 9 of the page has an operator make, each under its setting, made as it says."""
    page = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    block = re.search(r"^for name in .*?^echo .*?$", page, re.DOTALL | re.MULTILINE)
    assert block
    subprocess.run(["sh", "-euc", f"umask 077; {block[0]}"], cwd=folder, check=True)
    (folder / "objects-url").write_text("s3://key:secret@files.example/phoi-hop")
    (folder / "smtp-url").write_text("smtps://house:secret@mail.example")
    for file in folder.iterdir():
        file.chmod(0o600)
    assert {file.name for file in folder.iterdir()} == COMPOSE["secrets"].keys()
    return {f"/run/secrets/{file.name}": str(file) for file in folder.iterdir()}


@pytest.mark.parametrize("name", HOUSE)
def test_phoihop_check_finds_nothing_wrong_with_the_composition(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 10001)
    (tmp_path / "secrets").mkdir()
    places = made_secrets(tmp_path / "secrets")
    settings: dict[str, str] = COMPOSE["services"][name]["environment"]
    environment = {"PHOIHOP_DATA": str(tmp_path), **{key: places.get(value, value) for key, value in settings.items()}}
    site = read(environment)
    assert site.backup_dir is not None
    assert database(site)["HOST"] == "/run/postgresql"
    findings = [finding for look in given.LOOKS.values() for finding in look(site, environment)]
    assert [finding for finding in findings if not finding.is_well] == []


def test_the_composition_keeps_what_it_is_to_keep_apart() -> None:
    mounts = {name: dict(one.split(":")[:2][::-1] for one in COMPOSE["services"][name]["volumes"]) for name in HOUSE}
    settings = COMPOSE["services"]["backup"]["environment"]
    for name in HOUSE:
        kept = {"/var/lib/phoihop", "/run/postgresql"}
        if name == "backup":
            kept |= {settings["PHOIHOP_BACKUP_DIR"], settings["PHOIHOP_BACKUP_KEYS"]}
        assert mounts[name].keys() == kept, name
    assert len(set(mounts["backup"].values())) == 4
    made = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    assert all(f" {folder}" in made for folder in kept - {"/run/postgresql"})  # by their owner, before they are mounted
    server = COMPOSE["services"]["postgres"]
    assert server["network_mode"] == "none"
    assert "POSTGRES_USER" not in server["environment"]  # whoever it names becomes a superuser


@pytest.mark.slow
@pytest.mark.once
def test_the_role_of_the_composition_owns_its_database_and_nothing_else(tmp_path: Path) -> None:
    """What PostgreSQL's image runs once, on a real server that asks the superuser for a password as that one does."""
    try:
        server = Server(tmp_path / "server", superuser="postgres")
    except NoServer as missing:
        pytest.skip(str(missing))
    (tmp_path / "secrets").mkdir()
    places = made_secrets(tmp_path / "secrets")
    script = (DEPLOY / "container" / "database.sh").read_text(encoding="utf-8")
    for place, file in places.items():
        script = script.replace(place, file)
    server.start()
    try:
        here = {"PGHOST": str(server.folder), "PGPORT": str(server.port)}
        as_root = {**os.environ, **here, "PGPASSWORD": server.password}
        subprocess.run(["sh", "-c", script], env=as_root, check=True)
        site = read({"PHOIHOP_DATABASE_URL_FILE": places["/run/secrets/database-url"], "PHOIHOP_DATA": str(tmp_path)})
        told = database(site)
        who = {"dbname": told["NAME"], "user": told["USER"], "password": told["PASSWORD"]}
        with psycopg.connect(**who, host=here["PGHOST"], port=here["PGPORT"]) as connection:
            rights = "rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
            (role,) = connection.execute(f"SELECT {rights} FROM pg_roles WHERE rolname = current_user").fetchall()
            assert role == (False,) * 5
            asked = "SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding) FROM pg_database WHERE datname = %s"
            assert connection.execute(asked, [told["NAME"]]).fetchall() == [("phoihop", "UTF8")]
            connection.execute("CREATE TABLE tried (number int)")
    finally:
        server.stop()


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
