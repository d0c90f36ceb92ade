"""All files of a task into a folder, whatever they are. Worker threads."""

from __future__ import annotations

from pathlib import Path

from ..api.endpoints import ENDPOINTS
from ..api.errors import Nonsense
from .calls import Calls
from .download import asset_session, download
from .files import file_name, texture_maps, wanted_files
from .folders import make_folder, safe_name
from .kinds import Kind

_FORMATS = ("fbx", "obj", "stl", "usdz", "3mf")


def download_all(calls: Calls, endpoint: str, task_id: str, folder: Path) -> list[Path]:
    """The files of a task, in a new folder within `folder`. Takes minutes.

    Raises the errors of the API and of `download`, Nonsense if the task has no files, CannotWrite.
    """
    answer = calls.get(ENDPOINTS[endpoint], task_id).raw
    urls = {**wanted_files(answer, _FORMATS), **texture_maps(answer)}
    if not urls:
        raise Nonsense("This task has no files at Meshy.")
    into = make_folder(folder / safe_name(f"meshy {task_id}"))
    with asset_session() as session:
        for role, url in urls.items():
            path = into / file_name(role, url)
            download(session, url, path, expect=Kind.ANY, cancelled=calls.cancelled)
    return sorted(into.iterdir())
