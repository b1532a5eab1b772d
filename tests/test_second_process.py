"""A second process gives what its work gives, or nothing."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from milepost.second_process import in_second_process, pieces_from_second_process, second_process_pays

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no second process on this system")


def test_the_answer_comes_back():
    kept = []
    answers = [in_second_process(lambda text=text: kept.append(text) or text * 100_000) for text in (b"a", b"b")]
    assert [answer() for answer in answers] == [b"a" * 100_000, b"b" * 100_000]
    assert not kept


def test_work_that_fails_has_no_answer(capfd):
    assert in_second_process(lambda: {}["nothing"])() is None
    assert capfd.readouterr().err == ""


def test_a_killed_process_has_no_answer():
    assert in_second_process(lambda: os.kill(os.getpid(), signal.SIGKILL))() is None


def test_where_there_is_no_room_for_one_there_is_no_answer(monkeypatch):
    def refuse():
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)
    assert in_second_process(lambda: b"a")() is None


def test_pieces_come_in_order_until_the_work_fails():
    def work():
        for number in range(300):
            yield bytes([number % 256]) * (number + 1)
        raise ValueError

    assert [len(piece) for piece in pieces_from_second_process(work)] == list(range(1, 301))


def test_where_nothing_can_be_kept_nothing_comes(monkeypatch):
    def refuse():
        raise FileNotFoundError

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    assert in_second_process(lambda: b"a")() is None


def test_it_takes_a_second_processor_and_no_other_thread(monkeypatch):
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})
    assert second_process_pays()
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert not second_process_pays()
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0})
    assert not second_process_pays()


_LEFT_ALONE = """
import os, time
from milepost.second_process import pieces_from_second_process

def work():
    for _ in range(1000):
        yield str(os.getpid()).encode()
        time.sleep(0.01)

pieces = pieces_from_second_process(work)
print(next(pieces).decode(), flush=True)
os._exit(0)
"""


def test_a_process_that_was_left_alone_ends():
    with subprocess.Popen([sys.executable, "-c", _LEFT_ALONE], stdout=subprocess.PIPE, text=True) as started:
        number = started.stdout.readline().strip()
    status = Path("/proc", number, "status")
    for _ in range(30):
        if not status.exists() or "State:\tZ" in status.read_text():
            return
        time.sleep(0.1)
    pytest.fail("it goes on")
