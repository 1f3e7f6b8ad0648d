package io.weighbridge.backend.services;

import io.weighbridge.backend.platform.audit.JsonText;

/// Services as the audit log keeps them.
final class ServiceJson {
    private ServiceJson() {}

    static String of(Service service) {
        ServiceSettings settings = service.settings();
        return JsonText.object()
                .add("name", service.name())
                .add("version", service.version())
                .add("category", settings.category().name())
                .add("disabled", settings.disabled())
                .add("vanishedPolicy", settings.vanishedPolicy().name())
                .add("holdTtlMs", settings.holdTtlMs())
                .add("defaultOutputTokens", settings.defaultOutputTokens())
                .add("meterSliceTokens", settings.meterSliceTokens())
                .add("unpricedCeilingNanos", settings.unpricedCeilingNanos())
                .toString();
    }
}
