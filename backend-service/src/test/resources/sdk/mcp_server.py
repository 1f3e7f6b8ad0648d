"""A tool server of the MCP SDK, on the port that is named."""

import sys

from mcp.server.mcpserver import Context, MCPServer

server = MCPServer("search")


@server.tool()
async def web(q: str, context: Context) -> str:
    """Looks something up."""
    await context.report_progress(1, 2)
    return "found " + q


@server.tool()
def fail(q: str) -> str:
    """Fails."""
    raise ValueError("nothing for " + q)


server.run(transport="streamable-http", host="127.0.0.1", port=int(sys.argv[1]))
