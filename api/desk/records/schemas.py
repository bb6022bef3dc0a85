"""The bodies of case records, and how they look as JSON."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field

from api.desk.models import CaseRecord
from api.desk.records.values import (
    Expert,
    Method,
    Outcome,
    read_area,
    read_centre,
    read_language_code,
    read_nationality,
    read_stay_status,
)
from api.requests import Text

MAX_TEXT = 10_000

_Area = Annotated[str, AfterValidator(read_area)]
_Centre = Annotated[str, AfterValidator(read_centre)]
_Language = Annotated[str, AfterValidator(read_language_code)]
_Nationality = Annotated[str, AfterValidator(read_nationality)]
_StayStatus = Annotated[Text, Field(max_length=100), AfterValidator(read_stay_status)]
_Name = Annotated[Text, Field(max_length=200)]


class RecordChanges(BaseModel):
    """What changes in a record: fields that are left out stay; those without `| None` cannot be emptied."""

    centre: _Centre | None = None
    area: _Area = Field(default="")
    article: Annotated[Text, Field(max_length=100)] | None = None
    method: Method = Field(default=Method.VISIT)
    language: _Language = Field(default="")
    nationality: _Nationality | None = None
    stay_status: _StayStatus | None = None
    outcome: Outcome = Field(default=Outcome.ANSWERED)
    referred_to: _Name | None = None
    follow_up_on: date | None = None
    expert: Expert | None = None
    text: Annotated[Text, Field(max_length=MAX_TEXT)] = ""
    consulted_on: date = Field(default=date.min)

    def given(self) -> dict[str, Any]:
        """Return only what was sent."""
        return self.model_dump(exclude_unset=True)


class NewRecord(RecordChanges):
    """The record of a call or a visit; `person` is that of an earlier record, none for somebody new."""

    area: _Area
    method: Method
    language: _Language
    person: Annotated[Text, Field(max_length=100)] | None = None


class Consent(BaseModel):
    """Whether the person agrees that another institution is told."""

    given: bool


def render_record(record: CaseRecord, counsellor: str) -> dict[str, Any]:
    """Return a record as JSON; `counsellor` is the name of who keeps it."""
    return {
        "id": record.id,
        "ticket": record.ticket_id,
        "person": record.person,
        "counsellor": {"id": record.counsellor_id, "name": counsellor},
        "centre": record.centre,
        "area": record.area,
        "article": record.article,
        "method": record.method,
        "language": record.language,
        "nationality": record.nationality,
        "stay_status": record.stay_status,
        "outcome": record.outcome,
        "referred_to": record.referred_to,
        "follow_up_on": record.follow_up_on.isoformat() if record.follow_up_on else None,
        "expert": record.expert,
        "text": record.text,
        "consented_at": record.consented_at.isoformat() if record.consented_at else None,
        "consulted_on": record.consulted_on.isoformat(),
    }
