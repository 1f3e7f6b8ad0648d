package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.FieldMerge;
import io.weighbridge.proto.v1.AutoTopUp;

import java.util.List;
import java.util.Set;

/// Two changes of the same automatic top-ups; the other one may be the service's own, which ended
/// them.
///
/// @param base what both began with
/// @param mine as wanted
/// @param theirs as it is now
record TopUpMerge(AutoTopUp base, TopUpWish mine, AutoTopUp theirs)
        implements FieldMerge<TopUpWish, TopUpField> {
    @Override
    public List<TopUpField> fields() {
        return List.of(TopUpField.values());
    }

    @Override
    public TopUpWish before() {
        return TopUpWish.of(base);
    }

    @Override
    public TopUpWish other() {
        return TopUpWish.of(theirs);
    }

    /// Whether anybody wished otherwise: a charge that was tried changes it too.
    boolean isOfWishes() {
        return fields().stream().anyMatch(this::isTheirs);
    }

    /// What comes of it.
    TopUpWish merged(Set<TopUpField> takeTheirs) {
        boolean isArmed = keeps(TopUpField.ARMED, takeTheirs) ? mine.isArmed() : other().isArmed();
        return new TopUpWish(
                isArmed,
                "",
                nanos(TopUpField.THRESHOLD, takeTheirs),
                nanos(TopUpField.AMOUNT, takeTheirs),
                nanos(TopUpField.DAY, takeTheirs),
                nanos(TopUpField.MONTH, takeTheirs));
    }

    private long nanos(TopUpField field, Set<TopUpField> takeTheirs) {
        return field.nanos(keeps(field, takeTheirs) ? mine : other());
    }

    private boolean keeps(TopUpField field, Set<TopUpField> takeTheirs) {
        return isMine(field) && !takeTheirs.contains(field);
    }
}
