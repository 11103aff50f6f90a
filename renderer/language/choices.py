"""Which tagged siblings are one choice.

A choice is a run of neighbouring tagged siblings that ends in `else`, or tagged inlines that touch; the rest
are filters. The children of a `choose` div are made a choice by the tree's builder.

Invariant: grouping drops nothing but the white space between the variants of one choice.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, cast

from renderer.diagnostics import Finding, Span
from renderer.language import problems
from renderer.language.tree import Choice, Definition, SoftBreak, Text, Variant

T = TypeVar("T")  # a sibling: a union that has its own Variant and Choice among its members
Report = Callable[[Finding], None]


def group_blocks(siblings: Iterable[T], report: Report) -> tuple[T, ...]:
    """Return block siblings (or list items, or rows) with their choices made."""
    siblings = tuple(siblings)
    for one in siblings:
        if isinstance(one, Variant):
            return tuple(_grouped(siblings, _is_definition, iter, report))
    return siblings


def group_inlines(siblings: Iterable[T], report: Report) -> tuple[T, ...]:
    """Return inline siblings with their choices made."""
    return tuple(_grouped(siblings, is_white, _touching, report))


def is_white(node: object) -> bool:
    """Whether an inline is white space alone."""
    return isinstance(node, SoftBreak) or (isinstance(node, Text) and node.text.isspace())


def choice_of(variants: list[T]) -> T:
    """Return the choice among variants that stand in this order, as one of their siblings."""
    members = cast("list[Variant[object]]", variants)
    span = Span(min(one.span.start for one in members), max(one.span.end for one in members))
    return cast("T", Choice(tuple(members), span))


def _is_definition(node: object) -> bool:
    return isinstance(node, Definition)


def _grouped(
    siblings: Iterable[T],
    is_gap: Callable[[object], bool],
    leave: Callable[[list[T]], Iterable[T]],
    report: Report,
) -> Iterator[T]:
    """Yield the siblings; each run of variants and gaps is cut after every `else`."""
    run: list[T] = []
    for one in siblings:
        if isinstance(one, Variant):
            run.append(one)
            if one.tag.otherwise:
                yield from _closed(run, report)
                run = []
        elif run and is_gap(one):
            run.append(one)
        else:
            yield from leave(run)
            run = []
            yield one
    yield from leave(run)


def _closed(run: list[T], report: Report) -> Iterator[T]:
    """Yield the choice that a run with `else` at its end is; link definitions in it stay, before it."""
    variants = [one for one in run if isinstance(one, Variant)]
    yield from (one for one in run if isinstance(one, Definition))
    if len(variants) == 1:
        report(problems.stray_else(variants[0].span, "has no variant before it"))
        yield variants[0]
    else:
        yield choice_of(variants)


def _touching(run: list[T]) -> Iterator[T]:
    """Yield a run without `else`: variants that touch are a choice, others are filters."""
    group: list[T] = []
    for one in run:
        if isinstance(one, Variant):
            group.append(one)
            continue
        yield from _one_or_choice(group)
        group = []
        yield one
    yield from _one_or_choice(group)


def _one_or_choice(group: list[T]) -> list[T]:
    return group if len(group) < 2 else [choice_of(group)]
