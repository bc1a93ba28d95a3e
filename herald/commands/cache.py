"""The store of finished parts: how large it is, making room, checking it."""

from __future__ import annotations

from pathlib import Path

import click

from herald.commands.options import in_workspace, open_studio


@click.group()
def cache() -> None:
    """Look after the finished parts that builds use again."""


@cache.command("stats")
@in_workspace
def cache_stats(workspace_folder: Path | None) -> None:
    """Show what is in the store, by stage."""
    from herald.cache import stats
    from herald.settings import shown_bytes
    from tts.ready_network import held_bytes

    studio = open_studio(workspace_folder)
    found = stats(studio.store)
    click.echo(str(studio.store.root))
    for stage, n_parts in sorted(found.n_parts.items()):
        click.echo(f"  {stage:<10} {n_parts:>7} parts {shown_bytes(found.n_bytes[stage]):>10}")
    total = shown_bytes(sum(found.n_bytes.values()))
    limit = shown_bytes(studio.settings.store_bytes)
    click.echo(f"  {'all':<10} {sum(found.n_parts.values()):>7} parts {total:>10} of {limit}")
    click.echo(f"  needed by published editions: {found.n_pinned} parts, {shown_bytes(found.pinned_bytes)}")
    click.echo(f"  builds that run now: {found.n_builds}")
    for folder in studio.workspace.ready_networks:
        if folder.is_dir():
            click.echo(f"{folder}\n  networks as they load fastest: {shown_bytes(held_bytes(folder))}")


@cache.command("gc")
@click.option(
    "--limit", metavar="SIZE", help="Size to keep within, such as 500M.  [default: of the settings]"
)
@in_workspace
def cache_gc(limit: str | None, workspace_folder: Path | None) -> None:
    """Remove the parts that were not used for the longest time.

    What a published edition needs and what a running build uses is never removed.
    """
    from herald.cache import collect
    from herald.settings import parse_bytes, shown_bytes

    studio = open_studio(workspace_folder)
    swept = collect(studio.store, parse_bytes(limit) if limit else studio.settings.store_bytes)
    freed, kept = shown_bytes(swept.freed_bytes), shown_bytes(swept.kept_bytes)
    click.echo(f"removed {swept.n_removed} parts, {freed}; {kept} are left")


@cache.command("verify")
@in_workspace
def cache_verify(workspace_folder: Path | None) -> int:
    """Read every part; damaged ones are put away and made again by the next build that needs them."""
    from herald.cache import verify

    n_parts, damaged = verify(open_studio(workspace_folder).store)
    for line in damaged:
        click.echo(f"damaged, put away: {line}")
    click.echo(f"{n_parts} parts read, {len(damaged)} damaged")
    return 1 if damaged else 0
