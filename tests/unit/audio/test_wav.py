"""Files that are whole at every moment."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from tests.unit.audio.sound import ramp
from tui.audio.wav import WavFile, header, save
from tui.errors import AudioError


def read(path: Path) -> tuple[int, bytes]:
    """Rate and sound, as the standard library reads them."""
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return file.getframerate(), file.readframes(file.getnframes())


def test_chunks_of_any_size_make_one_file(tmp_path: Path) -> None:
    path, pcm = tmp_path / "turn.wav", ramp(0.5)
    assert save(path, (pcm[n : n + 333] for n in range(0, len(pcm), 333)), 16_000) == 0.75
    assert read(path) == (16_000, pcm)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_goes_on_where_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "all.wav"
    for first in (1, 2401):
        with WavFile(path, append=True) as file:
            file.write(ramp(0.1, first))
    assert read(path) == (24_000, ramp(0.2))


def test_a_file_with_a_header_that_lags_loses_nothing_when_it_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "killed.wav"
    path.write_bytes(header(10) + ramp(0.1) + b"\x01")
    with WavFile(path, append=True) as file:
        file.write(ramp(0.1, 2401))
    assert read(path)[1] == ramp(0.2)


@pytest.mark.parametrize("content", [b"something else entirely", header(0, 16_000) + ramp(0.1)])
def test_a_file_of_another_kind_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.wav"
    path.write_bytes(content)
    with pytest.raises(AudioError, match="is not a mono WAV of 24000 Hz"):
        WavFile(path, append=True)
    assert path.read_bytes() == content


def test_a_path_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match=r"cannot write .*: Is a directory\. Choose another file"):
        save(tmp_path, [b"\x00\x00"])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_disk_that_is_full_from_the_start_is_said_in_words() -> None:
    before = sum(1 for _ in Path("/dev/fd").iterdir())
    with pytest.raises(AudioError, match="cannot write /dev/full: No space left"):
        WavFile(Path("/dev/full"))
    assert sum(1 for _ in Path("/dev/fd").iterdir()) == before


def test_whoever_is_killed_while_writing_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "killed.wav"
    code = (
        "import sys; from pathlib import Path; from tui.audio.wav import WavFile\n"
        "file = WavFile(Path(sys.argv[1]))\n"
        "while True: file.write(bytes(range(1, 101))); print(flush=True)"
    )
    writer = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    for _ in range(50):
        writer.stdout.readline()
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    _, sound = read(path)
    assert len(sound) >= 50 * 100
    assert sound == bytes(range(1, 101)) * (len(sound) // 100)
