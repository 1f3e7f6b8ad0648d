package io.weighbridge.console.feature.compute.said;

import io.weighbridge.console.client.Failure;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;

/// What was said to hold from instants on. It is never rewritten: of two from the same instant the
/// later made holds.
///
/// @param all in the order in which it was made
/// @param fromMs from when on each holds
public record Said<T>(List<T> all, ToLongFunction<T> fromMs) {
    /// What holds at an instant; null when nothing was said of it.
    public @Nullable T at(long atMs) {
        T found = null;
        for (T each : all) {
            long from = fromMs.applyAsLong(each);
            if (from <= atMs && (found == null || from >= fromMs.applyAsLong(found))) {
                found = each;
            }
        }
        return found;
    }

    /// The next that holds from later on; null for none.
    public @Nullable T after(long atMs) {
        T found = null;
        for (T each : all) {
            long from = fromMs.applyAsLong(each);
            if (from > atMs && (found == null || from <= fromMs.applyAsLong(found))) {
                found = each;
            }
        }
        return found;
    }

    /// Says again what held before, unless somebody said something else meanwhile: that stays.
    ///
    /// @param of what it is said of, in words
    /// @param isLast whether what is to be undone is still what was said last; blocks
    public static void undo(Workbench bench, String of, Callable<Boolean> isLast, Runnable back) {
        bench.background()
                .lane()
                .run(
                        isLast,
                        still -> {
                            if (still) {
                                back.run();
                            } else {
                                bench.toasts().failed(Texts.of("compute.undo.changed", of));
                            }
                        },
                        (Failure failure) -> bench.toasts().failed(failure.text()));
    }
}
