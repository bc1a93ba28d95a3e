"""Announcements with gaps that data fills."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from herald.commands.options import as_of, in_workspace, open_workspace
from herald.errors import UserError


@click.group()
def template() -> None:
    """Use templates: announcements with gaps that data fills, in several languages."""


@template.command("list")
@as_of
@in_workspace
def template_list(on: datetime.date, workspace_folder: Path | None) -> None:
    """List the templates with their languages."""
    from herald.template.showing import list_templates

    for line in list_templates(open_workspace(workspace_folder), on=on):
        click.echo(line)


@template.command("show")
@click.argument("name")
@click.option("--language", metavar="L", help="Also show what it says in this language, from its example.")
@as_of
@in_workspace
def template_show(name: str, language: str | None, on: datetime.date, workspace_folder: Path | None) -> None:
    """Show what the template NAME asks for."""
    from herald.template.showing import show_template

    for line in show_template(open_workspace(workspace_folder), name, language, on=on):
        click.echo(line)


@template.command("check")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@as_of
@in_workspace
def template_check(slugs: tuple[str, ...], on: datetime.date, workspace_folder: Path | None) -> None:
    """Check templates, facts and data files; without a SLUG, all of them. Nothing is built."""
    from herald.template.checking import check
    from herald.template.finding import files_of

    workspace = open_workspace(workspace_folder)
    paths: list[Path] = []
    for slug in slugs:
        found = [Path(slug)] if Path(slug).is_file() else list(files_of(workspace, slug))
        if not found:
            raise UserError(f"there is no broadcast '{slug}' in {workspace.scripts}")
        paths += found
    click.echo(check(workspace, paths, on=on).line())


@template.command("new")
@click.argument("slug")
@click.option("--from", "name", metavar="NAME", required=True, help="Template to fill.")
@click.option("--language", "languages", metavar="L", multiple=True, help="May be given several times.")
@as_of
@in_workspace
def template_new(
    slug: str, name: str, languages: tuple[str, ...], on: datetime.date, workspace_folder: Path | None
) -> None:
    """Start the broadcast SLUG: a data file in scripts_in/ with every gap explained."""
    from herald.template.starter import new_data_file

    click.echo(new_data_file(open_workspace(workspace_folder), slug, name, languages, on=on))
