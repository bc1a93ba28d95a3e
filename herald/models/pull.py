"""One pull: source after source, each file written beside its place, checked and renamed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from herald.errors import UserError
from herald.files import sha256_of, written_beside
from herald.models.archives import append_member
from herald.models.carriers import Carriers
from herald.models.entries import Address, Carried, Entry, Source
from herald.models.errors import SourceFailed, disk_full, is_full, megabytes
from herald.models.local import Brought
from herald.models.network import Access, Network
from herald.progress import Progress

_MEGABYTE = 1_000_000

_SHOWN = 4
"""How many files that could not be had are explained one by one."""


class Meter:
    """Turns shares of files into whole megabytes of progress.

    Args:
        progress: where to report.
        needed: the files of the pull.
    """

    def __init__(self, progress: Progress, needed: Sequence[Entry]) -> None:
        self.progress = progress
        self._total = max(1, round(sum(entry.bytes for entry in needed) / _MEGABYTE))
        self._finished = 0
        self._shown = 0
        progress.begin("models", self._total, "MB")

    def at(self, entry: Entry, share: float) -> None:
        """A share of an entry is here, 0 to 1."""
        self._show(self._finished + entry.bytes * min(1.0, share))

    def done(self, entry: Entry) -> None:
        """All of an entry is here, or it never will be."""
        self._finished += entry.bytes
        self._show(self._finished)

    def _show(self, n_bytes: float) -> None:
        now = min(self._total, round(n_bytes / _MEGABYTE))
        if now > self._shown:
            self.progress.advance(now - self._shown)
            self._shown = now


class Pull:
    """What one pull has fetched so far, and which hosts are silent.

    Args:
        folder: of the model files.
        scratch: for packages; the caller removes it.
        brought: where to take files from instead of any network, or None.
        meter: where to report.
    """

    def __init__(self, folder: Path, scratch: Path, brought: Brought | None, meter: Meter) -> None:
        self._folder = folder
        self._brought = brought
        self._meter = meter
        self._network = Network()
        self._carriers = Carriers(scratch, self._network)

    def __enter__(self) -> Pull:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._meter.progress.end()

    def take(self, entry: Entry) -> list[str]:
        """Get one file into its place; return why not, source by source, or nothing.

        Raises:
            UserError: there is no room, or the folder cannot be written.
        """
        reasons: list[str] = []
        what = f"{entry.name} ({megabytes(entry.bytes)}, {entry.licence})"
        for label, write in self._ways(entry):
            self._meter.progress.note(f"Fetching {what} from {label}")
            reason = self._write(entry, write)
            if not reason:
                reasons = []
                break
            reasons.append(f"{label}: {reason}")
            self._meter.progress.note(f"  {reason}")
        self._meter.done(entry)
        return reasons

    def _ways(self, entry: Entry) -> list[tuple[str, Callable[[Path], None]]]:
        brought = self._brought
        if brought is not None:
            return [(str(brought.place), lambda part: brought.copy(entry, part))]
        return [(source.label, self._writer(entry, source)) for source in entry.sources]

    def _write(self, entry: Entry, write: Callable[[Path], None]) -> str:
        """Write one file beside its place, check it, rename it; return why not, or nothing."""

        def check(part: Path) -> None:
            found = sha256_of(part)
            if found != entry.sha256:
                raise SourceFailed(f"gave another file: its sha256 is {found} and not {entry.sha256}")

        target = self._folder / entry.name
        try:
            with written_beside(target, verify=check) as part:
                write(part)
        except SourceFailed as error:
            return str(error)
        except OSError as error:
            if is_full(error):
                raise disk_full(self._folder, entry.bytes) from error
            raise UserError(f"{target} cannot be written: {error.strerror}") from error
        return ""

    def _writer(self, entry: Entry, source: Source) -> Callable[[Path], None]:
        if isinstance(source, Address):
            return lambda part: self._network.download(
                source.url, part, entry.bytes, Access(), lambda share: self._meter.at(entry, share)
            )
        return lambda part: self._join(entry, source, part)

    def _join(self, entry: Entry, source: Carried, part: Path) -> None:
        n_parts = len(source.parts)
        with part.open("wb") as file:
            for i, member in enumerate(source.parts):

                def advance(share: float, i: int = i) -> None:
                    self._meter.at(entry, (i + share) / n_parts)

                append_member(self._carriers.archive(member.archive, advance), member.path, file)


def explained(failures: Mapping[Entry, Sequence[str]], source_folder: Path | None) -> str:
    """Return what to tell the user about files that could not be had.

    Args:
        failures: per file what went wrong, source by source.
        source_folder: where the files were looked for, if not in the network.
    """
    lines: list[str] = []
    for entry, reasons in list(failures.items())[:_SHOWN]:
        lines.append(f"{entry.name} ({megabytes(entry.bytes)}, {entry.licence}) could not be fetched:")
        lines += [f"  - {reason}" for reason in reasons]
    more = [entry.name for entry in list(failures)[_SHOWN:]]
    if more:
        lines.append(f"and so {len(more)} more: {', '.join(more)}")
    commands = dict.fromkeys(command for entry in failures for command in _by_hand(entry))
    lines.append("What to do: fetch the missing files on a computer with a connection, for example with")
    lines += [f"  {command}" for command in commands]
    lines.append("bring them here in a folder, and run")
    lines.append(f"  herald models pull --from {source_folder or 'FOLDER'}")
    return "\n".join(lines)


def _by_hand(entry: Entry) -> list[str]:
    archives = [part.archive for s in entry.sources if isinstance(s, Carried) for part in s.parts]
    if archives:
        return [archive.command for archive in archives]
    return [f"curl -LO {source.url}" for source in entry.sources if isinstance(source, Address)]
