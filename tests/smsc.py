"""An SMSC for tests: a real TCP server that speaks SMPP 3.4 by another library's PDUs, answers as told and delivers what it is asked to.

`script` says how each submit_sm is answered. What a phone would show, joined from its parts, is `shown`.
"""

import asyncio
import contextlib
import ssl
import struct
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from smpplib.command import Command
from smpplib.smpp import make_pdu, parse_pdu

from tests.threaded import threaded

SYSTEM_ID, PASSWORD = "court", "s3cr3t-s"
SETTINGS: dict[str, object] = {"host": "127.0.0.1", "security": "none", "system_id": SYSTEM_ID, "password": PASSWORD, "timeout": 60}
# TS 23.038, written a second time: the extension alone, which texts of these tests use beside letters.
EXTENSION = {0x65: "€", 0x3C: "[", 0x3E: "]", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3D: "~", 0x40: "|"}


class _Numberless:
    """The library wants somebody who counts; here sequence numbers are set afterwards."""

    sequence = 0

    def next_sequence(self) -> int:
        return 0


_NUMBERLESS = _Numberless()


@dataclass(frozen=True)
class Reply:
    """Take the part or not, then answer with a command_status, hang, or drop the connection."""

    status: int = 0
    taken: bool = True
    then: Literal["answer", "hang", "drop"] = "answer"


ACCEPT, HANG, DROP = Reply(), Reply(then="hang"), Reply(then="drop")


def refuse(status: int) -> Reply:
    return Reply(status, taken=False)


@dataclass(frozen=True)
class Part:
    """A submit_sm as it came."""

    id: str
    source: str
    to: str
    octets: bytes
    esm_class: int
    data_coding: int
    registered_delivery: int

    @property
    def header(self) -> tuple[int, int, int]:
        """Reference, total and number; of a text of one part, 0, 1 and 1."""
        return tuple(self.octets[3:6]) if self.esm_class & 0x40 else (0, 1, 1)  # type: ignore[return-value]

    @property
    def words(self) -> bytes:
        return self.octets[6:] if self.esm_class & 0x40 else self.octets

    @property
    def text(self) -> str:
        """This part alone; what was cut in two shows as a replacement character."""
        if self.data_coding == 8:
            return self.words.decode("utf-16-be", "replace")
        read = iter(self.words)
        return "".join(EXTENSION.get(next(read, 0), "�") if code == 0x1B else chr(code) if code else "@" for code in read)


Script: TypeAlias = Callable[[Part], Reply]


@dataclass
class Smsc:
    """`taken` are the parts that it has, in order; `asked`, how many it was handed. `ids` names them; `bind_status` answers binds."""

    script: Script = lambda _: ACCEPT
    ids: Callable[[int], str] = lambda number: f"{number:08x}"
    bind_status: int = 0
    taken: list[Part] = field(default_factory=list)
    asked: list[Part] = field(default_factory=list)
    binds: list[Any] = field(default_factory=list)
    links: int = 0
    port: int = 0
    tls: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        self._sessions: list[_Session] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: asyncio.Server | None = None

    def shown(self, to: str) -> list[str]:
        """The texts on this phone, in order; one that lacks a part is not shown."""
        texts: dict[int, dict[int, Part]] = {}
        for place, part in enumerate(one for one in self.taken if one.to == to):
            reference, total, number = part.header
            texts.setdefault(reference if total > 1 else -1 - place, {})[number] = part
        return ["".join(parts[n].text for n in sorted(parts)) for parts in texts.values() if len(parts) == parts[min(parts)].header[1]]

    def deliver(self, **fields: Any) -> int:
        """One deliver_sm over the newest connection; the command_status that it is answered with."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(self._sessions[-1].deliver(fields), self._loop).result(60)

    def receipt(self, part: Part, state: str = "DELIVRD", *, id: str = "", error: str = "000") -> int:
        """As most SMSCs write it, with the beginning of the words at its end."""
        told = f"id:{id or part.id} sub:001 dlvrd:001 submit date:2611261000 done date:2611261001 stat:{state} err:{error}"
        words = f"{told} text:stat:FAKE id:1"
        return self.deliver(source_addr=part.to, destination_addr=part.source, esm_class=4, short_message=words.encode())

    def drop(self) -> None:
        """Cut every connection."""
        assert self._loop is not None
        for session in self._sessions:
            self._loop.call_soon_threadsafe(session.writer.transport.abort)

    def answer_late(self) -> None:
        """Answer now what hung before."""
        assert self._loop is not None
        for answer in [one for session in self._sessions for one in session.hanging]:
            self._loop.call_soon_threadsafe(answer)

    def turn(self) -> None:
        """Deliver over another connection from now on."""
        self._sessions.insert(0, self._sessions.pop())

    @property
    def bound(self) -> int:
        return len(self._sessions)

    async def start(self) -> "Smsc":
        self._loop = asyncio.get_running_loop()
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def cleanup(self) -> None:
        assert self._server is not None
        self._server.close()
        for session in self._sessions:
            session.writer.transport.abort()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session = _Session(self, writer)
        with contextlib.suppress(asyncio.IncompleteReadError, OSError, asyncio.CancelledError):
            while True:
                start = await reader.readexactly(4)
                raw = start + await reader.readexactly(struct.unpack("!I", start)[0] - 4)
                await session.heard(parse_pdu(raw, client=_NUMBERLESS, allow_unknown_opt_params=True))
        if session in self._sessions:
            self._sessions.remove(session)
        writer.close()

    def bind(self, pdu: Command, session: "_Session") -> int:
        right = (pdu.system_id, pdu.password) == (SYSTEM_ID.encode(), PASSWORD.encode())
        status = self.bind_status or (0 if right else 0x0E)
        if not status:
            self.binds.append(pdu)
            self._sessions.append(session)
        return status


class _Session:
    def __init__(self, smsc: Smsc, writer: asyncio.StreamWriter) -> None:
        self.smsc, self.writer = smsc, writer
        self._sequence = 0
        self._answers: dict[int, asyncio.Future[int]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self.hanging: list[Callable[[], None]] = []

    async def heard(self, pdu: Command) -> None:
        match pdu.command:
            case "bind_transceiver":
                self._answer(pdu, self.smsc.bind(pdu, self), system_id="SMSC")
            case "submit_sm":
                self._tasks.append(asyncio.create_task(self._submitted(pdu)))
            case "enquire_link":
                self.smsc.links += 1
                self._answer(pdu)
            case "unbind":
                self._answer(pdu)
            case "deliver_sm_resp":
                self._answers.pop(pdu.sequence).set_result(pdu.status)

    async def deliver(self, fields: dict[str, Any]) -> int:
        usual = {"source_addr_ton": 1, "source_addr_npi": 1, "dest_addr_ton": 1, "dest_addr_npi": 1, "data_coding": 0, "service_type": ""}
        pdu = make_pdu("deliver_sm", client=_NUMBERLESS, **{**usual, **fields})
        self._sequence += 1
        pdu.sequence = self._sequence
        answer = self._answers[self._sequence] = asyncio.get_running_loop().create_future()
        self.writer.write(pdu.generate())
        return await answer

    async def _submitted(self, pdu: Command) -> None:
        smsc = self.smsc
        part = Part(
            id=smsc.ids(len(smsc.asked) + 1),
            source=pdu.source_addr.decode(),
            to=pdu.destination_addr.decode(),
            octets=pdu.short_message,
            esm_class=pdu.esm_class,
            data_coding=pdu.data_coding,
            registered_delivery=pdu.registered_delivery,
        )
        smsc.asked.append(part)
        reply = smsc.script(part)
        if reply.taken:
            smsc.taken.append(part)
        if reply.then == "hang":
            self.hanging.append(lambda: self._answer(pdu, reply.status, message_id=part.id))
        elif reply.then == "drop":
            self.writer.transport.abort()
        elif reply.then == "answer":
            self._answer(pdu, reply.status, **({"message_id": part.id} if reply.taken else {}))

    def _answer(self, pdu: Command, status: int = 0, **fields: Any) -> None:
        answer = make_pdu(f"{pdu.command}_resp", client=_NUMBERLESS, **fields)
        answer.sequence, answer.status = pdu.sequence, status
        self.writer.write(answer.generate())


@contextlib.contextmanager
def running(script: Script = lambda _: ACCEPT, **options: Any) -> Generator[Smsc]:
    """In a thread of its own, until the block ends."""
    smsc = Smsc(script, **options)
    with threaded(smsc.start):  # type: ignore[arg-type]
        yield smsc


def settings(smsc: Smsc, **others: object) -> dict[str, object]:
    return {**SETTINGS, "port": smsc.port, **others}


def sliced(text: str, size: int) -> Iterator[str]:
    """`text` in pieces of so many characters, wherever that cuts."""
    return (text[begin : begin + size] for begin in range(0, len(text), size))
