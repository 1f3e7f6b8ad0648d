package io.weighbridge.backend.pricing;

import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Price books as the audit log keeps them: what the book is, the count and the digest of its rates
/// and fees, and those of them that another book does not have, up to a limit. A published book
/// stays in the store whole.
final class BookJson {
    /// So many rates and fees are written out.
    static final int LINES_MAX = 200;

    private BookJson() {}

    /// @param other the book before or after a change; null for none
    static String of(PriceBook book, @Nullable PriceBook other) {
        List<JsonText> own = lines(book);
        Set<String> others = new HashSet<>();
        if (other != null) {
            lines(other).forEach(line -> others.add(line.toString()));
        }
        List<JsonText> differing =
                own.stream().filter(line -> !others.contains(line.toString())).toList();
        return JsonText.object()
                .add("note", book.note())
                .add("version", book.version())
                .add(
                        "basedOn",
                        book.basedOnId() == 0 ? "" : IdKind.PRICE_BOOK.format(book.basedOnId()))
                .add("publishedAtMs", book.publishedAtMs())
                .add("effectiveAtMs", book.effectiveAtMs())
                .add("rates", book.rates().size())
                .add("fees", book.fees().size())
                .add("sha256", sha256(own))
                .add("differing", differing.size())
                .objects("lines", differing.subList(0, Math.min(LINES_MAX, differing.size())))
                .toString();
    }

    private static List<JsonText> lines(PriceBook book) {
        List<JsonText> lines = new ArrayList<>();
        book.rates().forEach(rate -> lines.add(line(rate)));
        book.fees().forEach(fee -> lines.add(line(fee)));
        // The store gives them in its own order.
        lines.sort((a, b) -> a.toString().compareTo(b.toString()));
        return lines;
    }

    private static JsonText line(Rate rate) {
        return JsonText.object()
                .add("service", IdKind.SERVICE.format(rate.serviceId()))
                .add("unit", rate.unit().name())
                .add("tier", rate.tier().name())
                .add("aboveInputTokens", rate.aboveInputTokens())
                .add(
                        "account",
                        rate.accountId() == 0 ? "" : IdKind.ACCOUNT.format(rate.accountId()))
                .add("priceNanos", rate.priceNanos())
                .add("per", rate.per())
                .objects(
                        "steps",
                        rate.steps().stream()
                                .map(
                                        step ->
                                                JsonText.object()
                                                        .add("fromCount", step.fromCount())
                                                        .add("priceNanos", step.priceNanos()))
                                .toList());
    }

    private static JsonText line(Fee fee) {
        return JsonText.object()
                .add("service", fee.serviceId() == 0 ? "*" : IdKind.SERVICE.format(fee.serviceId()))
                .add("perRequestNanos", fee.perRequestNanos())
                .add("priceMillionths", fee.priceMillionths());
    }

    private static String sha256(List<JsonText> lines) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (JsonText line : lines) {
                digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
