"""Settings of the action server; the guidebook's own are in `knowledge.settings`."""

from datetime import timedelta

from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.settings import ROOT


class ActionsSettings(BaseSettings):
    """How the actions behave."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore")

    action_token: str = ""
    search_timeout: timedelta = timedelta(seconds=5)
    hits_shown: int = 3
    failures_before_counsellor: int = 3
