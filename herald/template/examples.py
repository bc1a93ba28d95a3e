"""A template's own examples as broadcasts: what it says when nobody has changed anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from herald.media import Place
from herald.template.broadcasts import Broadcast
from herald.template.library import Template
from herald.template.nodes import Entries, Items, Scalar
from herald.template.schema import Field
from herald.template.values import Record

SLUG = "example"


def example_broadcasts(
    template: Template, languages: Sequence[str], *, only_required: bool = False
) -> Iterator[Broadcast]:
    """Give the broadcasts that a template's examples stand for.

    Args:
        template: whose examples.
        languages: to make them in.
        only_required: leave out what may be left out.
    """
    schema = template.schema
    place = Place(schema.path, 1, 1)
    data = _examples(schema.fields, place, only_required)
    shared: dict[str, Record] = {}
    settings = Entries({}, {}, place)
    yield Broadcast(SLUG, schema.path, place, template, tuple(languages), settings, data, records=shared)
    items = data.nodes.get(schema.each or "")
    if isinstance(items, Items) and template.words_of_each:
        for i in range(len(items.nodes)):
            slug = f"{SLUG}-{i + 1}"
            yield Broadcast(slug, schema.path, place, template, tuple(languages), settings, data, i, shared)


def _examples(fields: Sequence[Field], place: Place, only_required: bool) -> Entries:
    nodes = {
        field.name: _without_optional(field, only_required)
        for field in fields
        if field.example is not None and (field.required or not only_required)
    }
    kept = {name: node for name, node in nodes.items() if node is not None}
    return Entries(kept, {name: Scalar(name, node.place, len(name)) for name, node in kept.items()}, place)


def _without_optional(field: Field, only_required: bool) -> Entries | Items | Scalar | None:
    node = field.example
    if not only_required or not field.fields or not isinstance(node, Items):
        return node
    optional = frozenset(inner.name for inner in field.fields if not inner.required)
    items = tuple(one.without(optional) if isinstance(one, Entries) else one for one in node.nodes)
    return Items(items, node.place)
