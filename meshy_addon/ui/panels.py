"""The tab's panels below the first, from top to bottom. Each is drawn by its folder's `drawing`."""

from __future__ import annotations

from typing import Any

import bpy

from .lists import FilteredBefore, ListOfLines
from .tab import InTab


class _WhenReady(InTab):
    """Not before the first steps are done."""

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        from .account.state import is_ready

        return is_ready()


class MESHY_PT_create(_WhenReady, bpy.types.Panel):
    bl_label = "Create"
    bl_order = 1

    def draw_header_preset(self, context: bpy.types.Context) -> None:
        """The presets of the open tab's kind."""
        from .create.presets import draw_presets

        draw_presets(self.layout, context.scene.meshy_create.plain_kind)

    def draw(self, context: bpy.types.Context) -> None:
        """What it is made from, what matters most, all the rest folded away, the button."""
        from .create.drawing import draw_create

        draw_create(self.layout, context)


class MESHY_PT_object(_WhenReady, bpy.types.Panel):
    bl_label = "This Object"
    bl_order = 20

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """With something selected that has a surface."""
        from .objects.jobs import can_be_sent

        return super().poll(context) and can_be_sent(context)

    def draw_header_preset(self, context: bpy.types.Context) -> None:
        """Its name, or how many there are."""
        from .objects.drawing import draw_names

        draw_names(self.layout, context)

    def draw(self, context: bpy.types.Context) -> None:
        """Its prompt if Meshy made it, what makes sense next, then all that can be done."""
        from .objects.drawing import draw_object

        draw_object(self.layout, context)


class MESHY_UL_variants(ListOfLines, bpy.types.UIList):
    def draw_line(self, layout: bpy.types.UILayout, context: bpy.types.Context, item: Any) -> None:
        """Its name, which a double click edits."""
        # No preview of its material: to draw one, Blender renders, and what changes data waits.
        picture = "LOOP_BACK" if item.is_original else "MATERIAL"
        layout.prop(item, "name", text="", emboss=False, icon=picture)


class MESHY_PT_variants(InTab, bpy.types.Panel):
    bl_label = "Variants"
    bl_order = 21

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Only for an object that has more than one look."""
        return bool(context.object and context.object.meshy_variants.items)

    def draw(self, context: bpy.types.Context) -> None:
        """The list, and what can be done with the look that is shown."""
        from .objects.drawing import draw_variants

        draw_variants(self.layout, context)


class MESHY_UL_actions(FilteredBefore, bpy.types.UIList):
    def draw_line(self, layout: bpy.types.UILayout, context: bpy.types.Context, item: Any) -> None:
        """A box to choose it by, its name, its star."""
        from .animate.library import LIBRARY

        line = layout.row(align=True)
        line.prop(item, "is_chosen", text="")
        line.label(text=item.name, translate=False)
        star = "SOLO_ON" if item.action_id in LIBRARY.favourites else "SOLO_OFF"
        liked = line.operator("meshy.like_action", text="", icon=star, emboss=False)
        liked.action_id = item.action_id


class MESHY_PT_animate(_WhenReady, bpy.types.Panel):
    bl_label = "Animate"
    bl_order = 30

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Only with a character that Meshy rigged."""
        from ..scene.characters.in_the_file import armature_at_hand

        return super().poll(context) and armature_at_hand(context) is not None

    def draw_header_preset(self, context: bpy.types.Context) -> None:
        """Whom."""
        from .animate.drawing import draw_whom

        draw_whom(self.layout, context)

    def draw(self, context: bpy.types.Context) -> None:
        """The library, the button; then what is there already."""
        from .animate.drawing import draw_animate

        draw_animate(self.layout, context)


class MESHY_PT_print(_WhenReady, bpy.types.Panel):
    bl_label = "3D Print"
    bl_order = 40
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """With a mesh that is selected: it is what the buttons act on."""
        from ..scene.objects.leading import is_sendable, leader

        thing = leader(context, is_sendable)
        return super().poll(context) and thing is not None and thing.type == "MESH"

    def draw(self, context: bpy.types.Context) -> None:
        """What can be done, each with what came of it."""
        from .objects.print_drawing import draw_print

        draw_print(self.layout, context)


class MESHY_PT_lab(_WhenReady, bpy.types.Panel):
    bl_label = "Creative Lab"
    bl_order = 50
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: bpy.types.Context) -> None:
        """The two steps, one below the other; the second when there's something to build."""
        from .lab.drawing import draw_lab

        draw_lab(self.layout, context)


class MESHY_PT_pictures(InTab, bpy.types.Panel):
    bl_label = "Pictures"
    bl_order = 60

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        from ..scene.pictures.of_tasks import made_pictures

        return any(made_pictures())

    def draw(self, context: bpy.types.Context) -> None:
        """The newest first."""
        from .pictures.drawing import draw_pictures

        draw_pictures(self.layout, context)


class MESHY_PT_jobs(InTab, bpy.types.Panel):
    bl_label = "Jobs"
    bl_order = 80

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        from .jobs.board import BOARD

        return bool(BOARD.rows or BOARD.warning)

    def draw_header_preset(self, context: bpy.types.Context) -> None:
        """The sum of it, which stays in sight when the panel is closed."""
        from .jobs.drawing import draw_sums

        draw_sums(self.layout)

    def draw(self, context: bpy.types.Context) -> None:
        """What goes on, waits or went wrong, newest first."""
        from .jobs.drawing import draw_jobs

        draw_jobs(self.layout, context)


class MESHY_PT_finished_jobs(InTab, bpy.types.Panel):
    bl_label = "Finished"
    bl_parent_id = "MESHY_PT_jobs"
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        from .jobs.board import BOARD

        return bool(BOARD.settled)

    def draw(self, context: bpy.types.Context) -> None:
        """What is over, newest first."""
        from .jobs.drawing import draw_finished

        draw_finished(self.layout, context)


class MESHY_PT_history(_WhenReady, bpy.types.Panel):
    bl_label = "History"
    bl_translation_context = "MeshyTab"  # Blender's German word is that of a log
    bl_order = 90
    bl_options = {"DEFAULT_CLOSED"}

    def draw_header_preset(self, context: bpy.types.Context) -> None:
        """To look again."""
        self.layout.operator("meshy.refresh_history", text="", icon="FILE_REFRESH", emboss=False)

    def draw(self, context: bpy.types.Context) -> None:
        """The search, the list, and what can be done with the chosen task."""
        from .history.drawing import draw_history

        draw_history(self.layout, context)


class MESHY_PT_spending(_WhenReady, bpy.types.Panel):
    bl_label = "Spending"
    bl_parent_id = "MESHY_PT_history"
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """In test mode nothing costs anything."""
        from .account.state import ACCOUNT

        return super().poll(context) and not ACCOUNT.is_test_mode

    def draw(self, context: bpy.types.Context) -> None:
        """The sums, and the latest jobs."""
        from .account.spending import draw_spending

        draw_spending(self.layout)


register, unregister = bpy.utils.register_classes_factory(
    (
        MESHY_PT_create,
        MESHY_PT_object,
        MESHY_UL_variants,
        MESHY_PT_variants,
        MESHY_UL_actions,
        MESHY_PT_animate,
        MESHY_PT_print,
        MESHY_PT_lab,
        MESHY_PT_pictures,
        MESHY_PT_jobs,
        MESHY_PT_finished_jobs,
        MESHY_PT_history,
        MESHY_PT_spending,
    )
)
