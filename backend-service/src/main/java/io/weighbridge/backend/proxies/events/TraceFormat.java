package io.weighbridge.backend.proxies.events;

/// How spans are written over HTTP, and what came of them.
enum TraceFormat {
    PROTOBUF("application/x-protobuf"),
    JSON("application/json");

    private final String type;

    TraceFormat(String type) {
        this.type = type;
    }

    /// The type of a body.
    String type() {
        return type;
    }
}
