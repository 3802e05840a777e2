"""Words that a reader may see, in their language.

Owns the gettext catalogue of the core (domain ``recviz_docs``) and the list of
languages it is complete in. It must not know where a message is shown: hosts
pass the language of the page, logs use English.
"""

from __future__ import annotations

import gettext as gettext_module
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

__all__ = ["LANGUAGES", "Language", "Message", "message", "normalise_language", "translate"]

Language = str
LANGUAGES: tuple[Language, ...] = ("en", "zh")
_DOMAIN = "recviz_docs"
_LOCALE_DIR = Path(__file__).parent / "locale"


def normalise_language(tag: str | None) -> Language:
    """Gives the catalogue's language for any host's tag (``zh_CN``, ``zh-Hans``, ``en-GB``)."""
    primary = (tag or "").replace("_", "-").split("-")[0].lower()
    return primary if primary in LANGUAGES else "en"


@cache
def _catalogue(language: Language) -> gettext_module.NullTranslations:
    return gettext_module.translation(_DOMAIN, _LOCALE_DIR, [language], fallback=True)


def translate(text: str, language: Language) -> str:
    """Gives ``text`` in ``language``; the English text itself where there is no translation."""
    return _catalogue(language).gettext(text)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with its facts, translated when it is shown and not before."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: Language = "en") -> str:
        """Gives the sentence in ``language`` with the facts filled in."""
        facts = {
            name: fact.text(language) if isinstance(fact, Message) else fact
            for name, fact in self.values.items()
        }
        return translate(self.template, language).format_map(facts)

    def filled(self, **values: object) -> Message:
        """Gives the sentence with these facts."""
        return Message(self.template, values)

    def __str__(self) -> str:
        return self.text()


def message(template: str, /, **values: object) -> Message:
    """Gives a `Message`; the extraction of the catalogue looks for calls of this name."""
    return Message(template, values)
