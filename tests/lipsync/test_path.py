"""Motion: paths through footage, found on drawn Ada and on tracks made of numbers."""

import itertools
import time
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from herald.errors import StageFailed
from lipsync import planes
from lipsync.calibration import Calibration
from lipsync.graph import Graph, connect, graph_of
from lipsync.graph_jumps import Jumps
from lipsync.graph_looks import Looks, blinks
from lipsync.graph_morphs import Morphs
from lipsync.path import FramePath, find_path, path
from lipsync.path_chance import Chances
from lipsync.path_crowd import most_use, spread, uses
from lipsync.path_morph import PathPictures, morph
from lipsync.path_quality import (
    forced_share,
    forced_times,
    half_share,
    looped_share,
    most_shown,
    repeated_share,
    seams,
    steps,
)
from lipsync.path_search import Move, cheapest
from lipsync.presenter import Presenter
from lipsync.stills import Stills, stills_of
from lipsync.track import FaceTrack

FPS = Fraction(25)
LENGTHS = (1, 2, 3, 7, 8, 9, 17, 18, 19, 20, 33, 100, 250)


def footage(n: int, period: float = 40, blink_every: int = 0) -> Looks:
    """A head that sways, in numbers: it looks alike whenever the sway comes round."""
    t = np.arange(n)
    sway = np.stack([3 * np.sin(2 * np.pi * t / period), 2 * np.cos(2 * np.pi * t / period * 0.37)], axis=1)
    eyes = np.zeros(n, np.float32)
    if blink_every:
        eyes[(t % blink_every) < 3] = 1
    cells = 128 + 4 * sway.repeat(6, axis=1)
    return Looks(
        np.column_stack([sway, 3 * eyes]).astype(np.float32),
        cells.astype(np.float32),
        blinks(eyes, FPS),
        eyes,
    )


def graph(looks: Looks, usable: NDArray[np.bool_] | None = None) -> Graph:
    n = len(looks)
    loud = (0.5 - 0.5 * np.cos(np.arange(n) / 7)).astype(np.float32)
    return connect(looks, loud, loud < 0.1, np.ones(n, np.bool_) if usable is None else usable, FPS)


def check(found: FramePath, made: Graph, n_frames: int) -> None:
    """What is true of every path."""
    home = int(made.home)
    assert len(found) == n_frames
    assert found.a.dtype == found.b.dtype == np.int32 and found.weight.dtype == np.float32
    assert made.usable[found.a].all() and made.usable[found.b].all()
    assert (found.weight >= 0).all() and (found.weight < 1).all()
    assert (found.b[found.weight == 0] == found.a[found.weight == 0]).all()
    assert found.a[0] == home and found.weight[0] == 0
    # Both runs of a jump, and what lies between jumps, are neighbours in the footage.
    for run, alone in ((found.a, found.weight[1:] < 1), (found.b, found.weight[:-1] > 0)):
        moved = np.abs(np.diff(run))
        inside = alone & (found.weight[1:] >= found.weight[:-1])
        assert (moved[inside & (found.weight[1:] > 0) & (found.weight[:-1] > 0)] == 1).all()


def next_frame(found: FramePath) -> int:
    """The frame that would come next, if the last one is not in a jump."""
    return int(found.b[-1]) + 1


@pytest.mark.parametrize("n_frames", LENGTHS)
def test_a_path_is_as_long_as_asked_and_joins_on_to_any_other(n_frames: int) -> None:
    made = graph(footage(200))
    found = find_path(made, FPS, n_frames, "some sentence", FPS)
    check(found, made, n_frames)
    if n_frames > 1:
        assert next_frame(found) == int(made.home)


def test_the_search_finds_what_trying_everything_finds() -> None:
    """All ways through nine frames, for several lengths, costs and graphs."""
    rng = np.random.default_rng(3)
    for case in range(4):
        n = 9
        linked = np.ones(n, np.bool_)
        linked[0] = False
        linked[5] = case % 2 == 0
        source, target = rng.integers(0, 2 * n, (2, 30)).astype(np.int32)
        order = np.lexsort((source, target))
        made = Graph(
            version=np.array(1, np.int32),
            home=np.array(3, np.int32),
            window=np.array(2, np.int32),
            linked=linked,
            usable=np.ones(n, np.bool_),
            cost=rng.random(2 * n).astype(np.float32),
            hold=(1 + rng.random(2 * n)).astype(np.float32),
            long_cost=np.zeros(2 * n, np.float32),
            late_cost=np.array(0, np.float32),
            source=source[order],
            target=target[order],
            jump_cost=rng.random(30).astype(np.float32),
        )
        for n_frames in (1, 2, 3, 4, 5):
            moves, cost = cheapest(made, n_frames, made.cost)
            assert cost == pytest.approx(least_cost(made, n_frames), rel=1e-5)
            assert moves[0].source == moves[-1].target == 3
            assert all(one.target == two.source for one, two in itertools.pairwise(moves))
            assert sum(2 if move.kind == "jump" else 1 for move in moves) == n_frames


def test_what_sentences_use_is_what_they_are_drawn_to_use() -> None:
    """The sums over all ways against a thousand that are drawn, but for what each has shown."""
    made = spread(graph(footage(220)), FPS)
    lengths = [60, 90, 120]
    chances = Chances(made, FPS, max(lengths))
    expected = uses(chances, lengths)
    index = {(int(a), int(b)): i for i, (a, b) in enumerate(zip(made.source, made.target, strict=True))}
    jumps, late, n_draws = np.zeros(len(made.source)), 0.0, 400
    rng = np.random.default_rng(0)
    for length in lengths:
        for _ in range(n_draws):
            moves = chances.draw(length, rng, again=0)
            assert moves is not None
            for move in moves:
                if move.kind == "jump":
                    jumps[index[move.source, move.target]] += 1
            run = len(list(itertools.takewhile(lambda move: move.kind == "step", moves[::-1])))
            late += run >= chances.late
    total = n_draws * len(lengths)
    assert jumps.sum() / total == pytest.approx(expected.jumps.sum(), rel=0.05)
    assert late / total == pytest.approx(expected.late, abs=0.03)
    common = np.argsort(expected.jumps)[-20:]
    assert jumps[common] / total == pytest.approx(expected.jumps[common], abs=0.03)


def test_what_too_many_would_show_is_used_less() -> None:
    """Long runs and late ways home, of sentences of all lengths, and no jump instead of them."""
    before = graph(footage(500, period=61.7))
    after = spread(before, FPS)
    lengths = range(50, 176)
    limit = most_use(500, FPS)
    unpriced, priced = (uses(Chances(made, FPS, max(lengths)), lengths) for made in (before, after))
    for used in ("long", "late"):
        assert np.max(getattr(unpriced, used)) > 2 * limit, used
        assert np.max(getattr(priced, used)) < 1.25 * limit, used
    assert np.max(priced.jumps) < 1.25 * limit


def test_a_motion_may_be_shown_the_more_the_less_footage_there_is() -> None:
    assert most_use(4500, FPS) < most_use(500, FPS) < most_use(200, FPS) < 1
    assert most_use(20, FPS) == 1


def test_a_broadcast_of_motions_at_the_limit_seldom_shows_one_more_than_it_must() -> None:
    """Forty sentences, each of which takes some of the motions that the limit leaves room for."""
    n_usable, rng, n_shows = 880, np.random.default_rng(5), 2000
    limit = most_use(n_usable, FPS)
    forced = forced_times(n_usable, 180 * 25)
    n_motions = round(4.5 / 1.2 / limit)
    too_often = (rng.binomial(40, limit, (n_shows, n_motions)) > forced).any(axis=1).mean()
    assert 0.015 < too_often < 0.045


def test_a_first_run_counts_with_the_run_that_it_goes_on() -> None:
    """It is long sooner than a run within a sentence, and costs what a long run costs from there on."""
    made = graph(footage(400))
    chances = Chances(made, FPS, 60)
    home, early, long = int(made.home), chances.early, chances.long
    assert early + chances.least == long
    assert not chances.old[early - 1].any()
    assert np.flatnonzero(chances.old[early]).tolist() == [home + early]
    worn = Chances(replace(made, long_cost=np.full_like(made.cost, 2.0)), FPS, 60)
    priced, free = (some.arrivals(early + 3, home + early + 3) for some in (worn, chances))
    first = int(np.flatnonzero(free.states == home)[-1])
    assert priced.factors[first] == pytest.approx(free.factors[first] * np.exp(-2.0 * 4))


def test_footage_with_few_ways_does_not_stand_still() -> None:
    """Turns on the spot alone lead home, and too soon after one another for a run of the usual length."""
    looks = footage(100)
    apart = np.column_stack([looks.features, np.arange(100) * 2]).astype(np.float32)
    made = spread(graph(Looks(apart, looks.cells, looks.blinking, looks.eyes)), FPS)
    for n_frames in (36, 40, 44, 60):
        for seed in "abc":
            found = find_path(made, FPS, n_frames, seed, FPS)
            check(found, made, n_frames)
            shown = np.where(found.weight < 0.5, found.a, found.b)
            assert len(set(shown.tolist())) > n_frames // 5


def test_a_run_lasts_before_the_next_jump() -> None:
    made = graph(footage(400))
    chances = Chances(made, FPS, 175)
    rng = np.random.default_rng(1)
    for length in (60, 111, 175):
        moves = chances.draw(length, rng)
        assert moves is not None and sum(8 if m.kind == "jump" else 1 for m in moves) == length
        jumps = [move.at for move in moves if move.kind == "jump"]
        assert all(later - before >= 8 + chances.least for before, later in itertools.pairwise(jumps))


def least_cost(made: Graph, n_frames: int) -> float:
    def ways(move: Move, left: int, cost: float) -> float:
        state = move.target
        if left == 0:
            return cost if state == int(made.home) else np.inf
        found = [ways(Move(0, state, state, "hold"), left - 1, cost + made.cost[state] + made.hold[state])]
        n = made.n_frames
        following = state + 1 if state < n else state - 1
        frame = state + 1 if state < n else state - n
        if (state < n and frame < n and made.linked[frame]) or (state >= n and made.linked[frame]):
            found.append(ways(Move(0, state, following, "step"), left - 1, cost + made.cost[following]))
        for jump in np.flatnonzero(made.source == state) if left >= 2 else ():
            to = int(made.target[jump])
            price = made.jump_cost[jump] + made.cost[state] + made.cost[to]
            found.append(ways(Move(0, state, to, "jump"), left - 2, cost + price))
        return min(found)

    return float(ways(Move(0, 3, 3, "hold"), n_frames, 0.0))


def test_a_path_depends_on_its_sentence_and_length_alone() -> None:
    made = graph(footage(400))
    one, again, other = (find_path(made, FPS, 120, seed, FPS) for seed in ("a", "a", "b"))
    assert one.recipe() == again.recipe()
    assert one.recipe() != other.recipe()


def test_frames_that_cannot_be_used_are_never_shown() -> None:
    usable = np.ones(300, np.bool_)
    usable[60:75] = usable[140:141] = usable[:10] = False
    made = graph(footage(300), usable)
    for n_frames in LENGTHS:
        check(find_path(made, FPS, n_frames, "x", FPS), made, n_frames)


@pytest.mark.parametrize("n_footage", [1, 2, 5, 12, 50])
def test_the_shortest_footage_gives_a_path(n_footage: int) -> None:
    made = graph(footage(n_footage))
    for n_frames in (1, 5, 18, 40, 300):
        check(find_path(made, FPS, n_frames, "x", FPS), made, n_frames)


def test_footage_in_which_nothing_looks_alike_is_turned_round() -> None:
    looks = footage(200)
    apart = np.column_stack([looks.features, np.arange(200) * 2]).astype(np.float32)
    made = graph(Looks(apart, looks.cells, looks.blinking, looks.eyes))
    found = find_path(made, FPS, 250, "x", FPS)
    check(found, made, 250)
    distance = np.abs(found.a - found.b)
    assert distance.max() <= int(made.window) + 1


def test_footage_without_a_usable_frame_is_refused() -> None:
    with pytest.raises(StageFailed, match="usable"):
        graph(footage(50), np.zeros(50, np.bool_))


def test_blinks_are_shown_whole() -> None:
    looks = footage(500, blink_every=90)
    made = graph(looks)
    for seed in "abcd":
        found = find_path(made, FPS, 200, seed, FPS)
        mixed = found.weight > 0
        assert not looks.blinking[found.a[mixed]].any() and not looks.blinking[found.b[mixed]].any()


def test_a_blink_is_found_from_lid_to_lid_and_a_long_look_down_is_none() -> None:
    eyes = np.zeros(200, np.float32)
    eyes[50:55] = [0.3, 0.8, 1, 0.7, 0.2]
    eyes[100:140] = 0.9
    assert np.flatnonzero(blinks(eyes, FPS)).tolist() == list(range(49, 56))


def test_a_cut_in_the_footage_is_not_played_through() -> None:
    looks = footage(200)
    cells = looks.cells.copy()
    cells[120:] += 60
    features = looks.features.copy()
    features[120:] += 10
    made = graph(Looks(features, cells, looks.blinking, looks.eyes))
    assert not made.linked[120] and made.linked[119]
    found = find_path(made, FPS, 250, "x", FPS)
    assert len({bool(frame < 120) for frame in found.a}) == 1


def test_another_frame_rate_keeps_the_pace_of_the_footage() -> None:
    made = graph(footage(300))
    for fps in (Fraction(50), Fraction(30), Fraction(24000, 1001), Fraction(12)):
        found = find_path(made, FPS, 100, "x", fps)
        assert len(found) == 100
        assert found.a[0] == int(made.home)
        shown = np.where(found.weight < 0.5, found.a, found.b)
        steps_taken = np.abs(np.diff(shown))[(found.weight[1:] == 0) & (found.weight[:-1] == 0)]
        assert np.median(steps_taken) in {int(FPS / fps), int(FPS / fps) + 1}


def test_ten_seconds_through_two_minutes_are_found_soon() -> None:
    made = graph(footage(3000, period=83.3))
    find_path(made, FPS, 250, "warm", FPS)
    before = time.process_time()
    find_path(made, FPS, 250, "x", FPS)
    assert time.process_time() - before < 2.0


def test_three_minutes_do_not_repeat_more_than_they_must() -> None:
    made = graph(footage(1500, period=83.3))
    paths = [find_path(made, FPS, 112, f"sentence {i}", FPS) for i in range(40)]
    share = repeated_share(paths, FPS)
    assert share < forced_share(1500, 40 * 112)
    assert repeated_share([paths[0], paths[0]], FPS) > 0.3


def test_loops_within_a_sentence_are_counted() -> None:
    loop = FramePath.plain([*range(20)] * 5)
    assert looped_share([loop], FPS) > 0.5
    assert looped_share([FramePath.plain(range(100))], FPS) == 0
    once = FramePath.plain(range(20))
    assert looped_share([once] * 5, FPS) == 0, "other sentences do not count"


def test_how_much_of_the_footage_is_seen() -> None:
    assert half_share([FramePath.plain(range(100))], 100) == 0.5
    rocking = FramePath.plain([*range(10), *range(9, -1, -1)] * 20)
    assert half_share([rocking, FramePath.plain(range(100))], 100) < 0.1


def test_sentences_neither_loop_nor_stay_in_one_place() -> None:
    made = spread(graph(footage(1500, period=83.3)), FPS)
    paths = [find_path(made, FPS, 112, f"sentence {i}", FPS) for i in range(40)]
    assert looped_share(paths, FPS) < 0.1
    assert half_share(paths, 1500) > 0.06


def test_how_often_the_commonest_motion_is_shown() -> None:
    there, back = FramePath.plain(range(100)), FramePath.plain(range(99, -1, -1))
    assert most_shown([there, back], FPS) == 1
    assert most_shown([there, back, there], FPS) == 2
    assert most_shown([FramePath.plain([7] * 150)], FPS) == 3, "without overlap"
    assert most_shown([FramePath.plain(range(20))], FPS) == 0, "shorter than the window"
    assert forced_times(100, 200) == 1 and forced_times(100, 201) == 2


def test_mixing_what_is_known_of_frames() -> None:
    values = np.array([0, 10, 20, np.nan], np.float32)
    weight = np.array([0, 0.5, 0.25], np.float32)
    found = FramePath(np.array([1, 1, 2], np.int32), np.array([1, 2, 0], np.int32), weight)
    assert found.mix(values).tolist() == [10, 15, 15]
    assert FramePath.plain([3, 1]).mix(values[:, None])[1, 0] == 10
    with pytest.raises(ValueError, match="one length"):
        FramePath(found.a, found.b, weight[:2])


def test_a_morph_moves_what_it_mixes() -> None:
    rng = np.random.default_rng(0)
    texture = np.kron(rng.integers(0, 255, (40, 50)), np.ones((8, 8))).astype(np.uint8)
    a = np.repeat(texture[:240, :320, None], 3, axis=2)
    b = np.repeat(texture[4:244, 6:326, None], 3, axis=2)
    between = np.repeat(texture[2:242, 3:323, None], 3, axis=2)
    middle = planes.rgb(morph(planes.of_rgb(a), planes.of_rgb(b), 0.5))[30:-30, 30:-30].astype(float)
    cross_fade = (a.astype(float) + b)[30:-30, 30:-30] / 2
    truth = between[30:-30, 30:-30]
    assert np.abs(middle - truth).mean() < 0.4 * np.abs(cross_fade - truth).mean()


def test_ada_moves_without_a_visible_joint_or_jump(ada: Presenter) -> None:
    """The largest change at a joint or in a jump is below the 99th percentile of the footage's own."""
    made = graph_of(ada)
    paths = [path(ada, n, f"sentence {n}", ada.fps) for n in (60, 75, 90)]
    for found in paths:
        check(found, made, len(found))
    whole = FramePath.joined(paths)
    assert (whole.weight > 0).any()
    with PathPictures(ada, FaceTrack.load(ada.track)) as pictures:
        own = steps(pictures.frames(FramePath.plain(range(ada.n_frames))))
        seen = steps(pictures.frames(whole))
    joints, jumps = seams(paths)
    for at in (joints, jumps):
        assert seen.whole[at].max() < np.percentile(own.whole, 99)
        assert seen.worst[at].max() < np.percentile(own.worst, 99)


def test_adas_graph_is_kept_and_starts_at_a_resting_mouth(ada: Presenter) -> None:
    made = graph_of(ada)
    assert (ada.folder / "motion" / "home.npy").is_file()
    again = graph_of(ada)
    assert np.array_equal(made.jump_cost, again.jump_cost)
    calibration = Calibration.load(ada.calibration)
    assert calibration.usable[int(made.home)]
    assert len(made.source) > ada.n_frames


def test_pictures_outside_jumps_are_the_footages_own(ada: Presenter) -> None:
    found = path(ada, 60, "x", ada.fps)
    with PathPictures(ada, FaceTrack.load(ada.track)) as pictures, Stills(stills_of(ada)) as stills:
        for i, picture in enumerate(pictures.frames(found)):
            if found.weight[i] == 0:
                assert np.array_equal(picture, stills.frame(int(found.a[i])))


def test_jumps_with_double_eyes_or_in_a_hurry_are_left_out_and_the_better_ones_are_cheaper() -> None:
    states = np.arange(4, dtype=np.int32)
    jumps = Jumps(states, states, np.ones(4, np.float32))
    eyes, still = np.array([0, 5, 12, 0], np.float32), np.zeros(4, np.float32)
    kept = Morphs(eyes, still, np.array([0.1, 0.1, 0.1, 1.05], np.float32)).priced(jumps)
    assert kept.source.tolist() == [0, 1]
    assert kept.cost[0] < kept.cost[1]


def test_short_footage_is_not_left_in_one_way_by_all() -> None:
    """Of sentences of one length most move in their own way, and none of the motion is worn out."""
    made = spread(graph(footage(300)), FPS)
    paths = [find_path(made, FPS, 112, f"sentence {i}", FPS) for i in range(42)]
    assert len({str(one.recipe()) for one in paths[:12]}) >= 10
    assert most_shown(paths, FPS) <= forced_times(300, 42 * 112)
