"""The operator's commands: `gildongmu desk add-counsellor | import | invite | reset-second-factor`."""

import asyncio
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from api.cli import main
from tests.api.desk.people import CENTRE, PASSWORD, browser, status
from tests.conftest import StartGateway
from tests.databases import Plain

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command on an empty database; gives exit status, output and errors."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("PUBLIC_URL", "https://chat.example.org")

    def command(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(["desk", *arguments])
        return code, *capsys.readouterr()

    return command


def add(email: str = "kim@example.org", *more: str) -> tuple[str, ...]:
    return ("add-counsellor", "--email", email, "--name", "Kim", *more)


def accounts(database_url: str) -> list[tuple[str, ...]]:
    return Plain(database_url).execute("SELECT email, role, languages, centres FROM counsellors ORDER BY email")


def test_account_with_all_options_is_added(run: Run, database_url: str) -> None:
    more = ("--role", "supervisor", "--languages", "ko,ur", "--centre", CENTRE)
    assert run(*add("Kim@example.org", *more), typed=f"{PASSWORD}\n")[0] == 0
    assert accounts(database_url) == [("kim@example.org", "supervisor", '["ko", "ur"]', f'["{CENTRE}"]')]


async def test_password_from_standard_input_signs_in(run: Run, start_gateway: StartGateway) -> None:
    gateway = await start_gateway()
    await asyncio.to_thread(run, *add(), typed=f"{PASSWORD}\n")
    right = {"email": "kim@example.org", "password": PASSWORD}
    assert await status(browser(gateway), "session", "POST", json=right) == 200


async def test_without_a_password_the_printed_invitation_signs_in(run: Run, start_gateway: StartGateway) -> None:
    gateway = await start_gateway()
    _, printed, _ = await asyncio.to_thread(run, *add())
    assert printed.startswith("https://chat.example.org/desk#invitation=")
    body = {"code": printed.strip().partition("=")[2], "password": PASSWORD}
    assert await status(browser(gateway), "invitations/accept", "POST", json=body) == 200


async def test_fresh_invitation_is_the_way_back_for_a_forgotten_password(run: Run, start_gateway: StartGateway) -> None:
    gateway = await start_gateway()
    await asyncio.to_thread(run, *add(), typed=f"{PASSWORD}\n")
    _, printed, _ = await asyncio.to_thread(run, "invite", "KIM@example.org")
    body = {"code": printed.strip().partition("=")[2], "password": "another long one"}
    assert await status(browser(gateway), "invitations/accept", "POST", json=body) == 200


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (("--languages", "ko,fr"), "languages"),
        (("--centre", "nowhere"), "centres"),
    ],
)
def test_what_does_not_exist_is_named_and_nothing_is_added(
    run: Run, database_url: str, more: tuple[str, ...], complaint: str
) -> None:
    code, _, errors = run(*add("kim@example.org", *more))
    assert (code, errors.partition(":")[0]) == (1, complaint)
    assert accounts(database_url) == []


def test_short_password_and_taken_email_are_refused(run: Run, database_url: str) -> None:
    assert run(*add(), typed="short\n")[0] == 1
    assert run(*add(), typed=f"{PASSWORD}\n")[0] == 0
    code, _, errors = run(*add(), typed=f"{PASSWORD}\n")
    assert (code, errors) == (1, "There is an account with this e-mail already.\n")
    assert len(accounts(database_url)) == 1


def test_file_is_imported_once_and_its_wrong_lines_are_named(run: Run, database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("email,name,role,languages,centres\nlee@x.kr,Lee,counsellor,ko,\nwrong,Oh,counsellor,ko,\n")
    code, printed, errors = run("import", str(file))
    assert (code, errors) == (1, "line 3: email\n")
    assert printed.startswith("lee@x.kr  https://chat.example.org/desk#invitation=")
    file.write_text("email,name,role,languages,centres\nlee@x.kr,Lee,counsellor,ko,\n")
    assert run("import", str(file)) == (0, "", "line 2: email-taken\n")
    assert len(accounts(database_url)) == 1


def test_unknown_file_and_unknown_account_are_said_so(run: Run, tmp_path: Path) -> None:
    assert run("import", str(tmp_path / "missing.csv"))[0] == 1
    assert run("invite", "nobody@example.org")[0] == 1
    assert run("reset-second-factor", "nobody@example.org")[0] == 1


def test_operator_takes_away_a_lost_second_factor(run: Run, database_url: str) -> None:
    run(*add(), typed=f"{PASSWORD}\n")
    plain = Plain(database_url)
    plain.execute("UPDATE counsellors SET totp_secret = 'plain:x', totp_confirmed_at = created_at")
    assert run("reset-second-factor", "kim@example.org")[0] == 0
    assert plain.execute("SELECT totp_secret, totp_confirmed_at FROM counsellors") == [(None, None)]
