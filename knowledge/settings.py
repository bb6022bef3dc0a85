"""Settings of the guidebook search, read once per process from the environment or `.env`."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

HOME = Path(__file__).resolve().parent
ROOT = HOME.parent


class KnowledgeSettings(BaseSettings):
    """Where the guidebook, the model, the built index, what danger looks like and the centres' own documents lie."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore")

    guidebook_dir: Path = HOME / "guidebook"
    index_dir: Path = ROOT / "var" / "index"
    danger_dir: Path = ROOT / "var" / "danger"
    library_dir: Path = ROOT / "var" / "library"
    # Written by `gildongmu model use … --swap`; where it is, it goes before the settings of the embedding model.
    model_choice: Path = ROOT / "var" / "model.json"
    embedding_model: str = str(HOME / "model")
    embedding_query_prompt: str = ""
    embedding_passage_prompt: str = ""
