"""Who writes to SQLite waits in line; the urgent do not, and nobody who gives up keeps the others waiting."""

import asyncio

from api.conversations.turns import Turns


async def take(turns: Turns, name: str, order: list[str], *, urgent: bool = False) -> None:
    """Note when the turn came."""
    async with turns.turn(urgent=urgent):
        order.append(name)
        await asyncio.sleep(0)


async def started(*tasks: asyncio.Task[None]) -> None:
    """Let tasks run until they wait."""
    for _ in range(3 + len(tasks)):
        await asyncio.sleep(0)


async def test_turns_come_in_order_and_the_urgent_first() -> None:
    turns, order = Turns(), list[str]()
    async with asyncio.TaskGroup() as group, turns.turn():
        tasks = [group.create_task(take(turns, name, order)) for name in ("first", "second")]
        tasks.append(group.create_task(take(turns, "urgent", order, urgent=True)))
        await started(*tasks)
        assert order == []
    assert order == ["urgent", "first", "second"]


async def test_who_gives_up_is_passed_over() -> None:
    turns, order = Turns(), list[str]()
    async with asyncio.TaskGroup() as group, turns.turn():
        gone = group.create_task(take(turns, "gone", order))
        stays = group.create_task(take(turns, "stays", order))
        await started(gone, stays)
        gone.cancel()
    assert order == ["stays"]


async def test_turn_that_comes_while_giving_up_goes_to_the_next() -> None:
    turns, order = Turns(), list[str]()
    async with asyncio.TaskGroup() as group:
        async with turns.turn():
            gone = group.create_task(take(turns, "gone", order))
            stays = group.create_task(take(turns, "stays", order))
            await started(gone, stays)
        gone.cancel()  # its turn has come, but it has not run yet
    assert order == ["stays"]
    await take(turns, "later", order)
    assert order == ["stays", "later"]


async def test_error_ends_a_turn() -> None:
    turns, order = Turns(), list[str]()
    try:
        async with turns.turn():
            raise ValueError
    except ValueError:
        await take(turns, "next", order)
    assert order == ["next"]


async def test_only_one_is_inside_at_a_time() -> None:
    turns, inside, most = Turns(), 0, 0

    async def enter(number: int) -> None:
        nonlocal inside, most
        async with turns.turn(urgent=number % 3 == 0):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(enter(number) for number in range(100)))
    assert most == 1
