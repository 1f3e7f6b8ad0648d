package io.weighbridge.backend.testkit;

import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.ActorKind;
import io.weighbridge.backend.platform.audit.Change;

/// Audit entries for tests that are about something else.
public final class Changes {
    /// An operator's act.
    public static final Act ACT =
            new Act(
                    ActorKind.OPERATOR,
                    7,
                    "anna",
                    1,
                    70,
                    "127.0.0.1:7",
                    "weighbridge.v1.Tests/Change",
                    "because");

    /// Some change.
    public static final Change ANY =
            Change.by(ACT, 1, "test.change", "test_1", "", "{\"after\":1}", "");

    private Changes() {}
}
