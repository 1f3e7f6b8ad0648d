package io.weighbridge.backend.operators;

import io.weighbridge.backend.platform.audit.JsonText;

/// Operators and sessions as the audit log keeps them: without secrets and digests.
final class OperatorJson {
    private OperatorJson() {}

    static String of(Operator operator) {
        return JsonText.object()
                .add("name", operator.name())
                .add("version", operator.version())
                .add("displayName", operator.displayName())
                .add("role", operator.role().name())
                .add("disabled", operator.disabled())
                .add("person", operator.person())
                .add("passwordSetAtMs", operator.passwordSetAtMs())
                .add("passwordChangeRequired", operator.passwordChangeRequired())
                .add("totpEnrolled", operator.factor().isEnrolled())
                .add("totpActive", operator.factor().active())
                .toString();
    }

    static String of(Session session) {
        return JsonText.object()
                .add("session", session.id())
                .add("begunBy", session.begunBy().name())
                .add("startedAtMs", session.startedAtMs())
                .add("accessExpiresAtMs", session.accessExpiresAtMs())
                .add("endsAtMs", session.endsAtMs())
                .add("refreshes", session.refreshes())
                .toString();
    }
}
