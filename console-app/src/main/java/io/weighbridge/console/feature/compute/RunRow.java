package io.weighbridge.console.feature.compute;

import io.weighbridge.console.feature.compute.said.Said;
import io.weighbridge.proto.v1.Service;
import io.weighbridge.proto.v1.ServiceModel;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a service runs.
///
/// @param now what holds; null when nobody ever said it
/// @param later the next that holds from an instant to come; null for none
record RunRow(Service service, @Nullable ServiceModel now, @Nullable ServiceModel later) {
    /// @param links of this service, in the order in which they were made
    static RunRow of(Service service, List<ServiceModel> links, long nowMs) {
        Said<ServiceModel> said = new Said<>(links, ServiceModel::getEffectiveAtMs);
        return new RunRow(service, said.at(nowMs), said.after(nowMs));
    }

    /// Whether it is known what it runs.
    boolean isKnown() {
        return now != null && !now.getModel().isEmpty();
    }

    /// What holds; without a model when none is known.
    ServiceModel running() {
        return now == null ? ServiceModel.getDefaultInstance() : now;
    }
}
