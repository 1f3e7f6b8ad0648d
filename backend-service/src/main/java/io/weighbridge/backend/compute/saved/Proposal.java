package io.weighbridge.backend.compute.saved;

import io.weighbridge.backend.compute.analysis.Analysis;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.GpuPrice;
import io.weighbridge.backend.pricing.Rate;

import java.util.List;

/// What a service's tokens cost and must be sold for.
///
/// @param link the model, GPU and terms that it follows from
/// @param gpu with its price
/// @param hour its price
/// @param analysis all that was reckoned
/// @param rates of input tokens, and of output tokens when the model makes any
public record Proposal(
        ServiceModel link, Gpu gpu, GpuPrice hour, Analysis analysis, List<Rate> rates) {
    /// A proposal with a copy of the list.
    public Proposal {
        rates = List.copyOf(rates);
    }
}
