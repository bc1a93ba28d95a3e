"""What is saved by making only what an edit touches, and by making what many editions share once.

    python benchmarks/refresh.py                  edits of a script of 40 sentences, about three minutes
    python benchmarks/refresh.py --sentences 8    smaller
    python benchmarks/refresh.py --savings        six presenters, and six languages, against separate builds
    python benchmarks/refresh.py --json

Everything is real: the voice, the pictures, the published files. The presenter must be enrolled. An edit is
a rebuild after one sentence was made longer, made shorter, given a comma, or inserted; its share is that of
the full build.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from build import new_workspace
from timed import ROOT, Timed, herald

PLACES = ("library", "museum", "theatre", "town hall", "swimming pool", "post office", "school", "station")
SENTENCES = (
    "The {place} opens its new reading room on Monday morning at nine.",
    "Please bring your card for the {place}, or a letter with your address.",
    "The main door of the {place} is closed for repairs until the summer.",
    "Our staff at the {place} will be happy to help you find your way.",
    "Between noon and two the {place} serves coffee and a light meal.",
)
EDITS = ("longer", "shorter", "a comma", "inserted")

NOTICES = {
    "en": "The library is closed on Monday. Please come back on Tuesday morning.",
    "es": "La biblioteca está cerrada el lunes. Vuelva el martes por la mañana.",
    "fr": "La bibliothèque est fermée lundi. Revenez mardi matin.",
    "it": "La biblioteca è chiusa lunedì. Tornate martedì mattina.",
    "pt-br": "A biblioteca está fechada na segunda-feira. Volte na terça de manhã.",
    "hi": "पुस्तकालय सोमवार को बंद है। कृपया मंगलवार सुबह आएँ।",
}
N_PRESENTERS = 6


def script_of(n_sentences: int) -> list[str]:
    """Return so many sentences of about four and a half seconds; no two are the same."""
    n = len(SENTENCES)
    return [SENTENCES[i % n].format(place=PLACES[i // n % len(PLACES)]) for i in range(n_sentences)]


def edited(sentences: list[str], edit: str) -> tuple[list[str], str]:
    """Return a script after an edit, and what `herald why` has to say of it."""
    i = {"longer": 1, "shorter": 3, "a comma": 5, "inserted": 7}[edit] * len(sentences) // 8
    old = sentences[i]
    if edit == "inserted":
        new = "This sentence is new, and nobody has heard it before today."
        return [*sentences[:i], new, *sentences[i:]], f"added (bench.en.md:{i + 1}): {new}"
    new = {
        "longer": f"{old[:-1]}, as we have told you in our last letter.",
        "shorter": f"{old.rsplit(' ', 3)[0]}.",
        "a comma": re.sub(r"^((?:\S+ ){3}\S+) ", r"\1, ", old),
    }[edit]
    assert new != old
    return [*sentences[:i], new, *sentences[i + 1 :]], f"changed (bench.en.md:{i + 1}): {old} -> {new}"


def files_of(root: Path) -> dict[Path, int]:
    """Return when every file of the workspace was written."""
    folders = [root / name for name in ("scripts_in", "outputs", ".herald")]
    return {path: path.lstat().st_mtime_ns for folder in folders for path in folder.rglob("*")}


def measure_edits(options: argparse.Namespace) -> dict[str, Any]:
    """Build, edit and build again; return what each took."""
    sentences = script_of(options.sentences)
    with tempfile.TemporaryDirectory(prefix="herald-refresh-") as scratch:
        root = new_workspace(Path(scratch) / "workspace", options.workspace)
        script = root / "scripts_in" / "bench.en.md"

        def build(words: list[str]) -> tuple[Timed, dict[str, Any]]:
            if script_text(words) != (script.read_text(encoding="utf-8") if script.exists() else ""):
                script.write_text(script_text(words), encoding="utf-8")
            before = set((root / ".herald" / "store" / "segment").glob("*/[!.]*"))
            took = herald("build", "bench", "--presenter", options.presenter, workspace=root)
            made = set((root / ".herald" / "store" / "segment").glob("*/[!.]*")) - before
            edition = root / "outputs" / "bench" / "en" / "editions" / "published"
            log = json.loads((edition / "build.json").read_text(encoding="utf-8"))
            row = {"wall_s": took.wall_s, "cpu_s": took.cpu_s, "segments": len(made)}
            return took, {**row, "stages_s": log["stage_seconds"]}

        full, first = build(sentences)
        manifest = json.loads((root / "outputs/bench/en/manifest.json").read_text(encoding="utf-8"))
        rows = {"full build": first}
        written = files_of(root)
        _, rows["nothing changed"] = build(sentences)
        assert files_of(root) == written, "a build with nothing changed touched a file"
        rows["nothing changed"].pop("stages_s")
        for edit in EDITS:
            sentences, expected = edited(sentences, edit)
            script.write_text(script_text(sentences), encoding="utf-8")
            why = herald("why", "bench", workspace=root).output.splitlines()[1:]
            assert [line.strip() for line in why] == [expected], why
            took, rows[edit] = build(sentences)
            rows[edit]["share"] = took.wall_s / full.wall_s
            rows[edit]["cpu_share"] = took.cpu_s / full.cpu_s
    shown = {"presenter": options.presenter, "size_px": manifest["size_px"]}
    return {**shown, "sentences": options.sentences, "seconds": manifest["seconds"], "builds": rows}


def script_text(sentences: list[str]) -> str:
    """Return a script with a sentence on each line, so that lines count sentences."""
    return "  \n".join(sentences) + "\n"


def lookalikes(folder: Path, presenter: Path) -> list[str]:
    """Enrol a person under several names, with nothing that they share in the store; returns the names."""
    names = [f"{presenter.name}-{i + 1}" for i in range(N_PRESENTERS)]
    for name in names:
        (folder / name).mkdir(parents=True)
        for path in presenter.iterdir():
            if path.name != "presenter.toml":
                (folder / name / path.name).symlink_to(path.resolve())
        facts = (presenter / "presenter.toml").read_text(encoding="utf-8")
        identity = hashlib.sha256(f"{name} {facts}".encode()).hexdigest()
        facts = re.sub(r'(?m)^name = ".*"$', f'name = "{name}"', facts, count=1)
        facts = re.sub(r'(?m)^identity = ".*"$', f'identity = "{identity}"', facts, count=1)
        (folder / name / "presenter.toml").write_text(facts, encoding="utf-8")
    return names


def measure_savings(options: argparse.Namespace) -> dict[str, Any]:
    """Build six editions together and each by itself, over presenters and over languages."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="herald-refresh-") as scratch:
        people = Path(scratch) / "presenters"
        names = lookalikes(people, options.workspace / "presenters" / options.presenter)

        def fresh(name: str) -> Path:
            root = Path(scratch) / name
            (root / "scripts_in").mkdir(parents=True)
            (root / "models").symlink_to(options.workspace / "models")
            (root / "presenters").symlink_to(people)
            for language, words in NOTICES.items():
                path = root / "scripts_in" / f"notice.{language}.md"
                path.write_text(f"---\npresenter: {names[0]}\n---\n{words}\n", encoding="utf-8")
            return root

        english = ("build", "notice", "--language", "en")
        alone = [herald(*english, "--presenter", name, workspace=fresh(f"p-{name}")) for name in names]
        together = herald(*english, "--presenter", ",".join(names), workspace=fresh("p"))
        found["six presenters"] = compared(alone, together)
        each = ("build", "notice", "--language")
        alone = [herald(*each, language, workspace=fresh(f"l-{language}")) for language in NOTICES]
        together = herald(*each, ",".join(NOTICES), workspace=fresh("l"))
        found["six languages"] = compared(alone, together)
    return found


def compared(alone: list[Timed], together: Timed) -> dict[str, float]:
    """Return what separate builds took in all, what one took, and the share that is saved."""
    wall_s, cpu_s = sum(one.wall_s for one in alone), sum(one.cpu_s for one in alone)
    return {
        "separate_wall_s": wall_s,
        "together_wall_s": together.wall_s,
        "saved_wall": 1 - together.wall_s / wall_s,
        "separate_cpu_s": cpu_s,
        "together_cpu_s": together.cpu_s,
        "saved_cpu": 1 - together.cpu_s / cpu_s,
    }


def rounded(value: Any) -> Any:
    """Return measured values with as many digits as mean anything."""
    if isinstance(value, dict):
        return {name: rounded(one) for name, one in value.items()}
    return round(value, 3) if isinstance(value, float) else value


def table(found: dict[str, Any]) -> list[str]:
    """Return the results as lines for a person."""
    lines = []
    for name, row in found.get("builds", {}).items():
        share = (
            f"{row['share']:6.1%} of the wall, {row['cpu_share']:6.1%} of the CPU" if "share" in row else ""
        )
        took = f"wall {row['wall_s']:7.1f} s  CPU {row['cpu_s']:7.1f} s  {row['segments']:>3} segments"
        lines.append(f"{name:<16} {took}  {share}")
        stages = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in row.get("stages_s", {}).items())
        lines += [f"{'':<16} {stages}"] if stages else []
    for name in ("six presenters", "six languages"):
        if name in found:
            row = found[name]
            for kind in ("wall", "cpu"):
                a, b = row[f"separate_{kind}_s"], row[f"together_{kind}_s"]
                lines.append(
                    f"{name:<16} {kind:<4} {a:7.1f} s apart, {b:7.1f} s together: {1 - b / a:.0%} saved"
                )
    return lines


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--presenter", default="ada")
    parser.add_argument("--sentences", type=int, default=40)
    parser.add_argument("--savings", action="store_true")
    parser.add_argument("--workspace", type=Path, default=ROOT)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    options.workspace = options.workspace.resolve()
    if not (options.workspace / "presenters" / options.presenter).is_dir():
        sys.exit(f"there is no presenter '{options.presenter}' in {options.workspace / 'presenters'}")
    if options.sentences > len(SENTENCES) * len(PLACES):
        sys.exit(f"at most {len(SENTENCES) * len(PLACES)} sentences differ")
    found = measure_savings(options) if options.savings else measure_edits(options)
    if options.json:
        print(json.dumps(rounded(found), indent=1))
        return
    if not options.savings:
        print(
            f"{found['sentences']} sentences, {found['seconds']:.1f} s of {found['size_px'][0]} pixels width"
        )
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
