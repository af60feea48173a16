"""A certificate authority made for one run, so that TLS is real and trusted by one file."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

import trustme


@dataclass(frozen=True, slots=True)
class Certificate:
    """`context` serves with the certificate; `ca_file` (PEM) is what a client has to trust."""

    context: ssl.SSLContext
    ca_file: Path


def issue(directory: Path) -> Certificate:
    """A certificate for loopback, its authority written to `directory/ca.pem`. No key touches the disk."""
    authority = trustme.CA(organization_name="gemini-tui simulator")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost", "::1").configure_cert(context)
    ca_file = directory / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    return Certificate(context, ca_file)


def load(pem: Path) -> Certificate:
    """A certificate chain with its private key from one PEM file. Raises OSError or ssl.SSLError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return Certificate(context, pem)
