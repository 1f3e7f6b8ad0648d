package io.weighbridge.backend.proxies.call;

import io.weighbridge.backend.gate.settle.Reply;
import io.weighbridge.backend.gate.settle.Settling;
import io.weighbridge.backend.platform.fault.Fault;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An answer of the gate that nobody has heard: its hold has no owner.
public final class UnheardAnswer implements Reply<Boolean> {
    private static final Logger LOG = LoggerFactory.getLogger(UnheardAnswer.class);

    private UnheardAnswer() {}

    /// Drops its hold.
    ///
    /// @param proxy that it was held for
    public static void drop(Settling settling, String holdId, String why, String proxy) {
        settling.release(holdId, null, why, proxy, new UnheardAnswer());
    }

    @Override
    public void done(Boolean wasOpen) {
        LOG.debug("the hold of an answer that nobody heard was dropped");
    }

    @Override
    public void failed(Fault fault) {
        LOG.warn("a hold will expire: {}", fault.logText());
    }
}
