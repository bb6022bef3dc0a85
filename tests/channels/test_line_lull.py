"""Webhooks that arrive together are answered before the first is worked on."""

import asyncio
from datetime import timedelta

from api.channels.line.lull import Lull


async def test_keys_that_come_together_are_passed_on_together_and_once() -> None:
    passed: asyncio.Queue[str] = asyncio.Queue()
    lull = Lull(passed.put_nowait, timedelta(milliseconds=20), timedelta(seconds=10))
    for key in ("a", "b", "a"):
        lull.add(key)
    assert passed.empty()
    assert [await passed.get(), await passed.get()] == ["a", "b"]
    assert passed.empty()


async def test_stream_without_a_pause_keeps_nobody_waiting() -> None:
    passed: list[str] = []
    lull = Lull(passed.append, timedelta(seconds=10), timedelta(milliseconds=20))
    lull.add("first")
    while not passed:
        lull.add("next")
        await asyncio.sleep(0.001)
    assert passed == ["first", "next"]
    lull.stop()


async def test_nothing_is_passed_on_after_the_end() -> None:
    passed: list[str] = []
    lull = Lull(passed.append, timedelta(0), timedelta(0))
    lull.add("a")
    lull.stop()
    await asyncio.sleep(0.01)
    assert passed == []
