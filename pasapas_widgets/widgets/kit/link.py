"""How the browser asks a widget for something: numbered messages, each taken once, refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
import traitlets

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.widgets.kit.widget import Widget

__all__ = ["Link", "Plain", "Verbs"]

Plain = Mapping[str, Any]
Verbs = Mapping[str, Callable[[Plain], object]]

REMEMBERED = 10
"""Refusals of before that are still told beside those of the messages that come."""


class Link(Widget):
    """Base of the widgets that the browser asks for something; ``front/post.js`` is the other end.

    The browser numbers what it asks for (``incoming``: ``messages``, each with ``seq`` and ``verb``) and keeps what is
    not acknowledged. ``seen`` is the last number that was taken, ``ack`` the last whose effect holds. A request that is
    refused is seen, and told in ``refusals`` (``seq``, ``phrase``).

    A subclass says in :meth:`verbs` what can be asked for.
    """

    refusals = traitlets.List(traitlets.Dict()).tag(sync=True)
    seen = traitlets.Int(0).tag(sync=True)
    ack = traitlets.Int(0).tag(sync=True)
    # Never echoed to the browser, nor kept: a file that is brought may weigh some megabytes, and hold names.
    incoming = traitlets.Dict().tag(sync=True, echo_update=False)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.observe(self._receive, names="incoming")

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

    def refuse(self, sentence: str, *, seq: int | None = None) -> None:
        """Say why something of a message is not done; one message may be told several times.

        Parameters
        ----------
        sentence
            Why, in French.
        seq
            The message's number; that of the message that is being taken where left out.
        """
        self.refusals = [*self.refusals, {"seq": self.seen if seq is None else seq, "phrase": sentence}]

    def acknowledge(self) -> None:
        """Acknowledge what was taken, where its effect holds."""
        self.ack = self.seen

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
            number = message.get("seq") if isinstance(message, Mapping) else None
            if isinstance(number, int) and number > self.seen:
                self.seen = number
                yield message

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
