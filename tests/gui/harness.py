"""A real Blender with a window, in which the zip is installed as an artist installs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.blender.harness import INSIDE, Blender, Program, Running

if TYPE_CHECKING:
    from windows import Windowed


@dataclass(frozen=True)
class WindowProgram(Program):
    """Blender's own executable, to be run in its window."""

    in_window: tuple[str, ...] = ()
    """The beginning of the command that opens the window."""
    size: tuple[int, int] = (0, 0)
    """The window's width and height in pixels."""

    def run_inside(self, request: Path, answer: Path) -> list[str]:
        """The command that opens the window and runs `inside.py` with these two files."""
        size = [str(pixels) for pixels in self.size]
        window = ["--enable-event-simulate", "--no-window-focus", "-p", "0", "0", *size]
        return [*self.in_window, *window, "--python", str(INSIDE), "--", str(request), str(answer)]


def program(found: Windowed) -> WindowProgram:
    """What `windows.find_windowed` found, as something to run tests in."""
    version = "{}.{}".format(*found.version)
    return WindowProgram(version, found.executable, False, found.in_window, found.size)


@dataclass
class Window(Blender):
    """One Blender for one test. Its functions are generators: see `steps.py` and `hands.py`."""

    screenshots: Path = field(default_factory=Path)
    """Where `hands.screenshot` puts its pictures."""
    rough: bool = False
    """Whether the viewport's edges may be: smooth ones are drawn eight times over for each look."""

    def start(
        self, function: Callable[..., Any], *arguments: Any, env: Mapping[str, str] | None = None
    ) -> Running:
        """Open the window and go through `function`'s steps."""
        if not self._installed:
            self._install()
        return super().start(function, *arguments, env=env)

    def environment(self, env: Mapping[str, str] | None = None) -> dict[str, str]:
        """As without a window, and what drawing one needs.

        Compiling Blender's shaders without a graphics card takes longer than many a test: each
        has a home of its own, but not the folder in which Mesa keeps what it compiled.
        """
        from environment import cache_folder  # scripts/ isn't there inside Blender

        return {
            **super().environment(env),
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "MESA_SHADER_CACHE_DIR": str(cache_folder() / "shaders"),
            "MESHY_SCREENSHOTS": str(self.screenshots),
            "MESHY_ROUGH_VIEWPORT": "1" if self.rough else "",
        }
