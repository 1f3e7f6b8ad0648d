package io.weighbridge.backend.compute.measure;

/// How it goes with an exporter.
///
/// @param exporter who
/// @param askedAtMs when it was asked last; 0: not yet
/// @param toldAtMs when it last said something that could be read; 0: never since the start
/// @param found how many GPUs or engines it told of then
/// @param problem why it could not be read the last time; empty when it could
public record ExporterState(
        Exporter exporter, long askedAtMs, long toldAtMs, int found, String problem) {}
