"""Documentation that has gone stale fails here."""

import importlib.util
import re
import resource
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from cli import cli

ROOT = Path(__file__).resolve().parent.parent


def writer():
    spec = importlib.util.spec_from_file_location("write_cli", ROOT / "docs" / "write_cli.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_command_reference_is_fresh() -> None:
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == writer().reference(), "run `make docs`"


def shown_commands() -> list[str]:
    """Every `herald ...` line in a shell block of the README and the guides."""
    lines = []
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for block in re.findall(r"```(?:sh|bash|console)\n(.*?)```", path.read_text(encoding="utf-8"), re.S):
            lines += [line.removeprefix("$ ").strip() for line in block.splitlines()]
    return sorted({line for line in lines if line.startswith(("herald ", ".venv/bin/herald "))})


@pytest.mark.parametrize("line", shown_commands())
def test_every_shown_command_is_one_that_herald_takes(line: str) -> None:
    command: click.Command = cli
    words = shlex.split(line, comments=True)[1:]
    path = "herald"
    while isinstance(command, click.Group):
        name = words.pop(0)
        if name.startswith("-"):
            return
        child = command.get_command(click.Context(command), name)
        assert child is not None, f"{path} has no command {name}"
        command, path = child, f"{path} {name}"
    # Parses the options and arguments without running the command.
    command.make_context(path, list(words), resilient_parsing=False)


def test_help_answers_in_half_a_second() -> None:
    """Counted in seconds of CPU, so that a busy machine does not fail it."""

    def cpu_s() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    taken = []
    for _ in range(3):
        before = cpu_s()
        subprocess.run([sys.executable, "cli.py", "--help"], cwd=ROOT, check=True, capture_output=True)
        taken.append(cpu_s() - before)
    assert min(taken) < 0.5


def test_imports_of_the_command_line_are_light() -> None:
    heavy = ("torch", "cv2", "ai_edge_litert", "onnxruntime", "scipy", "librosa", "jinja2")
    code = f"import sys, cli; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_every_package_has_its_licence_in_the_docs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = re.findall(
        r"^\| ([a-z0-9-]+) \|", (ROOT / "docs" / "licences.md").read_text(encoding="utf-8"), re.M
    )
    wanted = {re.split(r"[<>=\[]", package)[0] for package in project["dependencies"]}
    assert wanted <= set(named), f"missing in docs/licences.md: {sorted(wanted - set(named))}"
