"""List the known vulnerabilities of the versions in constraints.txt: ``make audit``, by pip-audit, which uv fetches.

pip-audit ends well where the package index tells nothing of a version: a mirror without the vulnerability service makes
every audit look clean. So one version is asked about first, and what is not told is not taken for good.

The status is 0 where nothing is known, 1 where something is, 2 where it could not be asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PIP_AUDIT = "pip-audit==2.10.1"
UNREACHED = "The package index of this machine tells no vulnerabilities: nothing was audited. Run it elsewhere."

Told = list[dict[str, Any]]


def pinned() -> list[str]:
    """Return the pinned versions."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if "==" in line and not line.startswith("#")]


def audited(versions: Sequence[str]) -> Told | None:
    """Return what pip-audit says of each version; ``None`` where it says nothing at all."""
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "asked.txt"
        asked.write_text("\n".join(versions) + "\n", encoding="utf-8")
        command = ["uv", "tool", "run", "--quiet", PIP_AUDIT, "-r", str(asked), "--no-deps", "--disable-pip"]
        done = subprocess.run(
            [*command, "--format", "json", "--progress-spinner", "off"], capture_output=True, text=True, check=False
        )
    try:
        told: Told = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return None
    return told


def unknown(told: Told) -> list[str]:
    """Return the names of which nothing is told.

    >>> unknown([{"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not found"}])
    ['b']
    """
    return [one["name"] for one in told if "skip_reason" in one]


def lines(told: Told) -> list[str]:
    """Return a line for each known vulnerability: the version, its identifiers, the version that mends it.

    >>> one = {"id": "GHSA-1", "aliases": ["CVE-2026-1"], "fix_versions": ["1.1"]}
    >>> lines([{"name": "a", "version": "1.0", "vulns": [one]}])
    ['a 1.0: GHSA-1 (CVE-2026-1), mended in 1.1']
    """
    found = []
    for one in told:
        for vuln in one.get("vulns", ()):
            known = f"{one['name']} {one['version']}: {vuln['id']}"
            aliases = f" ({', '.join(vuln['aliases'])})" if vuln["aliases"] else ""
            found.append(f"{known}{aliases}, mended in {', '.join(vuln['fix_versions']) or 'no version yet'}")
    return found


def main() -> int:
    """Audit, and say what was found."""
    versions = pinned()
    first = audited(versions[:1])
    if first is None or unknown(first):
        print(UNREACHED, file=sys.stderr)
        return 2
    told = audited(versions)
    if told is None:
        print(UNREACHED, file=sys.stderr)
        return 2
    for line in lines(told):
        print(line)
    if left := unknown(told):
        print(f"Nothing is told of: {', '.join(left)}", file=sys.stderr)
    known = lines(told)
    print(f"{len(told) - len(left)} of {len(versions)} versions audited, {len(known)} known vulnerabilities.")
    return 1 if known else 2 if left else 0


if __name__ == "__main__":
    sys.exit(main())
