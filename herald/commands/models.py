"""The model files."""

from __future__ import annotations

from pathlib import Path

import click

from herald.commands.options import in_workspace, open_studio, open_terminal


@click.group()
def models() -> None:
    """List, fetch and check the model files."""


@models.command("list")
@in_workspace
def models_list(workspace_folder: Path | None) -> None:
    """List every model file with its size, licence and whether it is here."""
    registry = open_studio(workspace_folder).registry
    missing = set(registry.missing(registry.all_entries))
    for entry in registry.all_entries.values():
        here = "missing" if entry.name in missing else "here"
        click.echo(f"{entry.name:<34} {entry.bytes / 1e6:>6.1f} MB  {here:<8} {entry.licence}")


@models.command("pull")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--from",
    "source",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="Take the files from this folder or file, without a network.",
)
@in_workspace
def models_pull(names: tuple[str, ...], source: Path | None, workspace_folder: Path | None) -> None:
    """Fetch model files; without a NAME, those that a first broadcast needs."""
    from herald.models.registry import DEFAULT_GROUP

    with open_terminal() as terminal:
        registry = open_studio(workspace_folder, terminal).registry
        paths = registry.pull(names or (DEFAULT_GROUP,), source_folder=source, progress=terminal)
    click.echo(f"{len(paths)} model files are in {registry.folder}")


@models.command("verify")
@in_workspace
def models_verify(workspace_folder: Path | None) -> int:
    """Read every model file that is here and compare it with its hash."""
    states = open_studio(workspace_folder).registry.verify()
    for name, state in states.items():
        if state != "missing":
            click.echo(f"{state:<8} {name}")
    damaged = [name for name, state in states.items() if state == "damaged"]
    if damaged:
        click.echo(f"Fetch again with: herald models pull {' '.join(damaged)}", err=True)
    return 1 if damaged else 0
