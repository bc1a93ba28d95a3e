"""How long `herald status` and `herald facts impact` take in a large office, and how much memory.

    python benchmarks/office.py
    python benchmarks/office.py --broadcasts 1000 --json

An office of 1,000 broadcasts of 20 sentences, a fact in 200 of them, is made in a temporary folder with
the fake voice. Each is published; one in 25 is edited afterwards. The first `herald status` finds nothing
remembered; the second finds what the first has remembered. In a new office nothing is published, so that
every script is read.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from timed import ROOT, Timed, herald

sys.path.insert(0, str(ROOT))

N_SENTENCES = 20
FACT_EVERY = 5
EDITED_EVERY = 25
TODAY = date(2026, 11, 25)

WORDS = (
    ("The town library", "Our front desk", "The swimming pool", "The ticket office", "The museum shop"),
    ("opens", "closes", "moves to the second floor", "is repaired", "takes bookings", "will be cleaned"),
    ("on Monday morning,", "at 9:30,", "from the first of May,", "for two weeks,", "before the holidays,"),
    ("for all members.", "at no extra cost.", "as you asked us to.", "with a new team.", "in the main hall."),
)
FILES = ("video.mp4", "captions.vtt", "captions.srt", "transcript.txt", "poster.jpg", "marks.json")


def write_office(root: Path, n_broadcasts: int) -> None:
    """Write scripts and facts; the same every time."""
    chance = random.Random(7)
    for name in ("scripts_in", "facts", "outputs", "presenters", "templates"):
        (root / name).mkdir(parents=True)
    (root / "models").symlink_to(ROOT / "models")
    (root / "facts" / "office.yaml").write_text("fee: {type: money, value: 3.20 EUR}\n", encoding="utf-8")
    for i in range(n_broadcasts):
        sentences = [" ".join(chance.choice(part) for part in WORDS) for _ in range(N_SENTENCES)]
        if i % FACT_EVERY == 0:
            sentences[7] = "A ticket costs {{ fact.fee }} from today."
        words = "\n\n".join(" ".join(sentences[k : k + 5]) for k in range(0, N_SENTENCES, 5))
        path = root / "scripts_in" / f"notice-{i:04}.en.md"
        path.write_text(f"---\nvoice: fake\ntitle: Notice {i}\n---\n{words}\n", encoding="utf-8")
        # As old as most scripts are: what was written this very second is not remembered.
        os.utime(path, (1.7e9, 1.7e9))


def publish_all(root: Path) -> None:
    """Publish an edition of every script as a build would, but for pictures and sound."""
    from herald.edition import file_facts
    from herald.files import write_json
    from herald.outline import outline_for_manifest
    from herald.plan import Wishes, plan_all
    from herald.shelf import Shelf
    from herald.studio import Studio
    from tts.lexicon_file import read_word_list

    studio = Studio.open(root)
    words = read_word_list(studio.workspace.lexicon, "en")
    made = root / "made"
    for plan in plan_all(studio, sorted((root / "scripts_in").glob("*.md")), Wishes(TODAY)):
        made.mkdir()
        for name in FILES:
            (made / name).write_text(name)
        sentences = [
            {"id": one.id, "text": one.text, "line": one.place.line, "n_frames": 90, "seconds": 3.6 * i}
            for i, one in enumerate(plan.script.sentences)
        ]
        manifest = {
            "presenter": {"name": plan.presenter},
            "script": {"sha256": plan.script.sha256},
            "sentences": sentences,
            "plan": plan.declared(),
            "outline": outline_for_manifest(plan.script, words),
            "files": file_facts(made),
        }
        write_json(made / "manifest.json", manifest)
        shelf = Shelf(plan.folder)
        shelf.publish(shelf.add(made, {}))
        shutil.rmtree(made)


def edit_some(root: Path) -> int:
    """Add a sentence to some scripts; returns to how many."""
    paths = sorted((root / "scripts_in").glob("*.md"))[::EDITED_EVERY]
    for path in paths:
        path.write_text(path.read_text(encoding="utf-8") + "\nThank you.\n", encoding="utf-8")
        os.utime(path, (1.7e9 + 60, 1.7e9 + 60))
    return len(paths)


def ask(root: Path, n_broadcasts: int, n_edited: int) -> dict[str, Timed]:
    """Ask, and check every answer."""
    on = ("--on", TODAY.isoformat())
    found: dict[str, Timed] = {}
    for name in ("status, first", "status, again"):
        found[name] = herald("status", *on, workspace=root)
        counts = found[name].output.splitlines()[-1]
        assert counts == f"{n_broadcasts - n_edited} up to date, {n_edited} out of date", counts
    found["impact"] = herald("facts", "impact", "fee", *on, workspace=root)
    assert found["impact"].output.count("A ticket costs") == len(range(0, n_broadcasts, FACT_EVERY))
    shutil.rmtree(root / "outputs")
    shutil.rmtree(root / ".herald")
    found["status, new office"] = herald("status", *on, workspace=root)
    counts = found["status, new office"].output.splitlines()[-1]
    assert counts == f"{n_broadcasts} not built", counts
    return found


def main() -> None:
    """Make the office, ask, and print what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--broadcasts", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="herald-office-") as scratch:
        root = Path(scratch) / "office"
        write_office(root, options.broadcasts)
        publish_all(root)
        found = ask(root, options.broadcasts, edit_some(root))
    rows = {
        name: {"wall_s": round(one.wall_s, 2), "cpu_s": round(one.cpu_s, 2), "peak_mb": round(one.peak_mb)}
        for name, one in found.items()
    }
    if options.json:
        print(json.dumps({"broadcasts": options.broadcasts, **rows}, indent=1))
        return
    print(f"{options.broadcasts} broadcasts of {N_SENTENCES} sentences, a fact in one of {FACT_EVERY}")
    for name, row in rows.items():
        took = f"wall {row['wall_s']:>5.2f} s   CPU {row['cpu_s']:>5.2f} s   peak {row['peak_mb']:>4} MB"
        print(f"{name:<20} {took}")


if __name__ == "__main__":
    main()
