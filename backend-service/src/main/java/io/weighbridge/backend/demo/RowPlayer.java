package io.weighbridge.backend.demo;

/// Plays one row to its end: charged, or refused with a reason. Safe for sharing.
interface RowPlayer {
    void play(PlannedCall call);
}
