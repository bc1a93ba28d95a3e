"""Writes docs/cli.md from the commands themselves; a test fails when the file is stale."""

from __future__ import annotations

from pathlib import Path

import click

from cli import cli

TARGET = Path(__file__).resolve().parent / "cli.md"


def reference() -> str:
    """Return the whole reference as Markdown."""
    parts = [
        "# Commands\n\nWritten by `make docs` from the commands themselves. "
        "Exit status: 0 done, 1 the input has to change, 2 a fault in Herald, 130 stopped with Ctrl-C.\n"
    ]
    for path, command in walk(cli, "herald"):
        context = click.Context(
            command,
            info_name=path,
            max_content_width=100,
            terminal_width=100,
            help_option_names=cli.context_settings["help_option_names"],
        )
        parts.append(f"## {path}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def walk(command: click.Command, path: str) -> list[tuple[str, click.Command]]:
    """Return a command and all below it with the words that call them."""
    found = [(path, command)]
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            child = command.get_command(click.Context(command), name)
            if child is not None:
                found.extend(walk(child, f"{path} {name}"))
    return found


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8")
