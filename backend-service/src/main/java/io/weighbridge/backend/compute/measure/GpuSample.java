package io.weighbridge.backend.compute.measure;

import java.util.OptionalLong;

/// What an exporter says of a GPU at an instant. Empty is what it does not say.
///
/// @param gpu its UUID, with the part's id of a card in parts: `GPU-…/3`
/// @param model as its driver names it
/// @param busyPpm the part of the time in which it computed, in millionths
/// @param tensorPpm the part in which its matrix units did
/// @param memoryPpm the part in which its memory was read or written
/// @param energyMj that it took since it was started, in millijoules
/// @param powerMw that it takes, in milliwatts
/// @param memoryUsedMib of its memory
record GpuSample(
        String gpu,
        String model,
        OptionalLong busyPpm,
        OptionalLong tensorPpm,
        OptionalLong memoryPpm,
        OptionalLong energyMj,
        OptionalLong powerMw,
        OptionalLong memoryUsedMib) {}
