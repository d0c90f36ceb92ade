"""All files of a task into a folder, whatever they are. Worker threads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from ..api.endpoints import ENDPOINTS
from ..api.errors import Nonsense
from .asset_session import asset_session
from .calls import Calls
from .download import download
from .files import file_name, texture_maps, wanted_files
from .folders import make_folder, safe_name
from .kinds import Kind

_FORMATS = ("fbx", "obj", "stl", "usdz", "3mf")


def download_all(calls: Calls, endpoint: str, task_id: str, folder: Path) -> list[Path]:
    """The files of a task, in a new folder within `folder`. Takes minutes.

    `endpoint` is any with the task's list: what a newer service makes has no other. Raises the
    errors of the API and of `download`, Nonsense if the task has no files, CannotWrite.
    """
    task = calls.get(ENDPOINTS[endpoint], task_id)
    urls = {**wanted_files(task.raw, _FORMATS), **texture_maps(task.raw)}
    if not any(known.type == task.type for known in ENDPOINTS.values()):
        urls = {**_whatever_is_there(task.raw, set(urls.values())), **urls}
    if not urls:
        raise Nonsense("This task has no files at Meshy.")
    into = make_folder(folder / safe_name(f"meshy {task_id}"))
    with asset_session() as session:
        for role, url in urls.items():
            path = into / file_name(role, url)
            download(session, url, path, expect=Kind.ANY, cancelled=calls.cancelled)
    return sorted(into.iterdir())


def _whatever_is_there(value: object, known: set[str], at: str = "") -> dict[str, str]:
    """Every address in the answer of an unknown kind of task, by the place where it stands."""
    if isinstance(value, str):
        is_new = value.startswith(("https://", "http://")) and value not in known
        return {at.removesuffix("_url"): value} if is_new else {}
    inner: Iterable[tuple[object, object]] = ()
    if isinstance(value, Mapping):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value, start=1)
    found: dict[str, str] = {}
    for key, each in inner:
        found.update(_whatever_is_there(each, known, f"{at}_{key}".lstrip("_")))
    return found
