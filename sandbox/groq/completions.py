"""The service behind the HTTP paths: models, faults, calls made, and what to answer."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field

from sandbox.groq import error_bodies
from sandbox.groq.answering import answer_to
from sandbox.groq.error_bodies import ErrorAnswer
from sandbox.groq.faults import BAD_ANSWERS, BODIES, Fault, Faults
from sandbox.groq.formats import STRICT, keeps, kind_of, refused, schema_of
from sandbox.groq.limits import Limits
from sandbox.groq.misbehaving import spoiled
from sandbox.groq.obeying import Hijacker
from sandbox.groq.prompt_reading import read_prompt

MODELS = ("llama-3.3-70b-versatile", "llama-3.1-8b-instant", "openai/gpt-oss-120b", "openai/gpt-oss-20b")
_REASONING = "openai/gpt-oss-"
_EFFORTS = ("low", "medium", "high")


@dataclass(frozen=True)
class Call:
    """A request for a completion, as ``GET /sandbox/control/calls`` lists it."""

    model: str
    task: str
    status: int
    fault: str
    system_chars: int
    user_chars: int
    prompt_tokens: int
    format: str
    system: str = field(repr=False)
    user: str = field(repr=False)


class Refusal(Exception):
    """Raised with the error to answer."""

    def __init__(self, answer: ErrorAnswer) -> None:
        super().__init__(answer.error["message"])
        self.answer = answer


class OddBody(Exception):
    """Raised with the fault that says in which way the body of a good answer goes out."""

    def __init__(self, fault: Fault, completion: dict[str, object]) -> None:
        super().__init__(fault.kind)
        self.fault = fault
        self.completion = completion


class Completions:
    """All state of the stand-in, in memory."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.limits = Limits()
        self.hijacker = Hijacker()
        self._calls: list[Call] = []
        self._lock = threading.Lock()

    def complete(self, request: dict[str, object]) -> dict[str, object]:
        """The completion for a request; raises :class:`Refusal`, and :class:`OddBody` for one that goes out oddly."""
        model, system, user = str(request.get("model", "")), *_messages(request)
        fault = self.faults.next_for(model)
        kind = fault.kind if fault else ""
        try:
            _delay(fault)
            _refuse(request, model, system + user, fault)
            self._check_room(request, model, system + user)
        except Refusal as refusal:
            self._note(request, system, user, refusal.answer.status, kind)
            raise
        self._note(request, system, user, 200, kind)
        completion, used = _completion(
            model, system, user, kind, schema_of(request.get("response_format")), self.hijacker
        )
        self.limits.use(model, used)
        if fault is not None and fault.kind in BODIES:
            raise OddBody(fault, completion)
        return completion

    def _check_room(self, request: dict[str, object], model: str, words: str) -> None:
        """Before it answers, the real service counts the prompt and all that the answer may become."""
        asked = _tokens(words) + int(str(request.get("max_completion_tokens") or 0))
        if full := self.limits.refused(model, asked):
            raise Refusal(error_bodies.rate_limited(model, round(full[1], 2)))

    def calls(self, prompts: bool) -> dict[str, object]:
        hidden = () if prompts else ("system", "user")
        with self._lock:
            listed = [
                {name: value for name, value in asdict(call).items() if name not in hidden} for call in self._calls
            ]
        return {"count": len(listed), "calls": listed}

    def reset(self) -> None:
        self.faults.clear()
        self.hijacker.orders = ()
        self.limits.set({})
        with self._lock:
            self._calls.clear()

    def _note(self, request: dict[str, object], system: str, user: str, status: int, fault: str) -> None:
        model, asked = str(request.get("model", "")), kind_of(request.get("response_format"))
        task, tokens = read_prompt(system, user).task, _tokens(system + user)
        call = Call(model, task, status, fault, len(system), len(user), tokens, asked, system, user)
        with self._lock:
            self._calls.append(call)


def _messages(request: dict[str, object]) -> tuple[str, str]:
    messages = request.get("messages")
    parts = {"system": "", "user": ""}
    for message in messages if isinstance(messages, list) else []:
        if isinstance(message, dict) and message.get("role") in parts:
            parts[str(message["role"])] += str(message.get("content", ""))
    return parts["system"], parts["user"]


def _delay(fault: Fault | None) -> None:
    if fault is not None and fault.kind == "slow":
        time.sleep(fault.seconds)


def _refuse(request: dict[str, object], model: str, words: str, fault: Fault | None) -> None:
    bound = () if fault is not None and fault.kind == "no_schema" else STRICT
    answer = _demanded(model, fault) or _complaint(request, model, words, bound)
    if answer is not None:
        raise Refusal(answer)


def _demanded(model: str, fault: Fault | None) -> ErrorAnswer | None:
    """The error that a fault asks for."""
    match fault.kind if fault else "":
        case "rate_limited":
            return error_bodies.rate_limited(model, fault.seconds if fault else 1)
        case "server_error":
            return error_bodies.internal_error()
        case "model_not_found":
            return error_bodies.model_not_found(model)
        case "model_decommissioned":
            return error_bodies.model_decommissioned(model)
        case "wrong_key":
            return error_bodies.wrong_key()
        case "json_validate_failed":
            return error_bodies.json_validate_failed('{"text": "Hello')
    return None


def _complaint(request: dict[str, object], model: str, words: str, bound: Collection[str]) -> ErrorAnswer | None:
    """What the real service would refuse in this request, if these models can be bound to a schema."""
    if model not in MODELS:
        return error_bodies.model_not_found(model)
    effort = request.get("reasoning_effort")
    if effort is not None and not model.startswith(_REASONING):
        return error_bodies.bad_request("`reasoning_effort` is not supported with this model")
    if effort is not None and effort not in _EFFORTS:
        return error_bodies.bad_request(f"`reasoning_effort` must be one of {', '.join(_EFFORTS)}")
    if wrong := refused(request.get("response_format"), model, words, bound):
        return error_bodies.bad_request(wrong)
    return None


def _completion(
    model: str, system: str, user: str, fault: str, schema: Mapping[str, object], hijacker: Hijacker
) -> tuple[dict[str, object], int]:
    """The completion, and the tokens it used. A whole answer keeps the schema that the model is bound to."""
    prompt = read_prompt(system, user)
    answer = answer_to(prompt)
    content = spoiled(fault, answer, prompt, system, hijacker) if fault in BAD_ANSWERS else _dumped(answer)
    if schema and fault != "cut_off" and content.startswith("{") and not keeps(json.loads(content), schema):
        raise Refusal(error_bodies.json_validate_failed(content))
    prompt_tokens, completion_tokens = _tokens(system + user), _tokens(content)
    completion: dict[str, object] = {
        "id": f"chatcmpl-{uuid.uuid4()}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content},
                "logprobs": None,
                "finish_reason": "length" if fault == "cut_off" else "stop",
            }
        ],
        "usage": _usage(prompt_tokens, completion_tokens),
        "system_fingerprint": "fp_sandbox",
        "x_groq": {"id": f"req_{uuid.uuid4().hex[:26]}"},
        "service_tier": "on_demand",
    }
    return completion, prompt_tokens + completion_tokens


def _usage(prompt_tokens: int, completion_tokens: int) -> dict[str, object]:
    return {
        "prompt_tokens": prompt_tokens,
        "completion_tokens": completion_tokens,
        "total_tokens": prompt_tokens + completion_tokens,
        "queue_time": 0.0,
        "prompt_time": 0.0,
        "completion_time": 0.0,
        "total_time": 0.0,
    }


def _tokens(text: str) -> int:
    """About four characters a token."""
    return -(-len(text) // 4)


def _dumped(answer: dict[str, object]) -> str:
    return json.dumps(answer, ensure_ascii=False)
