"""How well a presenter's motion hides that it is pieced together: joints, jumps and repetition.

    python benchmarks/motion.py presenters/ada --sentences 42

Motion is found for sentences of two to seven seconds, as a build finds it, and shown without any speech. The
largest change from picture to picture at joints and in jumps is printed as a share of the 99th percentile of
the footage's own changes (usable frames that follow one another); below 1, nobody sees it. Then how much of
the motion was shown before, beside what the footage forces, and how many of twelve sentences of one length
move in a way of their own.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

ALIKE = 12
LENGTHS_S = (2, 3, 4, 5)
SHORTEST_S, LONGEST_S = 2.0, 7.0


def main() -> None:
    """Find the motion and print what it is worth."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("presenters", nargs="+", type=Path, help="folders of presenters")
    parser.add_argument("--sentences", type=int, default=42)
    parser.add_argument("--seed", type=int, default=1, help="others give other sentences")
    options = parser.parse_args()

    import cv2

    cv2.setNumThreads(1)
    for folder in options.presenters:
        report(folder, options.sentences, options.seed)


def report(folder: Path, n_sentences: int, seed: int) -> None:
    """Print the figures of one presenter."""
    from lipsync.calibration import Calibration
    from lipsync.path import FramePath, path
    from lipsync.path_morph import PathPictures
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
    from lipsync.presenter import load
    from lipsync.track import FaceTrack

    presenter = load(folder)
    fps = presenter.fps
    usable = Calibration.load(presenter.calibration).usable
    rng = np.random.default_rng(seed)
    lengths = [round(seconds * fps) for seconds in rng.uniform(SHORTEST_S, LONGEST_S, n_sentences)]
    # With the first seed the same sentences as ever.
    offset = (seed - 1) * n_sentences
    paths = [path(presenter, n, f"sentence {i + offset}", fps) for i, n in enumerate(lengths)]
    with PathPictures(presenter, FaceTrack.load(presenter.track)) as pictures:
        own = steps(pictures.frames(FramePath.plain(range(presenter.n_frames))))
        shown = steps(pictures.frames(FramePath.joined(paths)))
    n_frames = sum(lengths)
    print(
        f"{folder.name}: {n_sentences} sentences, {float(n_frames / fps):.0f} s, {usable.sum()} usable frames"
    )
    natural = usable[1:] & usable[:-1]
    for name, where in zip(("joints", "jumps"), seams(paths), strict=True):
        shares = [
            seen[where].max() / np.percentile(of[natural], 99)
            for seen, of in ((shown.whole, own.whole), (shown.worst, own.worst))
        ]
        print(
            f"  {name:8}{len(where):5d}  largest change, of the footage's 99th percentile: "
            f"picture {shares[0]:.2f}, worst part {shares[1]:.2f}"
        )
    repeated, forced = repeated_share(paths, fps), forced_share(int(usable.sum()), n_frames)
    print(
        f"  two seconds that were shown before: {repeated:.0%}; playing to and fro would repeat {forced:.0%}"
    )
    print(
        f"  the two seconds that are shown most: {most_shown(paths, fps)} times; to and fro would show "
        f"some {forced_times(int(usable.sum()), n_frames)} times"
    )
    in_jumps = sum(int((one.weight > 0).sum()) for one in paths) / n_frames
    print(
        f"  half of the time in {half_share(paths, int(usable.sum())):.0%} of the footage; "
        f"{looped_share(paths, fps):.1%} loops within a sentence; {in_jumps:.0%} of the pictures in jumps"
    )
    for seconds in LENGTHS_S:
        n = round(seconds * fps)
        alike = [path(presenter, n, f"sentence {i}", fps) for i in range(ALIKE)]
        print(
            f"  of {ALIKE} sentences of {seconds} s, {len({str(one.recipe()) for one in alike})} are unlike"
        )


if __name__ == "__main__":
    main()
