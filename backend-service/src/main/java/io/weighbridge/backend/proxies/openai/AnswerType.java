package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.HeaderLine;

import java.util.Locale;

/// What an answer comes as.
enum AnswerType {
    EVENTS,
    JSON,
    OTHER;

    static AnswerType of(Upstream.Exchange exchange) {
        for (HeaderLine header : exchange.headers()) {
            if (header.name().equalsIgnoreCase("content-type")) {
                return of(header.value().toLowerCase(Locale.ROOT));
            }
        }
        return OTHER;
    }

    private static AnswerType of(String type) {
        if (type.startsWith("text/event-stream")) {
            return EVENTS;
        }
        return type.startsWith("application/json") ? JSON : OTHER;
    }
}
