"""Every text of the interface can be translated: none is glued together unseen."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator

import environment
import pytest

from meshy_addon.api.endpoints import KINDS
from meshy_addon.api.parameters import Choice
from meshy_addon.api.tooltips import label, option_title
from meshy_addon.api.wording import within
from meshy_addon.ui.german import GERMAN
from meshy_addon.ui.retelling import Retelling

PACKAGE = environment.REPOSITORY / "meshy_addon"
LANGUAGES = {"de_DE": GERMAN}


def sources(folder: str) -> Iterator[tuple[str, ast.AST]]:
    for path in sorted((PACKAGE / folder).rglob("*.py")):
        if path.parent.name != "german":  # the other language
            yield path.name, ast.parse(path.read_text("utf-8"))


def not_for_labels(tree: ast.AST) -> Iterator[ast.AST]:
    """What is raised (as in layers without Blender), logged, or a class's own name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            yield node
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("log."):
            yield node
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and str(key.value).startswith("bl_"):
                    yield value


def has_words(text: ast.JoinedStr) -> bool:
    parts = [str(part.value) for part in text.values if isinstance(part, ast.Constant)]
    return any(" " in part and re.search(r"[A-Za-z]{2,}", part) for part in parts)


def filled_in(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            yield node


def unnamed(node: ast.AST) -> str:
    """A text as it stands in the code, whatever it calls what it is filled in with."""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(unnamed, node.values))
    if isinstance(node, ast.FormattedValue):
        return "{}"
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return re.sub(r"{[^}]*}", "{}", node.value) if is_text else ""


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def made_of_data() -> set[str]:
    """What fields and what one chooses from are called, and what is done with them."""
    parameters = [p for kind in KINDS.values() for p in (*kind.parameters, *kind.wishes)]
    options = [option for p in parameters if isinstance(p, Choice) for option in p.options]
    firsts = [kind.only_first for kind in KINDS.values()]
    helps = [p.help for p in parameters] + [within(p.help) for p in parameters if p.required]
    titles = {*map(label, parameters), *map(option_title, options), *map(option_title, firsts)}
    return titles | set(helps)


def test_no_text_of_the_interface_is_filled_in_without_being_translated():
    found = []
    for name, tree in sources("ui"):
        exempt = {id(node) for each in not_for_labels(tree) for node in ast.walk(each)}
        found += [
            f"{name}:{node.lineno}: {ast.unparse(node)}"
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr) and has_words(node) and id(node) not in exempt
        ]
    assert found == [], "these go through wording.say"


def test_what_is_filled_in_is_one_literal_with_the_names_it_gets():
    calls = [(name, call) for name, tree in sources("ui") for call in filled_in(tree)]
    assert calls
    for name, call in calls:
        [template] = call.args
        where = f"{name}:{call.lineno}"
        assert isinstance(template, ast.Constant), where
        assert fields(template.value) == {each.arg for each in call.keywords}, where


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_are_of_texts_that_there_are_and_fill_in_the_same(language: str):
    known = {
        unnamed(node)
        for folder in ("ui", "api", "jobs", "scene")
        for _, tree in sources(folder)
        for node in ast.walk(tree)
    } | made_of_data()
    texts = LANGUAGES[language]
    assert {context for context, _ in texts} == {"*", "Operator", "MeshyTab", "MeshyCost"}
    assert [e for _, e in texts if re.sub(r"{[^}]*}", "{}", e) not in known] == []
    assert [e for (_, e), text in texts.items() if fields(e) != fields(text)] == []


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            'The object "Owl {old}" is not in this file any more.',
            "Das Objekt „Owl {old}“ ist nicht mehr in dieser Datei.",
        ),
        (
            "1,000,000 faces are more than the 300,000 that can be rigged.",
            "1,000,000 Flächen sind mehr als die 300,000, die ein Rig bekommen können.",
        ),
        ("Owl is checked: Ready to print.", "Owl ist geprüft: Druckbereit."),
        ("1,200 of 5,000", "1,200 von 5,000"),
        ('"Lamp" has no faces to send.', "„Lamp“ hat keine Flächen."),
        (
            "size_mm must be between 1 and 8, not 9.",
            "size_mm: möglich ist zwischen 1 und 8, nicht 9.",
        ),
        (
            "Meshy said so. Try again, or ask for another file format.",
            "Meshy said so. Noch einmal versuchen, oder ein anderes Dateiformat verlangen.",
        ),
        (
            "Meshy forbids this: not yours. The task stays at Meshy.",
            "Meshy erlaubt das nicht: not yours. Die Aufgabe bleibt bei Meshy.",
        ),
        ("Nobody has translated this or that.", "Nobody has translated this or that."),
    ],
)
def test_a_sentence_that_was_filled_in_elsewhere_is_translated_with_what_is_in_it(
    sentence: str, wanted: str
):
    texts = {english: german for (about, english), german in GERMAN.items() if about == "*"}
    retelling = Retelling(texts)
    assert retelling.of(sentence) == wanted
