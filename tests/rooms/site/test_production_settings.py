"""Each unsafe or missing setting is named, with what to do; a sound installation has nothing to say."""

import os
from pathlib import Path

import pytest

from phoihop.site.checks import given
from phoihop.site.checks.levels import MISSING, NOTE, OK, UNSAFE, Finding
from phoihop.site.options import WrongOption, objects, read

KEY = "k3Yq-0pZr7vXwB1n_Jt8mUeHs5LdQ2aGf9cRiOyE6TbMxVuWzPhNjKlSgDA4CoI"
REPLICA = "PHOIHOP_DATABASE_REPLICA_URL"
SOUND = {
    "PHOIHOP_SECRET_KEY": KEY,
    "PHOIHOP_HOSTS": "phoihop.example",
    "PHOIHOP_SITE_URL": "https://phoihop.example",
    "PHOIHOP_PROXIES": "10.0.0.2",
    "PHOIHOP_DATABASE_URL": "postgresql://house:secret@db.example/phoihop?sslmode=verify-full",
    "PHOIHOP_OBJECTS_URL": "s3://key:secret@files.example/phoi-hop",
    "PHOIHOP_SMTP_URL": "smtps://house:secret@mail.example",
    "PHOIHOP_IMAP_URL": "imaps://house:secret@mail.example/INBOX",
    "PHOIHOP_MAIL_FROM": "Phối Hợp <phoihop@example.vn>",
    "PHOIHOP_MAIL_AUTHSERV": "mail.example",
}


@pytest.fixture(autouse=True)
def nobody_in_particular(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 10001)


def said(tmp_path, **changed):
    environment = {name: value for name, value in (SOUND | {"PHOIHOP_DATA": str(tmp_path)} | changed).items() if value}
    options = read(environment)
    return [finding for look in given.LOOKS.values() for finding in look(options, environment)]


def test_a_sound_installation_has_nothing_to_say(tmp_path):
    assert said(tmp_path) == []


def test_a_trial_on_loopback_has_nothing_to_say(tmp_path):
    (tmp_path / "sample-accounts.json").write_text("[]")
    (tmp_path / "clock").write_text("2021")
    assert said(tmp_path, **dict.fromkeys(SOUND, "")) == []


@pytest.mark.parametrize(
    ("level", "words", "changed"),
    [
        (UNSAFE, "PHOIHOP_HTTPS is off", {"PHOIHOP_HTTPS": "no"}),
        (MISSING, "PHOIHOP_PROXIES names nobody", {"PHOIHOP_PROXIES": ""}),
        (UNSAFE, "PHOIHOP_PROXIES is *", {"PHOIHOP_PROXIES": "*"}),
        (MISSING, "names proxy.example, which is no address", {"PHOIHOP_PROXIES": "proxy.example"}),
        (UNSAFE, "PHOIHOP_PROXIES names 0.0.0.0/0", {"PHOIHOP_PROXIES": "10.0.0.2,0.0.0.0/0"}),
        (UNSAFE, "PHOIHOP_PROXIES names ::/0", {"PHOIHOP_PROXIES": "::/0"}),
        (UNSAFE, "PHOIHOP_PROXIES names 128.0.0.0/1", {"PHOIHOP_PROXIES": "128.0.0.0/1"}),
        (UNSAFE, "PHOIHOP_PRESS_NETWORKS names 0.0.0.0/0", {"PHOIHOP_PRESS_NETWORKS": "0.0.0.0/0"}),
        (UNSAFE, "PHOIHOP_METRICS_NETWORKS names ::/0", {"PHOIHOP_METRICS_NETWORKS": "10.0.0.9,::/0"}),
        (NOTE, "PHOIHOP_OTLP_URL reaches traces.example", {"PHOIHOP_OTLP_URL": "http://traces.example:4318/v1/traces"}),
        (NOTE, "PHOIHOP_BACKUP_KEYS is beside", {"PHOIHOP_BACKUP_DIR": "/srv/copies", "PHOIHOP_BACKUP_KEYS": "beside"}),
        (UNSAFE, "PHOIHOP_PUBLIC_SECRET has 6 signs", {"PHOIHOP_PUBLIC_SECRET": "secret"}),
        (UNSAFE, "PHOIHOP_PUBLIC_SECRET has 64 signs, 1 different", {"PHOIHOP_PUBLIC_SECRET": "a" * 64}),
        (UNSAFE, "the replica at near.example may be without", {REPLICA: "postgresql://a:b@near.example/x"}),
        (NOTE, "the replica at near.example is not", {REPLICA: "postgresql://a:b@near.example/x?sslmode=require"}),
        (NOTE, f"{REPLICA} holds no", {REPLICA: "postgresql://a@near.example/x?sslmode=verify-full"}),
        (UNSAFE, "PHOIHOP_HOSTS is *", {"PHOIHOP_HOSTS": "*"}),
        (MISSING, "knows loopback names alone", {"PHOIHOP_HOSTS": "localhost", "PHOIHOP_ADDRESS": "0.0.0.0"}),
        (MISSING, "PHOIHOP_SITE_URL is not set", {"PHOIHOP_SITE_URL": "", "PHOIHOP_HOSTS": ".example.vn"}),
        (UNSAFE, "links that act travel", {"PHOIHOP_SITE_URL": "http://phoihop.example"}),
        (MISSING, "not among PHOIHOP_HOSTS", {"PHOIHOP_SITE_URL": "https://other.example"}),
        (UNSAFE, "5 signs, 1 different", {"PHOIHOP_SECRET_KEY": "aaaaa"}),
        (UNSAFE, "1 different", {"PHOIHOP_SECRET_KEY": "a" * 80}),
        (UNSAFE, "without TLS (sslmode=prefer)", {"PHOIHOP_DATABASE_URL": "postgresql://a:b@db.example/x"}),
        (UNSAFE, "db2.example may be", {"PHOIHOP_DATABASE_URL": "postgresql://a:b@127.0.0.1,db2.example/x"}),
        (NOTE, "not asked who it is", {"PHOIHOP_DATABASE_URL": "postgresql://a:b@db.example/x?sslmode=require"}),
        (NOTE, "holds no password", {"PHOIHOP_DATABASE_URL": "postgresql://a@db.example/x?sslmode=verify-full"}),
        (NOTE, "the database is SQLite here", {"PHOIHOP_DATABASE_URL": ""}),
        (NOTE, "a second web machine would not find", {"PHOIHOP_OBJECTS_URL": ""}),
        (UNSAFE, "reaches files.example without TLS", {"PHOIHOP_OBJECTS_URL": "s3://k:s@files.example/house?tls=no"}),
        (UNSAFE, "PHOIHOP_SMTP_URL reaches", {"PHOIHOP_SMTP_URL": "smtp://mail.example"}),
        (UNSAFE, "PHOIHOP_IMAP_URL reaches", {"PHOIHOP_IMAP_URL": "imap://u:p@mail.example/INBOX"}),
        (UNSAFE, "the LMTP door listens on 0.0.0.0", {"PHOIHOP_LMTP_PORT": "24", "PHOIHOP_LMTP_ADDRESS": "0.0.0.0"}),
        (NOTE, "PHOIHOP_MAIL_AUTHSERV is not set", {"PHOIHOP_MAIL_AUTHSERV": ""}),
        (MISSING, "names no mail server", {"PHOIHOP_SMTP_URL": ""}),
        (MISSING, "is at localhost", {"PHOIHOP_MAIL_FROM": "phoihop@localhost"}),
        (NOTE, "answers and bounces are not read", {"PHOIHOP_IMAP_URL": ""}),
        (UNSAFE, "PHOIHOP_LOG_LEVEL is DEBUG", {"PHOIHOP_LOG_LEVEL": "DEBUG"}),
        (NOTE, "nobody reads PHOIHOP_PROT", {"PHOIHOP_PROT": "8000"}),
    ],
)
def test_each_is_named_with_what_to_do(tmp_path, level, words, changed):
    found = [finding for finding in said(tmp_path, **changed) if words in finding.finding]
    assert [finding.level for finding in found] == [level]
    assert found[0].do
    assert found[0].is_well == (level in {OK, NOTE})


def test_what_is_near_or_somebodys_own_is_not_named(tmp_path):
    assert not said(
        tmp_path,
        PHOIHOP_PROXIES="10.0.0.0/8,fd00::/8,[::1]",
        PHOIHOP_PRESS_NETWORKS="fc00::/7",
        PHOIHOP_METRICS_NETWORKS="192.0.2.0/24",
        PHOIHOP_OTLP_URL="http://127.0.0.1:4318/v1/traces",
        PHOIHOP_PUBLIC_SECRET=KEY[:43],
        PHOIHOP_DATABASE_REPLICA_URL="postgresql:///phoihop?host=/run/postgresql",
        PHOIHOP_BACKUP_DIR="/srv/copies",
        PHOIHOP_BACKUP_KEYS="beside",
        PHOIHOP_BACKUP_ENCRYPT_TO="5a" * 32,
    )


def test_no_finding_shows_a_password(tmp_path):
    url = "postgresql://a:s3cret@db.example/x"
    changed = {"PHOIHOP_DATABASE_URL": url, REPLICA: url, "PHOIHOP_SMTP_URL": "smtp://a:s3cret@mail.example"}
    assert "s3cret" not in str(
        said(tmp_path, **changed, PHOIHOP_OBJECTS_URL="s3://k:s3cret@files.example/house?tls=no")
    )


def only(findings: list[Finding]) -> Finding:
    (finding,) = findings
    return finding


def test_sample_accounts_and_the_demonstration_clock_do_not_serve_others(tmp_path):
    (tmp_path / "sample-accounts.json").write_text("[]")
    assert only(said(tmp_path)).finding.startswith("sample accounts are open")
    (tmp_path / "sample-accounts.json").rename(tmp_path / "clock")
    assert only(said(tmp_path)).finding.startswith("a demonstration clock runs")
    assert only(said(tmp_path)).level == UNSAFE


def test_root_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert only(said(tmp_path)).finding.startswith("this runs as root")


def test_keys_and_secret_files_that_others_may_read_are_named(tmp_path):
    (tmp_path / "keys").mkdir()
    for name, mode in (("concerns.key", 0o640), ("intake.public", 0o644), ("mail.key", 0o600)):
        (tmp_path / "keys" / name).write_text("x")
        (tmp_path / "keys" / name).chmod(mode)
    assert only(said(tmp_path)).finding.startswith("keys/concerns.key has mode 640")
    (tmp_path / "keys" / "concerns.key").chmod(0o600)
    secret = tmp_path / "smtp-url"
    secret.write_text(SOUND["PHOIHOP_SMTP_URL"])
    secret.chmod(0o644)
    found = only(said(tmp_path, PHOIHOP_SMTP_URL="", PHOIHOP_SMTP_URL_FILE=str(secret)))
    assert (found.level, found.do) == (UNSAFE, f"chmod 600 {secret}")


def test_a_file_of_settings_is_looked_at_as_the_environment_is(tmp_path):
    place, secret = tmp_path / "phoihop.env", tmp_path / "smtp-url"
    secret.write_text(SOUND["PHOIHOP_SMTP_URL"])
    secret.chmod(0o600)
    without = {"PHOIHOP_SMTP_URL": "", "PHOIHOP_SETTINGS": str(place)}
    place.write_text(f"PHOIHOP_SMTP_URL_FILE={secret}\nPHOIHOP_DATABASE_REPLICA_URL=postgresql:///phoihop\n")
    place.chmod(0o644)
    assert said(tmp_path, **without) == []  # nothing of it need be kept from anybody
    secret.chmod(0o640)
    assert only(said(tmp_path, **without)).finding.startswith("PHOIHOP_SMTP_URL_FILE has mode 640")
    for line in (f"PHOIHOP_SMTP_URL={SOUND['PHOIHOP_SMTP_URL']}", f"PHOIHOP_PUBLIC_SECRET={KEY}"):
        place.write_text(f"{line}\n")
        given = without if "SMTP" in line else without | {"PHOIHOP_SMTP_URL": SOUND["PHOIHOP_SMTP_URL"]}
        place.chmod(0o644)
        found = only(said(tmp_path, **given))
        assert (found.level, found.do) == (UNSAFE, f"chmod 600 {place}")
        place.chmod(0o600)
        assert said(tmp_path, **given) == []


def test_what_systemd_hands_down_is_not_taken_for_open(tmp_path, monkeypatch):
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
    (tmp_path / "credentials").mkdir()
    secret = tmp_path / "credentials" / "secret-key"
    secret.write_text(KEY)
    secret.chmod(0o440)
    assert said(tmp_path, PHOIHOP_SECRET_KEY="", PHOIHOP_SECRET_KEY_FILE=str(secret)) == []


def test_sqlite_on_a_network_disk_is_named(tmp_path, monkeypatch):
    mounts = tmp_path / "mounts"
    share = Path("/srv/với trăng")
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nfiler:/x {share.parent} ext4 rw 0 0\nfiler:/y /srv/data nfs4 rw 0 0\n")
    assert given._disk_of(Path("/srv/data/phoihop"), mounts) == "nfs4"
    assert given._disk_of(Path("/srv/database"), mounts) == "ext4"
    monkeypatch.setattr(given, "_disk_of", lambda _path: "nfs4")
    trial = {"PHOIHOP_DATABASE_URL": "", "PHOIHOP_OBJECTS_URL": ""}
    assert only(said(tmp_path, **trial)).finding.startswith("the data folder lies on a network disk (nfs4)")


# ── secrets from files, the object store's address ──────────────────────────────────────────────────────────────


def test_a_secret_may_be_the_content_of_a_file(tmp_path):
    (tmp_path / "db").write_text("postgresql://an@db.example/x\n")
    assert read({"PHOIHOP_DATABASE_URL_FILE": str(tmp_path / "db")}).database_url == "postgresql://an@db.example/x"
    (tmp_path / "settings.env").write_text("PHOIHOP_DATABASE_URL_FILE=db\n")
    assert read({"PHOIHOP_DATA": str(tmp_path)}).database_url == "postgresql://an@db.example/x"
    both = read({"PHOIHOP_DATA": str(tmp_path), "PHOIHOP_DATABASE_URL": "postgresql://other/x"})
    assert both.database_url == "postgresql://other/x"  # the environment wins over the file


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read: No such file"),
        (b"", "expected one line"),
        (b"one\ntwo", "expected one line"),
        (b"x" * 20_000, "at most 16384 bytes"),
        (b"\xff\xfe", "is no text"),
    ],
)
def test_a_wrong_secret_file_is_refused_without_its_content(tmp_path, content, words):
    if content is not None:
        (tmp_path / "key").write_bytes(content)
    with pytest.raises(WrongOption, match=f"PHOIHOP_SECRET_KEY_FILE: .*{words}") as refused:
        read({"PHOIHOP_SECRET_KEY_FILE": str(tmp_path / "key")})
    assert "two" not in str(refused.value)


def test_a_secret_given_twice_is_refused(tmp_path):
    (tmp_path / "key").write_text(KEY)
    with pytest.raises(WrongOption, match="both set"):
        read({"PHOIHOP_SECRET_KEY": KEY, "PHOIHOP_SECRET_KEY_FILE": str(tmp_path / "key")})


def test_only_secrets_have_files(tmp_path):
    (tmp_path / "settings.env").write_text("PHOIHOP_PORT_FILE=/etc/port\n")
    with pytest.raises(WrongOption, match="unknown setting PHOIHOP_PORT_FILE"):
        read({"PHOIHOP_DATA": str(tmp_path)})


def test_an_object_store_by_address(tmp_path):
    url = "s3://key:not%2Fso%2Bsecret@files.example:9000/phoi-hop?region=hn1&prefix=kg/2026&ca=ca.pem"
    found = objects(read({"PHOIHOP_DATA": str(tmp_path), "PHOIHOP_OBJECTS_URL": url}))
    assert found == {
        "endpoint_url": "https://files.example:9000",
        "bucket_name": "phoi-hop",
        "access_key": "key",
        "secret_key": "not/so+secret",
        "region_name": "hn1",
        "location": "kg/2026",
        "verify": str(tmp_path / "ca.pem"),
    }
    near = objects(read({"PHOIHOP_OBJECTS_URL": "s3://[::1]:9000/house?tls=no"}))
    assert (near["endpoint_url"], near["access_key"]) == ("http://[::1]:9000", None)
    assert objects(read({})) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://files.example/house",
        "s3://files.example",
        "s3://files.example/Two/Parts",
        "s3://key@files.example/house",
        "s3://key:s3cret@files.example:port/house",
        "s3://key:s3cret@files.example/house?tls=perhaps",
        "s3://key:s3cret@files.example/house?public=yes",
        "s3://key:s3cret@files.example/house?prefix=../other",
        "s3://key:s3cret@files.example/house?tls",
    ],
)
def test_another_address_is_refused_and_not_shown(url):
    with pytest.raises(WrongOption, match="PHOIHOP_OBJECTS_URL: expected s3://") as refused:
        read({"PHOIHOP_OBJECTS_URL": url})
    assert "s3cret" not in str(refused.value)
