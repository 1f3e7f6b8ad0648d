package io.weighbridge.console.feature.accounts;

/// One subject's use.
record SubjectUse(String subject, long calls, long failed, long chargeNanos) {
    SubjectUse plus(SubjectUse other) {
        return new SubjectUse(
                subject,
                calls + other.calls,
                failed + other.failed,
                chargeNanos + other.chargeNanos);
    }
}
