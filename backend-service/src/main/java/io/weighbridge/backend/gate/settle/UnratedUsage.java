package io.weighbridge.backend.gate.settle;

import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.gate.admit.AuthorizeCall;
import io.weighbridge.backend.gate.price.CallPrice;
import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.LedgerOperation;
import io.weighbridge.backend.ledger.Posting;
import io.weighbridge.backend.ledger.Quarantine;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Operation;
import io.weighbridge.backend.ledger.fact.OperationResult;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.pricing.CompiledBook;
import io.weighbridge.backend.pricing.PriceSheet;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.pricing.Rating;
import io.weighbridge.backend.pricing.Volumes;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.backend.usage.LaterRating;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.backend.usage.UsageStore;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/// What becomes of usage in quarantine: charged by a published book, or written off. Both only by
/// an explicit operation, each at most once. Volume steps do not apply: it is charged at their
/// first price. For threads that may wait.
public final class UnratedUsage implements LaterRating {
    private static final String WITHOUT_FIRST =
            "no price for the rest of a call whose first record waits itself, or is no longer kept:"
                    + " what GPUs took for it is not known (rate or write off that record first)";

    private final Ledger ledger;
    private final Prices prices;
    private final Curves curves;
    private final UsageStore records;
    private final EarlierParts parts;

    public UnratedUsage(Ledger ledger, Prices prices, Curves curves, UsageStore records) {
        this.ledger = ledger;
        this.prices = prices;
        this.curves = curves;
        this.records = records;
        this.parts = EarlierParts.in(records);
    }

    @Override
    public Rated rate(RequestId id, UUID operationId, long bookId, Units units, String note) {
        Check.text("note", note, 1, 200);
        UsageRecord record = requireRecord(id);
        String content = "rate " + id + ' ' + bookId + ' ' + units;
        Operation operation = new Operation(operationId, content, 0, note, Act.current());
        // Here, where it may wait: the writer must not read the store.
        long wanted = bookId == 0 ? record.call().priceBookId() : bookId;
        CompiledBook book = wanted == 0 ? null : prices.compiled(wanted);
        Units before = parts.of(record.unratedReason(), record.settlement().units().isEmpty());
        return LedgerOperation.run(
                ledger,
                posting -> {
                    OperationResult earlier = posting.earlier(operation);
                    if (earlier != null) {
                        return new Rated(-earlier.amountNanos(), earlier.balanceNanos(), true);
                    }
                    Quarantine kept = requireKept(posting, record);
                    Charge charge = charge(record, before, book, units);
                    return post(posting, record, kept, units, charge, false, operation);
                });
    }

    @Override
    public boolean writeOff(RequestId id, UUID operationId, String note) {
        Check.text("note", note, 1, 200);
        UsageRecord record = requireRecord(id);
        Operation operation = new Operation(operationId, "write off " + id, 0, note, Act.current());
        return LedgerOperation.run(
                        ledger,
                        posting -> {
                            OperationResult earlier = posting.earlier(operation);
                            return earlier != null
                                    ? new Rated(0, earlier.balanceNanos(), true)
                                    : post(
                                            posting,
                                            record,
                                            requireKept(posting, record),
                                            Units.NONE,
                                            Charge.NONE,
                                            true,
                                            operation);
                        })
                .repeated();
    }

    private UsageRecord requireRecord(RequestId id) {
        ledger.awaitFolded();
        return records.find(id).orElseThrow(() -> records.notFound("record_id", id));
    }

    private static Quarantine requireKept(Posting posting, UsageRecord record) {
        Quarantine kept = posting.quarantined(record.call().id());
        if (kept == null) {
            throw Fault.of(
                    ErrorCode.NOT_UNRATED,
                    "record_id: "
                            + record.call().id()
                            + " is not in quarantine (expected: an unrated record that was neither"
                            + " rated nor written off)");
        }
        return kept;
    }

    private static Rated post(
            Posting posting,
            UsageRecord record,
            Quarantine kept,
            Units units,
            Charge charge,
            boolean writtenOff,
            Operation operation) {
        AccountState account = posting.account(kept.accountId());
        if (account == null) {
            throw Fault.internal("account of unrated " + kept.requestId() + " is not here", null);
        }
        if (!posting.canCount(account, charge.chargeNanos())) {
            throw unpriced("no price for so large a charge");
        }
        Fact.UsageRated fact =
                posting.rate(account, kept, record, units, charge, writtenOff, operation);
        return new Rated(charge.chargeNanos(), fact.balanceAfterNanos(), false);
    }

    /// What units a later rating prices of those that a call used.
    public static Units priced(CallPrice price, String proxy, Units used) {
        return isMeasured(proxy, used) ? price.measured(used) : used;
    }

    /// The price of what waited for this reason, be it the rest of a call; empty for no reason.
    ///
    /// @param sheet null when there is no price at all
    /// @param isTold whether its units are told by who rates it
    /// @return null likewise
    public static @Nullable CallPrice price(
            @Nullable PriceSheet sheet,
            Curves curves,
            EarlierParts parts,
            String unratedReason,
            boolean isTold,
            long serviceId,
            long authorizedAtMs) {
        CallPrice price = CallPrice.of(sheet, curves, serviceId, authorizedAtMs);
        if (price == null || !price.sheet().pricesCompute() || !LateReport.isOne(unratedReason)) {
            return price;
        }
        Units before = parts.of(unratedReason, isTold);
        return before == null ? new CallPrice(price.sheet(), null) : price.after(before);
    }

    private Charge charge(
            UsageRecord record, @Nullable Units before, @Nullable CompiledBook book, Units told) {
        Units used = record.settlement().units();
        if (used.isEmpty() == told.isEmpty()) {
            throw Fault.invalid(
                    "units",
                    told.isEmpty() ? "empty" : told,
                    used.isEmpty() ? "what was used: the record does not say" : "empty");
        }
        Units units = used.isEmpty() ? told : used;
        String problem = units.problem();
        if (problem != null) {
            throw Fault.of(ErrorCode.INVALID_UNITS, "units: " + problem);
        }
        if (book == null) {
            throw Fault.of(
                    ErrorCode.PRICE_BOOK_UNKNOWN,
                    "price_book: not a published book (expected: the id of one)");
        }
        PriceSheet sheet =
                book.sheet(
                        record.call().serviceId(), record.call().accountId(), record.call().tier());
        CallPrice price =
                price(
                        sheet,
                        curves,
                        (_, _) -> before,
                        record.unratedReason(),
                        used.isEmpty(),
                        record.call().serviceId(),
                        record.call().authorizedAtMs());
        if (price == null) {
            throw unpriced("no price for the service");
        }
        Units priced = priced(price, record.call().proxy(), units);
        return switch (price.rate(priced, Volumes.NONE, record.settlement().countsAsRequest())) {
            case Rating.Rated rated ->
                    new Charge(
                            book.id(),
                            rated.lines(),
                            rated.priceNanos(),
                            rated.feeNanos(),
                            rated.chargeNanos());
            case Rating.Unpriced without ->
                    throw unpriced(
                            before == null
                                            && without.unit().isCompute()
                                            && LateReport.isOne(record.unratedReason())
                                    ? WITHOUT_FIRST
                                    : CallPrice.missing(without.unit(), priced));
            case Rating.TooLarge _ -> throw unpriced("no price for so large a charge");
        };
    }

    // A picture or sound is counted in several ways at a time, of which the book prices one or
    // more.
    private static boolean isMeasured(String proxy, Units used) {
        return proxy.equals(AuthorizeCall.MEASURING_PROXY)
                && (used.has(Unit.IMAGES)
                        || used.has(Unit.PIXELS)
                        || used.has(Unit.CHARACTERS)
                        || used.has(Unit.AUDIO_MILLISECONDS));
    }

    private static Fault unpriced(String what) {
        return Fault.of(
                ErrorCode.UNPRICED, "price_book: has " + what + " (expected: a book that has)");
    }
}
