from __future__ import annotations

from tui.ui.quiet.statistics import Meter, QuietStats


def test_rates_are_of_the_last_five_seconds() -> None:
    meter = Meter()
    meter.sent(0.0, 9000)
    meter.sent(10.0, 500)
    meter.sent(12.0, 500)
    stats = meter.read(13.0, "acknowledged", 0.084)
    assert (stats.bytes_per_second, stats.frames_per_second) == (200.0, 0.4)
    assert (stats.frames, stats.bytes) == (3, 10000)
    assert meter.read(60.0, "acknowledged", None).bytes_per_second == 0


def test_it_reads_as_one_line() -> None:
    stats = QuietStats("acknowledged", 12_345.0, 11.5, 0.084, merged=7)
    assert str(stats) == "line 12.3 kB/s · 11.5 frames/s · 84 ms · 7 merged"
    assert str(QuietStats("timed", 12.0)) == "line 12 B/s · 0.0 frames/s · no answers · 0 merged"
    assert str(QuietStats("stock")) == "line stock"
