"""Commands for the people of the desk: `gildongmu desk add-counsellor | import | invite | reset-second-factor`."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from api.conversations.database import Database
from api.conversations.events import EventHub
from api.desk.accounts import Accounts, lifetimes
from api.desk.people.directory import Directory
from api.desk.people.importing import Imported, Refusal, import_people
from api.desk.people.schemas import NewPerson
from api.desk.rights import Role
from api.errors import GatewayError, NotFound
from api.requests import utc_now
from api.settings import ApiSettings

_SHORTEST_PASSWORD = 10


def add_commands(commands: Any) -> None:  # noqa: ANN401 - argparse does not name its type
    """Add `desk` to the commands."""
    desk = commands.add_parser("desk", help="the people of the counsellors' desk").add_subparsers(
        dest="action", required=True
    )
    add = desk.add_parser("add-counsellor", help="add an account; without a password on standard input, an invitation")
    add.add_argument("--email", required=True)
    add.add_argument("--name", required=True)
    add.add_argument("--role", default=Role.COUNSELLOR.value, choices=[role.value for role in Role])
    add.add_argument("--languages", default="ko", help="codes with commas: ko,ur")
    add.add_argument("--centre", action="append", default=[], help="may be repeated; default: all centres")
    take = desk.add_parser("import", help="invite everybody in a CSV file: email,name,role,languages,centres")
    take.add_argument("file", type=Path, metavar="FILE")
    again = desk.add_parser("invite", help="print a fresh invitation for an account, e.g. for a forgotten password")
    again.add_argument("email")
    reset = desk.add_parser("reset-second-factor", help="take the second factor from an account that has lost it")
    reset.add_argument("email")


def run(options: argparse.Namespace, settings: ApiSettings) -> int:
    """Run one of them; the exit status is 1 where something was refused."""
    do = {"add-counsellor": _add, "import": _import, "invite": _invite, "reset-second-factor": _reset}[options.action]
    try:
        return asyncio.run(_with_database(do, options, settings))
    except ValidationError as error:
        for finding in error.errors():
            print(f"{finding['loc'][0]}: {finding['msg']}", file=sys.stderr)
    except (GatewayError, OSError) as error:
        print(error, file=sys.stderr)
    return 1


_Command = Callable[[argparse.Namespace, Accounts, Directory], Awaitable[int]]


async def _with_database(do: _Command, options: argparse.Namespace, settings: ApiSettings) -> int:
    database = Database(settings.database_url)
    try:
        accounts = Accounts(database, lifetimes(settings), utc_now)
        return await do(options, accounts, Directory(database, EventHub(), settings.public_url, utc_now))
    finally:
        await database.close()


async def _add(options: argparse.Namespace, accounts: Accounts, directory: Directory) -> int:
    languages = options.languages.replace(",", " ").split()
    new = NewPerson(
        email=options.email, name=options.name, role=options.role, languages=languages, centres=options.centre
    )
    password = "" if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if not password:
        _, invitation = await directory.add(None, new)
        print(invitation.link)
        return 0
    if len(password) < _SHORTEST_PASSWORD:
        print(f"The password needs at least {_SHORTEST_PASSWORD} characters.", file=sys.stderr)
        return 1
    await accounts.add(new.email, new.name, new.languages, password, role=new.role, centres=new.centres)
    print(f"{new.email} can sign in")
    return 0


async def _import(options: argparse.Namespace, _: Accounts, directory: Directory) -> int:
    done: Imported = await import_people(directory, None, options.file.read_bytes())
    for person, invitation in done.added:
        print(f"{person.counsellor.email}  {invitation.link}")
    for refused in done.refused:
        print(f"line {refused.line}: {refused.reason}", file=sys.stderr)
    # Who is there already was taken in by an earlier run.
    return int(any(refused.reason is not Refusal.EMAIL_TAKEN for refused in done.refused))


async def _invite(options: argparse.Namespace, _: Accounts, directory: Directory) -> int:
    print((await directory.invite(None, await _find(directory, options.email))).link)
    return 0


async def _reset(options: argparse.Namespace, _: Accounts, directory: Directory) -> int:
    await directory.reset_second_factor(None, await _find(directory, options.email))
    print(f"{options.email} signs in without a second factor now")
    return 0


async def _find(directory: Directory, email: str) -> str:
    found = await directory.find(email)
    if found is None:
        raise NotFound(f"There is no account with the e-mail {email}.")
    return found.id
