"""What an endpoint is, what it costs, and the kinds of job that endpoints make up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from functools import cached_property
from typing import Any

from .frozen import frozen
from .parameters import Conditions, Flag, Group, Number, Parameter, Picture, Pictures, Text

Wish = Flag | Number | Text


@frozen
class Case:
    """`credits`, while the conditions in `when` hold."""

    when: Conditions
    credits: int


@frozen
class Price:
    """Credits for one task: the first case that holds, else `base`; plus every extra that holds.

    Source: docs.meshy.ai/api/pricing. A model that we don't know yet is taken for `base`.
    """

    base: int
    cases: tuple[Case, ...] = ()
    extras: tuple[Case, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whatever is chosen."""
        return not (self.base or any(case.credits for case in self.cases + self.extras))


@frozen
class Endpoint:
    """One create call of the API, with all that is derived from it elsewhere."""

    name: str
    """Our name for it; the API's type of task wherever that is unique."""
    path: str
    type: str
    """The type that its tasks carry."""
    parameters: tuple[Parameter, ...]
    price: Price
    outputs: tuple[str, ...]
    """The fields of a finished task that hold its results."""
    gives_files: bool = True
    gives_clip: bool = False
    """Its model is the one that was rigged, once more; what is new is how it moves."""
    is_for_printer: bool = False
    """Its model is a file to be saved for a printer; it doesn't stand in the scene."""
    refusals: Mapping[int, str] = field(default_factory=dict)
    """HTTP status of a create's refusal → what an artist can do about it, where that's certain."""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    """What the request always says."""
    needs_one_of: tuple[tuple[str, ...], ...] = ()
    """Of each group at least one must be given."""
    excludes: tuple[tuple[str, ...], ...] = ()
    """Of each group at most one may be given."""
    documented_list: bool = True
    """Whether the pages speak of a list; where they don't, be ready for a 404."""
    cancel_only: bool = False
    """DELETE cancels (204; 400 once the task is over) rather than deletes."""

    @property
    def gives_model(self) -> bool:
        """Whether its result is a model that stands in the scene."""
        if self.is_for_printer:
            return False
        return "model_urls" in self.outputs or "result" in self.outputs  # a character

    @cached_property
    def flat_parameters(self) -> tuple[Parameter, ...]:
        """All parameters, the fields of groups in the groups' place."""
        flat: list[Parameter] = []
        for parameter in self.parameters:
            flat += parameter.fields if isinstance(parameter, Group) else (parameter,)
        return tuple(flat)

    @cached_property
    def by_key(self) -> Mapping[str, Parameter]:
        """Each of them by what it's called outside the request."""
        return {parameter.key: parameter for parameter in self.flat_parameters}

    def parameter(self, key: str) -> Parameter:
        """The parameter called `key` outside the request. Raises KeyError."""
        return self.by_key[key]


@frozen
class Part:
    """One task within a kind of job."""

    endpoint: Endpoint
    after: str = ""
    """The parameter that takes the id of the task before."""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    """Values that this task always gets here, whatever the artist chose for the job."""


@frozen
class Kind:
    """One thing an artist wants: an operator and a command. Its parts run one after the other."""

    name: str
    """The operator's name; with dashes the command's."""
    title: str
    help: str
    parts: tuple[Part, ...]
    only_first: str = ""
    """The option that ends the job after its first part, where that makes sense."""
    only_first_help: str = ""
    wishes: tuple[Wish, ...] = ()
    """How pictures are sent and the result comes into the scene; the service isn't told."""
    continues_with: str = ""
    """The parameter that takes the id of a task that did the first part before, where a job may
    begin there: see `rest`."""

    @cached_property
    def takes_pictures(self) -> bool:
        return any(
            isinstance(each, Picture | Pictures)
            for part in self.parts
            for each in part.endpoint.flat_parameters
        )

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The flat parameters of all parts, each once, without those that link the parts."""
        seen: dict[str, Parameter] = {}
        for part in self.parts:
            for parameter in part.endpoint.flat_parameters:
                if parameter.key != part.after:
                    seen.setdefault(parameter.key, parameter)
                elif parameter.key == self.continues_with:
                    seen.setdefault(parameter.key, replace(parameter, required=False))
        return tuple(seen.values())

    @cached_property
    def priced_by(self) -> frozenset[str]:
        """The parameters that the price of a job depends on."""
        rules = [part.endpoint.price for part in self.parts]
        return frozenset(
            key for rule in rules for case in rule.cases + rule.extras for key in case.when
        )

    @cached_property
    def is_free(self) -> bool:
        """Whether a job costs nothing, whatever is chosen."""
        return all(part.endpoint.price.is_nothing for part in self.parts)

    @cached_property
    def rest(self) -> Kind:
        """The same without its first part, for whoever has the task that did that."""
        second = replace(self.parts[1], after="")
        return replace(self, parts=(second, *self.parts[2:]), only_first="", continues_with="")

    def parts_for(self, only_first: bool) -> tuple[Part, ...]:
        return self.parts[:1] if only_first else self.parts
