package io.weighbridge.backend.gate.meter;

import io.weighbridge.model.Units;

/// What a proxy tells and asks while a call is running.
///
/// @param holdId as given when the call was admitted
/// @param units used so far, cumulative; [Units#NONE] for no news
/// @param moreOutputTokens wanted beyond those used so far
/// @param ttlMs life of the hold from now without news, 0 as the service says
/// @param proxy name of the proxy, empty for none
public record ExtendCall(
        String holdId, Units units, long moreOutputTokens, long ttlMs, String proxy) {}
