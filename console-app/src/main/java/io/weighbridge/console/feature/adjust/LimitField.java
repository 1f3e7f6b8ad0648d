package io.weighbridge.console.feature.adjust;

import io.weighbridge.console.control.FieldMerge;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AdjustmentLimit;

/// What is changed of a limit: all of it, because its two amounts belong together.
enum LimitField implements FieldMerge.Field<AdjustmentLimit> {
    LIMIT;

    @Override
    public String text() {
        return Texts.of("adjust.limits");
    }

    @Override
    public boolean isSame(AdjustmentLimit one, AdjustmentLimit other) {
        return one.equals(other);
    }
}
