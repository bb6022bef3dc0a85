"""Compiles once the schema with which Rasa checks the answer of an action.

Rasa 3.6.21 checks its own constant schema against the meta-schema on every action call, which takes 20 ms of CPU. The
answers themselves are checked as before.
"""

from typing import Any

from jsonschema import Draft202012Validator
from rasa.core.actions.action import RemoteAction


def compile_once() -> None:
    """Make every later action call use one compiled validator."""
    validator = Draft202012Validator(RemoteAction.action_response_format_spec())

    def validate(self: RemoteAction, result: Any) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate
