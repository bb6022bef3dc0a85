"""Many accounts at once, from a CSV file: each line by itself, refused ones named, the same file twice adds nothing."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from api.conversations.models import Counsellor
from api.desk.people.directory import Directory, Person
from api.desk.people.one_time_codes import Invitation
from api.desk.people.schemas import NewPerson
from api.errors import EmailTaken, FileTooLarge, InvalidRequest, NotAllowed

COLUMNS = ("email", "name", "role", "languages", "centres")
LARGEST = 2**20
MOST_LINES = 1000


class Refusal(StrEnum):
    """Why a line is refused: what is wrong with a column, or with the whole."""

    COLUMNS = "columns"
    EMAIL = "email"
    NAME = "name"
    ROLE = "role"
    LANGUAGES = "languages"
    CENTRES = "centres"
    EMAIL_TAKEN = "email-taken"
    NOT_ALLOWED = "not-allowed"


@dataclass(frozen=True)
class Refused:
    """A line of the file, counted from 1 with the header, and why it was not taken."""

    line: int
    reason: Refusal


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    added: list[tuple[Person, Invitation]]
    refused: list[Refused]


async def import_people(directory: Directory, by: Counsellor | None, content: bytes) -> Imported:
    """Invite everybody in a file; raises InvalidRequest for one without the header, FileTooLarge."""
    done = Imported([], [])
    for line, new in list(read_people(content)):
        if isinstance(new, Refusal):
            done.refused.append(Refused(line, new))
            continue
        try:
            done.added.append(await directory.add(by, new))
        except EmailTaken:
            done.refused.append(Refused(line, Refusal.EMAIL_TAKEN))
        except NotAllowed:
            done.refused.append(Refused(line, Refusal.NOT_ALLOWED))
    return done


def read_people(content: bytes) -> Iterator[tuple[int, NewPerson | Refusal]]:
    """Read a file: UTF-8, or CP949 as Korean spreadsheets write it; raises InvalidRequest, FileTooLarge.

    Several values in a cell stand with spaces, semicolons or, within quotes, commas.
    """
    rows = csv.reader(io.StringIO(_decode(content), newline=""))
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        if set(header) != set(COLUMNS):
            raise InvalidRequest(f"The first line must name the columns: {','.join(COLUMNS)}")
        for count, row in enumerate(rows, start=1):
            if count > MOST_LINES:
                raise FileTooLarge(f"The file has more than {MOST_LINES:,} lines.")
            if any(cell.strip() for cell in row):
                yield rows.line_num, _read(header, row)
    except csv.Error as error:
        raise InvalidRequest(f"Line {rows.line_num} cannot be read.") from error


def _decode(content: bytes) -> str:
    if len(content) > LARGEST:
        raise FileTooLarge("The file is larger than 1 MB.")
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidRequest("The file must be text in UTF-8.")


def _read(header: list[str], row: list[str]) -> NewPerson | Refusal:
    if len(row) != len(header):
        return Refusal.COLUMNS
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
    several = {name: re.findall(r"[^\s,;]+", cells[name]) for name in ("languages", "centres")}
    try:
        return NewPerson.model_validate(cells | several)
    except ValidationError as error:
        return Refusal(str(error.errors()[0]["loc"][0]))
