"""Foreign keys and SQL obey the same arrows as imports; import-linter sees neither."""

import re

from django.apps import apps
from django.db.models import ForeignKey, Model

from duenotice.agencies.models import AgencyRecord
from tests.house.rooms import PACKAGE, may_see

# Statements that walk every agency on purpose: the worker's probe and its sweeps, each bounded by a partial index.
ACROSS_AGENCIES = {
    "actions/sql/to_fall_back.sql",
    "actions/sql/take_news.sql",
    "messaging/sql/due_senders.sql",
    "senders/sql/hearing.sql",
    "messaging/sql/health.sql",
    "messaging/sql/sweep_claimed.sql",
    "messaging/sql/sweep_submitting.sql",
    "messaging/sql/sweep_expired.sql",
    "messaging/sql/sweep_unknown.sql",
    "messaging/sql/to_ask.sql",
    "webhooks/sql/take_endpoints.sql",
    "webhooks/sql/fan_out.sql",
}


def ours() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("duenotice.")]


def test_foreign_keys_point_at_their_own_room_or_a_lower_one():
    wrong = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in ours()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model in ours()
        if not may_see(model._meta.app_label, field.related_model._meta.app_label)
    ]
    assert wrong == []


def test_sql_files_name_tables_of_their_own_room_or_a_lower_one():
    rooms = {model._meta.db_table: model._meta.app_label for model in ours()}
    wrong = [
        f"{path.relative_to(PACKAGE)}: {table}"
        for path in PACKAGE.rglob("sql/*.sql")
        for table in set(re.findall(r"\b[a-z]+_[a-z]+\b", path.read_text())) & set(rooms)
        if not may_see(path.parts[-3], rooms[table])
    ]
    assert wrong == []


def test_every_sql_file_says_what_it_does_and_names_the_agency():
    tables = {model._meta.db_table for model in ours() if issubclass(model, AgencyRecord)}
    for path in PACKAGE.rglob("sql/*.sql"):
        name, text = str(path.relative_to(PACKAGE)), path.read_text()
        assert text.startswith("--"), f"{name} has no header"
        touches = any(re.search(rf"\b{table}\b", text) for table in tables)
        # flows/sql/plan.sql, which others take in, names it for them.
        named = "{plan}" in text or re.search(r"agency_id.{0,12}= ", text)
        assert not touches or name in ACROSS_AGENCIES or named, f"{name} does not name the agency"
