package io.weighbridge.backend.pricing.others;

import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

/// What one entry of a map asks for one unit. Never charged.
///
/// @param model the entry's name, 1 to [#NAME_LENGTH_MAX] characters
/// @param provider as the map calls it, at most as long; may be empty
/// @param aboveInputTokens the size band, as of a rate
/// @param priceNanos for each `per`
public record OthersPrice(
        String model,
        String provider,
        Unit unit,
        ServiceTier tier,
        long aboveInputTokens,
        long priceNanos,
        long per) {
    /// The most characters of an entry's name and of its provider's.
    public static final int NAME_LENGTH_MAX = 200;

    /// Whether an entry of these names can be kept: they are shown, and searched in.
    public static boolean isNameable(String model, String provider) {
        return !model.isEmpty() && isText(model) && isText(provider);
    }

    private static boolean isText(String name) {
        return name.length() <= NAME_LENGTH_MAX && name.codePoints().noneMatch(OthersPrice::isOdd);
    }

    // What turns the text around it about, and lone halves of characters, which cannot be stored.
    private static boolean isOdd(int c) {
        int type = Character.getType(c);
        return Character.isISOControl(c) || type == Character.FORMAT || type == Character.SURROGATE;
    }
}
