"""How the job list shows what the board knows: no disk, no network."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import bpy

from ...api.endpoints import KINDS
from ...jobs.job import Stage
from .. import priced_button
from ..create.generating import priced
from ..wording import in_credits, say
from ..wrapping import fits, is_narrow, sentence
from .board import BOARD, JobRow
from .paging import PAGES
from .thumbnails import THUMBNAILS
from .wording import keeping_in_words, stage_in_words, time_in_words

_ICONS = {
    Stage.READY: "IMPORT",
    Stage.PLACED: "CHECKMARK",
    Stage.FAILED: "ERROR",
    Stage.CANCELLED: "X",
}

_PICTURE_ICONS = 2
"""As wide is a picture."""
_NO_MODEL = ("text_to_image", "image_to_image", "convert", "print_analyze", "print_multi_color")
"""Kinds that leave nothing in the scene which could be an asset."""


def draw_sums(layout: bpy.types.UILayout) -> None:
    running, to_place = BOARD.running, BOARD.to_place
    parts = [say("{count} running", count=running)] if running else []
    parts += [say("{count} to place", count=to_place)] if to_place else []
    row = layout.row()
    row.active = False
    row.label(text=" · ".join(parts))


def draw_jobs(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    if BOARD.warning:
        _draw_warning(layout, context)
    _draw_page(layout, context, "JOBS", BOARD.unsettled)


def draw_finished(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    _draw_page(layout, context, "FINISHED", BOARD.settled)
    layout.operator("meshy.clear_jobs", icon="TRASH")


def _draw_page(
    layout: bpy.types.UILayout, context: bpy.types.Context, name: str, rows: Sequence[JobRow]
) -> None:
    shown = PAGES[name].of(rows)
    for row in shown:
        _draw_row(layout, context, row)
    if len(shown) == len(rows):
        return
    first = PAGES[name].start + 1
    last = first + len(shown) - 1
    line = layout.row(align=True)
    _draw_turn(line, name, -1, "TRIA_LEFT", is_more=first > 1)
    middle = line.row()
    middle.alignment = "CENTER"
    middle.label(text=say("{first}–{last} of {count}", first=first, last=last, count=len(rows)))
    _draw_turn(line, name, 1, "TRIA_RIGHT", is_more=last < len(rows))


def _draw_turn(
    line: bpy.types.UILayout, name: str, pages: int, icon: str, *, is_more: bool
) -> None:
    side = line.row()
    side.enabled = is_more
    button = side.operator("meshy.turn_jobs", text="", icon=icon)
    button.list, button.pages = name, pages


def _draw_warning(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    box = layout.box()
    sentence(box, context, BOARD.warning, icon="ERROR")
    box.operator("meshy.dismiss_warning")


def _draw_row(layout: bpy.types.UILayout, context: bpy.types.Context, row: JobRow) -> None:
    box = layout.box()
    line = box.row()
    picture = THUMBNAILS.icon(row.job_id)
    if picture:
        line.template_icon(icon_value=picture, scale=2.2)
    column = line.column(align=True)
    _draw_title(column.row(), row, has_picture=bool(picture))
    time_text = time_in_words(row, time.time())
    told = column.row()
    if row.is_running:
        told.progress(factor=row.fraction, text=stage_in_words(row))
        told = column.row()
        told.label(text=time_text)
    else:
        parts = [stage_in_words(row), time_text]
        if row.credits and not is_narrow(context):
            parts.append(in_credits(row.credits))
        text = " · ".join(parts)
        has_room = not picture or fits(context, text, bare_icons=_PICTURE_ICONS, in_box=True)
        told.label(text=text if has_room else parts[0])
    told.active = False
    if row.error:
        has_icon = row.stage is Stage.FAILED  # in its title
        sentence(box, context, row.error, icon="NONE" if has_icon else "ERROR")
    if row.is_left and (kept := keeping_in_words(row, time.time())):
        sentence(box, context, kept, icon="TIME")
    if not row.is_running:
        _draw_buttons(box.column(align=True), context, row)


def _draw_title(line: bpy.types.UILayout, row: JobRow, *, has_picture: bool) -> None:
    title = row.name or KINDS[row.kind].title
    line.label(text=title, icon="NONE" if has_picture else _ICONS.get(row.stage, "NONE"))
    leave = "meshy.forget_job" if row.stage.is_over else "meshy.cancel_job"
    if row.error:
        line.operator(
            "meshy.copy_report", text="", icon="COPYDOWN", emboss=False
        ).job_id = row.job_id
    line.operator(leave, text="", icon="X", emboss=False).job_id = row.job_id


def _draw_buttons(layout: bpy.types.UILayout, context: bpy.types.Context, row: JobRow) -> None:
    for buttons in (_ways_to_go_on(row), _ways_to_ask_again(row)):
        _draw_beside(layout, context, row.job_id, buttons)


@dataclass(frozen=True)
class _Button:
    operator: str
    action: str
    """In English."""
    icon: str = "NONE"
    says_it_by_icon: bool = False
    """Where it stands beside others."""
    price: int | None = None
    """Of what pays."""

    @property
    def text(self) -> str:
        """As it is shown."""
        return priced(self.action, self.price)


def _ways_to_go_on(row: JobRow) -> list[_Button]:
    if row.is_to_place:
        return [_Button("meshy.place_job", "Place", "IMPORT")]
    if row.is_open:
        return [
            _Button("meshy.resume_job", "Look Again", "VIEWZOOM"),
            _Button("meshy.send_job_again", "Send Again", "FILE_REFRESH", price=row.price),
        ]
    if row.is_left:
        return [_Button("meshy.resume_job", "Resume", "PLAY")]
    if row.stage is not Stage.PLACED:
        return []
    asset = _Button("meshy.mark_as_asset", "Mark as Asset", "ASSET_MANAGER", says_it_by_icon=True)
    return [
        _Button("meshy.select_job", "Select", "RESTRICT_SELECT_OFF"),
        _Button("meshy.place_job", "Place Again"),
        *([] if row.kind in _NO_MODEL else [asset]),
    ]


def _ways_to_ask_again(row: JobRow) -> list[_Button]:
    if not row.stage.is_over:
        return []
    retry = _Button("meshy.retry_job", "Retry", price=row.price)
    return [retry, _Button("meshy.vary_job", "Vary…")]


def _draw_beside(
    layout: bpy.types.UILayout, context: bpy.types.Context, job_id: str, buttons: list[_Button]
) -> None:
    """Beside each other where there's room for their words, else one below the other."""
    if not buttons:
        return
    words = [button for button in buttons if not button.says_it_by_icon]
    bare_icons = len(buttons) - len(words)
    has_room = all(
        fits(
            *(context, button.text),
            icons=int(button.icon != "NONE"),
            beside=len(words),
            bare_icons=bare_icons,
            in_box=True,
        )
        for button in words
    )
    line = layout.row(align=True) if has_room else layout
    for button in buttons:
        if not has_room:
            shown = priced_button.draw(
                *(layout, context, button.operator, button.action, button.price),
                icon=button.icon,
                in_box=True,
            )
        else:
            text = "" if button.says_it_by_icon else button.text
            shown = line.operator(button.operator, text=text, icon=button.icon, translate=False)
        shown.job_id = job_id
