"""A text cut within a character, or whose bytes are no UTF-8, costs nobody a result.

JSON and file names may hold halves of characters (lone surrogates); databases, files and Blender
refuse them.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from meshy_addon.api.account import Account
from meshy_addon.api.client import Client
from meshy_addon.api.endpoints import ENDPOINTS
from meshy_addon.api.errors import InvalidParameter
from meshy_addon.api.validation import validated
from meshy_addon.cli.answer import Answer, give
from meshy_addon.cli.report import as_json
from meshy_addon.jobs.job import Job, Stage, Step
from meshy_addon.jobs.journal import Journal
from tests.unit.plain_server import PlainServer, answer

PREVIEW = ENDPOINTS["text-to-3d-preview"]
CUT = (
    rb'{"id": "1", "status": "SUCCEEDED", "prompt": "\ud83e\udd89, \ud83e", "a": [{"b": "\udd89"}]}'
)
LATIN = os.fsdecode(b"/pictures/caf\xe9.png") if os.name == "posix" else "/pictures/caf\udce9.png"


@pytest.mark.parametrize("is_stream", [False, True])
def test_in_the_services_answer_it_is_a_question_mark(is_stream: bool) -> None:
    head = "Content-Type: text/event-stream" if is_stream else "Content-Type: application/json"
    with PlainServer(
        answer(200, b"data: " + CUT + b"\n\n" if is_stream else CUT, head)
    ).running() as server:
        client = Client(Account(server.url, "msy_test", "a test"))
        task = next(client.stream(PREVIEW, "1")) if is_stream else client.get(PREVIEW, "1")
        client.close()
    assert (task.raw["prompt"], task.raw["a"]) == ("🦉, ?", [{"b": "?"}])


def test_the_journal_keeps_a_path_as_it_is_and_tells_the_rest_with_a_question_mark(
    tmp_path: Path,
) -> None:
    job = Job(
        id="job-1",
        kind="image_to_3d",
        name="caf\udce9",
        steps=(Step("image-to-3d", {"image_url": LATIN}),),
        created_at=1000.0,
        target={"outputs": [LATIN]},
    )
    journal = Journal(tmp_path / "jobs.sqlite")
    journal.add(job)
    journal.end(job.id, Stage.FAILED, error=f"There is no file {LATIN}.")
    record = journal.job(job.id)
    journal.close()
    assert record is not None
    assert record.job.steps[0].values["image_url"] == record.job.target["outputs"][0] == LATIN
    assert (record.job.name, record.error) == ("caf?", "There is no file /pictures/caf?.png.")


def test_a_prompt_with_one_is_not_sent() -> None:
    with pytest.raises(InvalidParameter) as refusal:
        validated(PREVIEW, {"prompt": "a caf\udce9"})
    assert str(refusal.value) == "prompt must be a text in UTF-8, not a caf."


def test_a_path_with_one_is_answered_so_that_a_program_finds_it() -> None:
    end, start = os.pipe()
    give(Answer(text=as_json({"files": [LATIN]})), start)
    os.close(start)
    with os.fdopen(end, encoding="utf-8") as said:
        assert json.load(said) == {"files": [LATIN]}
