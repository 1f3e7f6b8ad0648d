package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.models.ModelRoute;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Which way a request goes on.
///
/// @param route the servers
/// @param headers of the client's that go with it
/// @param own shown instead of the server's key, null for none
record SentWay(ModelRoute route, List<HeaderLine> headers, @Nullable OwnKey own) {}
