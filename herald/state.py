"""How a published edition stands to the plan of today. Build and `herald status` both ask this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from herald.edition import Edition
from herald.plan import Plan, published_key
from herald.shelf import Shelf

StateName = Literal["new", "current", "changed", "damaged", "rolled back"]


@dataclass(frozen=True)
class State:
    """How a published edition stands to a plan.

    Attributes:
        name: "new": there is no edition; "current": made from this very plan; "changed": made from another
            one; "damaged": files are missing; "rolled back": the newest edition was made from this plan, and
            an older one was published again instead.
        published, newest: numbers of editions, or None.
        detail: what is damaged; empty otherwise.
    """

    name: StateName
    published: int | None = None
    newest: int | None = None
    detail: str = ""

    @property
    def is_current(self) -> bool:
        """There is nothing to build."""
        return self.name in ("current", "rolled back")


def state_of(plan: Plan) -> State:
    """Compare the published edition with a plan."""
    return state_of_key(plan.key, Shelf(plan.folder))


def state_of_key(key: str, shelf: Shelf) -> State:
    """Compare the published edition of a folder with the key of a plan."""
    published, newest = shelf.published(), shelf.newest()
    if published is None or newest is None:
        return State("new")
    manifest = shelf.manifest(published)
    wrong = shelf.damage(published, manifest)
    if wrong:
        return State("damaged", published, newest, wrong)
    if published_key(manifest) == key:
        return State("current", published, newest)
    if published != newest and published_key(shelf.manifest(newest)) == key:
        return State("rolled back", published, newest)
    return State("changed", published, newest)


def current_edition(plan: Plan, state: State) -> Edition:
    """Return the published edition of a plan for which there is nothing to build."""
    shelf, number = Shelf(plan.folder), state.published or 0
    note = f"edition {number} is up to date"
    if state.name == "rolled back":
        back = f"`herald rollback {plan.script.slug} --to {state.newest}` publishes that"
        note = (
            f"edition {number} stays published: it was rolled back to, and nothing has changed since "
            f"edition {state.newest}; {back}."
        )
    return Edition(plan.folder, number, shelf.manifest(number), shelf.log(number), is_new=False, note=note)
