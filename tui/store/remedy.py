"""What to do where the system does not let a file be written."""

from __future__ import annotations

import errno

_ELSEWHERE = "hoose another directory with --data-dir"
_FIRST = dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "Free some space") | {
    errno.EROFS: "Make the directory writable",
    errno.EACCES: "Make the directory writable",
    errno.EPERM: "Make the directory writable",
    errno.EFBIG: "Allow larger files (ulimit -f)",
}


def remedy(error: OSError) -> str:
    """A hint for a person: what helps against this error, or another place."""
    first = _FIRST.get(error.errno or 0)
    return f"{first}, or c{_ELSEWHERE}" if first else f"C{_ELSEWHERE}"
