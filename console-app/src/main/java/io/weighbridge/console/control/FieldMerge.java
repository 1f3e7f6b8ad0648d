package io.weighbridge.console.control;

import java.util.List;

/// What two operators changed in the same thing, field by field.
///
/// @param <S> its values
/// @param <F> its fields
public interface FieldMerge<S, F extends FieldMerge.Field<S>> {
    /// A part of the values that is changed and kept as a whole.
    interface Field<S> {
        /// What it is called.
        String text();

        /// Whether two have the same value of it.
        boolean isSame(S one, S other);
    }

    /// All there are, in the order of the form.
    List<F> fields();

    /// What both began with.
    S before();

    /// As this operator wants it.
    S mine();

    /// As the other one saved it.
    S other();

    /// Whether this operator changed it.
    default boolean isMine(F field) {
        return !field.isSame(before(), mine());
    }

    /// Whether the other one did.
    default boolean isTheirs(F field) {
        return !field.isSame(before(), other());
    }

    /// What both changed to different values.
    default List<F> clashes() {
        return fields().stream()
                .filter(field -> isMine(field) && isTheirs(field))
                .filter(field -> !field.isSame(mine(), other()))
                .toList();
    }
}
