"""Parts are whole or not there, and their keys depend on every input and on nothing else."""

from pathlib import Path

import pytest

from herald.store import Recipe, Store

BASE = Recipe("speech", {"version": 1, "text": "hello", "speed": 1.0, "models": ["a", "b"]})


@pytest.mark.parametrize(
    "other",
    [
        Recipe("segment", BASE.inputs),
        Recipe("speech", {**BASE.inputs, "version": 2}),
        Recipe("speech", {**BASE.inputs, "text": "Hello"}),
        Recipe("speech", {**BASE.inputs, "models": ["b", "a"]}),
        Recipe("speech", {**BASE.inputs, "new": None}),
    ],
)
def test_every_input_changes_the_key(other: Recipe) -> None:
    assert other.key != BASE.key


def test_the_order_of_inputs_does_not_change_the_key() -> None:
    assert Recipe("speech", dict(reversed(list(BASE.inputs.items())))).key == BASE.key


def test_a_part_is_made_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    made = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "sound").write_text("x")

    first = store.get(BASE, make)
    second = store.get(BASE, make)
    assert first == second == store.path(BASE)
    assert len(made) == 1
    assert (first / "sound").read_text() == "x"


def test_a_part_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)

    def fail(folder: Path) -> None:
        (folder / "half").write_text("x")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        store.get(BASE, fail)
    assert not store.has(BASE)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
