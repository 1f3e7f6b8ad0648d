package io.weighbridge.backend.demo.btcpay;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// An invoice, with the states and the order of states of the real server's. Guarded by its
/// [FakeBtcpay].
final class FakeInvoice {
    static final int COIN_DIGITS = 8;

    /// What happened to it, as the names of webhooks.
    ///
    /// @param details further fields of the webhook
    record Event(String type, ObjectNode details) {}

    private final String id;
    private final ObjectNode request;
    private final BigDecimal rate;
    private final int blocks;
    private final long createdMs;
    private final long expiresMs;
    private final long monitoredMs;
    private final List<FakePayment> payments = new ArrayList<>();
    private String status = "New";
    private String additional = "None";

    FakeInvoice(String id, ObjectNode request, BigDecimal rate, int blocks, long createdMs) {
        this.id = id;
        this.request = request;
        this.rate = rate;
        this.blocks = blocks;
        this.createdMs = createdMs;
        long minuteMs = 60_000;
        expiresMs =
                createdMs
                        + request.path("checkout").path("expirationMinutes").asLong(15) * minuteMs;
        monitoredMs =
                expiresMs
                        + request.path("checkout").path("monitoringMinutes").asLong(1_440)
                                * minuteMs;
    }

    String id() {
        return id;
    }

    ObjectNode request() {
        return request;
    }

    BigDecimal rate() {
        return rate;
    }

    int blocks() {
        return blocks;
    }

    long createdMs() {
        return createdMs;
    }

    long expiresMs() {
        return expiresMs;
    }

    long monitoredMs() {
        return monitoredMs;
    }

    String status() {
        return status;
    }

    String additional() {
        return additional;
    }

    boolean canBeRefunded() {
        return switch (status) {
            case "Settled", "Invalid" -> true;
            case "Expired" -> !additional.equals("None");
            default -> false;
        };
    }

    List<FakePayment> payments() {
        return payments;
    }

    String orderId() {
        return request.path("metadata").path("orderId").asText("");
    }

    BigDecimal amount() {
        return new BigDecimal(request.path("amount").asText());
    }

    /// What payments come to without their fees, in the invoice's currency.
    ///
    /// @param settledOnly whether only those with enough blocks count
    BigDecimal net(boolean settledOnly) {
        BigDecimal sum = BigDecimal.ZERO;
        for (FakePayment each : payments) {
            if (settledOnly ? each.isSettled(blocks) : each.isAccounted()) {
                sum = sum.add(each.value().subtract(each.fee()).multiply(rate));
            }
        }
        return sum;
    }

    BigDecimal coins(BigDecimal amount) {
        return amount.divide(rate, COIN_DIGITS, RoundingMode.CEILING);
    }

    /// What is left to pay, in bitcoin; below 0 when too much was paid.
    BigDecimal due() {
        return coins(amount().subtract(net(false)));
    }

    private boolean isUnderPaid() {
        return amount().compareTo(net(false)) > 0;
    }

    private boolean isOverPaid() {
        return due().signum() < 0;
    }

    /// The next states, as far as they go now.
    List<Event> update(long nowMs) {
        List<Event> events = new ArrayList<>();
        if (status.equals("New") && expiresMs <= nowMs) {
            status = "Expired";
            events.add(event("InvoiceExpired", "partiallyPaid", additional.equals("PaidPartial")));
        }
        boolean hasPayment = payments.stream().anyMatch(FakePayment::isAccounted);
        if (status.equals("New") || status.equals("Expired")) {
            if (!isUnderPaid()) {
                paid(events);
            } else if (hasPayment) {
                additional = "PaidPartial";
            }
        }
        if (status.equals("Processing")) {
            process(nowMs, hasPayment, events);
        }
        return events;
    }

    private void paid(List<Event> events) {
        if (status.equals("New")) {
            status = "Processing";
            additional = isOverPaid() ? "PaidOver" : "None";
            events.add(event("InvoiceProcessing", "overPaid", isOverPaid()));
        } else if (!additional.equals("PaidLate")) {
            additional = "PaidLate";
            events.add(new Event("InvoicePaidAfterExpiration", Wire.object()));
        }
    }

    private void process(long nowMs, boolean hasPayment, List<Event> events) {
        if (isUnderPaid()) {
            status = "New";
            additional = hasPayment ? "PaidPartial" : "None";
            return;
        }
        additional = isOverPaid() ? "PaidOver" : "None";
        if (amount().compareTo(net(true)) <= 0) {
            status = "Settled";
            events.add(settled(false));
        } else if (monitoredMs < nowMs) {
            status = "Invalid";
            events.add(event("InvoiceInvalid", "manuallyMarked", false));
        }
    }

    /// A person says what it is.
    ///
    /// @param word Settled or Invalid
    Event mark(String word) {
        status = word;
        additional = "Marked";
        return word.equals("Settled")
                ? settled(true)
                : event("InvoiceInvalid", "manuallyMarked", true);
    }

    private Event settled(boolean manually) {
        Event event = event("InvoiceSettled", "manuallyMarked", manually);
        event.details().put("overPaid", additional.equals("PaidOver"));
        return event;
    }

    private static Event event(String type, String field, boolean value) {
        return new Event(type, Wire.object().put(field, value));
    }
}
