package io.weighbridge.backend.usage;

/// What sums of refused calls can be told apart by.
public enum RefusalGroupBy {
    ACCOUNT,
    SERVICE,
    REASON
}
