"""The account in the sidebar: first steps, keys that are pasted, refused, and come from outside."""

from __future__ import annotations

import stat
from typing import Any

import pytest

from tests.blender.harness import Blender
from tests.blender.test_panel_settings import open_tab, part_of_extension
from tests.emulator.process import Emulator

pytestmark = pytest.mark.oldest_and_newest

TEST_MODE_KEY = "msy_dummy_api_key_for_test_mode_12345678"


class Layout:
    """Notes what a panel draws; every kind of part is a layout again."""

    def __init__(self, drawn: list[str]) -> None:
        self.__dict__["drawn"] = drawn

    def __setattr__(self, name: str, value: Any) -> None:
        """Settings of a layout don't matter here."""

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments, **options: self._note(name, arguments, options)

    def _note(self, name: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        if name == "label":
            self.drawn.append(options.get("text", ""))
        elif name == "operator":
            text = options.get("text")
            self.drawn.append(f"[{arguments[0] if text is None else text or arguments[0]}]")
        elif name == "prop":
            owner, field = arguments[:2]
            getattr(owner, field)
            self.drawn.append(f"<{field}>")
        elif name == "panel":
            return Layout(self.drawn), Layout(self.drawn)
        return Layout(self.drawn)


def drawn(panel: str) -> list[str]:
    """What the panel shows now, header first, all its sub-panels open."""
    import types

    import bpy

    cls = getattr(bpy.types, panel)
    if hasattr(cls, "poll") and not cls.poll(bpy.context):
        return ["(hidden)"]
    said: list[str] = []
    shown = types.SimpleNamespace(layout=Layout(said))
    if hasattr(cls, "draw_header_preset"):
        cls.draw_header_preset(shown, bpy.context)
    cls.draw(shown, bpy.context)
    return said


def account_after(key: str | None) -> dict[str, Any]:
    """The state of things once `key` was pasted and the service has answered."""
    import bpy

    account = part_of_extension("ui.account.state").ACCOUNT
    if key is None:
        account.refresh()
    else:
        bpy.context.window_manager.meshy_key = key
    engine = part_of_extension("scene.session").SESSION.running
    if engine and (told := engine.next_event(20)):
        account.note(told)
    return {
        "source": account.key_source,
        "balance": account.balance,
        "error": str(account.error or ""),
        "field": bpy.context.window_manager.meshy_key,
        "account": drawn("MESHY_PT_account"),
        "create": drawn("MESHY_PT_create"),
    }


def try_without_account() -> dict[str, Any]:
    import bpy

    bpy.ops.meshy.try_without_account()
    return account_after(None)


def first_panel() -> list[str]:
    part_of_extension("ui.account.state").ACCOUNT.look()
    return drawn("MESHY_PT_account") + drawn("MESHY_PT_create")


def each_tab_drawn() -> dict[str, list[str]]:
    import bpy

    account_after(None)
    seen = {}
    for tab in ("TEXT", "IMAGE", "IMAGES"):
        open_tab(tab)
        if tab == "IMAGES":
            bpy.ops.meshy.add_picture()
        seen[tab] = drawn("MESHY_PT_create")
    return seen


def try_to_generate(prompt: str) -> str:
    import bpy

    account_after(None)
    open_tab("TEXT").chosen.prompt = prompt
    if not bpy.ops.meshy.generate.poll():
        return str(part_of_extension("ui.create.generating").why_not(bpy.context))
    bpy.ops.meshy.generate()
    return str(bpy.context.object.meshy.prompt)


def only_here(emulator: Emulator) -> dict[str, str]:
    """The emulator's address without its key."""
    return {"MESHY_API_URL": emulator.environment["MESHY_API_URL"]}


def test_without_a_key_only_the_first_steps_are_shown(blender: Blender, emulator: Emulator):
    seen = blender.call(first_panel, env=only_here(emulator))
    assert seen == [
        *("1. Get a Key", "[Meshy API Keys]", "2. Paste It Here", "<meshy_key>"),
        *("3. Or Look Around First", "[meshy.try_without_account]", "(hidden)"),
    ]


def test_offline_it_says_so_and_leads_to_the_preferences(blender: Blender):
    seen = blender.call(first_panel, env={"MESHY_API_KEY": "msy_some_key"})
    assert "Online access is off" in " ".join(seen)
    assert "[System Preferences…]" in seen
    assert seen[-1] == "(hidden)"


def test_a_pasted_key_is_kept_for_its_user_alone_and_checked_at_once(
    blender: Blender, emulator: Emulator
):
    key = emulator.environment["MESHY_API_KEY"]
    seen = blender.call(account_after, f" {key}\n", env=only_here(emulator))
    assert seen["balance"] == 1000
    assert "1,000 Credits" in seen["account"]
    assert key not in str(seen)
    [file] = [path for path in blender.state_dir.iterdir() if path.name == "key"]
    assert file.read_text() == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_refused_key_says_so_where_it_is_pasted(blender: Blender, emulator: Emulator):
    seen = blender.call(account_after, "msy_wrong", env=only_here(emulator))
    assert seen["error"]
    assert seen["create"] == ["(hidden)"]
    at = seen["account"].index("<meshy_key>")
    assert " ".join(seen["account"][at + 1 :]).startswith(seen["error"][:10])


def test_a_key_that_can_be_none_says_so_too(blender: Blender, emulator: Emulator):
    seen = blender.call(account_after, "clé 🦉", env=only_here(emulator))
    assert "characters that no key has" in seen["error"]


def test_a_key_from_the_environment_is_named_as_the_source(blender: Blender, emulator: Emulator):
    seen = blender.call(account_after, None, env=emulator.environment)
    assert "Key from MESHY_API_KEY" in seen["account"]
    assert seen["field"] == ""


def test_one_can_try_without_an_account(blender: Blender, emulator: Emulator):
    seen = blender.call(try_without_account, env=only_here(emulator))
    assert "Test Mode" in seen["account"]
    assert "[Generate · Free]" in seen["create"]
    assert (blender.state_dir / "key").read_text() == TEST_MODE_KEY


def test_every_tab_can_be_drawn_with_everything_open(blender: Blender, emulator: Emulator):
    seen = blender.call(each_tab_drawn, env=emulator.environment)
    assert seen["TEXT"][:3] == ["<tab>", "<prompt>", "[meshy.prompt_in_text_block]"]
    assert "[Generate · 30 Credits]" in seen["IMAGE"]
    assert {"<source>", "<file>", "[meshy.remove_picture]"} <= set(seen["IMAGES"])
    assert "<target_polycount>" not in seen["TEXT"]  # counts only with a remesh


@pytest.mark.parametrize(
    ("prompt", "became"), [("", "Say what to make first"), ("a brass owl", "a brass owl")]
)
def test_the_button_makes_what_the_sidebar_shows(
    blender: Blender, emulator: Emulator, prompt: str, became: str
):
    assert blender.call(try_to_generate, prompt, env=emulator.environment) == became


def test_what_the_balance_does_not_cover_cannot_be_begun(blender: Blender, emulator: Emulator):
    emulator.set_credits(7)
    said = blender.call(try_to_generate, "an owl", env=emulator.environment)
    assert said == "This takes 30 credits, and 7 are left"
    assert emulator.creates() == []


def offline_then_online() -> list[str]:
    """What the account's error is after a look while offline, and what the panel says online."""
    import bpy

    account = part_of_extension("ui.account.state").ACCOUNT
    account.refresh()
    bpy.context.preferences.system.use_online_access = True
    return [str(account.error), *drawn("MESHY_PT_account")]


def test_having_been_offline_is_no_error_later(blender: Blender):
    # Whoever goes online after having read why nothing works must not read it still.
    seen = blender.call(offline_then_online, env={"MESHY_API_KEY": "msy_some_key"})
    assert seen[0] == "None"
    assert "Online access is off" not in " ".join(seen)
