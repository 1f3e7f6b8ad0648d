package io.weighbridge.backend.proxies.wire;

import java.io.IOException;

/// An event of a stream that does not end.
public final class EventTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    EventTooLongException(int bytesMax) {
        super("an event: more than " + bytesMax + " bytes (expected: fewer)");
    }
}
