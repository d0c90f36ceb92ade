"""Whether Blender's user allows the network, and the sentence that says where to."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.oldest_and_newest


def ask(urls, allowed) -> list:
    import bpy

    from meshy_addon.scene.online import why_offline

    bpy.context.preferences.system.use_online_access = allowed
    return [why_offline(url) for url in urls]


def test_this_machine_needs_no_permission(blender):
    here = ["http://127.0.0.1:8000/x", "http://localhost:1", "http://[::1]:80", "http://127.8.9.1"]
    assert blender.call(ask, here, False) == [None] * 4


@pytest.mark.parametrize("url", ["https://api.meshy.ai", "http://127.0.0.1.example.com", "x"])
def test_any_other_host_needs_it_and_the_sentence_says_where_to_give_it(blender, url):
    (sentence,) = blender.call(ask, [url], False)
    how = "use_online_access = True" if blender.program.is_module else "--online-mode before"
    assert how in sentence
    assert blender.call(ask, [url], True) == [None]
