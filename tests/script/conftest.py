"""Scripts written for one test and read at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from herald.errors import Fault, ScriptErrors
from herald.media import Script
from herald.script import read_script

Read = Callable[..., Script]
"""text, name="notice.en.md", language=None -> Script"""
Faults = Callable[..., list[Fault]]
"""text, name="notice.en.md" -> faults"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write a script and read it."""

    def write_and_read(text: str, name: str = "notice.en.md", language: str | None = None) -> Script:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return read_script(path, language=language)

    return write_and_read


@pytest.fixture
def faults(read: Read) -> Faults:
    """Write a script that is not right and return its faults."""

    def write_and_fail(text: str, name: str = "notice.en.md") -> list[Fault]:
        with pytest.raises(ScriptErrors) as caught:
            read(text, name)
        return list(caught.value.faults)

    return write_and_fail
