package io.weighbridge.backend.pricing.importing;

import java.math.BigDecimal;

/// A price of the map that was taken over.
///
/// @param field its name
/// @param key which price it becomes
/// @param amount as the map has it
/// @param price as the book has it
/// @param rounded whether the book has it only nearly
record TakenPrice(
        String field, RateKey key, BigDecimal amount, ExactPrice price, boolean rounded) {}
