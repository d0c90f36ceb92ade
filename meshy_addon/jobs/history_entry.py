"""One task of the account's history, read out of a list's answer or out of the journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..api.endpoint import Endpoint
from ..api.endpoints import ENDPOINTS, KINDS
from ..api.parameters import Group, Model, Parameter, Picture, Pictures, TaskId
from ..api.tasks import Status, Task
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
    is_only_here: bool = False
    """Whether only the journal tells of it: the service hasn't, or not yet."""

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
    known = next((e for e in ENDPOINTS.values() if e.path == of.path and e.type == task.type), None)
    endpoint = known or of
    expires = task.raw.get("expires_at")
    return Entry(
        task.id,
        endpoint.name,
        task.type,
        _title(endpoint) if known else task.type.replace("-", " ").capitalize() or "Unknown",
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
    )


def made_here(journal: Journal, state: Path) -> Iterator[Entry]:
    """What the journal in `state` knows of tasks that jobs of this machine made.

    Worker thread. Raises CannotWrite if the journal can't be read.
    """
    for record in journal.jobs(limit=_OF_HERE):
        job, known = record.job, journal.tasks(record.job.id)
        files = {file.role: file.path for file in journal.files(job.id)}
        picture = files.get("thumbnail") or files.get("image", "")
        values = {key: value for step in job.steps for key, value in step.values.items()}
        folder = state / "jobs" / safe_name(job.id)
        told = {key: value for key, value in values.items() if not is_dropped(value)}
        for each in known:
            if each.task:
                is_shown = picture and each is known[-1]
                yield replace(
                    entry_of(each.task, ENDPOINTS[each.endpoint]),
                    values=told,
                    job_id=job.id,
                    picture_file=str(folder / picture) if is_shown else "",
                    is_only_here=True,
                )


def picture_of(task: Task) -> str:
    """The signed address of a picture of what the task made; empty without one."""
    pictures = task.raw.get("image_urls")
    first = pictures[0] if isinstance(pictures, list) and pictures else None
    url = task.raw.get("thumbnail_url") or first
    return url if isinstance(url, str) else ""


def _title(endpoint: Endpoint) -> str:
    """The kind's name, with the stage where a kind has several."""
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
