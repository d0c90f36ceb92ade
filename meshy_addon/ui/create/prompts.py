"""Prompts that were used before, and a prompt in a text block where it can be read whole."""

from __future__ import annotations

import json

import bpy
from bpy.props import IntProperty

from ...api.errors import MeshyError
from ...api.late_log import LateLogger
from ...scene.home import state_dir

_FILE = "prompts.json"
_KEPT = 20
_SHOWN_CHARACTERS = 60
log = LateLogger(__name__)


class RecentPrompts:
    """The latest prompts, newest first; also in a file beside the journal."""

    def __init__(self) -> None:
        self.texts: tuple[str, ...] = ()

    def load(self) -> None:
        """Read what earlier sessions used; nothing is lost if that can't be read."""
        try:
            texts = json.loads((state_dir() / _FILE).read_text("utf-8"))
        except (OSError, ValueError, MeshyError):
            return
        if isinstance(texts, list):
            self.texts = tuple(text for text in texts if isinstance(text, str))[:_KEPT]

    def add(self, text: str) -> None:
        """Put `text` first, and write the list down."""
        self.texts = (text, *(other for other in self.texts if other != text))[:_KEPT]
        try:
            path = state_dir() / _FILE
            new = path.with_suffix(".new")
            new.write_text(json.dumps(self.texts, ensure_ascii=False), "utf-8")
            new.replace(path)
        except (OSError, MeshyError) as error:
            log.info("prompts are not remembered: %s", error)


RECENT = RecentPrompts()
"""One list for all files: an idea isn't bound to the .blend in which it was had."""


def remember(prompt: str) -> None:
    """Keep `prompt` for the menu of recent ones."""
    if prompt.strip():
        RECENT.add(prompt.strip())


class MESHY_MT_recent_prompts(bpy.types.Menu):
    bl_label = "Recent Prompts"
    bl_description = "Take a prompt that you used before"

    def draw(self, context: bpy.types.Context) -> None:
        """The newest first, cut to one line."""
        if not RECENT.texts:
            self.layout.label(text="No prompts yet")
        for number, text in enumerate(RECENT.texts):
            line = " ".join(text.split())
            short = line if len(line) <= _SHOWN_CHARACTERS else f"{line[:_SHOWN_CHARACTERS]}…"
            self.layout.operator("meshy.use_prompt", text=short, translate=False).number = number


class MESHY_OT_use_prompt(bpy.types.Operator):
    bl_idname = "meshy.use_prompt"
    bl_label = "Use Prompt"
    bl_description = "Put this prompt into the field"
    bl_options = {"INTERNAL", "UNDO"}

    number: IntProperty(options={"SKIP_SAVE", "HIDDEN"})

    @classmethod
    def description(
        cls, context: bpy.types.Context, properties: bpy.types.OperatorProperties
    ) -> str:
        """The whole prompt as the tooltip."""
        number = properties.number
        return RECENT.texts[number] if number < len(RECENT.texts) else cls.bl_description

    def execute(self, context: bpy.types.Context) -> set[str]:
        """A text block in use keeps its own words."""
        settings = context.scene.meshy_create.prompted
        settings.prompt = RECENT.texts[self.number]
        settings.prompt_text = None
        return {"FINISHED"}


class MESHY_OT_prompt_in_text_block(bpy.types.Operator):
    bl_idname = "meshy.prompt_in_text_block"
    bl_label = "Edit in Text Editor"
    bl_description = "Read and edit the whole prompt in a text block of its own"
    bl_options = {"UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Make the text block, and show it in a Text Editor, in a new window if there's none."""
        settings = context.scene.meshy_create.prompted
        if settings.prompt_text is None:
            settings.prompt_text = bpy.data.texts.new("Prompt")
            settings.prompt_text.write(settings.prompt)
        if not bpy.app.background:
            _show(settings.prompt_text)
        return {"FINISHED"}


def _show(text: bpy.types.Text) -> None:
    manager = bpy.context.window_manager
    editors = [area for window in manager.windows for area in window.screen.areas
               if area.type == "TEXT_EDITOR"]  # fmt: skip
    if not editors:
        bpy.ops.wm.window_new()
        area = manager.windows[-1].screen.areas[0]
        area.type = "TEXT_EDITOR"
        editors = [area]
    space = editors[0].spaces.active
    space.text = text
    space.show_word_wrap = True


def _load() -> None:
    RECENT.load()


_classes, _unclasses = bpy.utils.register_classes_factory(
    (MESHY_MT_recent_prompts, MESHY_OT_use_prompt, MESHY_OT_prompt_in_text_block)
)


def register() -> None:
    _classes()
    if not bpy.app.background:
        bpy.app.timers.register(_load, first_interval=1.0, persistent=True)


def unregister() -> None:
    if bpy.app.timers.is_registered(_load):
        bpy.app.timers.unregister(_load)
    _unclasses()
