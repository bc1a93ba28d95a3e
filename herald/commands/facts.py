"""Values that many broadcasts share."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from herald.commands.options import as_of, in_workspace, open_workspace


@click.group()
def facts() -> None:
    """Look at values that many broadcasts share."""


@facts.command("list")
@click.option("--language", metavar="L", default="en", show_default=True, help="How values are written.")
@as_of
@in_workspace
def facts_list(language: str, on: datetime.date, workspace_folder: Path | None) -> None:
    """List the facts with their values."""
    from herald.facts_impact import list_facts

    for line in list_facts(open_workspace(workspace_folder), language, on=on):
        click.echo(line)


@facts.command("impact")
@click.argument("name")
@as_of
@in_workspace
def facts_impact(name: str, on: datetime.date, workspace_folder: Path | None) -> int:
    """List every broadcast, language and sentence that the fact NAME reaches. Nothing is built."""
    from herald.facts_impact import impact

    found = impact(open_workspace(workspace_folder), name, on=on)
    for touched in found.touched:
        click.echo(touched.line())
    for fault in found.unread:
        place = fault.place
        click.echo(f"not read: {place.path}:{place.line}:{place.column}: {fault.message}", err=True)
    return 1 if found.unread else 0


@facts.command("refresh")
@click.argument("name")
@as_of
@in_workspace
@click.pass_context
def facts_refresh(
    context: click.Context, name: str, on: datetime.date, workspace_folder: Path | None
) -> object:
    """Build every broadcast that the fact NAME reaches, in all its languages."""
    from herald.commands.build import build
    from herald.facts_impact import impact
    from herald.template.faults import Faults

    found = impact(open_workspace(workspace_folder), name, on=on)
    faults = Faults(found=dict.fromkeys(found.unread))
    faults.raise_if_any()
    slugs = tuple(dict.fromkeys(touched.slug for touched in found.touched))
    if not slugs:
        click.echo(f"No broadcast says '{name}'.")
        return 0
    click.echo(f"'{name}' is in {len(slugs)} broadcasts: {', '.join(slugs)}", err=True)
    return context.invoke(build, scripts=slugs, on=on, workspace_folder=workspace_folder)
