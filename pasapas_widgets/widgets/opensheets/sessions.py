"""The sheets that are open, session by session: which of them make a group, and what has been published of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from pasapas_widgets.model.entry import FROM_CODES

if TYPE_CHECKING:
    from pasapas_widgets.model.entry import Entry
    from pasapas_widgets.rules.aggregation import Publication

    Publish = Callable[[tuple[Entry, ...], Publication | None], Publication]

__all__ = ["FROM_CODES", "UNNAMED", "Sessions"]

UNNAMED = ""
"""The group of the sheets whose session has no name."""


class Sessions(Struct, frozen=True):
    """What has been published of each group that is open, by the name of its session.

    Every sheet is in one group, so that figures of two groups are sums over disjoint sets of sheets and subtracting
    them reaches no smaller set. Sheets without a session complete the only named session that is open, unless both
    have been shown apart: their sum would then add a set of its own. Once they have completed a session they stay with
    it, since showing it without them would show them by difference.

    Parameters
    ----------
    publications
        The last publication of each group, in the order of the files; the unnamed group comes last.
    host
        The session that the unnamed sheets complete, :data:`UNNAMED` where they stand alone. It is kept while that
        session is closed.
    """

    publications: dict[str, Publication] = {}
    host: str = UNNAMED

    def opened(self, entries: Iterable[Entry], publish: Publish) -> Sessions:
        """Return what is published now that all of ``entries`` are open."""
        host = self._next_host(_grouped(entries, UNNAMED))
        return Sessions(
            {
                name: publish(tuple(members), self._before(name, host))
                for name, members in _grouped(entries, host).items()
            },
            host,
        )

    def without(self, remaining: Iterable[Entry], publish: Publish) -> Sessions | None:
        """Return what is published once only ``remaining`` are open; ``None`` where the difference would leak."""
        kept = {}
        for name, members in _grouped(remaining, self.host).items():
            # The unnamed sheets whose host is taken back were published with it.
            previous = self.publications.get(name) or self.publications[self.host]
            after = _reduced(tuple(members), previous, publish)
            if after is None:
                return None
            kept[name] = after
        return Sessions(kept, self.host).opened(remaining, publish)

    def shown(self) -> frozenset[tuple[str, str]]:
        """Return the session and the number of each sheet that a publication counts."""
        return frozenset((one.session, one.sheet_id) for group in self.publications.values() for one in group.entries)

    def _next_host(self, groups: dict[str, list[Entry]]) -> str:
        """Return the session that the unnamed sheets complete, from the groups that they and the others would make."""
        named = [name for name in groups if name != UNNAMED]
        if UNNAMED not in groups:
            return UNNAMED
        if self.host or len(named) != 1:
            return self.host
        return UNNAMED if self._shows(UNNAMED) and self._shows(named[0]) else named[0]

    def _before(self, name: str, host: str) -> Publication | None:
        """Return what was published of a group, be it of the unnamed sheets that now complete it."""
        joined = name == host and not self._shows(name)
        return self.publications.get(UNNAMED if joined else name)

    def _shows(self, name: str) -> bool:
        return name in self.publications and bool(self.publications[name].entries)


def _grouped(entries: Iterable[Entry], host: str) -> dict[str, list[Entry]]:
    """Return the entries by group: the sessions in their order, the unnamed sheets in ``host`` if it is open."""
    groups: dict[str, list[Entry]] = {}
    unnamed = []
    for entry in entries:
        if entry.session in (UNNAMED, FROM_CODES):
            unnamed.append(entry)
        else:
            groups.setdefault(entry.session, []).append(entry)
    if unnamed:
        groups.setdefault(host if host in groups else UNNAMED, []).extend(unnamed)
    return groups


def _reduced(remaining: tuple[Entry, ...], previous: Publication, publish: Publish) -> Publication | None:
    """Publish the remaining sheets of a group, some of those already shown being taken back; ``None`` if that leaks.

    What is published is read as sets of people, whose order of publication does not matter: the withdrawal is safe if
    the aggregation, given the remaining sheets first, then lets out the earlier results unchanged.
    """
    shown = {(entry.session, entry.sheet_id) for entry in previous.entries}
    kept = {(entry.session, entry.sheet_id) for entry in remaining}
    if not shown & kept:
        return publish(remaining, None)
    if shown <= kept:
        return publish(remaining, previous)
    after = publish(remaining, None)
    return after if publish(previous.entries, after).results == previous.results else None
