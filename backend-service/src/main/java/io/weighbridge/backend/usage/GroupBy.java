package io.weighbridge.backend.usage;

/// What sums can be told apart by.
public enum GroupBy {
    ACCOUNT,
    KEY,
    SERVICE,
    SUBJECT,
    /// The value of one key of tags.
    TAG
}
