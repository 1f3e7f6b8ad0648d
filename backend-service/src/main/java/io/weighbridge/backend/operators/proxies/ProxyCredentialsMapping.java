package io.weighbridge.backend.operators.proxies;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.services.ServiceDirectory;
import io.weighbridge.backend.services.Services;
import io.weighbridge.model.IdKind;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Credentials to and from protobuf.
final class ProxyCredentialsMapping {
    private ProxyCredentialsMapping() {}

    /// @throws Fault INVALID_FIELD, SERVICE_UNKNOWN
    static Set<Long> scope(List<String> names, Services services) {
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String field = "services[" + i + "]";
            ids.add(services.require(field, Check.text(field, names.get(i), 1, 200)).id());
        }
        return ids;
    }

    static io.weighbridge.proto.v1.ProxyCredential toProto(
            ProxyCredential credential, ServiceDirectory services) {
        return io.weighbridge.proto.v1.ProxyCredential.newBuilder()
                .setId(IdKind.PROXY_CREDENTIAL.format(credential.id()))
                .setName(credential.name())
                .addAllServices(
                        credential.serviceIds().stream().map(services::nameOf).sorted().toList())
                .setAllServices(credential.allServices())
                .setHint(credential.hint())
                .setCreatedAtMs(credential.createdAtMs())
                .setExpiresAtMs(credential.expiresAtMs())
                .setPreviousUntilMs(credential.previousUntilMs())
                .setRevokedAtMs(credential.revokedAtMs())
                .setRevokedReason(credential.revokedReason())
                .setClientAddressIgnored(credential.clientAddressIgnored())
                .build();
    }
}
