"""What a person does at Blender's window: looks, points, presses, types. Inside Blender.

Each is a generator, one event to a step (`yield from hands.click(…)`). Places are (x, y) in the
window's pixels from its lower left corner.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bpy

from tests.gui.steps import Steps, until

Spot = tuple[int, int]

_ROW = 8
"""Pixels between two looks: less than half of a button's height."""

_ROWS_ABOVE = 3
"""How far above a find the second look begins: farther than a panel slides meanwhile."""

_AWAY: Spot = (300, 10)
"""In the status bar, which has no buttons."""


def window() -> bpy.types.Window:
    return bpy.context.window_manager.windows[0]


def area(kind: str = "VIEW_3D") -> bpy.types.Area:
    """The first editor of this kind on the screen."""
    return next(each for each in window().screen.areas if each.type == kind)


def region(kind: str, editor: str = "VIEW_3D") -> bpy.types.Region:
    return next(each for each in area(editor).regions if each.type == kind)


def middle(kind: str = "WINDOW", editor: str = "VIEW_3D") -> Spot:
    """The middle of a region, by default of the 3D viewport."""
    found = region(kind, editor)
    return found.x + found.width // 2, found.y + found.height // 2


def override(kind: str = "WINDOW", editor: str = "VIEW_3D") -> Any:
    """The context of that region, for operators that are called rather than pressed."""
    return bpy.context.temp_override(
        window=window(), area=area(editor), region=region(kind, editor)
    )


def screenshot(name: str) -> Path:
    """The whole screen as a PNG in the test's folder, where there's ImageMagick; says where."""
    path = Path(os.environ["MESHY_SCREENSHOTS"]) / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    # Blender's own screenshot operator gives a black picture under Xvfb.
    if shutil.which("import"):
        subprocess.run(["import", "-window", "root", str(path)], check=False)
        print(f"screenshot: {path}", flush=True)
    return path


def point(spot: Spot) -> Steps:
    _event("MOUSEMOVE", "NOTHING", spot)
    yield


def click(spot: Spot, button: str = "LEFTMOUSE") -> Steps:
    yield from point(spot)
    yield from _press(button, spot)


def drag(start: Spot, end: Spot, pieces: int = 8) -> Steps:
    """With the left button held; nothing moves by a single jump."""
    yield from point(start)
    _event("LEFTMOUSE", "PRESS", start)
    yield
    for piece in range(1, pieces + 1):
        across = (end[axis] - start[axis] for axis in (0, 1))
        x, y = (start[axis] + step * piece / pieces for axis, step in enumerate(across))
        yield from point((int(x), int(y)))
    _event("LEFTMOUSE", "RELEASE", end)
    yield


def double_click(spot: Spot) -> Steps:
    """The second press once Blender has handled the first: before, a button takes no other."""
    yield from point(spot)
    for _ in range(2):
        _event("LEFTMOUSE", "PRESS", spot)
        _event("LEFTMOUSE", "RELEASE", spot)
        yield


def press(key: str, spot: Spot | None = None, **held: bool) -> Steps:
    """A key, by Blender's name for it, such as `press("Z", ctrl=True)`, with the mouse at `spot`.

    By default that is the middle of the 3D viewport.
    """
    spot = spot or middle()
    yield from point(spot)
    yield from _press(key, spot, **held)


def type_text(text: str, spot: Spot) -> Steps:
    """Into the field that is being edited."""
    for letter in text:
        key = letter.upper() if letter.isascii() and letter.isalpha() else "A"
        window().event_simulate(type=key, value="PRESS", unicode=letter, x=spot[0], y=spot[1])
        yield
        _event(key, "RELEASE", spot)
        yield


def write_into(spot: Spot, text: str) -> Steps:
    """Replace what the text field at `spot` says, and press Enter."""
    yield from click(spot)
    yield from _press("A", spot, ctrl=True)
    yield from type_text(text, spot)
    yield from _press("RET", spot)
    yield


def paste_into(spot: Spot, text: str) -> Steps:
    """Replace what the text field at `spot` says with what was copied elsewhere."""
    bpy.context.window_manager.clipboard = text
    yield from click(spot)
    yield from _press("A", spot, ctrl=True)
    yield from _press("V", spot, ctrl=True)
    yield from _press("RET", spot)
    yield


def open_tab(category: str = "Meshy", editor: str = "VIEW_3D") -> Steps:
    """Open the sidebar at a tab."""
    area(editor).spaces.active.show_region_ui = True
    # The tabs are known only after the sidebar was drawn once.
    yield from until(lambda: region("UI", editor).width > 1, "the sidebar")
    yield from until(lambda: _can_turn_to(category, editor), f"the tab {category}")
    yield from redrawn(editor)


def redrawn(editor: str = "VIEW_3D") -> Steps:
    area(editor).tag_redraw()
    for _ in range(3):
        yield


def find_button(operator: str, editor: str = "VIEW_3D", kind: str = "UI") -> Steps:
    """Where in the region the button of `operator` ("meshy.generate") is; None if nowhere."""

    def is_it() -> bool:
        return f"bpy.ops.{operator}(" in _copied("copy_python_command_button", kind, editor)

    return (yield from _find(is_it, kind, editor))


def press_button(operator: str, editor: str = "VIEW_3D") -> Steps:
    """Click the button of `operator` in the sidebar; where it was."""
    spot = yield from find_button(operator, editor)
    if spot is None:
        screenshot(f"without {operator}")
        raise AssertionError(f"there's no button for {operator}")
    yield from click(spot)
    return spot


def find_field(path_end: str, editor: str = "VIEW_3D", kind: str = "UI") -> Steps:
    """Where the field is whose data path ends so ("text_to_3d.prompt"); None if nowhere."""

    def is_it() -> bool:
        path = _copied("copy_data_path_button", kind, editor, full_path=True)
        return path.endswith(path_end)

    return (yield from _find(is_it, kind, editor))


def modal_operators() -> list[str]:
    """What holds the window's input, and Blender's autosave, now."""
    return [each.bl_idname for each in window().modal_operators]


def _press(key: str, spot: Spot, **held: bool) -> Steps:
    _event(key, "PRESS", spot, **held)
    yield
    _event(key, "RELEASE", spot, **held)
    yield


def _event(type: str, value: str, spot: Spot, **held: bool) -> None:
    window().event_simulate(type=type, value=value, x=int(spot[0]), y=int(spot[1]), **held)


def _can_turn_to(category: str, editor: str) -> bool:
    try:
        region("UI", editor).active_panel_category = category
    except (AttributeError, TypeError):  # no tabs, or not this one; they are known once drawn
        area(editor).tag_redraw()
        return False
    return True


def _find(is_it: Callable[[], bool], kind: str, editor: str) -> Steps:
    """The first place that shows it, and still does after another look: panels may be sliding."""
    while True:
        spots = list(_looks(kind, editor))
        spot = yield from _first(is_it, spots, kind, editor)
        if spot is None:
            return None
        here = spots.index(spot)
        near = spots[max(0, here - _ROWS_ABOVE) : here + 1]
        if (yield from _first(is_it, near, kind, editor)) == spot:
            return spot


def _first(is_it: Callable[[], bool], spots: list[Spot], kind: str, editor: str) -> Steps:
    """The first of `spots` at which the mouse is over it; None if there's none."""
    yield from point(_AWAY)
    yield from until(lambda: not _is_over_button(kind, editor), "the mouse off all buttons")
    for spot in spots:
        yield from point(spot)
        if is_it():
            return spot
    return None


def _looks(kind: str, editor: str) -> Iterator[Spot]:
    """Places to look at from the top down, at the middle of the region and then at its sides."""
    found = region(kind, editor)
    for part in (0.45, 0.8, 0.15):
        x = found.x + int(found.width * part)
        for y in range(found.y + found.height - 4, found.y, -_ROW):
            yield x, y


def _is_over_button(kind: str, editor: str) -> bool:
    """As far as Blender has noticed: after a slow step it may not have seen the mouse move yet."""
    with override(kind, editor):
        runs_operator = bpy.ops.ui.copy_python_command_button.poll()
        return bool(runs_operator or bpy.ops.ui.copy_data_path_button.poll())


def _copied(operator: str, kind: str, editor: str, **options: bool) -> str:
    """What Blender tells of the button under the mouse."""
    manager = bpy.context.window_manager
    copy = getattr(bpy.ops.ui, operator)
    with override(kind, editor):
        if not copy.poll():
            return ""
        manager.clipboard = ""
        copy(**options)
    return str(manager.clipboard)
