package io.weighbridge.backend.operators.proxies;

import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.model.IdKind;

/// Proxies' credentials as the audit log keeps them: without secrets and digests.
final class CredentialJson {
    private CredentialJson() {}

    static String of(ProxyCredential credential) {
        return JsonText.object()
                .add("name", credential.name())
                .add("hint", credential.hint())
                .add("allServices", credential.allServices())
                .texts(
                        "services",
                        credential.serviceIds().stream()
                                .sorted()
                                .map(IdKind.SERVICE::format)
                                .toList())
                .add("previousUntilMs", credential.previousUntilMs())
                .add("expiresAtMs", credential.expiresAtMs())
                .add("clientAddressIgnored", credential.clientAddressIgnored())
                .add("revokedAtMs", credential.revokedAtMs())
                .add("revokedReason", credential.revokedReason())
                .toString();
    }
}
