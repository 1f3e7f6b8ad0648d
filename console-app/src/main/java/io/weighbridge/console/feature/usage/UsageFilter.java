package io.weighbridge.console.feature.usage;

import io.weighbridge.console.shell.Address;

/// What usage is narrowed down to; empty fields do not filter.
record UsageFilter(String account, String key, String service, String subject) {
    /// Instead of an account or service: those of none.
    static final String WITHOUT = "(none)";

    static final UsageFilter NONE = new UsageFilter("", "", "", "");

    static UsageFilter of(Address address) {
        return new UsageFilter(
                address.filter("account"),
                address.filter("key"),
                address.filter("service"),
                address.filter("subject"));
    }

    /// The value of one of the fields.
    String get(Level level) {
        return switch (level) {
            case NONE -> "";
            case ACCOUNT -> account;
            case KEY -> key;
            case SERVICE -> service;
            case SUBJECT -> subject;
        };
    }

    /// The same with another value of one field; empty takes it away.
    UsageFilter with(Level level, String value) {
        return switch (level) {
            case NONE -> this;
            case ACCOUNT -> new UsageFilter(value, key, service, subject);
            case KEY -> new UsageFilter(account, value, service, subject);
            case SERVICE -> new UsageFilter(account, key, value, subject);
            case SUBJECT -> new UsageFilter(account, key, service, value);
        };
    }

    /// The same, of one group only; an empty id is that of what has none.
    UsageFilter only(Level level, String id) {
        return with(level, id.isEmpty() ? WITHOUT : id);
    }

    /// The same for what always has an account and a service.
    UsageFilter withoutNone() {
        return new UsageFilter(
                account.equals(WITHOUT) ? "" : account,
                key,
                service.equals(WITHOUT) ? "" : service,
                subject);
    }

    Address in(Address address) {
        Address next = address;
        for (Level level : Level.values()) {
            if (!get(level).isEmpty()) {
                next = next.with(level.word(), get(level));
            }
        }
        return next;
    }
}
