package io.weighbridge.backend.demo.btcpay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/// A pull payment with its payouts, in the words of the real server's. Guarded by its [FakePulls].
final class FakePull {
    private static final long SECOND_MS = 1_000;

    private final String id = Ids.fresh();
    private final ObjectNode request;
    private final long startsMs;
    private final Map<String, ObjectNode> payouts = new LinkedHashMap<>();
    private long expiresMs;
    private boolean isArchived;

    /// @param request as a refund's
    FakePull(ObjectNode request, long startsMs) {
        this.request = request;
        this.startsMs = startsMs;
    }

    String id() {
        return id;
    }

    boolean isArchived() {
        return isArchived;
    }

    void expire(long atMs) {
        expiresMs = atMs;
    }

    /// Cancels what waits, as the real one does.
    void archive() {
        isArchived = true;
        for (ObjectNode payout : payouts.values()) {
            String state = payout.path("state").asText();
            if (state.equals("AwaitingApproval") || state.equals("AwaitingPayment")) {
                payout.put("state", "Cancelled");
            }
        }
    }

    private BigDecimal amount() {
        return new BigDecimal(request.path("customAmount").asText());
    }

    /// What can be claimed yet.
    BigDecimal left() {
        BigDecimal left = amount();
        for (ObjectNode payout : payouts.values()) {
            if (!payout.path("state").asText().equals("Cancelled")) {
                left = left.subtract(new BigDecimal(payout.path("originalAmount").asText()));
            }
        }
        return left;
    }

    /// Somebody claims a part.
    ///
    /// @return the payout's id; empty when it cannot be claimed
    String claim(BigDecimal part, long nowMs) {
        boolean isExpired = expiresMs > 0 && expiresMs < nowMs;
        if (isArchived || isExpired || part.signum() <= 0 || part.compareTo(left()) > 0) {
            return "";
        }
        ObjectNode payout = Wire.object();
        String payoutId = Ids.fresh();
        payout.put("id", payoutId).put("revision", 0).put("pullPaymentId", id);
        payout.put("date", nowMs / SECOND_MS).put("destination", "bcrt1q" + payoutId);
        payout.put("originalCurrency", request.path("customCurrency").asText());
        payout.put("originalAmount", part.toPlainString());
        payout.put("payoutCurrency", "BTC").putNull("payoutAmount");
        payout.put("payoutMethodId", request.path("payoutMethodId").asText());
        payout.put("state", "AwaitingApproval").putNull("paymentProof").putObject("metadata");
        payouts.put(payoutId, payout);
        return payoutId;
    }

    /// Sets the state of all payouts that were not cancelled.
    void set(String state) {
        payouts.values().stream()
                .filter(each -> !each.path("state").asText().equals("Cancelled"))
                .forEach(each -> each.put("state", state));
    }

    ObjectNode written(String link) {
        ObjectNode root = Wire.object();
        root.put("startsAt", startsMs / SECOND_MS);
        if (expiresMs == 0) {
            root.putNull("expiresAt");
        } else {
            root.put("expiresAt", expiresMs / SECOND_MS);
        }
        root.put("id", id).put("name", request.path("name").asText());
        root.put("description", request.path("description").asText());
        root.put("currency", request.path("customCurrency").asText());
        root.put("amount", amount().toPlainString());
        root.put("BOLT11Expiration", "30").put("autoApproveClaims", false);
        return root.put("archived", isArchived).put("viewLink", link);
    }

    ArrayNode payouts(boolean withCancelled) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        payouts.values().stream()
                .filter(each -> withCancelled || !each.path("state").asText().equals("Cancelled"))
                .forEach(each -> all.add(each.deepCopy()));
        return all;
    }
}
