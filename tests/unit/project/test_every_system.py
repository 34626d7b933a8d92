"""Nothing in the package holds for one system only: a static check, where no Windows or macOS is at hand.

Each rule is shown a line that breaks it, so that none can rot. What is allowed is named, with its guard.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[3] / "pasapas_widgets"

UNIX_MODULES = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog", "posix", "crypt", "spwd", "nis"}
UNIX_NAMES = {
    "os": {"fork", "forkpty", "geteuid", "getuid", "getgid", "getegid", "setuid", "setgid", "chown", "lchown", "chroot",
           "getpgid", "setsid", "killpg", "kill", "mkfifo", "mknod", "nice", "getloadavg", "sysconf", "sysconf_names",
           "uname", "O_NOFOLLOW", "WNOHANG", "waitpid", "symlink", "link", "umask", "statvfs", "fchmod"},
    "signal": {"SIGKILL", "SIGUSR1", "SIGUSR2", "SIGHUP", "SIGQUIT", "SIGALRM", "SIGCHLD", "SIGSTOP", "alarm",
               "setitimer", "pause", "SIGBREAK"},
    "socket": {"AF_UNIX", "SO_REUSEPORT", "socketpair", "SO_EXCLUSIVEADDRUSE"},
    "asyncio": {"open_unix_connection", "start_unix_server"},
    "time": {"tzset", "clock_gettime"},
}  # fmt: skip
UNIX_METHODS = {"add_signal_handler", "create_unix_server", "create_unix_connection", "is_mount", "owner", "group"}
TEXT_CALLS = {"open", "read_text", "write_text"}
UNIX_PATH = re.compile(r"^(/(tmp|var|etc|usr|home|dev|proc|sys|opt|root|bin)(/|$)|~/|\./)")

ALLOWED = {
    ("app/kernels.py", "os.sysconf"): "behind hasattr",
    ("app/kernels.py", "os.sysconf_names"): "behind hasattr",
    ("app/kernels.py", "/sys/fs/cgroup/memory.max"): "read in a try that goes on",
    ("app/kernels.py", "/sys/fs/cgroup/memory/memory.limit_in_bytes"): "read in a try that goes on",
    ("app/hub/checks.py", "import grp"): "its absence is suppressed",
    ("app/hub/checks.py", "/etc/pasapas/salle.jeton"): "a shared server is a Debian",
    ("app/hub/checks.py", "/usr/sbin:/usr/bin:/usr/local/bin"): "a shared server is a Debian",
    ("app/hub/checks.py", "/var/backups/pasapas"): "a shared server is a Debian",
    ("cli/serveur.py", "/etc/pasapas/serveur.env"): "a shared server is a Debian",
    ("app/ports.py", "socket.SO_EXCLUSIVEADDRUSE"): "behind sys.platform == 'win32'",
    ("front/modules.py", "./"): "an address of the web",
    ("live/store/oneserver.py", "import fcntl"): "behind sys.platform == 'win32'",
    ("app/startup.py", "import resource"): "its absence is suppressed",
    ("live/room/verbs.py", "open() without encoding"): "opens a vote, no file",
}
"""What a rule finds and may stay, with the guard that makes it safe; an entry that nothing needs any more fails."""


def faults(source: str) -> Iterator[tuple[int, str]]:
    """Give the line and the name of each thing that does not hold on every system."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
            yield from ((node.lineno, f"import {name}") for name in names if name.split(".")[0] in UNIX_MODULES)
            if isinstance(node, ast.ImportFrom):
                banned = UNIX_NAMES.get(node.module or "", set())
                yield from ((node.lineno, f"{node.module}.{one.name}") for one in node.names if one.name in banned)
        elif isinstance(node, ast.Attribute):
            holder = node.value.id if isinstance(node.value, ast.Name) else ""
            if node.attr in UNIX_NAMES.get(holder, set()):
                yield node.lineno, f"{holder}.{node.attr}"
        elif isinstance(node, ast.Call):
            yield from _call(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and UNIX_PATH.match(node.value):
            yield node.lineno, node.value


def _call(node: ast.Call) -> Iterator[tuple[int, str]]:
    """Look at one call: text without an encoding, a shell, a path cut by hand, a file replaced by rename."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    keywords = {one.arg: one.value for one in node.keywords}
    if name in UNIX_METHODS and isinstance(node.func, ast.Attribute):
        yield node.lineno, f"{name}()"  # the call, not a field of that name: an action has an owner, a card a group
    if name in TEXT_CALLS and "encoding" not in keywords and None not in keywords and not _binary(node, keywords):
        yield node.lineno, f"{name}() without encoding"
    if isinstance(shell := keywords.get("shell"), ast.Constant) and shell.value:
        yield node.lineno, "shell=True"
    if name == "rename":  # fails on Windows where the target exists; replace() does not
        yield node.lineno, "rename()"
    if name in ("split", "rsplit", "join", "rpartition", "partition") and isinstance(node.func, ast.Attribute):
        said = ast.unparse(node).lower()
        if re.search(r"""['"]/['"]""", said) and re.search(r"\b(path|folder|file|dir)\w*\b|__file__", said):
            yield node.lineno, f"{name}('/') on a path"
    if name in ("join", "expanduser") and ast.unparse(node.func).startswith("os.path"):
        yield node.lineno, f"os.path.{name}"


def _binary(node: ast.Call, keywords: dict[str | None, ast.expr]) -> bool:
    mode = keywords.get("mode") or (node.args[1] if len(node.args) > 1 else None)
    if isinstance(node.func, ast.Attribute) and node.func.attr == "open":  # Path.open(mode), webbrowser.open(url)
        if isinstance(node.func.value, ast.Name) and node.func.value.id in ("os", "webbrowser"):
            return True
        mode = keywords.get("mode") or (node.args[0] if node.args else None)
    return isinstance(mode, ast.Constant) and "b" in str(mode.value)


def test_the_package_holds_on_every_system() -> None:
    found: set[tuple[str, str]] = set()
    told = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        for line, fault in faults(path.read_text(encoding="utf-8")):
            found.add((name, fault))
            if (name, fault) not in ALLOWED:
                told.append(f"{name}:{line}: {fault}")
    assert not told, "\n".join(told)
    assert not set(ALLOWED) - found, "these exceptions are needed no more"


def test_the_guards_of_the_exceptions_are_there() -> None:
    kernels = (PACKAGE / "app" / "kernels.py").read_text(encoding="utf-8")
    assert 'hasattr(os, "sysconf")' in kernels
    assert re.search(r"try:\n\s+limits\.append\(int\(Path\(file\)", kernels)
    ports = (PACKAGE / "app" / "ports.py").read_text(encoding="utf-8")
    assert re.search(r'if sys\.platform == "win32":\n.*SO_EXCLUSIVEADDRUSE', ports)
    server = (PACKAGE / "app" / "server.py").read_text(encoding="utf-8")
    assert re.search(r'if sys\.platform != "win32" and .*\n\s+config\.KernelManager\.transport = "ipc"', server)
    assert 'SelectorEventLoop if sys.platform == "win32"' in server
    lock = (PACKAGE / "live" / "store" / "oneserver.py").read_text(encoding="utf-8")
    assert 'if sys.platform == "win32":\n    import msvcrt\nelse:\n    import fcntl' in lock


@pytest.mark.parametrize(
    "line",
    [
        "import fcntl",
        "from resource import getrusage",
        "from os import fork",
        "os.fork()",
        "os.geteuid()",
        "os.kill(1, 9)",
        "signal.signal(signal.SIGUSR1, f)",
        "process.send_signal(signal.SIGKILL)",
        "socket.socket(socket.AF_UNIX)",
        "loop.add_signal_handler(2, f)",
        "open(name)",
        "open(name, 'w')",
        "path.open()",
        "path.open('a')",
        "path.read_text()",
        "path.write_text('x')",
        "x = '/tmp/a'",
        "x = Path('/dev/null')",
        "folder + '/'.join(path_parts)",
        "name = path.split('/')[-1]",
        "os.path.join(a, b)",
        "path.rename(other)",
        "subprocess.run(command, shell=True)",
    ],
)
def test_each_rule_sees_what_it_forbids(line: str) -> None:
    assert list(faults(line))


@pytest.mark.parametrize(
    "line",
    [
        "open(name, 'rb')",
        "open(name, encoding='utf-8')",
        "path.open('wb')",
        "path.read_bytes()",
        "webbrowser.open(address)",
        "os.open(path, os.O_RDWR)",
        "signal.signal(signal.SIGINT, f)",
        "path.replace(other)",
        "'/'.join(parts)",
        "url.split('?')",
    ],
)
def test_no_rule_sees_what_is_fine(line: str) -> None:
    assert not list(faults(line))


def test_names_that_ship_are_names_on_windows() -> None:
    devices = {"con", "prn", "aux", "nul", *(f"{one}{n}" for one in ("com", "lpt") for n in range(10))}
    root = PACKAGE.parent
    paths = [path for folder in ("pasapas_widgets", "workbooks", "data") for path in (root / folder).rglob("*")]
    for path in paths:
        if "__pycache__" in path.parts or ".ipynb_checkpoints" in path.parts:
            continue
        name = path.name
        assert not re.search(r'[<>:"\\|?*]', name) and name[-1] not in " ." and path.stem.lower() not in devices, path
    folded = [path.as_posix().lower() for path in paths]
    assert len(folded) == len(set(folded)), "two names differ by their capitals only"
    assert max(len(path.relative_to(root).as_posix()) for path in paths if "__pycache__" not in path.parts) < 120
