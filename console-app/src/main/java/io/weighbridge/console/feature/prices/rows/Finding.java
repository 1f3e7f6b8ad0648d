package io.weighbridge.console.feature.prices.rows;

import io.weighbridge.console.control.GridRow;

import org.jspecify.annotations.Nullable;

/// Something about a draft that must be mended before it is saved, or is worth a second look.
///
/// @param isWrong whether it must be mended
/// @param text for people
/// @param row where it is; null when it is about the whole book
/// @param column of that row
/// @param isFee whether the row is one of the fees
public record Finding(
        boolean isWrong, String text, @Nullable GridRow row, int column, boolean isFee) {
    static Finding about(String text) {
        return new Finding(false, text, null, 0, false);
    }
}
