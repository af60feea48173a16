"""What the service says over plain HTTP: its models, and its refusals."""

from __future__ import annotations

import json
from http import HTTPStatus

from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from tui.simulator.families import MODELS

_STATUS = {
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
}


def asks_for_models(request: Request) -> bool:
    """Whether this is `GET /v1beta/models`."""
    return request.path.partition("?")[0].endswith("/models")


def models() -> Response:
    """The models, with what they are good for."""
    listed = [
        {
            "name": f"models/{model}",
            "displayName": model,
            "inputTokenLimit": 131_072,
            "outputTokenLimit": 8192,
            "supportedGenerationMethods": ["countTokens", "bidiGenerateContent"],
        }
        for model in MODELS
    ]
    return _answer(HTTPStatus.OK, {"models": listed})


def refusal(status: HTTPStatus) -> Response:
    """An error as the service puts it."""
    error = {
        "code": status.value,
        "message": status.description or status.phrase,
        "status": _STATUS.get(status, "UNKNOWN"),
    }
    return _answer(status, {"error": error})


def _answer(status: HTTPStatus, body: object) -> Response:
    payload = json.dumps(body, indent=2).encode() + b"\n"
    headers = Headers(
        {
            "Content-Type": "application/json; charset=UTF-8",
            "Content-Length": str(len(payload)),
            "Connection": "close",
        }
    )
    return Response(status.value, status.phrase, headers, payload)
