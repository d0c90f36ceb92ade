"""A file that only its user can read: permissions on Linux and macOS, access rules on Windows.

On Windows `os.chmod` knows nothing but read-only. In a user's own folders the rules that are
inherited will do, but a folder beside them is often open to all who use the machine, so the file
gets rules of its own, by the system's tool and without names, which are translated there.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

SYSTEM, ADMINISTRATORS, OWNER = "S-1-5-18", "S-1-5-32-544", "S-1-3-4"
"""Whom Windows gives access to a user's own folders (learn.microsoft.com, well-known SIDs)."""
_ALIASES = frozenset({"SY", "BA", "OW", SYSTEM, ADMINISTRATORS, OWNER})
"""The same as an SDDL text writes them."""
_ALLOWED = re.compile(r"\((?:A|XA|OA);[^;)]*;[^;)]*;[^;)]*;[^;)]*;([^;)]+)[;)]")
_TOOL_S = 10.0


def write_private(path: Path, text: str) -> None:
    """Put `text` into a new file in the place of `path`, closed to others before it's filled.

    Raises OSError. On Windows some 50 ms.
    """
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    only_me = stat.S_IRUSR | stat.S_IWUSR
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, only_me), "w") as file:
        if sys.platform == "win32":
            _close_to_others(new)
        file.write(text)
    new.replace(path)


def others_can_read(path: Path) -> bool:
    """Whether other users of this machine can. Raises OSError. On Windows some 100 ms."""
    if sys.platform == "win32":
        return bool(strangers(_rules(path), _own_id()))
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def strangers(rules: str, own_id: str) -> list[str]:
    """Who else has rights by the SDDL text `rules`; an administrator always has."""
    if ":" not in rules or "NO_ACCESS_CONTROL" in rules:
        return ["everybody"]
    allowed: Iterable[str] = _ALLOWED.findall(rules)
    return [one for one in allowed if one not in _ALIASES and one != own_id]


def _close_to_others(path: Path) -> None:
    granted = (f"*{one}:F" for one in (SYSTEM, ADMINISTRATORS, OWNER))
    _tool("icacls", str(path), "/inheritance:r", "/grant:r", *granted)


def _rules(path: Path) -> str:
    """The file's rules as SDDL."""
    with tempfile.TemporaryDirectory(prefix="meshy-") as folder:
        saved = Path(folder, "rules")
        _tool("icacls", str(path), "/save", str(saved))
        return saved.read_text("utf-16")


def _own_id() -> str:
    """The user's SID."""
    told = _tool("whoami", "/user", "/fo", "csv", "/nh")
    return told.strip().rpartition(",")[2].strip('"')


def _tool(name: str, *arguments: str) -> str:
    """What a tool of Windows says. Raises OSError."""
    import subprocess

    program = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", f"{name}.exe")
    try:
        done = subprocess.run(
            [program, *arguments],
            capture_output=True,
            timeout=_TOOL_S,
            check=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.SubprocessError as error:
        raise OSError(errno.EACCES, f"{name}, which keeps others away, failed") from error
    return done.stdout.decode(errors="replace")
