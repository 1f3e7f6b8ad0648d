package io.weighbridge.backend.proxies.forwardauth;

import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.ReportReply;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a proxy is answered.
///
/// @param status of HTTP
/// @param headers of the answer
/// @param body empty for none
/// @param holdId what was set aside for it, empty for nothing
record ProxyReply(int status, List<HeaderLine> headers, String body, String holdId) {
    ProxyReply {
        headers = List.copyOf(headers);
    }

    /// An answer in JSON.
    static ProxyReply json(int status, List<HeaderLine> also, String body) {
        List<HeaderLine> headers = new ArrayList<>(also);
        headers.add(new HeaderLine("content-type", "application/json"));
        headers.add(new HeaderLine("cache-control", "no-store"));
        return new ProxyReply(status, headers, body, "");
    }

    static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    /// An error as it is.
    static ProxyReply of(ApiError error) {
        return json(error.status(), error.headers(), text(error.json()));
    }

    /// The same for who reports.
    ReportReply toReport() {
        return new ReportReply(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
