"""All files of a task into a folder, whatever they are. Worker threads."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from ..api.endpoints import ENDPOINTS
from ..api.errors import Nonsense
from ..api.tasks import Task
from .asset_session import asset_session
from .at_hand import files_at_hand
from .calls import Calls
from .converting import READY
from .files import texture_maps, wanted_files
from .folders import make_folder, safe_name, writing_to
from .history_entry import Entry
from .journal import Journal
from .kinds import Kind
from .side_by_side import side_by_side
from .signed_urls import FILES_AT_ONCE, SignedUrls

_FORMATS = ("fbx", "obj", "stl", "usdz", "3mf")


def download_all(calls: Calls, endpoint: str, task_id: str, folder: Path) -> list[Path]:
    """The files of a task, in a new folder within `folder`. Takes minutes.

    `endpoint` is any with the task's list: what a newer service makes has no other. Raises the
    errors of the API and of `download`, Nonsense if the task has no files, CannotWrite.
    """

    def sign() -> dict[str, str]:
        task = calls.get(ENDPOINTS[endpoint], task_id)
        known.update(_known_files(task))
        return {**_unknown_files(task), **known}

    known: dict[str, str] = {}
    urls = SignedUrls(sign(), sign)
    if not urls.roles:
        raise Nonsense("This task has no files at Meshy.")
    into = make_folder(folder / safe_name(f"meshy {task_id}"))
    with asset_session() as session:

        def fetch(role: str) -> Path:
            expect = None if role in known else Kind.ANY
            return urls.fetch(role, session, into, calls.cancelled, expect=expect)[0]

        side_by_side({role: partial(fetch, role) for role in urls.roles}, FILES_AT_ONCE)
    return sorted(into.iterdir())


def copy_all(journal: Journal, state: Path, entry: Entry, folder: Path) -> list[Path]:
    """What lies on this machine of a task, in a new folder within `folder`.

    Raises Nonsense if nothing does any more, CannotWrite.
    """
    record = journal.job(entry.job_id)
    here = files_at_hand(journal, state, record.job) if record else {}
    here.pop(READY, None)  # ours
    if not here:
        raise Nonsense("The files of this task aren't on this machine any more.")
    into = make_folder(folder / safe_name(f"meshy {entry.id}"))
    for path in here.values():
        with writing_to(into):
            shutil.copyfile(path, into / path.name)
    return sorted(into.iterdir())


def _known_files(task: Task) -> dict[str, str]:
    return {**wanted_files(task.raw, _FORMATS), **texture_maps(task.raw)}


def _unknown_files(task: Task) -> dict[str, str]:
    """What else there is of a task that is newer than we are."""
    if any(known.type == task.type for known in ENDPOINTS.values()):
        return {}
    return _whatever_is_there(task.raw, set(_known_files(task).values()))


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
