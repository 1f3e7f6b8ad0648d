"""What OpenAI's Python SDK makes of the gateway's answers: a line of JSON for each case."""

import json
import sys
import time

import openai

base_url, good, poor, short, busy_once = sys.argv[1:]
requests = 0


def count(_):
    global requests
    requests += 1


def client(key):
    return openai.OpenAI(
        base_url=base_url,
        api_key=key,
        http_client=openai.DefaultHttpxClient(event_hooks={"request": [count]}),
    )


def ask(key, text, **more):
    model = more.pop("model", "chat")
    messages = [{"role": "user", "content": text}]
    return client(key).chat.completions.create(model=model, messages=messages, **more)


def plain():
    raw = client(good).chat.completions.with_raw_response.create(
        model="chat", messages=[{"role": "user", "content": "plain"}], max_tokens=10
    )
    answer = raw.parse()
    return {
        "text": answer.choices[0].message.content,
        "tokens": answer.usage.total_tokens,
        "cost": raw.headers["x-weighbridge-cost"],
    }


def stream(key, text, **more):
    seen = {"text": "", "reason": None, "tokens": None, "cost": None}
    for chunk in ask(key, text, stream=True, **more):
        for choice in chunk.choices:
            seen["text"] += choice.delta.content or ""
            seen["reason"] = choice.finish_reason or seen["reason"]
        if chunk.usage:
            seen["tokens"] = chunk.usage.total_tokens
            seen["cost"] = (chunk.model_extra or {}).get("weighbridge", {}).get("cost")
    return seen


def with_usage():
    return stream(good, "stream", stream_options={"include_usage": True})


def busy():
    began = time.monotonic()
    answer = ask(busy_once, "busy once", max_tokens=10)
    return {
        "text": answer.choices[0].message.content,
        "waited": time.monotonic() - began >= 1,
    }


cases = {
    "plain": plain,
    "stream": lambda: stream(good, "stream"),
    "stream with usage": with_usage,
    "cut off": lambda: stream(short, "endless"),
    "broken": lambda: stream(good, "broken"),
    "busy": busy,
    "bad key": lambda: ask("wb_live_nobody", "plain"),
    "no credit": lambda: ask(poor, "plain"),
    "no model": lambda: ask(good, "plain", model="other"),
    "bad request": lambda: ask(good, "plain", n=0),
}

for name, case in cases.items():
    requests = 0
    try:
        result = case()
    except openai.APIError as error:
        result = {
            "error": type(error).__name__,
            "status": getattr(error, "status_code", None),
            "code": error.code,
        }
    print(json.dumps({"case": name, "requests": requests, **result}), flush=True)
