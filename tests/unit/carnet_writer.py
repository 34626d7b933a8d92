"""A window of its own: a process that saves a carnet again and again, and says each save once it is acknowledged."""

from __future__ import annotations

import sys
from pathlib import Path

from pasapas_widgets.carnets.shelf import Carnets, ConflictError
from pasapas_widgets.model.carnet.carnet import Carnet


def main(folder: str, id: str, name: str, times: str, *limit: str) -> None:
    if limit:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit[0]), int(limit[0])))
    carnets = Carnets(Path(folder))
    number = 0
    while number < int(times):
        kept = carnets.read(id)
        before = int(kept.carnet.title.rpartition(" ")[2])
        try:
            # Long enough that a file cut in the middle could not be read; the number alone tells the versions apart.
            carnets.save(id, Carnet(title=f"{name} {before + 1}"), over=kept.mark)
        except ConflictError:
            continue
        number += 1
        print(before + 1, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
