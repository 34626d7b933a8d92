"""How the browser asks a widget for something: numbered messages, each taken once, refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
import traitlets

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.widgets.kit.widget import Widget

__all__ = ["Link", "Number", "Plain", "Verbs"]

Plain = Mapping[str, Any]
Verbs = Mapping[str, Callable[[Plain], object]]
Number = Mapping[str, Any]
"""Which message is meant: its ``seq``, and ``page``, the page that counts so. Of a message without page, ``seq``."""

REMEMBERED = 10
"""Refusals of before that are still told beside those of the messages that come."""

PAGES = 20
"""Pages whose numbers are known, those that were heard last: each opening of a notebook is a page."""


class Link(Widget):
    """Base of the widgets that the browser asks for something; ``front/post.js`` is the other end.

    Each page numbers what it asks for (``incoming``: ``messages``, each with ``page``, ``seq`` and ``verb``) and keeps
    what is not acknowledged. ``pages`` has for each of them the last number that was taken (``seen``) and the last
    whose effect holds (``ack``): two windows on one kernel may give one number to two messages, and both are taken. A
    request that is refused is seen, and told in ``refusals`` (``page``, ``seq``, ``phrase``).

    A subclass says in :meth:`verbs` what can be asked for.
    """

    refusals = traitlets.List(traitlets.Dict()).tag(sync=True)
    pages = traitlets.Dict().tag(sync=True)
    # Never echoed to the browser, nor kept: a file that is brought may weigh some megabytes, and hold names.
    incoming = traitlets.Dict().tag(sync=True, echo_update=False)

    def __init__(self, **traits: Any) -> None:
        self.number: Number = {"seq": 0}
        super().__init__(**traits)
        self.observe(self._receive, names="incoming")

    @property
    def seen(self) -> int:
        """The number of the message that was taken last, as its page counts."""
        return int(self.number["seq"])

    @property
    def ack(self) -> int:
        """The last number whose effect holds, of the page that was heard last."""
        return int(self._known(self.number)["ack"])

    def verbs(self) -> Verbs:
        """Return what can be asked for: by verb, the method that takes the message."""
        return {}

    def take(self, verb: str, message: Plain) -> None:
        """Do what a message asks for.

        Raises
        ------
        FrenchError
            It cannot be done, or nobody has that verb: one sentence, which the browser shows.
        LookupError, TypeError, ValueError
            The message is damaged.
        """
        run = self.verbs().get(verb)
        if run is None:
            raise FrenchError(interface("carnet")["fautes"]["message"])
        run(message)

    def refuse(self, sentence: str, *, number: Number | None = None) -> None:
        """Say why something of a message is not done; one message may be told several times.

        Parameters
        ----------
        sentence
            Why, in French.
        number
            Which message; the one that is being taken where left out.
        """
        self.refusals = [*self.refusals, {**(number or self.number), "phrase": sentence}]

    def acknowledge(self) -> None:
        """Acknowledge what was taken of every page, where its effect holds."""
        self.pages = {page: {**known, "ack": known["seen"]} for page, known in self.pages.items()}

    def _receive(self, _change: Any) -> None:
        """Take the messages that are new, one by one; none can stop the others.

        The browser hears of it all at once: a number that is seen and what it has changed go together.
        """
        with self.hold_sync():
            self.refusals = self.refusals[-REMEMBERED:]
            unforeseen = [fault for message in self._new() if (fault := self._taken(message)) is not None]
            self._trait_values["incoming"] = {}  # quietly: the browser may be setting the next one
            self.acknowledge()
        if unforeseen:
            raise unforeseen[0]

    def _new(self) -> Iterator[Plain]:
        messages = self.incoming.get("messages")
        for message in messages if isinstance(messages, list | tuple) else ():
            number = _number(message)
            if number is not None and number["seq"] > self._known(number)["seen"]:
                self.number = number
                self._note(number, seen=number["seq"])
                yield message

    def _known(self, number: Number) -> Mapping[str, int]:
        """Return what is known of the page that counts so."""
        return dict(self.pages.get(number.get("page", ""), {"seen": 0, "ack": 0}))

    def _note(self, number: Number, **news: int) -> None:
        """Note the last numbers of a page, which becomes the last that was heard; the oldest is forgotten."""
        page = number.get("page", "")
        others = [(name, known) for name, known in self.pages.items() if name != page]
        self.pages = {**dict(others[1 - PAGES :]), page: {**self._known(number), **news}}

    def _taken(self, message: Plain) -> Exception | None:
        """Take a message, or refuse it; return what nobody has foreseen, which is a fault of ours."""
        try:
            self.take(str(message.get("verb")), message)
        except FrenchError as error:
            self.refuse(str(error))
        except Exception as error:
            self.refuse(interface("carnet")["fautes"]["message"])
            return None if isinstance(error, LookupError | TypeError | ValueError | msgspec.MsgspecError) else error
        return None


def _number(message: Any) -> Number | None:
    """Return which message it is; nothing where it has no number."""
    if not isinstance(message, Mapping) or not isinstance(message.get("seq"), int):
        return None
    named = {"page": message["page"]} if isinstance(message.get("page"), str) else {}
    return {**named, "seq": message["seq"]}
