"""One shared server for all tests of this folder: it takes ten seconds to start, a minute where the machine is busy."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster import Cluster, server_programs
from engines import lacking
from serveur import Serveur


@pytest.fixture(scope="session")
def serveur() -> Iterator[Serveur]:
    """JupyterHub, nginx, PostgreSQL and the room; where they cannot be, skip with the reason, or fail under CI."""
    reason = lacking()
    if reason:
        if os.environ.get("CI", "").lower() in ("1", "true") and hasattr(os, "geteuid") and os.geteuid() == 0:
            pytest.fail(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="pasapas-serveur-"))
    folder.chmod(0o711)
    programs = server_programs()
    assert programs is not None
    cluster = Cluster(programs)
    running = Serveur(folder, cluster, "admin", "nadia", "omar", "lea", outside="eve")
    try:
        running.start()
        yield running
    finally:
        running.stop()
        cluster.remove()
        shutil.rmtree(folder, ignore_errors=True)
