package io.weighbridge.backend.export;

import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.accounts.StatementEntry;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.model.IdKind;

import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/// An account's statement as CSV.
public final class StatementCsv {
    private static final String HEADER =
            CsvLine.header(
                    "sequence",
                    "at_ms",
                    "at",
                    "account_id",
                    "kind",
                    "amount_nanos",
                    "amount",
                    "balance_after_nanos",
                    "balance_after",
                    "record_id",
                    "operation_id",
                    "reason",
                    "note",
                    "currency");

    private final Accounts accounts;
    private final LongSupplier lastSequence;
    private final String currency;

    /// @param lastSequence of the ledger, now
    /// @param currency of the installation
    public StatementCsv(Accounts accounts, LongSupplier lastSequence, String currency) {
        this.accounts = accounts;
        this.lastSequence = lastSequence;
        this.currency = currency;
    }

    /// Movements that there are now, oldest first.
    CsvSource source(long accountId, long fromMs, long toMs) {
        long last = lastSequence.getAsLong();
        String filter = "statement export " + accountId;
        return new CsvSource(
                HEADER,
                () -> 0,
                token -> {
                    PageKey key = PageKey.of(PageKey.SIZE_MAX, token, filter);
                    Page<StatementEntry> page =
                            accounts.statement(accountId, fromMs, toMs, false, key).entries();
                    return upTo(last, page).map(entry -> line(accountId, entry));
                });
    }

    // An account that is charged all the time would have no end.
    private static Page<StatementEntry> upTo(long last, Page<StatementEntry> page) {
        List<StatementEntry> items = page.items();
        if (items.isEmpty() || items.getLast().sequence() <= last) {
            return page;
        }
        return new Page<>(items.stream().filter(entry -> entry.sequence() <= last).toList(), "");
    }

    private String line(long accountId, StatementEntry entry) {
        return new CsvLine()
                .number(entry.sequence())
                .instant(entry.atMs())
                .id(IdKind.ACCOUNT, accountId)
                .word(entry.kind())
                .money(entry.amountNanos())
                .money(entry.balanceAfterNanos())
                .word(Objects.toString(entry.requestId(), ""))
                .word(Objects.toString(entry.operationId(), ""))
                .word(entry.reason() == 0 ? null : AdjustmentReason.byNumber(entry.reason()))
                .text(entry.note())
                .word(currency)
                .end();
    }
}
