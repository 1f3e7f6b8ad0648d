package io.weighbridge.console.feature.usage.ask;

import io.weighbridge.console.shell.Address;

/// What usage is narrowed down to; empty fields do not filter.
///
/// @param tagKey of which key of tags `tag` is a value; also the key that groups are told apart by
public record UsageFilter(
        String account, String key, String service, String subject, String tagKey, String tag) {
    /// Instead of an account or service: those of none.
    public static final String WITHOUT = "(none)";

    public static final UsageFilter NONE = new UsageFilter("", "", "", "", "", "");

    /// Stands for all values of a day that have no sums of their own.
    public static final String OTHER_TAGS = "(other)";

    private static final String TAG_KEY = "tag-key";

    static UsageFilter of(Address address) {
        String tagKey = address.filter(TAG_KEY);
        return new UsageFilter(
                address.filter("account"),
                address.filter("key"),
                address.filter("service"),
                address.filter("subject"),
                tagKey,
                tagKey.isEmpty() ? "" : address.filter("tag"));
    }

    /// The value of one of the fields.
    public String get(Level level) {
        return switch (level) {
            case NONE, GPU -> "";
            case ACCOUNT -> account;
            case KEY -> key;
            case SERVICE -> service;
            case SUBJECT -> subject;
            case TAG -> tag;
        };
    }

    /// The same with another value of one field; empty takes it away.
    public UsageFilter with(Level level, String value) {
        return switch (level) {
            case NONE, GPU -> this;
            case ACCOUNT -> new UsageFilter(value, key, service, subject, tagKey, tag);
            case KEY -> new UsageFilter(account, value, service, subject, tagKey, tag);
            case SERVICE -> new UsageFilter(account, key, value, subject, tagKey, tag);
            case SUBJECT -> new UsageFilter(account, key, service, value, tagKey, tag);
            case TAG -> new UsageFilter(account, key, service, subject, tagKey, value);
        };
    }

    /// The same, of one group only; an empty id is that of what has none.
    public UsageFilter only(Level level, String id) {
        return with(level, id.isEmpty() ? WITHOUT : id);
    }

    /// The same for what always has an account and a service.
    public UsageFilter withoutNone() {
        return new UsageFilter(
                account.equals(WITHOUT) ? "" : account,
                key,
                service.equals(WITHOUT) ? "" : service,
                subject,
                tagKey,
                tag);
    }

    /// The same with another key of tags, and a value of it.
    public UsageFilter withTag(String newKey, String value) {
        return new UsageFilter(account, key, service, subject, newKey, value);
    }

    /// The same narrowed down to nothing.
    public UsageFilter wide() {
        return new UsageFilter("", "", "", "", tagKey, "");
    }

    /// Whether it is narrowed down to a tag.
    public boolean hasTag() {
        return !tag.isEmpty();
    }

    /// What there are sums by tag of: by tag alone, and by account.
    public UsageFilter summedByTag() {
        return new UsageFilter(account, "", "", "", tagKey, tag);
    }

    Address in(Address address) {
        Address next = tagKey.isEmpty() ? address : address.with(TAG_KEY, tagKey);
        for (Level level : Level.values()) {
            if (!get(level).isEmpty()) {
                next = next.with(level.word(), get(level));
            }
        }
        return next;
    }
}
