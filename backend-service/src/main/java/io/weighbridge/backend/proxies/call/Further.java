package io.weighbridge.backend.proxies.call;

import io.weighbridge.model.RefusalReason;

/// Whether a call may go on.
public sealed interface Further {
    Further YES = new Yes();
    Further NO = new No();
    Further LOST = new Lost();

    /// It may.
    record Yes() implements Further {}

    /// Its credit or tokens end here.
    record No() implements Further {}

    /// Its key, account or service was barred meanwhile.
    record Barred(RefusalReason reason) implements Further {}

    /// Its hold is gone: it came too late, and was charged by the policy for vanished proxies.
    record Lost() implements Further {}
}
