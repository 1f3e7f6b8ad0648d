package io.weighbridge.backend.proxies.models;

import io.weighbridge.backend.platform.log.Occasional;
import io.weighbridge.backend.platform.time.TimeSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/// Tells the operator that a server does not answer: at once, and then once in a while. Safe for
/// sharing.
public final class ServerTroubles {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTroubles.class);

    private final String kind;
    private final String name;
    private final Occasional lines;

    /// @param kind of server, in words
    public ServerTroubles(String kind, ServerSettings server, TimeSource time) {
        this.kind = kind;
        this.name = server.name();
        this.lines = new Occasional(time);
    }

    /// It did not answer a call.
    public void happened(IOException why) {
        long count = lines.happened(1);
        if (count > 0) {
            LOG.warn(
                    "{} {} did not answer: {} ({} calls since this was said)",
                    kind,
                    name,
                    why.toString(),
                    count);
        }
    }
}
