package io.weighbridge.backend.proxies.call;

import java.util.List;

/// What somebody who reports usage is answered. Nobody changes its bytes.
public final class ReportReply {
    private final int status;
    private final List<HeaderLine> headers;
    private final byte[] body;

    /// @param body empty for none
    public ReportReply(int status, List<HeaderLine> headers, byte[] body) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    /// Of HTTP.
    public int status() {
        return status;
    }

    /// Of the answer.
    public List<HeaderLine> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    /// Whether the report was read to its end.
    boolean isGood() {
        return status < 300;
    }
}
