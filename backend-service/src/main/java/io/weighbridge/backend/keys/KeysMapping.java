package io.weighbridge.backend.keys;

import io.weighbridge.backend.limits.PlansMapping;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.net.IpNetwork;
import io.weighbridge.backend.services.ServiceDirectory;
import io.weighbridge.backend.services.Services;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Keys to and from protobuf.
final class KeysMapping {
    private KeysMapping() {}

    /// @throws Fault INVALID_FIELD, SERVICE_UNKNOWN
    static KeySettings fromProto(io.weighbridge.proto.v1.KeySettings settings, Services services) {
        return new KeySettings(
                settings.getName(),
                RequestMapping.idOrNone("settings.plan", IdKind.PLAN, settings.getPlan()),
                settings.getAllServices(),
                scope(settings.getServicesList(), services),
                settings.getExpiresAtMs(),
                settings.hasCreditLimit() ? limit(settings.getCreditLimit()) : null,
                PlansMapping.fromProto("settings.overrides", settings.getOverridesList(), services),
                networks(settings.getAllowedNetworksList()));
    }

    // The same network twice is one.
    private static List<IpNetwork> networks(List<String> texts) {
        Set<IpNetwork> networks = new LinkedHashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            networks.add(IpNetwork.parse("settings.allowed_networks[" + i + "]", texts.get(i)));
        }
        return List.copyOf(networks);
    }

    private static Set<Long> scope(List<String> names, Services services) {
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String field = "settings.services[" + i + "]";
            ids.add(services.require(field, Check.text(field, names.get(i), 1, 200)).id());
        }
        return ids;
    }

    private static CreditLimit limit(io.weighbridge.proto.v1.CreditLimit limit) {
        return new CreditLimit(
                limit.getAmountNanos(),
                CreditPeriod.byNumber(
                        RequestMapping.known(
                                "settings.credit_limit.period",
                                limit.getPeriodValue(),
                                CreditPeriod.values().length)));
    }

    /// @param use null when nobody knows
    static io.weighbridge.proto.v1.ApiKey toProto(
            ApiKey key, @Nullable KeyUse use, ServiceDirectory services) {
        long lastUsedAtMs = key.lastUsedAtMs();
        io.weighbridge.proto.v1.ApiKey.Builder proto =
                io.weighbridge.proto.v1.ApiKey.newBuilder()
                        .setId(IdKind.KEY.format(key.id()))
                        .setAccount(IdKind.ACCOUNT.format(key.accountId()))
                        .setVersion(key.version())
                        .setSettings(toProto(key.settings(), services))
                        .setHint(key.hint())
                        .setCreatedAtMs(key.createdAtMs())
                        .setRevokedAtMs(key.revokedAtMs())
                        .setRevokedReason(key.revokedReason())
                        .setBlockedAtMs(key.block().atMs())
                        .setBlockedReason(key.block().reason())
                        .setMadeBy(operator(key.madeBy()))
                        .setSecretShownTo(operator(key.shownTo()));
        if (!key.old().isEmpty()) {
            OldSecret previous = key.old().getFirst();
            proto.setPreviousHint(previous.hint()).setPreviousUntilMs(previous.untilMs());
        }
        if (use != null) {
            lastUsedAtMs = Math.max(lastUsedAtMs, use.lastUsedAtMs());
            proto.setSpentNanos(use.spentNanos());
        }
        return proto.setLastUsedAtMs(lastUsedAtMs).build();
    }

    private static String operator(long id) {
        return id == 0 ? "" : IdKind.OPERATOR.format(id);
    }

    private static io.weighbridge.proto.v1.KeySettings toProto(
            KeySettings settings, ServiceDirectory services) {
        io.weighbridge.proto.v1.KeySettings.Builder proto =
                io.weighbridge.proto.v1.KeySettings.newBuilder()
                        .setName(settings.name())
                        .addAllServices(
                                settings.serviceIds().stream()
                                        .map(services::nameOf)
                                        .sorted()
                                        .toList())
                        .setAllServices(settings.allServices())
                        .setExpiresAtMs(settings.expiresAtMs())
                        .addAllOverrides(PlansMapping.toProto(settings.overrides(), services))
                        .addAllAllowedNetworks(
                                settings.networks().stream().map(IpNetwork::toString).toList());
        if (settings.planId() != 0) {
            proto.setPlan(IdKind.PLAN.format(settings.planId()));
        }
        CreditLimit limit = settings.creditLimit();
        if (limit != null) {
            proto.setCreditLimit(
                    io.weighbridge.proto.v1.CreditLimit.newBuilder()
                            .setAmountNanos(limit.amountNanos())
                            .setPeriodValue(limit.period().number()));
        }
        return proto.build();
    }
}
