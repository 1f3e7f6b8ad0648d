package io.weighbridge.console.feature.plans;

import io.weighbridge.proto.v1.Service;
import io.weighbridge.proto.v1.ServiceSettings;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Brings together what two operators changed in a service, field by field.
///
/// @param base what this operator began with
/// @param mine as wanted
/// @param theirs as the other one saved it
record ServiceMerge(Service base, ServiceSettings mine, Service theirs) {
    /// What both changed to different values.
    List<ServiceField> clashes() {
        return Arrays.stream(ServiceField.values())
                .filter(field -> isMine(field) && isTheirs(field))
                .filter(field -> !field.isSame(mine, theirs.getSettings()))
                .toList();
    }

    boolean isMine(ServiceField field) {
        return !field.isSame(base.getSettings(), mine);
    }

    boolean isTheirs(ServiceField field) {
        return !field.isSame(base.getSettings(), theirs.getSettings());
    }

    /// The settings that come of it.
    ServiceSettings merged(Set<ServiceField> takeTheirs) {
        ServiceSettings.Builder merged = theirs.getSettings().toBuilder();
        for (ServiceField field : ServiceField.values()) {
            if (isMine(field) && !takeTheirs.contains(field)) {
                field.copy(mine, merged);
            }
        }
        return merged.build();
    }
}
