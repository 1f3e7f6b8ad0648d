package io.weighbridge.backend.ledger.fact;

import io.weighbridge.backend.platform.audit.Act;

import java.util.UUID;

/// An operation that moves credit, as its caller asked for it.
///
/// @param id made by the caller; does its work at most once
/// @param content everything that was asked, in one fixed form: a repeat must have the same
/// @param reason number of an [io.weighbridge.backend.ledger.AdjustmentReason], 0 for none
/// @param note for people
/// @param act who asked, and from where
public record Operation(UUID id, String content, int reason, String note, Act act) {}
