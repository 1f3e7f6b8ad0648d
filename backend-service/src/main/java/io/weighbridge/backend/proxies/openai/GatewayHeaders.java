package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.HeaderLine;

import java.util.ArrayList;
import java.util.List;

/// Headers of answers that we write ourselves.
final class GatewayHeaders {
    private GatewayHeaders() {}

    /// Of an error.
    static List<HeaderLine> json(ApiError error) {
        return json(error.headers());
    }

    /// Of JSON.
    static List<HeaderLine> json(List<HeaderLine> also) {
        List<HeaderLine> all = new ArrayList<>();
        all.add(new HeaderLine("content-type", "application/json"));
        all.addAll(also);
        return all;
    }
}
