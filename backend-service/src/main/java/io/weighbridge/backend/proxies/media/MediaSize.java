package io.weighbridge.backend.proxies.media;

import io.weighbridge.model.Units;

/// What a call may come to, in all units that it can be counted in; the gate takes those that its
/// service is priced by.
///
/// @param most from above, for the hold
/// @param sent what the request itself is, likely: worked on whatever comes of it
/// @param made what is made of it, likely
/// @param known of these, what is certain already
public record MediaSize(Units most, Units sent, Units made, Units known) {
    /// What a text's tokens, and a template around it, are at most beside its bytes.
    static final long TEMPLATE_TOKENS = 32;
}
