"""Meshy's own MCP server, as it comes from npm, works against the emulator.

It takes the API's address from MESHY_API_HOST; nothing in it is changed.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.installing import npm_package
from tests.clients.mcp import McpServer, mcp_server
from tests.emulator.client import Client, data_uri, picture
from tests.emulator.process import Emulator

PACKAGE = "@meshy-ai/meshy-mcp-server"
VERSION = "0.5.2"

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture
def server(emulator: Emulator, tmp_path: Path) -> Iterator[McpServer]:
    folder = npm_package(PACKAGE, VERSION)
    script = folder / "node_modules" / PACKAGE / "dist" / "index.js"
    node = shutil.which("node")
    assert node is not None
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "MESHY_API_KEY": emulator.key,
        "MESHY_API_HOST": emulator.api,
    }
    with mcp_server([node, str(script)], environment, tmp_path) as running:
        yield running


def task_id(text: str) -> str:
    """The first task id in an answer."""
    found = _ID.search(text)
    assert found, text
    return found.group()


def finished(emulator: Emulator, path: str, text: str) -> str:
    """The id of the task that an answer speaks of, when the task has ended."""
    found = task_id(text)
    assert Client(emulator).finished(path, found)["status"] == "SUCCEEDED"
    return found


def test_it_offers_its_tools(server: McpServer) -> None:
    assert {"meshy_text_to_3d", "meshy_get_task_status", "meshy_download_model"} <= server.tools()


def test_a_prompt_becomes_a_file(server: McpServer, emulator: Emulator, tmp_path: Path) -> None:
    preview = task_id(server.call("meshy_text_to_3d", prompt="a bronze owl"))
    assert "SUCCEEDED" in server.call("meshy_get_task_status", task_id=preview)
    answer = server.call("meshy_text_to_3d_refine", preview_task_id=preview, enable_pbr=True)
    refined = finished(emulator, "/openapi/v2/text-to-3d", answer)
    target = tmp_path / "owl.glb"
    server.call("meshy_download_model", task_id=refined, format="glb", save_to=str(target))
    assert target.read_bytes().startswith(b"glTF")
    assert emulator.credits() == 1000 - 20 - 10


def test_a_picture_on_disk_becomes_a_model(
    server: McpServer, emulator: Emulator, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(picture())
    answer = server.call("meshy_image_to_3d", file_path=str(photo), ai_model="meshy-6")
    model = finished(emulator, "/openapi/v1/image-to-3d", answer)
    target = tmp_path / "model.fbx"
    server.call(
        "meshy_download_model",
        task_id=model,
        task_type="image-to-3d",
        format="fbx",
        save_to=str(target),
    )
    assert target.read_bytes().startswith(b"Kaydara FBX Binary")


def test_a_character_is_rigged_and_animated(server: McpServer, emulator: Emulator) -> None:
    answer = server.call("meshy_text_to_3d", prompt="a knight", pose_mode="t-pose")
    preview = finished(emulator, "/openapi/v2/text-to-3d", answer)
    answer = server.call("meshy_text_to_3d_refine", preview_task_id=preview)
    model = finished(emulator, "/openapi/v2/text-to-3d", answer)
    rig = finished(emulator, "/openapi/v1/rigging", server.call("meshy_rig", input_task_id=model))
    answer = server.call("meshy_animate", rig_task_id=rig, action_id=92)
    animation = finished(emulator, "/openapi/v1/animations", answer)
    status = server.call("meshy_get_task_status", task_id=animation, task_type="animation")
    assert "Animation GLB available" in status


def test_it_lists_cancels_and_counts(server: McpServer, emulator: Emulator) -> None:
    assert "1000" in server.call("meshy_check_balance").replace(",", "")
    emulator.settings(task_seconds=60)
    task = task_id(server.call("meshy_text_to_3d", prompt="an owl"))
    assert task in server.call("meshy_list_tasks", task_type="text-to-3d")
    server.call("meshy_cancel_task", task_id=task, task_type="text-to-3d")
    assert Client(emulator).get("/openapi/v2/text-to-3d").json() == []


def test_printing_tools_work(server: McpServer, emulator: Emulator) -> None:
    answer = server.call("meshy_text_to_3d", prompt="an owl")
    preview = finished(emulator, "/openapi/v2/text-to-3d", answer)
    answer = server.call("meshy_text_to_3d_refine", preview_task_id=preview)
    model = finished(emulator, "/openapi/v2/text-to-3d", answer)
    for tool, path in (
        ("meshy_analyze_printability", "/openapi/v1/print/analyze"),
        ("meshy_repair_printability", "/openapi/v1/print/repair"),
        ("meshy_process_multicolor", "/openapi/v1/print/multi-color"),
    ):
        finished(emulator, path, server.call(tool, input_task_id=model))


def test_its_other_tools_send_nothing_that_the_pages_do_not_list(
    server: McpServer, emulator: Emulator, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(picture())
    model = Client(emulator).run("/openapi/v1/image-to-3d", image_url=data_uri(picture()))["id"]
    for tool, arguments in (
        ("meshy_multi_image_to_3d", {"file_paths": [str(photo)] * 2}),
        ("meshy_retexture", {"input_task_id": model, "text_style_prompt": "gold"}),
        ("meshy_remesh", {"input_task_id": model, "target_formats": ["glb"]}),
        ("meshy_convert", {"input_task_id": model, "target_formats": ["fbx"]}),
        ("meshy_resize", {"input_task_id": model, "resize_height": 1}),
        ("meshy_text_to_image", {"prompt": "an owl", "ai_model": "nano-banana"}),
    ):
        assert task_id(server.call(tool, **arguments))


def test_a_failed_task_is_told_as_failed(server: McpServer) -> None:
    task = task_id(server.call("meshy_text_to_3d", prompt="an owl [fail:image_too_complex]"))
    with pytest.raises(AssertionError, match="too complex"):
        server.call("meshy_get_task_status", task_id=task)
