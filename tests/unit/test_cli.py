"""A command line that says what is not there."""

from __future__ import annotations

import pytest

from tui.cli import main


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("sned hi", "there is no command sned; did you mean 'send'? See gemini-tui --help."),
        ("exprot last --json", "there is no command exprot; did you mean 'export'? See gemini-tui --help."),
        ("42", "there is no command 42. See gemini-tui --help."),
        ("--dmeo", "there is no option --dmeo; did you mean '--demo'? See gemini-tui --help."),
        ("list --josn", "there is no option --josn; did you mean '--json'? See gemini-tui list --help."),
        (
            "send hi --modle=x",
            "there is no option --modle=x; did you mean '--model'? See gemini-tui send --help.",
        ),
        ("list these", "nothing takes these. See gemini-tui list --help."),
        ("\x1b[2J", "there is no command ␛[2J. See gemini-tui --help."),
    ],
)
def test_what_is_misspelt_is_named_with_what_was_meant(
    line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(line.split(" "))
    assert left.value.code == 2
    assert capsys.readouterr() == ("", f"gemini-tui: {said}\n")
