"""SMPP against an SMSC over real TCP: what goes over the wire, what answers mean, and what is delivered back (M1, M2, O6, C3)."""

import asyncio
from collections.abc import Awaitable, Callable, Generator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duenotice.gateways.networks import is_public
from duenotice.gateways.news import News, Received, Told
from duenotice.gateways.protocol import Accepted, Answer, BadSettings, Kind, Parts, Refused, Unknown
from duenotice.gateways.received_part import ReceivedPart
from duenotice.gateways.smpp import Smpp
from duenotice.gateways.smpp_errors import MEANINGS
from duenotice.gateways.smpp_news import fields
from duenotice.gateways.smpp_settings import SmppSettings
from duenotice.gateways.smpp_text import decoded, pieces, split_header
from duenotice.gateways.surroundings import Surroundings
from duenotice.lib.segments import GSM_7, GSM_7_EXTENSION, segments
from tests import smsc
from tests.gateways.conftest import server_side
from tests.gateways.messages import question, text
from tests.gateways.sending import send
from tests.smsc import Part, Reply, Smsc

ROSA = "12025550143"
LONG = "a" * 152 + "€" + "a" * 152


@pytest.fixture
def carrier() -> Generator[Smsc]:
    with smsc.running() as made:
        yield made


def gateway(carrier: Smsc, hear: Any = None, **settings: object) -> Smpp:
    return Smpp.from_settings(smsc.settings(carrier, **settings), Surroundings(private_networks=True, hear=hear))


async def settled(mine: Smpp, carrier: Smsc) -> None:
    """Once it is bound, or knows why not: a message waits for that only so long."""
    while mine.listen() is None and not carrier.bound:
        await asyncio.sleep(0.01)


def answer_to(carrier: Smsc, body: str = "See you on Monday.", **settings: object) -> Answer:
    async def run() -> Answer:
        mine = gateway(carrier, **settings)
        await settled(mine, carrier)
        try:
            return await mine.send(text(body=body))
        finally:
            await mine.close()

    return asyncio.run(run())


def each(*replies: Reply) -> Callable[[Part], Reply]:
    """One after another, then the last for ever."""
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def test_a_text_goes_out_as_the_standard_says_and_asks_for_a_receipt(carrier: Smsc):  # M2
    assert answer_to(carrier, "¿Qué? 5 € [día]".replace("í", "i")) == Accepted("00000001", parts=Parts(("00000001",), 1))
    [part] = carrier.taken
    assert (part.source, part.to, part.data_coding, part.esm_class, part.registered_delivery) == ("12025550100", ROSA, 0, 0, 1)
    assert part.octets == b"\x60Qu\x05? 5 \x1b\x65 \x1b\x3cdia\x1b\x3e"
    [bind] = carrier.binds
    assert (bind.interface_version, bind.system_id) == (0x34, b"court")


@pytest.mark.parametrize("body", [LONG, "a" * 66 + "á🚀" + "a" * 66, "á" * 66 + "🚀" + "a" * 66, "€" * 153])
def test_long_texts_arrive_whole_and_in_the_parts_that_were_counted(carrier: Smsc, body: str):  # M1
    answer = answer_to(carrier, body)
    assert isinstance(answer, Accepted)
    assert len(carrier.taken) == segments(body).parts == len(answer.parts.references if answer.parts else ())
    assert carrier.shown(ROSA) == [body]
    assert all("�" not in part.text for part in carrier.taken), "no character is cut in two"
    assert {part.esm_class for part in carrier.taken} == {0x40}


@given(st.text(alphabet=st.sampled_from([*"aé€[á🚀\n@", *sorted(GSM_7 | GSM_7_EXTENSION)]), min_size=1, max_size=500))
def test_every_text_is_cut_into_parts_that_fit_and_say_the_same(body: str):  # M1
    cut = pieces(body, 7)
    assert len(cut) == segments(body).parts
    words = [piece.octets[6:] if piece.esm_class else piece.octets for piece in cut]
    assert "".join(decoded(octets, piece.data_coding) for octets, piece in zip(words, cut, strict=True)) == body
    room = (160, 153) if cut[0].data_coding == 0 else (140, 134)
    assert all(len(octets) <= room[len(cut) > 1] for octets in words)


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (0x58, Kind.LIMIT, "smpp_0x58"),
        (0x14, Kind.RETRY, "smpp_0x14"),
        (0x0B, Kind.ADDRESS, "unknown_number"),
        (0x0A, Kind.CONFIGURATION, "smpp_0x0a"),
        (0x45, Kind.RETRY, "smpp_0x45"),
        (0x455, Kind.BLOCKED, "smpp_0x455"),
        (0x456, Kind.CONTENT, "smpp_0x456"),
    ],
)
def test_a_refusal_has_its_class_and_words(carrier: Smsc, status: int, kind: Kind, code: str):  # C3, O6
    carrier.script = lambda _: smsc.refuse(status)
    answer = answer_to(carrier, blocked_codes="0x0455" if status == 0x455 else "")
    assert isinstance(answer, Refused) or pytest.fail(str(answer))
    assert (answer.kind, answer.code) == (kind, code)


def test_every_meaning_says_what_to_do():
    assert all(len(meaning.words.split(". ")) > 1 for meaning in MEANINGS.values())


@pytest.mark.parametrize(("status", "kind"), [(0x0E, Kind.CONFIGURATION), (0x0D, Kind.CONFIGURATION), (0x05, Kind.RETRY)])
def test_a_bind_that_is_refused_certainly_sent_nothing(carrier: Smsc, status: int, kind: Kind):
    carrier.bind_status = status
    answer = answer_to(carrier)
    assert isinstance(answer, Refused)
    assert (answer.kind, carrier.asked) == (kind, [])


def test_nobody_listening_is_certainly_not_sent(carrier: Smsc):
    carrier.port = 1
    answer = answer_to(carrier)
    assert isinstance(answer, Refused)
    assert (answer.code, answer.kind) == ("no_connection", Kind.RETRY)


def test_with_tls_the_certificate_has_to_be_vouched_for(certificate: Path, monkeypatch: pytest.MonkeyPatch):
    with smsc.running(tls=server_side(certificate)) as secured:
        doubtful = answer_to(secured, security="tls")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        trusted = answer_to(secured, security="tls")
    assert isinstance(doubtful, Refused)
    assert (doubtful.code, doubtful.kind) == ("certificate", Kind.CONFIGURATION)
    assert isinstance(trusted, Accepted)


@pytest.mark.parametrize("reply", [smsc.HANG, smsc.DROP])
def test_a_text_that_is_not_answered_is_unknown_and_not_sent_again(carrier: Smsc, reply: Reply):
    carrier.script = lambda _: reply
    answer = answer_to(carrier, timeout=1)
    assert isinstance(answer, Unknown)
    assert len(carrier.asked) == 1


def test_an_answer_that_comes_too_late_is_told_when_asked(carrier: Smsc):
    carrier.script = lambda _: smsc.HANG
    message = text()

    async def run() -> tuple[Answer, Any]:
        mine = gateway(carrier, timeout=1)
        await settled(mine, carrier)
        answer = await mine.send(message)
        carrier.answer_late()
        while isinstance(found := await mine.ask(question(message)), Unknown):
            await asyncio.sleep(0.05)
        await mine.close()
        return answer, found

    answer, found = asyncio.run(run())
    assert isinstance(answer, Unknown)
    assert found == Accepted("00000001", parts=Parts(("00000001",), 1))


def test_a_part_that_is_throttled_is_tried_again_alone(carrier: Smsc):
    carrier.script = each(smsc.ACCEPT, smsc.refuse(0x58), smsc.ACCEPT)
    answer = answer_to(carrier, LONG)
    assert isinstance(answer, Accepted)
    assert [part.header[2] for part in carrier.asked] == [1, 2, 2, 3]
    assert carrier.shown(ROSA) == [LONG]


def test_a_message_that_is_partly_out_is_never_of_a_kind_that_is_sent_again(carrier: Smsc):
    carrier.script = each(smsc.ACCEPT, smsc.refuse(0x0A), smsc.ACCEPT)
    answer = answer_to(carrier, LONG)
    assert isinstance(answer, Refused)
    assert (answer.code, answer.kind, answer.parts) == ("partly_sent", Kind.CONTENT, Parts(("00000001",), 3))
    assert "not sent again" in answer.words
    assert len(carrier.asked) == 2, "nothing goes after a part that was refused"


@pytest.mark.parametrize("lost", [1, 2])
def test_where_one_part_is_not_answered_the_text_is_unknown_and_says_that_only_its_beginning_may_be_read(carrier: Smsc, lost: int):  # M2
    carrier.script = lambda part: smsc.HANG if part.header[2] == lost else smsc.ACCEPT
    answer = answer_to(carrier, LONG, timeout=1)
    assert isinstance(answer, Unknown)
    assert "may read only its beginning" in answer.reason
    assert answer.parts == (Parts(("00000001",), 3) if lost == 2 else None)
    assert len(carrier.asked) == lost, "nothing goes after a part that was not answered"


def test_a_stop_between_two_parts_is_still_a_stop(carrier: Smsc):  # O6
    carrier.script = each(smsc.ACCEPT, smsc.refuse(0x455))
    answer = answer_to(carrier, LONG, blocked_codes="0x455")
    assert isinstance(answer, Refused)
    assert (answer.kind, answer.parts) == (Kind.BLOCKED, Parts(("00000001",), 3))


def test_it_binds_again_after_a_connection_was_lost(carrier: Smsc):
    async def run() -> list[Answer]:
        mine = gateway(carrier)
        await settled(mine, carrier)
        answers = [await mine.send(text())]
        carrier.drop()
        while len(carrier.binds) < 2:
            await asyncio.sleep(0.01)
        answers.append(await mine.send(text()))
        await mine.close()
        return answers

    assert all(isinstance(answer, Accepted) for answer in asyncio.run(asyncio.wait_for(run(), 60)))


def test_a_silent_link_is_tested(carrier: Smsc):
    async def run() -> None:
        mine = gateway(carrier, silence=1)
        mine.listen()
        while carrier.links < 2:
            await asyncio.sleep(0.05)
        await mine.close()

    asyncio.run(asyncio.wait_for(run(), 60))


def heard(
    carrier: Smsc, work: Callable[[], Any], hear: Callable[[str, Sequence[News]], Awaitable[None]] | None = None
) -> tuple[list[News], Any]:
    """What a gateway hears while `work` runs beside it, and what that answers."""
    told: list[News] = []

    async def keep(_key: str, news: Sequence[News]) -> None:
        told.extend(news)

    async def run() -> Any:
        mine = gateway(carrier, hear or keep, blocked_codes="77")
        await settled(mine, carrier)
        try:
            return await asyncio.get_running_loop().run_in_executor(None, work)
        finally:
            await mine.close()

    return told, asyncio.run(run())


SENT = Part("1a2b", "12025550100", ROSA, b"", 0, 0, 1)


def test_receipts_are_read_from_their_text_and_answered_once_kept(carrier: Smsc):  # M2
    told, statuses = heard(carrier, lambda: [carrier.receipt(SENT, state) for state in ("DELIVRD", "UNDELIV", "ACCEPTD", "EXPIRED")])
    assert statuses == [0, 0, 0, 0]
    assert all(isinstance(one, Told) and one.reference == "1a2b" and one.message_id is None and ROSA in one.phones for one in told)
    assert [one.status for one in told if isinstance(one, Told)] == ["delivered", "failed", "acceptd", "failed"]
    assert len({one.key for one in told if isinstance(one, Told)}) == 4


def test_a_receipt_without_text_is_read_from_its_optional_parameters(carrier: Smsc):
    bare = {"source_addr": ROSA, "destination_addr": "12025550100", "esm_class": 4, "short_message": b""}
    told, status = heard(carrier, lambda: carrier.deliver(**bare, receipted_message_id="1a2b", message_state=2))
    assert status == 0
    assert [(one.reference, one.status) for one in told if isinstance(one, Told)] == [("1a2b", "delivered")]


def test_a_network_code_that_means_stop_is_one(carrier: Smsc):  # O6
    [told], _status = heard(carrier, lambda: carrier.receipt(SENT, "UNDELIV", error="077"))
    assert isinstance(told, Told)
    assert told.refusal is not None
    assert told.refusal.kind is Kind.BLOCKED


@pytest.mark.parametrize(
    ("octets", "coding", "words"),
    [
        (b"STOP", 0, "STOP"),
        ("ALTO, por favor: á 🚀".encode("utf-16-be"), 8, "ALTO, por favor: á 🚀"),
        (b"caf\xe9", 3, "café"),
        (b"5 \x1b\x65", 0, "5 €"),
    ],
)
def test_what_people_write_is_read_in_its_encoding(carrier: Smsc, octets: bytes, coding: int, words: str):  # M7, O3
    work = lambda: carrier.deliver(source_addr=ROSA, destination_addr="12025550100", data_coding=coding, short_message=octets)  # noqa: E731
    [came], status = heard(carrier, work)
    assert isinstance(came, Received)
    assert (came.body, came.came_from, came.to, came.channel, status) == (words, "+12025550143", ("+12025550100",), "text", 0)


@pytest.mark.parametrize(
    "joint",
    [
        {"esm_class": 0x40, "short_message": b"\x05\x00\x03\x09\x03\x02to st"},
        {"esm_class": 0x40, "short_message": b"\x0a\x24\x02\x01\x02\x08\x04\x00\x09\x03\x02to st"},
        {"esm_class": 0, "short_message": b"to st", "sar_msg_ref_num": 9, "sar_total_segments": 3, "sar_segment_seqnum": 2},
    ],
)
def test_a_part_of_a_long_answer_says_which_it_is(carrier: Smsc, joint: dict[str, Any]):  # M7
    [came], status = heard(carrier, lambda: carrier.deliver(source_addr=ROSA, destination_addr="12025550100", **joint))
    assert isinstance(came, Received)
    assert came.part == ReceivedPart(f"{ROSA}>12025550100:9/3", 2, 3, b"to st".hex(), 0)
    assert (came.body, status) == ("to st", 0)


@given(st.binary(max_size=160), st.integers(0, 255))
def test_no_header_and_no_octets_are_too_strange_to_be_read(octets: bytes, coding: int):
    joint, words = split_header(octets)
    assert joint is None or octets.endswith(words)
    assert isinstance(decoded(words, coding), str)


def test_what_cannot_be_kept_has_to_be_delivered_again(carrier: Smsc):
    async def broken(_key: str, _news: Sequence[News]) -> None:
        raise OSError("no database")

    _told, status = heard(carrier, lambda: carrier.receipt(SENT), broken)
    assert status == 0x64


@given(st.text(max_size=200))
def test_the_text_of_a_receipt_may_be_anything(said: str):
    assert set(fields(said)) <= {"id", "stat", "err", "done date"}
    assert fields(f"id:77 sub:001 stat:DELIVRD err:000 Text:{said}") == {"id": "77", "stat": "DELIVRD", "err": "000"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"host": ""}, "host"),
        ({"host": "smpp://example.com"}, "name or an address"),
        ({"host": "10.0.0.7"}, "private network"),
        ({"security": "starttls"}, "none or tls"),
        ({"system_id": "x" * 16}, "System ID"),
        ({"window": 0}, "window"),
        ({"source_ton": 9}, "source_ton"),
    ],
)
def test_settings_that_cannot_work_are_refused_in_words(wrong: dict[str, object], words: str):
    assert not is_public("10.0.0.7")
    with pytest.raises(BadSettings, match=words):
        SmppSettings.read({"host": "smpp.example.com", "system_id": "a", "password": "b", **wrong}, private=False)


def test_a_name_inside_our_own_network_is_not_called(carrier: Smsc):
    inside = {**smsc.settings(carrier), "host": "localhost"}
    [answer] = send(Smpp.from_settings(inside, Surroundings()), text())
    assert isinstance(answer, Refused)
    assert (answer.code, carrier.binds) == ("not_public", [])
