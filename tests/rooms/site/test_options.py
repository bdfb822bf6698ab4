from pathlib import Path

import pytest

from phoihop.site.options import DEFAULTS, ROOT, WrongOption, database, read, url_of


def test_nothing_set_is_loopback_on_sqlite_in_var():
    options = read({})
    assert options.data == ROOT / "var"
    assert (options.address, options.port, options.is_https) == ("127.0.0.1", 8000, False)
    assert database(options)["NAME"] == str(ROOT / "var" / "phoihop.sqlite3")


def test_an_acknowledged_act_is_on_disk():
    settings = database(read({}))["OPTIONS"]
    assert "synchronous=FULL" in settings["init_command"]
    assert "journal_mode=WAL" in settings["init_command"]
    assert settings["transaction_mode"] == "IMMEDIATE"


def test_a_public_name_turns_https_on():
    assert read({"PHOIHOP_HOSTS": "phoihop.example"}).is_https
    assert not read({"PHOIHOP_HOSTS": "localhost,[::1]"}).is_https
    assert not read({"PHOIHOP_HOSTS": "phoihop.example", "PHOIHOP_HTTPS": "no"}).is_https


def test_signers_are_trusted_by_a_folder_in_the_data_folder_or_elsewhere(tmp_path):
    assert read({"PHOIHOP_DATA": str(tmp_path)}).trust == tmp_path / "trust"
    elsewhere = read({"PHOIHOP_DATA": str(tmp_path), "PHOIHOP_TRUST": "/etc/phoihop/trust"})
    assert elsewhere.trust == Path("/etc/phoihop/trust")


def test_the_environment_wins_over_the_file(tmp_path):
    (tmp_path / "settings.env").write_text('# quiet\nPHOIHOP_PORT=9000\nPHOIHOP_WORKERS="3"\n')
    options = read({"PHOIHOP_DATA": str(tmp_path), "PHOIHOP_PORT": "9001"})
    assert (options.port, options.workers) == (9001, 3)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("PHOIHOP_PROT=1", "unknown setting PHOIHOP_PROT"),
        ("PHOIHOP_PORT=0", "PHOIHOP_PORT: expected a number from 1 to 65535"),
        ("PHOIHOP_LARGEST_FILE_MB=0", "PHOIHOP_LARGEST_FILE_MB: expected a number from 1 to 4096"),
        ("PHOIHOP_QUARANTINE_DAYS=365", "PHOIHOP_QUARANTINE_DAYS: expected a number from 1 to 30"),
        ("PHOIHOP_PORT=eight", "PHOIHOP_PORT: expected a number"),
        ("PHOIHOP_HTTPS=perhaps", "expected yes or no"),
        ("PHOIHOP_DATA=/tmp", "belongs outside"),
        ("just words", "line 1: expected NAME=value"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place(tmp_path, line, words):
    (tmp_path / "settings.env").write_text(line + "\n")
    with pytest.raises(WrongOption, match=words):
        read({"PHOIHOP_DATA": str(tmp_path)})


def test_a_named_file_must_be_there(tmp_path):
    with pytest.raises(WrongOption, match="there is no file"):
        read({"PHOIHOP_SETTINGS": str(tmp_path / "nowhere")})


def test_postgresql_by_address():
    found = database(read({"PHOIHOP_DATABASE_URL": "postgresql://an:m%40t@db.example:5433/phoi%20hop?sslmode=require"}))
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("an", "m@t", "db.example", "5433")
    assert found["NAME"] == "phoi hop"
    assert found["OPTIONS"]["sslmode"] == "require"


def test_several_hosts_of_which_one_leads():
    url = "postgresql://an:x@a.example:5433,b.example,[::1]:5434/phoihop?target_session_attrs=read-write"
    found = database(read({"PHOIHOP_DATABASE_URL": url}))
    assert (found["HOST"], found["PORT"]) == ("a.example,b.example,::1", "5433,5432,5434")
    assert found["OPTIONS"]["target_session_attrs"] == "read-write"
    assert found["CONN_HEALTH_CHECKS"]
    by_option = database(read({"PHOIHOP_DATABASE_URL": "postgresql://an@/phoihop?host=a,b&port=5433"}))
    assert (by_option["HOST"], by_option["PORT"]) == ("a,b", "5433")


def test_a_pooler_gets_no_session_that_is_expected_to_last():
    url = {"PHOIHOP_DATABASE_URL": "postgresql://an@db.example/x"}
    ours = database(read(url))
    lent = database(read({**url, "PHOIHOP_DATABASE_POOLER": "transaction"}))
    assert not ours["DISABLE_SERVER_SIDE_CURSORS"]
    assert "lock_timeout=10s" in ours["OPTIONS"]["options"]
    assert lent["DISABLE_SERVER_SIDE_CURSORS"]
    assert lent["OPTIONS"]["prepare_threshold"] is None
    assert "options" not in lent["OPTIONS"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PHOIHOP_DATABASE_POOLER", "session"),
        ("PHOIHOP_DATABASE_POOLER", "transaction"),
        ("PHOIHOP_DATABASE_REPLICA_URL", "postgresql://an@replica/x"),
    ],
)
def test_what_stands_beside_a_database_needs_one(name, value):
    with pytest.raises(WrongOption, match=name):
        read({name: value})


@pytest.mark.parametrize(
    "url",
    [
        "mysql://x/y",
        "postgresql://host/",
        "postgresql://host:port/name",
        "postgresql://a:1,b:99999/name",
        "postgresql://an@/name?host=a,b,c&port=1,2",
    ],
)
def test_another_database_is_refused(url):
    with pytest.raises(WrongOption, match="PHOIHOP_DATABASE_URL"):
        database(read({"PHOIHOP_DATABASE_URL": url}))


def test_the_address_shown_is_one_a_person_can_open():
    assert url_of(read({}), 8001) == "http://localhost:8001/"
    assert url_of(read({"PHOIHOP_HOSTS": "phoihop.example"}), 8001) == "https://phoihop.example/"


def test_every_setting_is_documented():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [name for name in DEFAULTS if f"| `{name}` |" not in text] == []


def test_a_master_key_of_its_own_is_a_file_of_32_bytes(tmp_path: Path) -> None:
    key = tmp_path / "master"
    given = {"PHOIHOP_DATA": str(tmp_path), "PHOIHOP_MASTER_KEY_FILE": str(key)}
    with pytest.raises(WrongOption, match="put back the key"):
        read(given)
    key.write_bytes(b"x" * 31)
    with pytest.raises(WrongOption, match="has 31 bytes"):
        read(given)
    key.write_bytes(b"x" * 32)
    assert read(given).master_key_file == key
