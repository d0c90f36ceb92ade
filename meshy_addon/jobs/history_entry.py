"""One task of the account's history, read out of a list's answer or out of the journal."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from ..api.endpoint import Endpoint
from ..api.endpoints import ENDPOINTS, KINDS
from ..api.parameters import Group, Model, Parameter, Picture, Pictures, TaskId
from ..api.tasks import Status, Task
from .accounts import may_be_elsewhere
from .folders import safe_name
from .journal import Journal
from .keeping import KEPT_S
from .traces import is_dropped

_PROMPTS = ("prompt", "text", "texture_prompt", "text_style_prompt", "name")
_OF_HERE = 1000
"""So many of the journal's newest jobs are looked through."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One task as a list shows it."""

    id: str
    endpoint: str
    """Our name for it, or of its list's first where its type is new to us."""
    type: str
    """The service's own word, for what we don't know."""
    title: str
    """What it is, for a person."""
    prompt: str
    status: Status
    created_at_ms: int
    expires_at_ms: int
    credits: int
    picture_url: str = field(repr=False)
    """Signed: never to be written down. Empty without a picture."""
    is_known: bool = True
    values: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)
    """What it was asked with, as far as that's told: the service tells little, the journal all."""
    job_id: str = ""
    """The job of this machine's journal that made it; empty for what was made elsewhere."""
    picture_file: str = ""
    """Where a picture of it lies on this machine already, if it does."""
    has_files: bool = False
    """Whether its result lies on this machine."""
    is_only_here: bool = False
    """Whether only the journal tells of it: the service hasn't, or not yet."""
    is_gone: bool = False
    """Whether the service would have told of it by now, if this account had it."""
    is_elsewhere: bool = False
    """Whether another key made it so lately that its account may have it, for all we know."""

    def as_gone(self) -> Entry:
        """The same once it's known that the service doesn't have it, or not for this account."""
        return replace(self, is_gone=True)

    def has(self, text: str) -> bool:
        """Whether its prompt, kind or id says `text`, in whatever case; everything has none."""
        sought = text.strip().lower()
        return sought in f"{self.prompt}\n{self.title}\n{self.type}\n{self.id}".lower()

    def is_of(self, kind: str) -> bool:
        """Whether a job of this `kind` makes such tasks; everything is of the kind ""."""
        return not kind or (
            self.is_known and any(part.endpoint.name == self.endpoint for part in KINDS[kind].parts)
        )

    def age_in_words(self, now: float) -> str:
        """E.g. "3 h ago"; `now` in seconds since the Unix epoch."""
        seconds = max(0.0, now - self.created_at_ms / 1000)
        for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
            if seconds >= size:
                return f"{int(seconds // size)} {unit} ago"
        return "now"

    def days_left(self, now: float) -> float:
        """How long the service keeps its files; `now` in seconds since the Unix epoch."""
        return max(0.0, (self.expires_at_ms / 1000 - now) / 86400)


def entry_of(task: Task, of: Endpoint, made_here: Entry | None = None) -> Entry:
    """What a `task` out of the list of an endpoint is, with what the journal knows of it."""
    known = _known(of.path, task.type)
    endpoint = known or of
    expires = task.raw.get("expires_at")
    return Entry(
        task.id,
        endpoint.name,
        task.type,
        _title(endpoint.name) if known else task.type.replace("-", " ").capitalize() or "Unknown",
        _first_text(task.raw),
        task.status,
        task.created_at_ms,
        expires
        if isinstance(expires, int) and expires
        else task.created_at_ms + int(KEPT_S * 1000),
        task.credits,
        picture_of(task),
        known is not None,
        made_here.values if made_here else dict(_told_values(task.raw, endpoint.parameters)),
        made_here.job_id if made_here else "",
        made_here.picture_file if made_here else "",
        bool(made_here and made_here.has_files),
    )


def made_here(journal: Journal, state: Path) -> tuple[Entry, ...]:
    """What the journal in `state` knows of tasks that jobs of this machine made or took over.

    But for those that were deleted: that their files are here is no reason to show them.
    Worker thread. Raises CannotWrite if the journal can't be read.
    """
    found: dict[str, Entry] = {}
    for entry in _of_each_job(journal, state):  # the one that made it comes last
        copy = found.get(entry.id)
        if copy and copy.has_files and not entry.has_files:
            entry = replace(
                entry, job_id=copy.job_id, picture_file=copy.picture_file, has_files=True
            )
        found[entry.id] = entry
    return tuple(found.values())


def _of_each_job(journal: Journal, state: Path) -> Iterator[Entry]:
    now = time.time()
    for record in journal.jobs(limit=_OF_HERE):
        job, known = record.job, journal.tasks(record.job.id)
        files = {file.role: file.path for file in journal.files(job.id)}
        picture = files.get("thumbnail") or files.get("image", "")
        values = {key: value for step in job.steps for key, value in step.values.items()}
        folder = state / "jobs" / safe_name(job.id)
        told = {key: value for key, value in values.items() if not is_dropped(value)}
        for each in known:
            if each.task and not each.is_deleted:
                is_last = each is known[-1]
                yield replace(
                    entry_of(each.task, ENDPOINTS[each.endpoint]),
                    values=told,
                    job_id=job.id,
                    picture_file=str(folder / picture) if picture and is_last else "",
                    has_files=bool(files) and is_last,
                    is_only_here=True,
                    is_elsewhere=may_be_elsewhere(each, now),
                )


def picture_of(task: Task) -> str:
    """The signed address of a picture of what the task made; empty without one."""
    pictures = task.raw.get("image_urls")
    first = pictures[0] if isinstance(pictures, list) and pictures else None
    url = task.raw.get("thumbnail_url") or first
    return url if isinstance(url, str) else ""


@cache
def _known(path: str, type_: str) -> Endpoint | None:
    """What gives tasks of this type in the list at `path`; None for what is new to us."""
    found = (each for each in ENDPOINTS.values() if (each.path, each.type) == (path, type_))
    return next(found, None)


@cache
def _title(name: str) -> str:
    """The kind's name, with the stage where a kind has several."""
    endpoint = ENDPOINTS[name]
    for kind in KINDS.values():
        parts = [part.endpoint for part in kind.parts]
        if endpoint in parts:
            stage = endpoint.name.rpartition("-")[2].capitalize()
            return kind.title if len(parts) == 1 else f"{kind.title}, {stage}"
    return endpoint.name


def _first_text(raw: Mapping[str, Any]) -> str:
    found = (raw.get(name) for name in _PROMPTS)
    return next((text for text in found if isinstance(text, str) and text), "")


def _told_values(
    raw: Mapping[str, Any], parameters: Iterable[Parameter]
) -> Iterator[tuple[str, Any]]:
    """The parameters that a task's answer repeats; not what it was made of, which is signed."""
    for parameter in parameters:
        told = raw.get(parameter.name)
        if isinstance(parameter, Group):
            if isinstance(told, Mapping):
                yield from _told_values(told, parameter.fields)
            continue
        is_source = isinstance(parameter, Picture | Pictures | Model | TaskId)
        if not is_source and told not in (None, "", []):
            yield parameter.key, told
