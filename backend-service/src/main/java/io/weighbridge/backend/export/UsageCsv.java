package io.weighbridge.backend.export;

import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.services.ServiceDirectory;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.backend.usage.RecordDetails;
import io.weighbridge.backend.usage.RecordFilter;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.UsageReader;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.PriceLine;

import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Usage records as CSV.
public final class UsageCsv {
    private static final String HEADER =
            CsvLine.header(
                    "sequence",
                    "record_id",
                    "account_id",
                    "key_id",
                    "service_id",
                    "service",
                    "subject",
                    "tags",
                    "outcome",
                    "tier",
                    "units",
                    "price_book_id",
                    "lines",
                    "price_nanos",
                    "price",
                    "fee_nanos",
                    "fee",
                    "charge_nanos",
                    "charge",
                    "held_nanos",
                    "held",
                    "overrun_nanos",
                    "overrun",
                    "authorized_at_ms",
                    "authorized_at",
                    "settled_at_ms",
                    "settled_at",
                    "queue_ms",
                    "compute_ms",
                    "upstream_cost_nanos",
                    "upstream_cost",
                    "proxy",
                    "unrated_reason",
                    "written_off",
                    "rated_charge_nanos",
                    "rated_charge",
                    "rated_overrun_nanos",
                    "rated_overrun",
                    "refunded_nanos",
                    "refunded",
                    "burns",
                    "currency",
                    "estimated_by",
                    "cost_basis",
                    "predicted_cost_nanos",
                    "predicted_cost",
                    "measured_cost_nanos",
                    "measured_cost",
                    "cost_nanos",
                    "cost",
                    "margin_nanos",
                    "margin");

    private final UsageReader reader;
    private final Supplier<ServiceDirectory> services;
    private final String currency;

    /// @param currency of the installation
    public UsageCsv(UsageReader reader, Supplier<ServiceDirectory> services, String currency) {
        this.reader = reader;
        this.services = services;
        this.currency = currency;
    }

    /// The services that there are now.
    ServiceDirectory services() {
        return services.get();
    }

    /// Records, newest first.
    CsvSource source(RecordFilter filter) {
        return new CsvSource(
                HEADER,
                () -> 0,
                token -> reader.list(filter, PageKey.SIZE_MAX, token).map(this::line));
    }

    private String line(RecordDetails details) {
        CsvLine line = new CsvLine();
        UsageRecord record = details.record();
        call(line, record);
        charge(line, record);
        settlement(line, record);
        later(line, details);
        line.word(currency).text(record.settlement().estimatedBy());
        cost(line, details);
        return line.end();
    }

    private void call(CsvLine line, UsageRecord record) {
        Call call = record.call();
        line.number(record.sequence())
                .word(call.id().toString())
                .id(IdKind.ACCOUNT, call.accountId())
                .id(IdKind.KEY, call.keyId())
                .id(IdKind.SERVICE, call.serviceId())
                .text(services.get().nameOf(call.serviceId()))
                .text(call.subject())
                .text(call.tags());
    }

    private static void charge(CsvLine line, UsageRecord record) {
        Call call = record.call();
        Charge charge = record.charge();
        line.word(record.settlement().outcome())
                .word(call.tier())
                .word(record.settlement().units().toString())
                .id(IdKind.PRICE_BOOK, call.priceBookId())
                .word(PriceLine.format(charge.lines()))
                .money(charge.priceNanos())
                .money(charge.feeNanos())
                .money(charge.chargeNanos())
                .money(record.heldNanos())
                .money(record.overrunNanos())
                .instant(call.authorizedAtMs())
                .instant(record.settledAtMs());
    }

    private static void settlement(CsvLine line, UsageRecord record) {
        Settlement settlement = record.settlement();
        known(line, settlement.queueMs());
        known(line, settlement.computeMs());
        knownMoney(line, settlement.upstreamCostNanos());
        line.text(record.call().proxy()).text(record.unratedReason());
    }

    private static void known(CsvLine line, long ms) {
        if (ms == Settlement.UNKNOWN) {
            line.none();
        } else {
            line.number(ms);
        }
    }

    private static void knownMoney(CsvLine line, long nanos) {
        if (nanos == Settlement.UNKNOWN) {
            line.none().none();
        } else {
            line.money(nanos);
        }
    }

    private static void cost(CsvLine line, RecordDetails details) {
        CallCost ofGpus = details.record().cost();
        line.word(ofGpus.basis());
        knownMoney(line, ofGpus.predictedNanos());
        knownMoney(line, ofGpus.measuredNanos());
        knownMoney(line, details.record().costNanos());
        details.marginNanos().ifPresentOrElse(line::money, () -> line.none().none());
    }

    private static void later(CsvLine line, RecordDetails details) {
        line.number(details.writtenOff() ? 1 : 0);
        Charge rated = details.rated();
        if (rated == null) {
            line.none().none().none().none();
        } else {
            line.money(rated.chargeNanos()).money(details.ratedOverrunNanos());
        }
        line.money(details.refundedNanos())
                .word(
                        details.burns().stream()
                                .map(UsageCsv::burn)
                                .collect(Collectors.joining(" ")));
    }

    private static String burn(RecordDetails.Burn burn) {
        String from = burn.grantId() == 0 ? "overdraft" : IdKind.GRANT.format(burn.grantId());
        return from + '=' + burn.amountNanos();
    }
}
