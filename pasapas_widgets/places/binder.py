"""Addresses on Binder: the link that launches a workbook, and how a page knows that it runs there.

mybinder.org builds a public repository and runs it, for anybody, on a computer that disappears afterwards. Pure
functions: nothing is asked of the network.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, metadata
from urllib.parse import quote, urlsplit

from msgspec import Struct

from pasapas_widgets.places.shipped import workbooks_dir

__all__ = [
    "HOST",
    "Demonstration",
    "badge",
    "default_repository",
    "demonstration",
    "launch_links",
    "launch_url",
    "repository",
    "workbook_names",
    "workbook_path",
]

HOST = "https://mybinder.org"
"""Public Binder."""

HOME = "pasapas/"
"""The page that a launch opens when no workbook is chosen: ours, not JupyterLab's."""

BRANCH = "HEAD"
"""What is launched when no tag is given: the newest state of the repository's main branch."""

_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}")
_REF = re.compile(r"[\w./+@-]{1,200}")


def repository(text: str) -> str:
    """Read the name of a GitHub repository: ``ORG/REPO``, or its whole address, with or without ``https://``.

    Raises
    ------
    ValueError
        It has not that form.

    Examples
    --------
    >>> repository("https://github.com/une-org/un-depot.git")
    'une-org/un-depot'
    """
    name = (
        re.sub(r"^(https?://)?(www\.)?github\.com/", "", text.strip(), flags=re.IGNORECASE)
        .removesuffix("/")
        .removesuffix(".git")
    )
    if not _REPOSITORY.fullmatch(name) or name.endswith(("/.", "/..")):
        raise ValueError(text)
    return name


def default_repository() -> str | None:
    """Return the project's own repository: the address under ``project.urls`` in pyproject.toml, as installed.

    ``None`` where the project is not installed, or gives no address on GitHub.
    """
    try:
        urls = metadata("pasapas-widgets").get_all("Project-URL") or []
    except PackageNotFoundError:
        return None
    for entry in urls:
        label, _, url = entry.partition(", ")
        if label == "Repository":
            try:
                return repository(url)
            except ValueError:
                return None
    return None


def workbook_names() -> list[str]:
    """Return the names of the workbooks that can be launched, in the order of the path.

    >>> workbook_names()[:2]
    ['00_accueil', '01_autodiagnostic']
    """
    return sorted(path.stem for path in workbooks_dir().glob("*.ipynb"))


def workbook_path(name: str) -> str:
    """Return where a workbook's page is on the server, from the server's own prefix.

    >>> workbook_path("01_autodiagnostic")
    'voila/render/workbooks/01_autodiagnostic.ipynb'
    """
    return f"voila/render/workbooks/{name}.ipynb"


def launch_url(depot: str, *, ref: str = BRANCH, path: str = HOME) -> str:
    """Return the address that launches a repository on public Binder and opens one of its pages.

    Parameters
    ----------
    depot
        ``ORG/REPO`` on GitHub.
    ref
        A tag, a branch or a commit. A tag starts quicker: its image is built once.
    path
        The page, from the server's prefix.

    Raises
    ------
    ValueError
        ``depot`` or ``ref`` cannot be the name of one.

    Examples
    --------
    >>> launch_url("une-org/un-depot", ref="v1.0", path=workbook_path("01_autodiagnostic"))
    'https://mybinder.org/v2/gh/une-org/un-depot/v1.0?urlpath=voila%2Frender%2Fworkbooks%2F01_autodiagnostic.ipynb'
    """
    if not _REF.fullmatch(ref):
        raise ValueError(ref)
    return f"{HOST}/v2/gh/{repository(depot)}/{quote(ref, safe='')}?urlpath={quote(path, safe='')}"


def launch_links(depot: str, *, ref: str = BRANCH) -> dict[str, str]:
    """Return the launch address of each workbook, by its name."""
    return {name: launch_url(depot, ref=ref, path=workbook_path(name)) for name in workbook_names()}


def badge(url: str, label: str) -> str:
    """Return the Markdown of Binder's badge, for a README.

    >>> badge("https://mybinder.org/v2/gh/o/r/HEAD", "Essayer")
    '[![Essayer](https://mybinder.org/badge_logo.svg)](https://mybinder.org/v2/gh/o/r/HEAD)'
    """
    return f"[![{label}]({HOST}/badge_logo.svg)]({url})"


class Demonstration(Struct, frozen=True):
    """A launch on public Binder. ``launch`` is the address that launches the same again, without a page."""

    launch: str

    def again(self, path: str) -> str:
        """Return the address that launches the same repository again, at the same page.

        >>> Demonstration("https://mybinder.org/v2/gh/o/r/HEAD").again("pasapas/")
        'https://mybinder.org/v2/gh/o/r/HEAD?urlpath=pasapas%2F'
        """
        return f"{self.launch}?urlpath={quote(path, safe='')}"


def demonstration(environment: Mapping[str, str]) -> Demonstration | None:
    """Tell whether this process runs on public Binder, from the variables that BinderHub sets; ``None`` elsewhere.

    A BinderHub of one's own sets the same variables with its own address: it keeps its own rules, so it is not one.
    The commit that was launched (``BINDER_PERSISTENT_REQUEST``) is launched again: its image exists already.

    >>> demonstration({"JUPYTERHUB_USER": "moi"}) is None
    True
    """
    host = urlsplit(environment.get("BINDER_LAUNCH_HOST", ""))
    name = host.hostname or ""
    if host.scheme != "https" or not (name == "mybinder.org" or name.endswith(".mybinder.org")):
        return None
    request = environment.get("BINDER_PERSISTENT_REQUEST") or environment.get("BINDER_REQUEST") or ""
    return Demonstration(f"https://{host.netloc}/{quote(request, safe='/%')}") if request else Demonstration(f"{HOST}/")
