package io.weighbridge.backend.upstreamkeys;

import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.model.IdKind;

/// Keys as the audit log has them: without the key, sealed or not.
final class UpstreamKeyJson {
    private UpstreamKeyJson() {}

    static String of(UpstreamKey key) {
        return JsonText.object()
                .add("provider", key.provider())
                .add("hint", key.hint())
                .add("givenAtMs", key.givenAtMs())
                .add("givenBy", key.givenBy() == 0 ? "" : IdKind.OPERATOR.format(key.givenBy()))
                .toString();
    }
}
