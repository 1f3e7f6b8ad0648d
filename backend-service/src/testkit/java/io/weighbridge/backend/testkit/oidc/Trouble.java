package io.weighbridge.backend.testkit.oidc;

/// What a provider can do instead of answering.
public enum Trouble {
    /// Nothing comes, until it is closed.
    SLOW,
    /// More than anybody wants.
    HUGE,
    ERROR,
    REDIRECT,
    NO_JSON,
    /// A refusal that does not say why.
    BARE_REFUSAL,
    /// The same, as a page.
    PAGE_REFUSAL
}
