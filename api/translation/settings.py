"""Settings of machine translation, read once per process from the environment or `.env`."""

from datetime import timedelta
from enum import StrEnum
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.settings import ROOT


class ProviderName(StrEnum):
    """The translation services that can be chosen; OFF is an empty setting."""

    OFF = ""
    GOOGLE = "google"
    LIBRE = "libre"


class TranslationSettings(BaseSettings):
    """Which service translates, and for how long it may; nothing is translated unless a provider is set.

    Whoever chooses Google sends residents' words to a company abroad; LibreTranslate can run in one's own house.
    """

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore")

    translation_provider: ProviderName = ProviderName.OFF
    translation_base_url: str = ""
    translation_key: SecretStr = SecretStr("")
    translation_timeout: timedelta = Field(default=timedelta(seconds=5), gt=timedelta(0))
    # Before the second, third and fourth try of a resident's message; a draft is tried when somebody asks again.
    translation_pauses: list[timedelta] = [timedelta(seconds=2), timedelta(seconds=15), timedelta(minutes=1)]

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.translation_provider is ProviderName.GOOGLE and not self.translation_key.get_secret_value():
            raise ValueError("TRANSLATION_PROVIDER=google needs TRANSLATION_KEY")
        if self.translation_provider is ProviderName.LIBRE and not self.translation_base_url:
            raise ValueError("TRANSLATION_PROVIDER=libre needs TRANSLATION_BASE_URL")
        return self
