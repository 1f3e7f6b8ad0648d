package io.weighbridge.backend.proxies.models;

import io.weighbridge.backend.platform.time.TimeSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether a model server answers, as calls see it: nobody asks it for its own sake. After some
/// failures one after the other it is left alone for a while; then one call tries it, and what
/// comes of that decides. Its own monitor guards it.
public final class ServerHealth {
    /// Failures in a row until it is left alone.
    static final int FAILURES_MAX = 3;

    /// How long it is left alone.
    static final long ALONE_MS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(ServerHealth.class);

    private final String name;
    private final TimeSource time;
    private int failures;
    private long aloneUntilNanos;

    public ServerHealth(String name, TimeSource time) {
        this.name = name;
        this.time = time;
    }

    /// Whether it is worth asking now. While it is left alone, one caller at a time gets yes, and
    /// that one must ask it.
    public synchronized boolean mayAsk() {
        if (failures < FAILURES_MAX) {
            return true;
        }
        long now = time.nanos();
        if (now - aloneUntilNanos < 0) {
            return false;
        }
        aloneUntilNanos = now + 1_000_000L * ALONE_MS;
        return true;
    }

    /// It answered.
    public synchronized void succeeded() {
        if (failures >= FAILURES_MAX) {
            LOG.info("model server {} answers again", name);
        }
        failures = 0;
    }

    /// It did not, or said itself that it cannot.
    public synchronized void failed() {
        if (failures == FAILURES_MAX - 1) {
            LOG.warn("model server {} failed {} times in a row", name, FAILURES_MAX);
        }
        failures = Math.min(failures + 1, FAILURES_MAX);
        if (failures == FAILURES_MAX) {
            aloneUntilNanos = time.nanos() + 1_000_000L * ALONE_MS;
        }
    }

    /// Whether it is left alone.
    public synchronized boolean isAlone() {
        return failures >= FAILURES_MAX;
    }
}
