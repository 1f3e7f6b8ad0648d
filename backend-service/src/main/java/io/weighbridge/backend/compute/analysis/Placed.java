package io.weighbridge.backend.compute.analysis;

import io.weighbridge.backend.compute.cost.Prediction;
import io.weighbridge.backend.compute.cost.TokenCost;

import org.jspecify.annotations.Nullable;

/// A model on a GPU. The costs and prices are of 1,000 tokens, in units of the currency.
///
/// @param prediction of times and memory
/// @param writes whether it makes tokens; else the output is 0
/// @param cost null when the GPU's hour has no price
/// @param price null likewise
public record Placed(
        Prediction prediction,
        boolean writes,
        @Nullable TokenCost cost,
        @Nullable TokenCost price) {}
