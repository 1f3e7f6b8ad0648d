package io.weighbridge.console.control;

import io.weighbridge.console.client.Failure;
import io.weighbridge.console.text.Texts;

/// What to say of the outcome of an operation that moves credit.
public final class OperationText {
    private OperationText() {}

    /// Of a failure: whether it was done is not known after a lost answer, and is known when the
    /// service was asked for something else under its id.
    public static String of(Failure failure) {
        if (failure.isConnection()) {
            return Texts.of("common.operation.lost", failure.text());
        }
        return failure.code().equals("OPERATION_REUSED")
                ? Texts.of("common.operation.reused")
                : failure.text();
    }

    /// What was done; of a repeat, that it was done before.
    public static String done(boolean isRepeat, String text) {
        return isRepeat ? Texts.of("common.operation.before", text) : text;
    }
}
