package io.weighbridge.console.feature.adjust;

import io.weighbridge.console.control.FieldMerge;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AdjustmentLimit;

import java.util.List;

/// Two changes of what the same role adjusts alone.
///
/// @param before what both began with
/// @param mine as this operator wants it
/// @param other as the other one set it
record LimitMerge(AdjustmentLimit before, AdjustmentLimit mine, AdjustmentLimit other)
        implements FieldMerge<AdjustmentLimit, LimitField> {
    @Override
    public List<LimitField> fields() {
        return List.of(LimitField.values());
    }

    /// A limit in words.
    static String shown(AdjustmentLimit limit, Formats formats) {
        return limit.getUnlimited()
                ? Texts.of("adjust.limits.none")
                : Texts.of(
                        "adjust.limits.some",
                        formats.money(limit.getSingleNanos()),
                        formats.money(limit.getDayNanos()));
    }
}
