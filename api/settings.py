"""Settings of the gateway, read once per process from the environment or `.env`."""

from datetime import timedelta
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

HOME = Path(__file__).resolve().parent
ROOT = HOME.parent


VAPID_FILE = ROOT / "var" / "vapid.pem"
"""The key of web push where no other is set; made at the first start."""


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
    desk_second_factor_roles: str = ""
    desk_secret_key: str = ""
    desk_oidc_issuer: str = ""
    desk_oidc_client_id: str = ""
    desk_oidc_client_secret: str = ""
    desk_oidc_name: str = ""
    secure_cookies: bool = False
    public_url: str = ""
    line_channel_secret: str = ""
    line_channel_access_token: str = ""
    line_api_base_url: str = ""
    line_data_base_url: str = ""
    kakao_skill_header: str = "X-Gildongmu-Secret"
    kakao_skill_secret: str = ""
    kakao_bot_id: str = ""
    kakao_callback_hosts: list[str] = ["bot-api.kakao.com"]
    kakao_event_api_base_url: str = ""
    kakao_event_api_key: str = ""
    kakao_event_api_monthly_cap: int = Field(default=0, ge=0)
    kakao_image_hosts: list[str] = [".kakaocdn.net"]
    attachments_dir: Path = ROOT / "var" / "attachments"
    tracker_database: Path = ROOT / "var" / "tracker.db"
    vapid_private_key: str = ""
    vapid_contact: str = "mailto:operator@localhost"
    push_hosts: list[str] = [
        "fcm.googleapis.com",
        "push.services.mozilla.com",
        "notify.windows.com",
        "push.apple.com",
    ]
    push_pauses: list[timedelta] = [timedelta(seconds=2), timedelta(seconds=15), timedelta(minutes=1)]
    web_dist: Path = HOME / "web" / "dist"
