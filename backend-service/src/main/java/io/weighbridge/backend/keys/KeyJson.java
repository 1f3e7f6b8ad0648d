package io.weighbridge.backend.keys;

import io.weighbridge.backend.limits.LimitsJson;
import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.backend.platform.net.IpNetwork;
import io.weighbridge.model.IdKind;

/// Keys as the audit log keeps them: without secret and digest.
final class KeyJson {
    private KeyJson() {}

    static String of(ApiKey key) {
        KeySettings settings = key.settings();
        JsonText json =
                JsonText.object()
                        .add("account", IdKind.ACCOUNT.format(key.accountId()))
                        .add("hint", key.hint())
                        .objects("oldSecrets", key.old().stream().map(KeyJson::of).toList())
                        .add("madeBy", operator(key.madeBy()))
                        .add("shownTo", operator(key.shownTo()))
                        .add("version", key.version())
                        .add("name", settings.name())
                        .add(
                                "plan",
                                settings.planId() == 0 ? "" : IdKind.PLAN.format(settings.planId()))
                        .add("allServices", settings.allServices())
                        .texts(
                                "services",
                                settings.serviceIds().stream()
                                        .sorted()
                                        .map(IdKind.SERVICE::format)
                                        .toList())
                        .add("expiresAtMs", settings.expiresAtMs());
        CreditLimit limit = settings.creditLimit();
        if (limit != null) {
            json.add("creditLimitNanos", limit.amountNanos())
                    .add("creditPeriod", limit.period().name());
        }
        return json.texts(
                        "networks", settings.networks().stream().map(IpNetwork::toString).toList())
                .objects("overrides", LimitsJson.of(settings.overrides()))
                .add("revokedAtMs", key.revokedAtMs())
                .add("revokedReason", key.revokedReason())
                .add("blockedAtMs", key.block().atMs())
                .add("blockedReason", key.block().reason())
                .toString();
    }

    private static JsonText of(OldSecret secret) {
        return JsonText.object()
                .add("hint", secret.hint())
                .add("shownTo", operator(secret.shownTo()))
                .add("untilMs", secret.untilMs());
    }

    private static String operator(long id) {
        return id == 0 ? "" : IdKind.OPERATOR.format(id);
    }
}
