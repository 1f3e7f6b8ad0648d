/// Tools of servers that speak the Model Context Protocol, over streamable HTTP: in front of such a
/// server the gateway asks the gate before a tool is called, passes all messages on as they are,
/// reads from the answer whether the tool ran, and charges it.
///
/// A request goes [ToolGateway] -> [ToolExchange], which owns it on one thread until its end. A
/// [Bill] is the charge of it, settled or dropped once.
@NullMarked
package io.weighbridge.backend.proxies.mcp;

import org.jspecify.annotations.NullMarked;
