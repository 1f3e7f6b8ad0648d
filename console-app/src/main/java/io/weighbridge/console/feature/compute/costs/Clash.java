package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.feature.compute.said.Said;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.FactorsProposal;
import io.weighbridge.proto.v1.ServiceModel;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Why factors that were proposed cannot hold from the wanted instant on.
///
/// @param text for the operator
/// @param isRenewable whether what is proposed now would be another thing, so that it is worth
///     asking for again; else it is the instant that is in the way
record Clash(String text, boolean isRenewable) {
    /// @param links all that was said of the service, in the order in which it was made
    /// @param before what the factors were proposed for; null where that was not found
    /// @param fromMs from when on they were to hold; 0: at once
    static Clash of(
            List<ServiceModel> links,
            FactorsProposal factors,
            @Nullable ServiceModel before,
            long fromMs,
            Formats formats) {
        // The service's clock may be ahead of this one's.
        long nowMs =
                links.stream()
                        .mapToLong(ServiceModel::getCreatedAtMs)
                        .reduce(formats.clock().millis(), Math::max);
        Said<ServiceModel> said = new Said<>(links, ServiceModel::getEffectiveAtMs);
        ServiceModel now = said.at(nowMs);
        ServiceModel then = said.at(Math.max(fromMs, nowMs));
        if (now == null || then == null || isOf(factors, then)) {
            return new Clash(
                    Texts.of("compute.calibrate.clash.gpu", then == null ? "" : then.getGpu()),
                    true);
        }
        if (isOf(factors, now)) {
            String at = TimeInput.text(then.getEffectiveAtMs(), formats.zone());
            return new Clash(
                    Texts.of("compute.calibrate.clash.later", at, changes(now, then)), false);
        }
        return new Clash(
                Texts.of(
                        "compute.calibrate.clash.now",
                        before == null ? what(now) : changes(before, now)),
                true);
    }

    private static boolean isOf(FactorsProposal factors, ServiceModel link) {
        return link.getCreatedAtMs() == factors.getServiceModelCreatedAtMs();
    }

    private static String what(ServiceModel link) {
        return link.getModel().isEmpty()
                ? Texts.of("compute.service.unknown")
                : Texts.of("compute.service.on", link.getModelName(), link.getGpu());
    }

    // What is said of a service in place of something else.
    private static String changes(ServiceModel before, ServiceModel after) {
        List<String> changes = new ArrayList<>();
        add(changes, "compute.runs", what(before), what(after));
        ComputeTerms old = before.getTerms();
        ComputeTerms now = after.getTerms();
        add(changes, "context", old.getContextTokens(), now.getContextTokens(), 0);
        add(changes, "batch", old.getBatch(), now.getBatch(), 0);
        add(
                changes,
                "utilization",
                old.getUtilizationMillionths(),
                now.getUtilizationMillionths(),
                4);
        add(changes, "margin", old.getMarginMillionths(), now.getMarginMillionths(), 4);
        if (changes.isEmpty()) {
            return Texts.of(old.equals(now) ? "compute.calibrate.same" : "compute.calibrate.terms");
        }
        return String.join("; ", changes);
    }

    private static void add(
            List<String> changes, String term, long before, long after, int decimals) {
        add(changes, "compute.term." + term, number(before, decimals), number(after, decimals));
    }

    private static String number(long ones, int decimals) {
        return ones == 0
                ? "0"
                : BigDecimal.valueOf(ones, decimals).stripTrailingZeros().toPlainString();
    }

    private static void add(List<String> changes, String key, String before, String after) {
        if (!before.equals(after)) {
            changes.add(Texts.of("common.change", Texts.of(key), before, after));
        }
    }
}
