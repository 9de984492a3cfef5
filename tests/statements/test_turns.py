from __future__ import annotations

from tests.conftest import Tried

TRANSCRIPT = (
    "REED: Good evening to all of you.\n\nHOLM: Thank you for having me here tonight.\n\n"
    "REED: We will close the bridge.\n\nHOLM: That is not what you told us.\n"
)


def test_each_turn_of_a_transcript_is_a_statement(tried: Tried) -> None:
    record = tried.record(TRANSCRIPT)
    outer = [s for s in record.statements if s.within is None]
    assert [s.source.text for s in outer] == ["REED", "HOLM", "REED", "HOLM"]
    assert "We will close the bridge" in outer[2].content.text


def test_a_colon_alone_makes_no_transcript(tried: Tried) -> None:
    record = tried.record("NOTE: The bridge is closed on Monday.\n\nIt rained.\n")
    assert not any(s.cue.text == ":" and s.source.text == "NOTE" and s.confidence == 0.6 for s in record.statements)
