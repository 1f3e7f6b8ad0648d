package io.weighbridge.backend.payments.btcpay;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.payments.provider.ListedPayment;
import io.weighbridge.backend.payments.provider.PaymentLists;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// The store's invoices. Its server lists them by when they were made, so those are listed that
/// could have been paid in the time asked for. One that was paid costs a call of its own.
final class BtcpayLists implements PaymentLists {
    private static final int PAGE = 100;
    private static final int SKIP_MAX = 1_000_000;
    private static final long MINUTE_MS = 60_000;

    private final BtcpayHttp server;
    private final BtcpaySettings settings;
    private final Function<String, List<Told>> byId;
    private final Function<BtcpayInvoice, List<Told>> telling;

    /// @param byId how the invoice of this id stands
    /// @param telling what an invoice's payments say
    BtcpayLists(
            BtcpayHttp server,
            BtcpaySettings settings,
            Function<String, List<Told>> byId,
            Function<BtcpayInvoice, List<Told>> telling) {
        this.server = server;
        this.settings = settings;
        this.byId = byId;
        this.telling = telling;
    }

    @Override
    public void changed(long fromMs, long toMs, Consumer<List<ListedPayment>> page) {
        long watchedMs =
                ((long) settings.expirationMinutes() + settings.monitoringMinutes()) * MINUTE_MS;
        long fromS = Math.max(0, Math.floorDiv(fromMs - watchedMs, 1_000));
        long toS = Math.ceilDiv(toMs, 1_000);
        for (int skip = 0; skip < SKIP_MAX; skip += PAGE) {
            JsonNode invoices = server.invoicesMade(fromS, toS, skip, PAGE);
            List<ListedPayment> found = new ArrayList<>();
            for (JsonNode json : invoices) {
                found.addAll(listed(json));
            }
            page.accept(found);
            if (invoices.size() < PAGE) {
                return;
            }
        }
        throw BtcpayFault.unavailable("too many invoices", "at most " + SKIP_MAX);
    }

    private List<ListedPayment> listed(JsonNode json) {
        BtcpayInvoice invoice;
        try {
            invoice = BtcpayInvoice.read(json);
        } catch (Fault fault) {
            // Others may keep invoices of other kinds in the same store, such as without an amount.
            String order = json.path("metadata").path("orderId").asText("");
            if (IdKind.ORDER.parse(order).isEmpty()) {
                return List.of();
            }
            throw fault;
        }
        boolean isUnpaid =
                switch (invoice.status()) {
                    case NEW, EXPIRED ->
                            json.path("additionalStatus").asText().equalsIgnoreCase("None");
                    case PROCESSING, INVALID, SETTLED -> false;
                };
        return isUnpaid ? List.of() : listed(telling.apply(invoice));
    }

    private static List<ListedPayment> listed(List<Told> told) {
        return Told.toAssign(told)
                .map(
                        each ->
                                new ListedPayment(
                                        each.payment(),
                                        each.claim().orderId(),
                                        each.claim().currency(),
                                        each.totalNanos(),
                                        ListedPayment.UNTOLD,
                                        0))
                .toList();
    }

    @Override
    public Optional<ListedPayment> look(String reference) {
        int part = reference.indexOf('/');
        String invoice = part < 0 ? reference : reference.substring(0, part);
        try {
            return listed(byId.apply(invoice)).stream()
                    .filter(each -> each.reference().equals(reference))
                    .findFirst();
        } catch (Fault fault) {
            if (fault.code() == ErrorCode.PROVIDER_REFUSED) {
                return Optional.empty();
            }
            throw fault;
        }
    }
}
