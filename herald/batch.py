"""Many editions at once: what they share is made once, and one that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from herald.cache import collect_if_large
from herald.edition import Edition
from herald.errors import HeraldError
from herald.pipeline import build
from herald.plan import Plan, Wishes, plan_all
from herald.status import forget_failure, note_failure
from herald.studio import Studio


@dataclass(frozen=True)
class Result:
    """What became of one plan.

    Attributes:
        plan: what was to be built.
        edition: what is published; None after a failure.
        error: why it failed; empty otherwise.
        exit_code: 0, or what the error stands for.
    """

    plan: Plan
    edition: Edition | None = None
    error: str = ""
    exit_code: int = 0

    @property
    def name(self) -> str:
        """The broadcast and its folder, as `herald status` has them."""
        return f"{self.plan.script.slug} {self.plan.folder.name}"


def build_all(studio: Studio, scripts: Sequence[str | Path], wishes: Wishes) -> list[Result]:
    """Build every script in every language with every presenter, after all of them have been checked.

    Raises:
        UserError: the input has faults; all of them are told, and nothing is built.
    """
    results = [_result(studio, plan, wishes) for plan in plan_all(studio, scripts, wishes)]
    if any(result.edition and result.edition.is_new for result in results):
        collect_if_large(studio.store, studio.settings.store_bytes)
    return results


def _result(studio: Studio, plan: Plan, wishes: Wishes) -> Result:
    try:
        edition = build(studio, plan, wishes.n_jobs, wishes.strict, wishes.read_back)
    except HeraldError as error:
        # Told at the end, with the exit code; what else can be built is built.
        note_failure(studio, plan, str(error))
        return Result(plan, error=str(error), exit_code=error.exit_code)
    if edition.is_new:
        forget_failure(studio, plan)
    return Result(plan, edition)


def table(results: Sequence[Result]) -> Iterator[str]:
    """Yield what was made, used again and failed, as lines for a person."""
    editions = [result.edition for result in results if result.edition]
    for edition in editions:
        yield from edition.lines()
    if len(results) == 1:
        return
    yield ""
    yield f"{'broadcast':<36} {'':<10} {'seconds':>8} {'reused':>7} {'saved':>8}"
    saved = 0.0
    for result in results:
        outcome, seconds, reused, spared = _row(result)
        saved += spared
        yield f"{result.name:<36} {outcome:<10} {seconds:>7.1f}s {reused:>7} {spared:>7.1f}s"
    n_failed = sum(result.edition is None for result in results)
    n_made = sum(edition.is_new for edition in editions)
    yield f"{n_made} made, {len(editions) - n_made} up to date, {n_failed} failed"
    yield f"saved: {saved:.1f} s of work (what it took one process to make the parts that were used again)"


def _row(result: Result) -> tuple[str, float, int, float]:
    """Return outcome, seconds, parts used again, and seconds of work that these stand for."""
    edition = result.edition
    if edition is None:
        return "failed", 0.0, 0, 0.0
    log = edition.log
    if edition.is_new:
        return "made", log["build_seconds"], log["n_reused"], log["saved_seconds"]
    spared = log.get("build_seconds", 0.0) + log.get("saved_seconds", 0.0)
    return "up to date", 0.0, len(log.get("parts", ())), spared
