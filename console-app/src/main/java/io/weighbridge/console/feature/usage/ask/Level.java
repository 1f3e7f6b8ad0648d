package io.weighbridge.console.feature.usage.ask;

import io.weighbridge.proto.v1.GroupBy;
import io.weighbridge.proto.v1.Rollup;

import java.util.List;
import java.util.Locale;

/// What sums are told apart by.
public enum Level {
    NONE,
    ACCOUNT,
    KEY,
    SERVICE,
    SUBJECT,
    /// The value of one key of tags.
    TAG,
    /// Of what is measured, not of usage: in the heat map only.
    GPU;

    /// What usage is told apart by.
    public static final List<Level> USAGE = List.of(NONE, ACCOUNT, KEY, SERVICE, SUBJECT, TAG);

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Level ofWord(String word) {
        for (Level level : USAGE) {
            if (level.word().equals(word)) {
                return level;
            }
        }
        return SERVICE;
    }

    public List<GroupBy> groupBy() {
        return switch (this) {
            case NONE, GPU -> List.of();
            case ACCOUNT -> List.of(GroupBy.GROUP_BY_ACCOUNT);
            case KEY -> List.of(GroupBy.GROUP_BY_KEY);
            case SERVICE -> List.of(GroupBy.GROUP_BY_SERVICE);
            case SUBJECT -> List.of(GroupBy.GROUP_BY_SUBJECT);
            case TAG -> List.of(GroupBy.GROUP_BY_TAG);
        };
    }

    /// Whose sum a rollup is; empty for all, and for calls without a subject.
    public String idOf(Rollup rollup) {
        return switch (this) {
            case NONE, GPU -> "";
            case ACCOUNT -> rollup.getAccount();
            case KEY -> rollup.getKey();
            case SERVICE -> rollup.getService();
            case SUBJECT -> rollup.getSubject();
            case TAG -> rollup.getTag();
        };
    }
}
