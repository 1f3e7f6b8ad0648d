package io.weighbridge.backend.proxies.call;

import io.weighbridge.backend.gate.settle.SettleResult;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// What clients are told of their charge, exactly: amounts are decimal texts, never numbers that a
/// reader could round.
///
/// @param currency that is billed in
/// @param detail how much is told
public record Receipts(String currency, Detail detail) {
    /// How much is told.
    public enum Detail {
        NONE,
        COST,
        /// And what is left.
        BALANCE
    }

    private static final int NANO_DIGITS = 9;
    private static final String PREFIX = "x-weighbridge-";

    /// Whether anything is told, so that the charge is worth waiting for.
    public boolean isTold() {
        return detail != Detail.NONE;
    }

    /// As headers. None for what waits in quarantine, whose charge nobody knows yet.
    public List<HeaderLine> headers(SettleResult settled) {
        List<HeaderLine> headers = new ArrayList<>();
        for (HeaderLine line : lines(settled)) {
            headers.add(new HeaderLine(PREFIX + line.name(), line.value()));
        }
        return headers;
    }

    /// As a field of JSON: its name and its value; empty like [#headers].
    public String field(SettleResult settled) {
        StringBuilder field = new StringBuilder();
        for (HeaderLine line : lines(settled)) {
            field.append(field.isEmpty() ? "\"weighbridge\":{" : ",");
            field.append('"').append(line.name()).append("\":\"").append(line.value()).append('"');
        }
        return field.isEmpty() ? "" : field.append('}').toString();
    }

    private List<HeaderLine> lines(SettleResult settled) {
        List<HeaderLine> lines = new ArrayList<>();
        if (!isTold() || settled.unrated()) {
            return lines;
        }
        lines.add(new HeaderLine("cost", decimal(settled.chargeNanos())));
        lines.add(new HeaderLine("currency", currency));
        if (detail == Detail.BALANCE) {
            lines.add(new HeaderLine("balance", decimal(settled.balanceNanos())));
            lines.add(new HeaderLine("available", decimal(settled.availableNanos())));
        }
        return lines;
    }

    private static String decimal(long nanos) {
        return BigDecimal.valueOf(nanos, NANO_DIGITS).toPlainString();
    }
}
