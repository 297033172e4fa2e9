"""Templates: what a message says, in each language."""

from uuid import UUID

from django.db import models
from django.db.models import UniqueConstraint

from duenotice.agencies.models import AgencyRecord
from duenotice.db.constraints import SameAgency


class Template(AgencyRecord):
    """The words of an auto message or a flow step, per language; English is the one that must exist."""

    name = models.CharField(max_length=100)

    class Meta:
        constraints = [UniqueConstraint(fields=["agency", "id"], name="template_in_agency")]

    def __str__(self) -> str:
        return self.name

    def words_in(self, language: str) -> "TemplateWords":
        """The words in `language`, or the English ones where there is no translation. Raises TemplateWords.DoesNotExist without either."""
        words = {row.language: row for row in self.words.all()}
        if language in words:
            return words[language]
        if "en" in words:
            return words["en"]
        raise TemplateWords.DoesNotExist(f"the template {self.name} has no English words")


class TemplateWords(AgencyRecord):
    """One language's words. `body` serves text, voice and fax, and email too; `subject` is email's alone."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, db_constraint=False, related_name="words")
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200, default="", blank=True)
    body = models.TextField()

    template_id: UUID

    class Meta:
        constraints = [
            SameAgency("template_id", "words_template", name="template_words_same_agency", on_delete="CASCADE"),
            UniqueConstraint(fields=["agency", "template", "language"], name="one_wording_per_language"),
        ]
