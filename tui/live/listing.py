"""The models a service offers live. Asked over HTTP, apart from any conversation."""

from __future__ import annotations

import ssl
from typing import Any

from tui.environment import without_keys
from tui.errors import LinkRefused
from tui.live.link import credentials
from tui.live.models import bare_name, lookup
from tui.live.setup import Endpoint
from tui.text import clean_line

ACTION = "bidiGenerateContent"
TIMEOUT = 15_000
"""Milliseconds, as the SDK counts here."""


def list_live(endpoint: Endpoint) -> list[str]:
    """Their names without `models/`, sorted. Blocks. Raises LinkRefused."""
    from google.genai import Client, errors, types

    arguments: dict[str, Any] = {}
    if endpoint.ca_file:
        arguments["verify"] = ssl.create_default_context(cafile=endpoint.ca_file)
    options = types.HttpOptions(
        base_url=endpoint.base_url or None,
        api_version=endpoint.version_for("") or None,
        client_args=arguments,
        timeout=TIMEOUT,
        retry_options=types.HttpRetryOptions(attempts=1),
    )
    client = Client(http_options=options, **credentials(endpoint))
    try:
        return sorted(bare_name(model.name or "") for model in client.models.list() if _is_live(model))
    except errors.APIError as error:
        said = clean_line(without_keys(str(error.message or error.status)))
        hint = "Check the key and --api-version"
        raise LinkRefused(
            f"the service does not list its models ({error.code}: {said})", hint=hint
        ) from error
    except Exception as error:
        if not (isinstance(error, OSError) or type(error).__module__.startswith("httpx")):
            raise
        said = clean_line(without_keys(str(error)))
        hint = "Check the network, --base-url and SSL_CERT_FILE"
        raise LinkRefused(f"the service cannot be reached: {said}", hint=hint) from error
    finally:
        client.close()


def _is_live(model: Any) -> bool:
    """Vertex does not say what a model can do: there the table decides, and the name."""
    name = str(model.name or "")
    return (
        ACTION in model.supported_actions if model.supported_actions else lookup(name).known or "live" in name
    )
