package io.weighbridge.console.fx;

import io.weighbridge.console.client.Failure;

/// What a screen or a part of it has to show.
///
/// @param <T> what is shown when it is there
public sealed interface Loadable<T> {
    /// The first answer has not come.
    record Loading<T>() implements Loadable<T> {}

    /// There is something.
    ///
    /// @param value what
    record Ready<T>(T value) implements Loadable<T> {}

    /// There is nothing; the view says why, and what to do next.
    record Empty<T>() implements Loadable<T> {}

    /// It could not be read.
    ///
    /// @param failure why
    record Failed<T>(Failure failure) implements Loadable<T> {}
}
