import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from lipsync.retrieval import N_COMPANIONS, Looks, best_path, choose, jump_cost, nearest

Array = NDArray[np.float32]


def looks(n: int, seed: int, spread: float = 0.1) -> Looks:
    rng = np.random.default_rng(seed)

    def some(columns: int) -> Array:
        return (spread * rng.standard_normal((n, columns))).astype(np.float32)

    return Looks(some(90), some(3), some(16), np.zeros(n, np.float32))


def in_a_row(n: int) -> NDArray[np.int32]:
    following = np.arange(1, n + 1, dtype=np.int32)
    following[-1] = -1
    return following


@pytest.mark.parametrize("seed", range(5))
def test_the_path_is_the_best_of_all(seed: int) -> None:
    library, wanted, successor = looks(12, seed), looks(5, seed + 100), in_a_row(12)
    rows, cost = nearest(wanted, library, 4)

    def total(ranks: tuple[int, ...]) -> float:
        path = [rows[t, k] for t, k in enumerate(ranks)]
        steps = sum(
            float(jump_cost(np.array([a]), np.array([b]), library, successor)[0, 0])
            for a, b in itertools.pairwise(path)
        )
        return steps + sum(float(cost[t, k]) for t, k in enumerate(ranks))

    best = min(itertools.product(range(4), repeat=5), key=total)
    expected = [rows[t, k] for t, k in enumerate(best)]
    assert best_path(rows, cost, library, successor).tolist() == expected


def test_nearest_are_the_cheapest_in_order() -> None:
    library, wanted = looks(50, 1), looks(7, 2)
    rows, cost = nearest(wanted, library, 10)
    assert (np.diff(cost, axis=1) >= 0).all()
    everything = nearest(wanted, library, 50)[1]
    assert np.allclose(cost, everything[:, :10])
    assert [len(set(row)) for row in rows.tolist()] == [10] * 7


def test_a_recorded_stretch_is_found_again_whole() -> None:
    library = looks(60, 3)
    choice = choose(library[slice(20, 35)], library, in_a_row(60))
    assert choice.first.tolist() == list(range(20, 35))


def test_going_on_is_free_and_a_jump_is_not() -> None:
    library = looks(10, 4)
    cost = jump_cost(np.arange(9, dtype=np.int32), np.arange(10, dtype=np.int32), library, in_a_row(10))
    following = np.eye(10, dtype=bool)[1:]
    assert (cost[following] == 0).all()
    assert (cost[~following] > 0).all()


@pytest.mark.parametrize(("detail", "taken"), [(0.0, True), (-0.5, True), (5.0, True), (-40.0, False)])
def test_only_a_mouth_much_softer_than_the_picture_is_avoided(detail: float, taken: bool) -> None:
    library = looks(20, 5)
    wanted = library[np.array([7], np.int32)]
    library.detail[7] = detail
    assert bool(nearest(wanted, library, 1)[0][0, 0] == 7) is taken


def test_shares_leave_the_first_choice_its_part() -> None:
    library = looks(40, 6)
    choice = choose(looks(12, 7), library, in_a_row(40))
    for first, others in zip(choice.first, choice.others, strict=True):
        assert first not in [row for row, _ in others[:N_COMPANIONS]]
        assert N_COMPANIONS <= len(others) <= N_COMPANIONS + 2
        assert 0 < sum(share for _, share in others) < 1


def test_a_library_smaller_than_the_number_of_candidates_is_enough() -> None:
    library = looks(2, 8)
    choice = choose(looks(4, 9), library, in_a_row(2))
    assert set(choice.first.tolist()) <= {0, 1}
