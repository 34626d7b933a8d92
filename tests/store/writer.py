"""Answer without end, and say each answer on the standard output once the store has acknowledged it.

    python writer.py ADDRESS SESSION KEY [several]

Started by the tests, which kill it with signal 9.
"""

from __future__ import annotations

import sys
from itertools import count

from gestures import Q

from pasapas_widgets.live.store import Message, open_store


def main() -> None:
    """Write until killed; with ``several``, eight answers a transaction."""
    address, session, key = sys.argv[1:4]
    several = 8 if len(sys.argv) > 4 else 1
    store = open_store(address)
    for first in count(1, several):
        batch = [
            Message(session, key, seq, Q.item_ids[seq % len(Q.item_ids)], 1 + seq // len(Q.item_ids) % 4)
            for seq in range(first, first + several)
        ]
        if several == 1:
            store.answers.record(batch[0].session, batch[0].key, batch[0].seq, batch[0].item, batch[0].value)
        elif set(store.answers.record_many(batch)) != {"kept"}:
            raise SystemExit("refused")
        for one in batch:
            print(one.seq, one.item, one.value, flush=True)


if __name__ == "__main__":
    main()
