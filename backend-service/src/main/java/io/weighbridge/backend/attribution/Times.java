package io.weighbridge.backend.attribution;

import io.weighbridge.backend.compute.cost.Ratio;

/// What a service's calls are predicted to take, by what it runs.
sealed interface Times permits TokenTimes, MediaTimes {
    /// Of what the service ran then.
    long linkId();

    /// Of the GPU's figures then.
    long gpuVersion();

    /// Seconds of one card; 0 where what was used does not tell it.
    Ratio seconds(Use use);
}
