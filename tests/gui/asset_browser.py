"""A result as an asset: marked, saved in a library, found in the Asset Browser of another file."""

from __future__ import annotations

from pathlib import Path

from tests.gui.steps import Steps, until

_FIRST = (306, 780)
"""Where the window shows the first asset."""


def show(folder: str) -> Steps:
    """With an asset library in `folder`; what the browser shows is in the picture."""
    import bpy

    from tests.gui import hands, results

    Path(folder).mkdir(parents=True, exist_ok=True)
    bpy.ops.preferences.asset_library_add(directory=folder)
    yield from hands.open_tab()
    yield from until(lambda: results.account().balance is not None, "the balance")
    bpy.ops.meshy.text_to_3d("INVOKE_DEFAULT", prompt="a teal teapot")
    yield from until(results.made, "the teapot")
    yield from until(lambda: not hands.modal_operators(), "the end of placing")
    bpy.ops.meshy.mark_as_asset(folder=folder)
    bpy.ops.wm.read_homefile(app_template="")
    yield from hands.redrawn()
    hands.area().ui_type = "ASSETS"
    for _ in range(20):
        yield
    browser = hands.area("FILE_BROWSER")
    library = bpy.context.preferences.filepaths.asset_libraries[-1]
    browser.spaces.active.params.asset_library_reference = library.name
    browser.spaces.active.show_region_tool_props = True
    for _ in range(150):
        yield
    yield from hands.click(_FIRST)
    for _ in range(50):
        yield
    hands.screenshot("the Asset Browser of a new file")
    return browser.spaces.active.params.asset_library_reference
