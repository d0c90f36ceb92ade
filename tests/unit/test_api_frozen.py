"""`frozen` is to be a frozen dataclass in all but the time that it takes to define one."""

from __future__ import annotations

import dataclasses
from dataclasses import KW_ONLY, FrozenInstanceError, field
from functools import cached_property

import pytest

from meshy_addon.api.frozen import frozen


@frozen
class Pet:
    name: str
    legs: int = 4
    _: KW_ONLY
    toys: list[str] = field(default_factory=list, repr=False)
    collar: str = field(default="red", repr=False)


@frozen
class Tag:
    name: str

    @cached_property
    def letters(self) -> tuple[str, ...]:
        return tuple(self.name)


@frozen
class Dog(Pet):
    breed: str = "mixed"


def test_fields_come_by_position_by_name_or_by_default():
    dog = Dog("Rex", 3, breed="collie")
    assert (dog.name, dog.legs, dog.toys, dog.breed) == ("Rex", 3, [], "collie")
    assert dog.toys is not Dog("Rex").toys
    assert dog.collar == "red"


@pytest.mark.parametrize(
    ("args", "given"),
    [((), {}), (("Rex",), {"wings": 2}), (("Rex",), {"name": "Max"}), (("Rex", 4, []), {})],
    ids=["missing", "unknown", "twice", "too many"],
)
def test_whatever_does_not_fit_the_fields_is_refused(args, given):
    with pytest.raises(TypeError, match="Pet takes"):
        Pet(*args, **given)


def test_a_value_can_not_be_changed():
    pet = Pet("Rex")
    with pytest.raises(FrozenInstanceError):
        pet.legs = 3  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del pet.legs  # type: ignore[misc]


def test_equal_are_values_of_the_same_class_with_the_same_fields():
    assert Pet("Rex") == Pet("Rex", 4)
    assert Pet("Rex") != Pet("Max")
    assert Dog("Rex") != Pet("Rex")


def test_what_a_value_has_worked_out_for_itself_changes_neither_it_nor_what_it_equals():
    tag = Tag("Rex")
    assert tag.letters == ("R", "e", "x")
    assert tag.letters is tag.letters
    assert tag == Tag("Rex")
    assert dataclasses.replace(tag, name="Max").letters == ("M", "a", "x")


def test_the_functions_for_dataclasses_know_it():
    assert dataclasses.replace(Dog("Rex"), legs=3) == Dog("Rex", 3)
    assert dataclasses.asdict(Dog("Rex"))["breed"] == "mixed"
    assert repr(Pet("Rex")) == "Pet(name='Rex', legs=4)"
    match Dog("Rex", 3):
        case Pet(name, legs):
            assert (name, legs) == ("Rex", 3)
