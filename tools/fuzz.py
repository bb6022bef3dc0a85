"""Throws 10,000 random and mutated bodies at each webhook and prints what came of them: `python -m tools.fuzz`.

Runs the tests that do so with 200 bodies in the ordinary suite.
"""

import argparse
import os
import sys
import time

import pytest
from hypothesis import settings

from tools.steps import ROOT

TESTS = {
    "LINE": "tests/channels/test_line_channel.py::test_mutated_bodies_never_fail_and_are_never_answered_twice",
    "KakaoTalk": "tests/channels/test_kakao_channel.py::test_anything_gets_a_valid_answer_and_is_asked_at_most_once",
}
BODIES = 10_000


class Counts:
    """A plugin of pytest that keeps what the tests counted, by the test's address."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, object]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the properties of a test that has ended."""
        if report.when == "teardown":
            self.found[report.nodeid] = dict(report.user_properties)


def main(arguments: list[str] | None = None) -> int:
    """Run both tests; the exit status is pytest's."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--bodies", type=int, default=BODIES, help="for each webhook")
    options = parser.parse_args(arguments)
    settings.register_profile("fuzz", max_examples=options.bodies)
    os.chdir(ROOT)
    began, counts = time.monotonic(), Counts()
    # The profile is registered before pytest could rewrite hypothesis's assertions, of which it would warn.
    quiet = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    status = pytest.main(["-q", *quiet, "--hypothesis-profile=fuzz", *TESTS.values()], plugins=[counts])
    for name, test in TESTS.items():
        found = counts.found.get(test, {})
        print(f"{name:10}" + ", ".join(f"{number:,} {what}" for what, number in found.items()))
    print(f"{time.monotonic() - began:.0f} s, {'nothing failed' if status == pytest.ExitCode.OK else 'FAILED'}")
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
