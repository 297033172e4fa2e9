"""What Django cannot say of the database by itself: foreign keys that keep an agency's rows together, and append-only tables."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models import BaseConstraint, Model

Schema = BaseDatabaseSchemaEditor


class SameAgency(BaseConstraint):
    """A composite foreign key (agency_id, COLUMN) → TARGET (agency_id, id), checked at once.

    No row can point at another agency's row, whatever the code above does. Inserting a row locks its target FOR KEY SHARE, which is what
    opting out relies on (ARCHITECTURE.md, Consent under concurrency). The target needs a unique constraint on (agency_id, id).
    """

    def __init__(self, column: str, target: str, *, name: str, on_delete: str = "NO ACTION") -> None:
        super().__init__(name=name)
        self.column, self.target, self.on_delete = column, target, on_delete

    def _add(self, table: str, schema: Schema) -> str:
        quote = schema.quote_name
        return (
            f"ALTER TABLE {quote(table)} ADD CONSTRAINT {quote(self.name)} FOREIGN KEY (agency_id, {quote(self.column)}) "
            f"REFERENCES {quote(self.target)} (agency_id, id) ON DELETE {self.on_delete}"
        )

    def constraint_sql(self, model: type[Model] | None, schema_editor: Schema | None) -> str:
        """Nothing inside CREATE TABLE: the constraint is added once every table of the migration stands."""
        assert model is not None
        assert schema_editor is not None
        schema_editor.deferred_sql.append(Statement(self._add(model._meta.db_table, schema_editor)))
        return None  # type: ignore[return-value]

    def create_sql(self, model: type[Model] | None, schema_editor: Schema | None) -> str:
        assert model is not None
        assert schema_editor is not None
        return self._add(model._meta.db_table, schema_editor)

    def remove_sql(self, model: type[Model] | None, schema_editor: Schema | None) -> str:
        assert model is not None
        assert schema_editor is not None
        return f"ALTER TABLE {schema_editor.quote_name(model._meta.db_table)} DROP CONSTRAINT {schema_editor.quote_name(self.name)}"

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Left to the database, which alone sees every writer."""

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        return ("duenotice.db.constraints.SameAgency", (self.column, self.target), {"name": self.name, "on_delete": self.on_delete})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameAgency) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)


def append_only(table: str) -> str:
    """SQL that makes the database refuse to change or delete a row of TABLE, whoever asks.

    TRUNCATE is withheld from the application's role by not granting it.
    """
    return f"""
    CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
    """
