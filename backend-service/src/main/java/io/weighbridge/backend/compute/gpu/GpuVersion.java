package io.weighbridge.backend.compute.gpu;

/// A GPU's figures as they were from an edit on.
///
/// @param id of the GPU
/// @param version rises with each edit, from 1
/// @param figures without a price
/// @param retired takes nothing new
/// @param changedAtMs when it was made
public record GpuVersion(long id, long version, Gpu figures, boolean retired, long changedAtMs) {
    /// What it is called by.
    public String name() {
        return figures.name();
    }
}
