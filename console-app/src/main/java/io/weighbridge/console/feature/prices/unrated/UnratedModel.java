package io.weighbridge.console.feature.prices.unrated;

import io.weighbridge.console.client.AccountNames;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.client.Operations;
import io.weighbridge.console.feature.prices.books.PriceBooks;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.proto.v1.ListUnratedReply;
import io.weighbridge.proto.v1.ListUnratedRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.RateUnratedRequest;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UsageRecord;
import io.weighbridge.proto.v1.WriteOffUnratedRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// The queue of usage that could not be priced: read a page at a time, rated or written off one
/// after another. Used on the FX thread only.
final class UnratedModel {
    /// What came of one record.
    ///
    /// @param failure empty when it was done
    /// @param chargeNanos 0 for a write-off
    record Item(UsageRecord record, String failure, long chargeNanos, long balanceNanos) {
        boolean isDone() {
            return failure.isEmpty();
        }
    }

    static final int PAGE = 200;

    private final BackendClient client;
    private final Operations operations;
    private final PriceBooks books;
    private final String account;
    private final Background background;
    private final AccountNames names;
    private final Paging<UsageRecord> paging;
    private final Lane working;
    private final Lane readingBooks;
    // Asked by the work in the background, before each record.
    private volatile boolean isStopped;

    /// @param account only its usage; empty for all
    UnratedModel(
            BackendClient client, Operations operations, Background background, String account) {
        this.client = client;
        this.operations = operations;
        this.books = new PriceBooks(client);
        this.account = account;
        this.background = background;
        this.names = new AccountNames(client);
        this.paging = new Paging<>(background, client.link());
        this.working = background.lane();
        this.readingBooks = background.lane();
    }

    /// The records that were read.
    Paging<UsageRecord> paging() {
        return paging;
    }

    /// The name of a record's account, or its id.
    String account(UsageRecord record) {
        return names.of(record.getAccount());
    }

    /// Reads the first page.
    void read() {
        paging.read(this::page);
    }

    private Paging.Page<UsageRecord> page(String token) {
        ListUnratedReply reply =
                client.usage()
                        .listUnrated(
                                ListUnratedRequest.newBuilder()
                                        .setAccount(account)
                                        .setPage(
                                                PageRequest.newBuilder()
                                                        .setSize(PAGE)
                                                        .setToken(token))
                                        .build());
        names.read(reply.getRecordsList().stream().map(UsageRecord::getAccount).toList());
        return new Paging.Page<>(reply.getRecordsList(), reply.getNextPageToken());
    }

    void cancel() {
        paging.cancel();
    }

    /// Published books, the newest by effect first.
    void readBooks(Consumer<List<PriceBook>> done, Consumer<Failure> failed) {
        readingBooks.run(() -> PriceBooks.byEffect(books.all()), done, failed);
    }

    /// Charges each of them by a book.
    ///
    /// @param book empty: each by the one it was authorised under
    /// @param units for those that have none
    /// @param each told of each one as it is done
    /// @param done told of all that were begun
    void rate(
            List<UsageRecord> records,
            String book,
            List<UnitCount> units,
            String note,
            Consumer<Item> each,
            Consumer<List<Item>> done) {
        all(
                records,
                (record, operation) -> {
                    RateUnratedRequest.Builder request =
                            RateUnratedRequest.newBuilder()
                                    .setRecordId(record.getId())
                                    .setOperationId(operation)
                                    .setPriceBook(book)
                                    .setNote(note);
                    if (record.getUnitsCount() == 0) {
                        request.addAllUnits(units);
                    }
                    var reply = client.usage().rateUnrated(request.build());
                    return new Item(record, "", reply.getChargeNanos(), reply.getBalanceNanos());
                },
                each,
                done);
    }

    /// Drops the hold of each of them without a charge.
    void writeOff(
            List<UsageRecord> records,
            String note,
            Consumer<Item> each,
            Consumer<List<Item>> done) {
        all(
                records,
                (record, operation) -> {
                    var _ =
                            client.usage()
                                    .writeOffUnrated(
                                            WriteOffUnratedRequest.newBuilder()
                                                    .setRecordId(record.getId())
                                                    .setOperationId(operation)
                                                    .setNote(note)
                                                    .build());
                    return new Item(record, "", 0, 0);
                },
                each,
                done);
    }

    /// Lets no more of them begin; the one that is under way is finished.
    void stop() {
        isStopped = true;
    }

    private void all(
            List<UsageRecord> records,
            BiFunction<UsageRecord, String, Item> one,
            Consumer<Item> each,
            Consumer<List<Item>> done) {
        isStopped = false;
        working.run(
                () -> {
                    List<Item> items = new ArrayList<>();
                    for (UsageRecord record : records) {
                        if (isStopped) {
                            break;
                        }
                        Item item = once(record, one);
                        items.add(item);
                        background.fx().execute(() -> each.accept(item));
                    }
                    return List.copyOf(items);
                },
                items -> {
                    read();
                    done.accept(items);
                },
                _ -> read());
    }

    private Item once(UsageRecord record, BiFunction<UsageRecord, String, Item> one) {
        RateUnratedRequest what =
                RateUnratedRequest.newBuilder().setRecordId(record.getId()).build();
        Operations.Operation operation = operations.begin();
        try {
            Item item = one.apply(record, operation.send(what));
            operation.done();
            return item;
        } catch (RuntimeException e) {
            Failure failure = Failure.of(e);
            operation.failed(failure);
            return new Item(record, failure.text(), 0, 0);
        }
    }
}
