"""Commands for operators: `python -m api.cli migrate | login | add-counsellor`."""

import argparse
import asyncio
import sys

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import IntegrityError

from api.conversations.database import Database
from api.desk.accounts import Accounts, lifetimes
from api.requests import utc_now
from api.settings import HOME, ApiSettings
from knowledge.languages import Language


def migrate(settings: ApiSettings) -> None:
    """Bring the database to the newest version of its tables."""
    config = Config()
    config.set_main_option("script_location", str(HOME / "migrations"))
    config.set_main_option("sqlalchemy.url", settings.database_url.replace("%", "%%"))
    command.upgrade(config, "head")


async def _login(settings: ApiSettings) -> str:
    database = Database(settings.database_url)
    try:
        accounts = Accounts(database, lifetimes(settings), utc_now)
        return await accounts.issue_code((await accounts.first_counsellor()).id)
    finally:
        await database.close()


async def _add(settings: ApiSettings, email: str, name: str, languages: list[str], password: str | None) -> None:
    database = Database(settings.database_url)
    try:
        await Accounts(database, lifetimes(settings), utc_now).add(email, name, languages, password)
    finally:
        await database.close()


def main(arguments: list[str] | None = None) -> int:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="python -m api.cli", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="create or update the tables")
    commands.add_parser("login", help="print a one-time code for the first counsellor")
    add = commands.add_parser("add-counsellor", help="add a counsellor; the password is read from standard input")
    add.add_argument("--email", required=True)
    add.add_argument("--name", required=True)
    add.add_argument("--languages", default="ko", help="codes with commas: ko,ur")
    options = parser.parse_args(arguments)
    settings = ApiSettings()
    match options.command:
        case "migrate":
            migrate(settings)
        case "login":
            print(asyncio.run(_login(settings)))
        case _:
            languages = [Language(code).value for code in options.languages.split(",")]
            password = sys.stdin.readline().rstrip("\n") or None
            try:
                asyncio.run(_add(settings, options.email, options.name, languages, password))
            except IntegrityError:
                print(f"{options.email} is already there", file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
