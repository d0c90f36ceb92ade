"""The account and the jobs of this machine: shown, cancelled, gone on with."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from meshy_addon.jobs.job import Stage
from tests.blender.harness import Blender, Running
from tests.emulator.process import Emulator
from tests.unit.engine_driver import driving

pytestmark = pytest.mark.oldest_and_newest

SLOW = "a bronze owl [seconds:60]"


def start_slow_job(blender: Blender, emulator: Emulator, *more: str) -> Running:
    """A job whose first task takes a minute; returns once Meshy works on it."""
    child = blender.start_cli("text-to-3d", "--prompt", SLOW, *more, env=emulator.environment)
    wait_until_it_says(child, "Meshy is working")
    return child


def wait_until_it_says(child: Running, words: str) -> None:
    """Follows the child's stderr. Raises TimeoutError if it doesn't come to that within 60 s."""
    nothing_happens = threading.Event()
    for _ in range(600):
        if words in child.stderr:
            return
        assert child.process.poll() is None, child.stderr
        nothing_happens.wait(0.1)
    raise TimeoutError(child.stderr)


def jobs(blender: Blender) -> list[dict[str, object]]:
    ended = blender.cli("jobs", "--json")
    assert ended.returncode == 0, ended.stderr
    return list(json.loads(ended.stdout)["jobs"])


@pytest.mark.one_version
def test_the_balance_and_where_the_key_comes_from(blender: Blender, emulator: Emulator):
    ended = blender.cli("balance", env=emulator.environment)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines() == [
        "1000 credits. The key comes from the environment (MESHY_API_KEY).",
        "Spent from here: 0 today, 0 this month.",
    ]
    ended = blender.cli("balance", "--json", env=emulator.environment)
    assert json.loads(ended.stdout)["balance"] == 1000
    assert emulator.key not in ended.stdout

    wrong = {**emulator.environment, "MESHY_API_KEY": "wrong"}
    refused = blender.cli("balance", "--json", env=wrong)
    assert refused.returncode == 3
    assert f"meshy: {json.loads(refused.stdout)['error']['message']}\n" == refused.stderr


@pytest.mark.one_version
def test_the_job_list_tells_what_became_of_each(blender: Blender, emulator: Emulator):
    assert blender.cli("jobs").stdout == "No jobs yet.\n"
    blender.cli("text-to-3d", "--prompt", "an owl", "--preview-only", env=emulator.environment)
    blender.cli("text-to-3d", "--prompt", "a fox [fail:timeout]", env=emulator.environment)
    fox, owl = jobs(blender)
    assert (owl["kind"], owl["name"], owl["stage"], owl["message"]) == (
        "text_to_3d",
        "Owl",
        "placed",
        "",
    )
    assert fox["stage"] == "failed"
    assert fox["message"]
    lines = blender.cli("jobs").stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [
        [fox["job"], "failed"],
        [owl["job"], "placed"],
    ]


def test_a_running_job_is_cancelled_from_another_process(blender: Blender, emulator: Emulator):
    child = start_slow_job(blender, emulator, "-o", "owl.glb")
    [job] = jobs(blender)
    ended = blender.cli("cancel", str(job["job"])[:6], env=emulator.environment)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith(f"Cancelled {job['job']}")
    stopped = child.finish()
    assert stopped.returncode == 1
    assert "cancel" in stopped.stderr.splitlines()[-1].lower()
    assert "Traceback" not in stopped.stderr
    assert [each["stage"] for each in jobs(blender)] == ["cancelled"]
    assert len(emulator.requests("DELETE")) >= 1
    assert not (blender.folder / "owl.glb").exists()


@pytest.mark.one_version
def test_what_another_key_began_is_not_cancelled_with_this_one(
    blender: Blender, emulator: Emulator, tmp_path: Path
):
    emulator.settings(task_seconds=60)
    emulator.set_credits(100, key="msy_other")
    with driving(emulator, tmp_path) as driver:
        job = driver.submit(only_first=True)
        driver.wait_for_stage(job, Stage.WAITING)
    other = {**emulator.environment, "MESHY_API_KEY": "msy_other", "MESHY_STATE_DIR": str(tmp_path)}
    ended = blender.cli("cancel", job.id, env=other)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "another API key" in ended.stderr


@pytest.mark.one_version
def test_cancelling_what_is_over_or_unknown_is_bad_input(blender: Blender, emulator: Emulator):
    blender.cli("text-to-3d", "--prompt", "an owl", "--preview-only", env=emulator.environment)
    [job] = jobs(blender)
    ended = blender.cli("cancel", str(job["job"]), env=emulator.environment)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == f"meshy: The job {job['job']} is over already (placed).\n"
    ended = blender.cli("cancel", "nix", env=emulator.environment)
    assert ended.returncode == 2
    assert ended.stderr == "meshy: There is no job nix on this machine.\n"


@pytest.mark.also_installed
def test_after_ctrl_c_resume_goes_on_and_writes_what_was_asked_for(
    blender: Blender, emulator: Emulator
):
    prompt = "a bronze owl [seconds:2]"
    child = blender.start_cli(
        *("text-to-3d", "--prompt", prompt, "-o", "owl.blend", "-o", "owl.glb", "--json"),
        env=emulator.environment,
    )
    wait_until_it_says(child, "Meshy is working")
    child.send(signal.SIGINT)
    stopped = child.finish()
    assert stopped.returncode == 130
    told = json.loads(stopped.stdout)
    assert [task["kind"] for task in told["tasks"]] == ["text-to-3d-preview"]
    assert told["error"] == {"type": "Stopped", "message": "Interrupted."}
    said = f"meshy: Interrupted. `meshy resume {told['job']}` goes on with the job."
    assert stopped.stderr.splitlines()[-1] == said
    assert "Traceback" not in stopped.stderr
    assert len(emulator.creates()) == 1

    resumed = blender.cli("resume", "--json", env=emulator.environment)
    assert resumed.returncode == 0, resumed.stderr
    [job] = json.loads(resumed.stdout)["jobs"]
    assert job["job"] == told["job"]
    written = [str(blender.folder / name) for name in ("owl.blend", "owl.glb")]
    assert job["files"] == written
    assert all(Path(file).stat().st_size > 1000 for file in written)
    assert [task["status"] for task in job["tasks"]] == ["SUCCEEDED", "SUCCEEDED"]
    assert len(emulator.creates()) == 2
    assert emulator.credits() == 970
    assert blender.cli("resume", env=emulator.environment).stdout == (
        "No job is waiting to be resumed.\n"
    )


@pytest.mark.one_version
def test_ctrl_c_ends_a_resume_too_and_names_the_job(blender: Blender, emulator: Emulator):
    start_slow_job(blender, emulator).kill()
    [job] = jobs(blender)
    child = blender.start_cli("resume", "-o", "owl.glb", "--json", env=emulator.environment)
    wait_until_it_says(child, "Meshy is working")
    child.send(signal.SIGINT)
    stopped = child.finish()
    assert stopped.returncode == 130, stopped.stderr
    [told] = json.loads(stopped.stdout)["jobs"]
    assert (told["job"], told["error"]["type"]) == (job["job"], "Stopped")


def test_after_a_power_cut_resume_goes_on_without_paying_again(
    blender: Blender, emulator: Emulator
):
    child = blender.start_cli(
        *("text-to-3d", "--prompt", "a bronze owl [seconds:2]", "-o", "owl.glb"),
        env=emulator.environment,
    )
    wait_until_it_says(child, "Meshy is working")
    child.kill()
    [job] = jobs(blender)
    resumed = blender.cli("resume", str(job["job"]), "--json", env=emulator.environment)
    assert resumed.returncode == 0, resumed.stderr
    assert json.loads(resumed.stdout)["job"] == job["job"]
    assert (blender.folder / "owl.glb").read_bytes().startswith(b"glTF")
    assert len(emulator.creates()) == 2
    assert emulator.credits() == 970


@pytest.mark.one_version
def test_what_was_never_sent_is_sent_only_by_its_own_name(blender: Blender, emulator: Emulator):
    nowhere = {**emulator.environment, "MESHY_API_URL": "http://127.0.0.1:1"}
    typed = ("text-to-3d", "--prompt", "an owl", "--preview-only", "-o", "owl.glb")
    assert blender.cli(*typed, env=nowhere).returncode == 5
    [job] = jobs(blender)

    offered = blender.cli("resume", env=emulator.environment)
    assert f"`resume {job['job']}` sends it for 20 credits" in offered.stdout
    assert emulator.creates() == []

    limited = {**emulator.environment, "MESHY_MAX_CREDITS_PER_JOB": "19"}
    kept = blender.cli("resume", str(job["job"]), env=limited)
    assert (kept.returncode, emulator.creates()) == (4, [])
    assert "19 are allowed per job" in kept.stdout + kept.stderr

    resumed = blender.cli("resume", str(job["job"]), "-o", "other.glb", env=emulator.environment)
    assert resumed.returncode == 0, resumed.stderr
    assert not (blender.folder / "owl.glb").exists()
    assert (blender.folder / "other.glb").read_bytes().startswith(b"glTF")
    assert emulator.credits() == 980


@pytest.mark.one_version
def test_a_job_that_runs_elsewhere_is_not_resumed(blender: Blender, emulator: Emulator):
    child = start_slow_job(blender, emulator)
    [job] = jobs(blender)
    ended = blender.cli("resume", str(job["job"]), env=emulator.environment)
    assert ended.returncode == 1
    assert f"Another Blender is working on {job['job']}." in ended.stdout + ended.stderr
    assert child.process.poll() is None
    assert len(emulator.creates()) == 1


@pytest.mark.one_version
def test_progress_is_lines_in_a_log(blender: Blender, emulator: Emulator):
    ended = blender.cli(
        "text-to-3d", "--prompt", "an owl", "--preview-only", env=emulator.environment
    )
    lines = ended.stderr.splitlines()
    assert "\r" not in ended.stderr
    assert lines[0] == "Sending, 0 %"
    assert lines[-1] == "Placing, 100 %"
    assert all(re.fullmatch(r"[A-Z][a-z A-Z]+, \d+ %", line) for line in lines)
    assert len(lines) == len(set(lines))


@pytest.mark.one_version
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals like these")
def test_progress_is_a_bar_on_a_terminal(blender: Blender, emulator: Emulator):
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        blender.command_line("text-to-3d", "--prompt", "an owl", "--preview-only"),
        cwd=blender.folder,
        env=blender.environment(emulator.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    )
    os.close(theirs)
    shown = _all_of(ours)
    stdout, _ = process.communicate()
    assert process.returncode == 0
    assert "█" in shown
    assert "\r" in shown
    assert re.search(r"█{24} 100%  Placing", shown)
    assert stdout.startswith("Owl: 20 credits")


def _all_of(terminal: int) -> str:
    """What is written to the other end until it's closed, which Linux tells by an error."""
    parts = []
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            part = b""
        if not part:
            os.close(terminal)
            return b"".join(parts).decode()
        parts.append(part)


@pytest.mark.one_version
def test_a_job_that_meshy_may_have_is_sent_again_only_by_word(blender: Blender, emulator: Emulator):
    """Two tasks could be the lost one, so nobody but a person can tell."""
    create = "text-to-3d$"
    emulator.fault("lose_answer", path=create, times=1, method="POST")
    emulator.fault("refuse", path=create, method="GET", status=404, times=0)
    typed = ("text-to-3d", "--prompt", "an owl", "--preview-only", "-o", "owl.glb")
    ended = blender.cli(*typed, env=emulator.environment)
    [job] = jobs(blender)
    assert ended.returncode == 5
    assert f"`meshy resume {job['job']} --send-again` sends it again" in ended.stderr

    assert blender.cli("jobs").stdout.rstrip().endswith("Meshy keeps it for 72 h.")
    looked = blender.cli("resume", str(job["job"]), env=emulator.environment)
    assert (looked.returncode, len(emulator.creates())) == (5, 1)
    assert "--send-again" in looked.stdout
    wrong = blender.cli("resume", "--send-again", env=emulator.environment)
    assert (wrong.returncode, len(emulator.creates())) == (2, 1)

    sent = blender.cli("resume", str(job["job"]), "--send-again", env=emulator.environment)
    assert sent.returncode == 0, sent.stderr
    assert len(emulator.creates()) == 2
    assert (blender.folder / "owl.glb").read_bytes().startswith(b"glTF")


@pytest.mark.one_version
def test_a_job_list_that_cannot_be_used_is_told_and_kept(blender: Blender, emulator: Emulator):
    blender.cli("jobs", env=emulator.environment)
    [journal] = blender.folder.rglob("jobs.sqlite")
    for ending in ("-wal", "-shm"):
        journal.with_name(journal.name + ending).unlink(missing_ok=True)
    journal.write_bytes(b"no database" * 1000)
    ended = blender.cli("jobs", env=emulator.environment)
    assert (ended.returncode, ended.stdout) == (0, "No jobs yet.\n")
    assert "The job list was damaged" in ended.stderr
    assert len(list(journal.parent.glob("jobs-damaged-*.sqlite"))) == 1


@pytest.mark.one_version
def test_all_about_a_job_can_be_shown_and_holds_no_secret(blender: Blender, emulator: Emulator):
    emulator.fault("refuse", path="text-to-3d/", method="GET", status=503, times=2)
    blender.cli("text-to-3d", "--prompt", "an owl", "--preview-only", env=emulator.environment)
    [job] = jobs(blender)
    shown = blender.cli("jobs", "show", str(job["job"])[:8]).stdout
    assert "text_to_3d, 'Owl', 20 credits" in shown
    assert "Stage: placed" in shown
    assert re.search(r"Task [0-9a-f-]{36}: text-to-3d-preview, SUCCEEDED 100%, 20 credits", shown)
    assert re.search(r"File model: model.glb, [\d,]+ bytes\n", shown)
    log = [line.partition(": ")[2] for line in shown.partition("Log:\n")[2].splitlines()]
    assert log[0] == "submitting"
    assert log[-1] == "placed"
    assert emulator.key not in shown
    assert "http" not in shown
    assert blender.cli("jobs", "show", "nix").returncode == 2
