"""Settings of the gateway, read once per process from the environment or `.env`."""

from datetime import timedelta
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

HOME = Path(__file__).resolve().parent
ROOT = HOME.parent


class ApiSettings(BaseSettings):
    """Everything that may differ between installations of the gateway."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore")

    database_url: str = f"sqlite+aiosqlite:///{ROOT / 'var' / 'gildongmu.db'}"
    rasa_url: str = "http://127.0.0.1:5105"
    rasa_token: str = ""
    engine_timeout: timedelta = timedelta(seconds=20)
    answer_deadline: timedelta = timedelta(seconds=10)
    burst_pause: timedelta = timedelta(seconds=1)
    turns_per_session: int = Field(default=40, ge=1)
    mount_actions: bool = True
    widget_origins: list[str] = ["*"]
    desk_session_hours: int = Field(default=12, ge=1)
    login_code_minutes: int = Field(default=720, ge=1)
    secure_cookies: bool = False
    web_dist: Path = HOME / "web" / "dist"
