"""One webhook: signed by Standard Webhooks (HMAC-SHA256 and Ed25519), sent once, judged.

Redirects are refused, the answer's body is not used, and nothing is sent to where
`portal.feedback.addresses` does not let it.
"""

import base64
import hmac
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import httpx

from portal.feedback.addresses import BadAddress, Look, Target, target_of
from portal.wiring import stopwatch
from store.channels import Channel
from store.signing import Signer

TIMEOUT_SECONDS = 10.0
MOST_ANSWER_BYTES = 65_536
GONE = "gone"
"""The creditor says that nothing may be sent there any more (410)."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How one attempt went; `reason` is empty when the creditor has it, else a code."""

    reason: str = ""


class Sender:
    """Sends to the webhook of one creditor over one connection; use it as a context."""

    def __init__(
        self, channel: Channel, signer: Signer, allowed: Set[str], look: Look | None = None
    ) -> None:
        self._channel = channel
        self._signer = signer
        self._secret = signer.webhook_secret(channel.creditor_id, channel.turn)
        self._allowed, self._look = allowed, look
        self._target: Target | None = None
        self._client = httpx.Client(
            timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False
        )

    def __enter__(self) -> "Sender":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def send(self, feedback_id: str, body: bytes, at: datetime) -> Sent:
        """Send one message; whatever goes wrong is a reason to try again later."""
        headers = signed_headers(self._signer, self._secret, feedback_id, body, at)
        try:
            target = self._target or target_of(self._channel.url, self._allowed, self._look)
            self._target = target
            return Sent(self._post(target, headers, body))
        except BadAddress as refused:
            return Sent(refused.code)
        except httpx.TimeoutException:
            return Sent("timeout")
        except (httpx.HTTPError, httpx.InvalidURL):
            return Sent("unreachable")

    def _post(self, target: Target, headers: Mapping[str, str], body: bytes) -> str:
        port = f":{target.url.port}" if target.url.port else ""
        host = f"[{target.host}]" if ":" in target.host else target.host
        request = self._client.build_request(
            "POST",
            target.url,
            content=body,
            headers={**headers, "Host": f"{host}{port}"},
            extensions={"sni_hostname": target.host},
        )
        answer = self._client.send(request, stream=True)
        try:
            _drop_body(answer)
        finally:
            answer.close()
        return _reason(answer.status_code)


def signed_headers(
    signer: Signer, secret: bytes, feedback_id: str, body: bytes, at: datetime
) -> dict[str, str]:
    """The headers of Standard Webhooks: id, time in whole seconds, and two signatures.

    `v1` is HMAC-SHA256 under the secret that was agreed, `v1a` Ed25519 under the published key;
    both are over `id.time.body`, so none of the three can be changed or sent again later.
    """
    time = str(int(at.timestamp()))
    content = f"{feedback_id}.{time}.".encode() + body
    mac = base64.b64encode(hmac.digest(secret, content, sha256)).decode()
    signature = base64.b64encode(signer.sign(content)).decode()
    return {
        "Content-Type": "application/json",
        "User-Agent": "vroegsignaal-webhook/1",
        "webhook-id": feedback_id,
        "webhook-timestamp": time,
        "webhook-signature": f"v1,{mac} v1a,{signature}",
    }


def secret_text(secret: bytes) -> str:
    """A secret as a creditor's library expects it (`whsec_…`)."""
    return f"whsec_{base64.b64encode(secret).decode()}"


def _drop_body(answer: httpx.Response) -> None:
    """Read past a short body, so that the connection can be used again; leave one that is long or
    keeps coming."""
    size, passed = 0, stopwatch()
    for piece in answer.iter_raw():
        size += len(piece)
        if size > MOST_ANSWER_BYTES or passed() > TIMEOUT_SECONDS:
            return


def _reason(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if status == 410:
        return GONE
    return "redirect" if 300 <= status < 400 else f"status-{status // 100}xx"
