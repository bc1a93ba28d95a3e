"""Sentences go out to translators and come back."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from herald.commands.options import FILE, as_of, in_workspace, open_workspace


@click.group()
def translate() -> None:
    """Send scripts and templates to translators, and bring the translations back."""


@translate.command("export")
@click.argument("name", metavar="SLUG")
@click.option("--to", "language", metavar="LANG", required=True, help="Language to translate into.")
@click.option("--from", "source", metavar="LANG", help="Language to translate from.  [default: English]")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["po", "xliff"]),
    help="What to write.  [default: by the ending of FILE, else po]",
)
@click.option("--output", type=FILE, metavar="FILE", help="File to write.  [default: SLUG.LANG.po or .xlf]")
@as_of
@in_workspace
def translate_export(
    name: str,
    language: str,
    source: str | None,
    format_name: str | None,
    output: Path | None,
    on: datetime.date,
    workspace_folder: Path | None,
) -> None:
    """Write PO or XLIFF 2 with one unit for each sentence of the broadcast, data file or template SLUG.

    What was translated before, here or elsewhere, is filled in.
    """
    from herald.translation.sending import export

    is_xliff = output is not None and output.suffix.lower() in (".xlf", ".xliff")
    exported = export(
        open_workspace(workspace_folder),
        name,
        language,
        on=on,
        source=source,
        format_name=format_name or ("xliff" if is_xliff else "po"),
        output=output,
    )
    click.echo(exported.line())


@translate.command("import")
@click.argument("file", type=FILE, metavar="FILE")
@click.option("--name", metavar="SLUG", help="What it translates, where the file does not say it.")
@as_of
@in_workspace
def translate_import(file: Path, name: str | None, on: datetime.date, workspace_folder: Path | None) -> None:
    """Bring the translation in FILE back into scripts_in/ or templates/.

    Everything that is wrong with it is shown at once, and then nothing is written.
    """
    from herald.translation.receiving import import_file

    imported = import_file(open_workspace(workspace_folder), file, on=on, name=name)
    for path in imported.written:
        click.echo(path)
    click.echo(f"{imported.n_units} units")
    for warning in imported.warnings:
        click.echo(f"look at this: {warning}", err=True)


@translate.command("accept")
@click.argument("name", metavar="SLUG")
@click.option("--to", "language", metavar="LANG", required=True, help="Language of the translation.")
@click.option("--from", "source", metavar="LANG", help="Language it was translated from.  [default: English]")
@as_of
@in_workspace
def translate_accept(
    name: str, language: str, source: str | None, on: datetime.date, workspace_folder: Path | None
) -> None:
    """Say that the translation of SLUG is right as it stands, after it was written or changed by hand."""
    from herald.translation.receiving import accept

    accepted = accept(open_workspace(workspace_folder), name, language, on=on, source=source)
    click.echo(f"{accepted.n_units} units of {name} in {language} are up to date now")
    for warning in accepted.warnings:
        click.echo(f"look at this: {warning}", err=True)


@translate.command("allow")
@click.argument("name", metavar="SLUG")
@click.option("--to", "language", metavar="LANG", required=True, help="Language of the translation.")
@as_of
@in_workspace
def translate_allow(name: str, language: str, on: datetime.date, workspace_folder: Path | None) -> None:
    """Let SLUG be published in LANG although its source has changed, until it is translated again."""
    from herald.translation.holding import allow

    allow(open_workspace(workspace_folder), name, language, on=on)
    click.echo(f"{name} in {language} may be published as it is")


@translate.command("status")
@as_of
@in_workspace
def translate_status(on: datetime.date, workspace_folder: Path | None) -> None:
    """List translations that are missing or stale, and broadcasts whose facts have expired."""
    from herald.translation.state import language_states

    found = list(language_states(open_workspace(workspace_folder), on=on))
    for state in found:
        click.echo(state.line())
    if not found:
        click.echo("Every translation is there and up to date.")
