"""What the MCP SDK for Python makes of the gateway: a line of JSON for each case."""

import asyncio
import json
import sys

import httpx2
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client

url, good, poor = sys.argv[1:]


def client(key, mode):
    http = httpx2.AsyncClient(headers={"Authorization": "Bearer " + key}, timeout=15)
    return Client(streamable_http_client(url, http_client=http), mode=mode, read_timeout_seconds=15)


async def calls(key, mode):
    seen = {}
    async with client(key, mode) as session:
        seen["tools"] = sorted(tool.name for tool in (await session.list_tools()).tools)
        for tool in ("web", "fail", "none"):
            try:
                result = await session.call_tool(tool, {"q": "x"})
                seen[tool] = [bool(result.is_error), result.content[0].text]
            except Exception as error:
                seen[tool] = [type(error).__name__, getattr(error, "error", error).code]
    return seen


async def refused(key, mode):
    try:
        async with client(key, mode) as session:
            await session.call_tool("web", {"q": "x"})
    except Exception as error:
        while getattr(error, "exceptions", None):
            error = error.exceptions[0]
        told = getattr(error, "error", error)
        return {"error": type(error).__name__, "code": getattr(told, "code", None), "text": str(error)}
    return {}


async def main():
    for mode in ("auto", "legacy"):
        for name, case in (
            ("calls", calls(good, mode)),
            ("no credit", refused(poor, mode)),
            ("bad key", refused("wb_live_wrong", mode)),
        ):
            print(json.dumps({"case": name + " " + mode, **await case}), flush=True)


asyncio.run(main())
