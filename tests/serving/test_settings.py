"""Settings come from the environment, and nonsense is refused by name."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from duenotice import environment


@pytest.mark.parametrize("value", ["ture", "1", "yes", "True", " true"])
def test_a_flag_that_is_neither_true_nor_false_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DUENOTICE_HANDSET", value)
    with pytest.raises(ImproperlyConfigured, match="DUENOTICE_HANDSET"):
        environment.flag("DUENOTICE_HANDSET")


@pytest.mark.parametrize("value", ["0", "201", "-3", "1.5", "ten", "٣"])
def test_a_number_out_of_range_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DUENOTICE_DATABASE_POOL_SIZE", value)
    with pytest.raises(ImproperlyConfigured, match="DUENOTICE_DATABASE_POOL_SIZE"):
        environment.integer("DUENOTICE_DATABASE_POOL_SIZE", 16, 2, 200)


@pytest.mark.parametrize(
    "value", ["", "mysql://root@localhost/x", "postgresql://localhost", "postgresql://u:hush@h:port/x", "host=x dbname=y"]
)
def test_an_address_of_a_database_that_is_none_is_refused_by_name_without_its_password(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DATABASE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refused:
        environment.database("DATABASE_URL")
    assert "hush" not in str(refused.value)


def test_a_database_is_reached_by_host_or_by_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://court:p%40ss@db.example.org:6432/notices?sslmode=require")
    by_host = environment.database("DATABASE_URL")
    assert [by_host[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == ["notices", "court", "p@ss", "db.example.org", "6432"]
    assert by_host["OPTIONS"] == {"sslmode": "require"}
    monkeypatch.setenv("DATABASE_URL", "postgresql://duenotice_app@/duenotice?host=/srv/due%20notice/socket&port=5432")
    by_socket = environment.database("DATABASE_URL")
    assert [by_socket[key] for key in ("NAME", "HOST", "PORT", "OPTIONS")] == ["duenotice", "/srv/due notice/socket", "5432", {}]


def test_a_secret_can_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file\n")
    monkeypatch.setenv("DUENOTICE_SECRET_KEY_FILE", str(tmp_path / "key"))
    assert environment.text("DUENOTICE_SECRET_KEY") == "from a file"
    monkeypatch.setenv("DUENOTICE_SECRET_KEY_FILE", str(tmp_path / "missing"))
    with pytest.raises(ImproperlyConfigured, match="DUENOTICE_SECRET_KEY_FILE"):
        environment.text("DUENOTICE_SECRET_KEY")


def test_every_setting_is_in_the_operators_table() -> None:
    root = Path(environment.__file__).parent
    read = set(re.findall(r'environment\.\w+\(\s*"(\w+)"', (root / "settings.py").read_text()))
    table = (root.parent / "docs" / "operating.md").read_text()
    assert len(read) > 10
    assert {name for name in read if f"`{name}`" not in table} == set()
