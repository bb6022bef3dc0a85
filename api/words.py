"""The gateway's own words in the resident's language, from gettext catalogues."""

import gettext
from functools import cache

from api.settings import HOME
from knowledge.languages import Language

CATALOGUE = "api"


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """Return the catalogue of a language; English source strings where there is none."""
    return gettext.translation(CATALOGUE, HOME / "locale", languages=[language], fallback=True)
