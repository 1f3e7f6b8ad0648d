package io.weighbridge.backend.demo;

/// What the gate charged.
record Settled(String recordId, long chargeNanos, long feeNanos, long overrunNanos) {}
