package io.weighbridge.backend.payments.autotopup;

/// Whether and when accounts are topped up by themselves.
///
/// @param isEnabled else nothing is charged, and no card is saved
/// @param pauseMs between two looks at the accounts
public record AutoTopUpSettings(boolean isEnabled, long pauseMs) {}
