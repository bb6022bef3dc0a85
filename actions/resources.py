"""What the actions need and is loaded once: the search, the settings, the catalogues."""

import gettext
from functools import cache

from actions.settings import ActionsSettings
from knowledge.languages import Language
from knowledge.search import GuidebookSearch, load_search
from knowledge.settings import ROOT, KnowledgeSettings

CATALOGUE = "actions"
LOCALE_HOME = ROOT / "actions" / "locale"


@cache
def settings() -> ActionsSettings:
    """Return the settings of this process."""
    return ActionsSettings()


@cache
def guidebook_search() -> GuidebookSearch:
    """Return the search over the guidebook; the first call loads it, which takes seconds."""
    return load_search(KnowledgeSettings())


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """Return the catalogue of a language; English source strings where there is none."""
    return gettext.translation(CATALOGUE, LOCALE_HOME, languages=[language], fallback=True)
