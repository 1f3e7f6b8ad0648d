package io.weighbridge.console.feature.plans;

import io.weighbridge.console.control.FieldMerge;
import io.weighbridge.proto.v1.Service;
import io.weighbridge.proto.v1.ServiceSettings;

import java.util.List;
import java.util.Set;

/// Brings together what two operators changed in a service, field by field.
///
/// @param base what this operator began with
/// @param mine as wanted
/// @param theirs as the other one saved it
record ServiceMerge(Service base, ServiceSettings mine, Service theirs)
        implements FieldMerge<ServiceSettings, ServiceField> {
    @Override
    public List<ServiceField> fields() {
        return List.of(ServiceField.values());
    }

    @Override
    public ServiceSettings before() {
        return base.getSettings();
    }

    @Override
    public ServiceSettings other() {
        return theirs.getSettings();
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
