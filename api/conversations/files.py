"""The folder of residents' files: written so that a crash leaves them whole or not at all, readable only by us."""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path


def write(folder: Path, identity: str, data: bytes) -> None:
    """Write a file that only we can read, whole or not at all, and wait until the disk has it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f"{identity}.part"
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())
    unfinished.replace(folder / identity)
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def remove(paths: Sequence[Path]) -> None:
    """Remove files, or find them gone."""
    for path in paths:
        path.unlink(missing_ok=True)


def list_older(folder: Path, moment: datetime) -> list[str]:
    """Return the names of the files of a folder that were last written before a moment; none without the folder."""
    if not folder.is_dir():
        return []
    entries = [entry for entry in os.scandir(folder) if entry.is_file(follow_symlinks=False)]
    return [entry.name for entry in entries if entry.stat(follow_symlinks=False).st_mtime < moment.timestamp()]
