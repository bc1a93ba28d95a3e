"""What is published, what is out of date and why, and what was published before."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import click

from herald.commands.options import as_of, in_workspace, open_studio, open_terminal

LANGUAGE = click.option("--language", metavar="L", help="Only this language, or `<language>@<presenter>`.")


@click.command()
@as_of
@in_workspace
def status(on: datetime.date, workspace_folder: Path | None) -> None:
    """List every broadcast and language, and how it stands. Nothing is built."""
    from herald.status import standings

    found = standings(open_studio(workspace_folder), on)
    for standing in found:
        click.echo(standing.line())
    counts = Counter(standing.name for standing in found)
    click.echo(", ".join(f"{n} {name}" for name, n in counts.most_common()) or "there are no broadcasts yet")


@click.command()
@click.argument("slug")
@LANGUAGE
@as_of
@in_workspace
def why(slug: str, language: str | None, on: datetime.date, workspace_folder: Path | None) -> None:
    """Say why the broadcast SLUG would be built again: each input that changed, sentence by sentence."""
    from herald.why import why as explained

    for line in explained(open_studio(workspace_folder), slug, language, on):
        click.echo(line)


@click.command()
@click.argument("slug")
@click.argument("a", type=int, required=False)
@click.argument("b", type=int, required=False)
@LANGUAGE
@in_workspace
def diff(
    slug: str, a: int | None, b: int | None, language: str | None, workspace_folder: Path | None
) -> None:
    """Show two editions of SLUG side by side: sentences added, removed and changed, with timecodes.

    A and B are numbers of editions.  [default: the edition before the published one, and that]
    """
    from herald.history import diff_lines, shelves

    for shelf in shelves(open_studio(workspace_folder), slug, language):
        click.echo(f"{slug} {shelf.folder.name}")
        for line in diff_lines(shelf, a, b):
            click.echo(line)


@click.command()
@click.argument("slug")
@LANGUAGE
@in_workspace
def history(slug: str, language: str | None, workspace_folder: Path | None) -> None:
    """List the editions of SLUG; a star marks the published one."""
    from herald.history import history_lines, shelves

    for shelf in shelves(open_studio(workspace_folder), slug, language):
        for line in history_lines(shelf):
            click.echo(line)


@click.command()
@click.argument("slug")
@click.option("--to", metavar="N", type=int, help="Edition to publish.  [default: the one before]")
@LANGUAGE
@in_workspace
def rollback(slug: str, to: int | None, language: str | None, workspace_folder: Path | None) -> None:
    """Publish an older edition of SLUG again, in one language or in all.

    It stays published until something changes, or until another rollback.
    """
    from herald.history import roll_back_all

    for line in roll_back_all(open_studio(workspace_folder), slug, language, to):
        click.echo(line)


@click.command()
@click.argument("scripts", nargs=-1, metavar="[SCRIPT]...")
@as_of
@in_workspace
def watch(scripts: tuple[str, ...], on: datetime.date, workspace_folder: Path | None) -> None:
    """Build as files are saved: scripts, data, templates and facts. Ctrl-C ends it.

    SCRIPT is as for `herald build`.  [default: every broadcast in scripts_in/]
    """
    from herald.watching import watch as watched

    with open_terminal() as terminal:
        for line in watched(open_studio(workspace_folder, terminal), scripts, on):
            click.echo(line)
