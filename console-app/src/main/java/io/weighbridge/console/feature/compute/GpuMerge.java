package io.weighbridge.console.feature.compute;

import io.weighbridge.console.control.FieldMerge;
import io.weighbridge.proto.v1.Gpu;
import io.weighbridge.proto.v1.GpuFigures;

import java.util.List;
import java.util.Set;

/// Brings together what two operators said of a GPU, field by field.
///
/// @param base what this operator began with
/// @param mine as wanted
/// @param theirs as the other one saved it
record GpuMerge(Gpu base, GpuFigures mine, Gpu theirs) implements FieldMerge<GpuFigures, GpuField> {
    @Override
    public List<GpuField> fields() {
        return List.of(GpuField.values());
    }

    @Override
    public GpuFigures before() {
        return base.getFigures();
    }

    @Override
    public GpuFigures other() {
        return theirs.getFigures();
    }

    /// The figures that come of it.
    GpuFigures merged(Set<GpuField> takeTheirs) {
        GpuFigures.Builder merged = theirs.getFigures().toBuilder();
        for (GpuField field : GpuField.values()) {
            if (isMine(field) && !takeTheirs.contains(field)) {
                field.copy(mine, merged);
            }
        }
        return merged.build();
    }
}
