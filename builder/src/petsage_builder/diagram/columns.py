"""Which column each box stands in: what it belongs to stands further left."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

Followers = Mapping[str, Mapping[str, None]]


def columns_of(heights: Mapping[str, float], links: Iterable[tuple[str, str]], tallest: float) -> dict[str, int]:
    """The column of each box, from 0 on, so that no link stays within a column.

    `links` go from left to right where that is possible for all of them. A column is at most `tallest`, or one box.
    """
    followers = _one_way(links)
    preceding = _turned(followers)
    columns: dict[str, int] = {}
    filled: dict[int, float] = defaultdict(float)
    for name in _in_order(heights, preceding):
        column = max((columns[other] + 1 for other in preceding[name]), default=0)
        while filled[column] and filled[column] + heights[name] > tallest:
            column += 1
        columns[name] = column
        filled[column] += heights[name]
    for name in columns:
        if not preceding[name] and followers[name]:
            columns[name] = min(columns[other] for other in followers[name]) - 1
    used = sorted(set(columns.values()))
    return {name: used.index(column) for name, column in columns.items()}


def _one_way(links: Iterable[tuple[str, str]]) -> Followers:
    """For each box, those on its right: a link that would close a circle is turned round."""
    followers: dict[str, dict[str, None]] = defaultdict(dict)
    for left, right in links:
        if left != right:
            start, end = (right, left) if _leads(right, left, followers) else (left, right)
            followers[start][end] = None
    return followers


def _leads(start: str, end: str, followers: Followers) -> bool:
    seen, edge = {start}, [start]
    while edge:
        edge = [other for name in edge for other in followers.get(name, ()) if other not in seen]
        seen.update(edge)
    return end in seen


def _turned(followers: Followers) -> Followers:
    preceding: dict[str, dict[str, None]] = defaultdict(dict)
    for name, others in followers.items():
        for other in others:
            preceding[other][name] = None
    return preceding


def _in_order(names: Iterable[str], preceding: Followers) -> Iterable[str]:
    """Every box after those that precede it, else in the order given."""
    waiting = dict.fromkeys(names)
    while waiting:
        ready = [name for name in waiting if not any(other in waiting for other in preceding[name])]
        yield from ready
        for name in ready:
            del waiting[name]
