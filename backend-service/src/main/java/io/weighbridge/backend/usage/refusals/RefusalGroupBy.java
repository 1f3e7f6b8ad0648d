package io.weighbridge.backend.usage.refusals;

/// What sums of refused calls can be told apart by.
public enum RefusalGroupBy {
    ACCOUNT,
    SERVICE,
    REASON
}
