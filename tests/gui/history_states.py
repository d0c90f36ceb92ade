"""The history in the sidebar, to be looked at: in several widths, and with what Meshy has lost."""

from __future__ import annotations

import json
import os
from urllib.request import Request, urlopen

from tests.gui.dialog_states import open_at_mouse
from tests.gui.every_state import make_as_wide, turn_german
from tests.gui.steps import Steps, until
from tests.gui.test_lab import open_alone


def show() -> Steps:
    """Of a few tasks made here, of one that is newer than we are, and of one that was deleted."""
    import bpy

    from tests.gui import hands, results

    yield from hands.open_tab()
    yield from until(lambda: results.account().balance is not None, "the balance")
    for prompt in ("a teal teapot", "an owl of bronze on an oak branch"):
        bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt=prompt)
    bpy.ops.meshy.text_to_image("INVOKE_DEFAULT", prompt="a fox")
    yield from until(lambda: len(results.made()) == 2, "teapot and owl")
    yield from until(lambda: not results.board().running, "the fox")
    _add_a_newer_kind(results.made()[0].meshy.task_id)
    bpy.ops.object.select_all(action="DESELECT")
    bpy.context.view_layer.objects.active = None
    yield from open_alone("History")
    history, manager = results.history(), bpy.context.window_manager
    yield from until(lambda: history.is_complete, "the history")
    yield from until(lambda: results.history_pictures().loaded >= 4, "the pictures")
    for name, is_it in (
        ("the newest", lambda entry: entry is history.entries[0]),
        ("a kind that is new to us", lambda entry: not entry.is_known),
    ):
        yield from _choose(is_it, name)
    kept = next(entry for entry in history.entries if "teapot" in entry.prompt and entry.has_files)
    _delete(kept)
    bpy.ops.meshy.refresh_history()
    yield from until(lambda: history.is_complete, "the history without the teapot")
    yield from _choose(lambda entry: entry.is_gone, "only on this machine")
    manager.meshy_history_at = 0
    for width_px in (420, 280, 190):
        yield from make_as_wide(width_px)
        yield from _shot(f"history, {width_px} px")
    yield from _choose(lambda entry: not entry.is_gone, "the newest that is kept")
    turn_german()
    yield from open_at_mouse(
        lambda: bpy.ops.wm.call_menu(name="MESHY_MT_history_as_input"), "history, as input, german"
    )
    return [entry.is_gone for entry in history.entries]


def _choose(is_it, name: str) -> Steps:
    import bpy

    from tests.gui import results

    entries = results.history().entries
    found = next(number for number, entry in enumerate(entries) if is_it(entry))
    bpy.context.window_manager.meshy_history_at = found
    yield from _shot(f"history, {name}")


def _shot(name: str) -> Steps:
    from tests.gui import hands

    for _ in range(3):
        yield from hands.redrawn()
        for _ in range(15):  # Blender decodes pictures in a thread of its own
            yield
    hands.screenshot(name)


def _add_a_newer_kind(task_id: str) -> None:
    past = {"task_id": task_id, "count": 1, "seconds_apart": 90_000.0}
    body = json.dumps({**past, "newer_type": "text-to-hologram"}).encode()
    url = f"{os.environ['MESHY_API_URL']}/_emulator/past"
    urlopen(Request(url, body, {"Content-Type": "application/json"})).close()


def _delete(entry) -> None:
    """At the service, as another program does it."""
    from tests.gui import results

    endpoint = results.part("api.endpoints").ENDPOINTS[entry.endpoint]
    results.part("scene.session").SESSION.engine().calls().delete(endpoint, entry.id)
