package io.weighbridge.backend.demo.stripe;

/// How the stand-in misbehaves.
public enum Trouble {
    NONE,
    /// It does what was asked and breaks off before it says so.
    BREAKS_AFTER,
    /// The same with changes only; it answers questions.
    BREAKS_AFTER_CHANGES,
    /// An error of its own.
    FAILS,
    /// Too many requests.
    TOO_MANY,
    /// An error page of something in between.
    NO_JSON,
    /// An error without a word.
    EMPTY,
    /// An answer whose fields are of other kinds.
    ODD,
    /// More than anybody wants to read.
    HUGE,
    /// It sends whoever asks elsewhere.
    REDIRECTS,
    /// It never answers.
    SILENT,
    /// It refuses the key, and quotes it.
    REFUSES_KEY
}
