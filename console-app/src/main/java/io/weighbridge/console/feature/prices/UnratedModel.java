package io.weighbridge.console.feature.prices;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.client.Operations;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.proto.v1.GetAccountRequest;
import io.weighbridge.proto.v1.ListUnratedReply;
import io.weighbridge.proto.v1.ListUnratedRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.RateUnratedRequest;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UsageRecord;
import io.weighbridge.proto.v1.WriteOffUnratedRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// The queue of usage that could not be priced: read a page at a time, rated or written off one
/// after another. Used on the FX thread only.
final class UnratedModel {
    /// What is in the queue.
    ///
    /// @param names of accounts, by id; not of all when they are very many
    /// @param nextToken of the page that follows; empty for none
    record Queue(List<UsageRecord> records, Map<String, String> names, String nextToken) {
        /// The account's name, or its id.
        String account(UsageRecord record) {
            return names.getOrDefault(record.getAccount(), record.getAccount());
        }
    }

    /// What came of one record.
    ///
    /// @param failure empty when it was done
    /// @param chargeNanos 0 for a write-off
    record Item(UsageRecord record, String failure, long chargeNanos, long balanceNanos) {
        boolean isDone() {
            return failure.isEmpty();
        }
    }

    private static final int PAGE = 200;
    private static final int NAMES_MAX = 100;

    private final BackendClient client;
    private final Operations operations;
    private final PriceBooks books;
    private final String account;
    private final Background background;
    private final Lane reading;
    private final Lane working;
    private final Lane readingBooks;
    private final ReadOnlyObjectWrapper<Loadable<Queue>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());

    /// @param account only its usage; empty for all
    UnratedModel(
            BackendClient client, Operations operations, Background background, String account) {
        this.client = client;
        this.operations = operations;
        this.books = new PriceBooks(client);
        this.account = account;
        this.background = background;
        this.reading = background.lane();
        this.working = background.lane();
        this.readingBooks = background.lane();
    }

    ReadOnlyObjectProperty<Loadable<Queue>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    void read() {
        read(new Queue(List.of(), Map.of(), ""));
    }

    /// Reads the next page, if there is one.
    void readMore() {
        if (state.get() instanceof Loadable.Ready<Queue>(Queue queue)
                && !queue.nextToken().isEmpty()) {
            read(queue);
        }
    }

    private void read(Queue before) {
        reading.run(
                () -> next(before),
                queue ->
                        state.set(
                                queue.records().isEmpty()
                                        ? new Loadable.Empty<>()
                                        : new Loadable.Ready<>(queue)),
                failure -> state.set(new Loadable.Failed<>(failure)));
    }

    private Queue next(Queue before) {
        ListUnratedReply reply =
                client.usage()
                        .listUnrated(
                                ListUnratedRequest.newBuilder()
                                        .setAccount(account)
                                        .setPage(
                                                PageRequest.newBuilder()
                                                        .setSize(PAGE)
                                                        .setToken(before.nextToken()))
                                        .build());
        List<UsageRecord> all = new ArrayList<>(before.records());
        all.addAll(reply.getRecordsList());
        Map<String, String> names = new HashMap<>(before.names());
        for (UsageRecord record : reply.getRecordsList()) {
            if (names.size() < NAMES_MAX && !names.containsKey(record.getAccount())) {
                names.put(
                        record.getAccount(),
                        client.accounts()
                                .getAccount(
                                        GetAccountRequest.newBuilder()
                                                .setAccount(record.getAccount())
                                                .build())
                                .getName());
            }
        }
        return new Queue(List.copyOf(all), Map.copyOf(names), reply.getNextPageToken());
    }

    void cancel() {
        reading.cancel();
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
    /// @param done told of all
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

    private void all(
            List<UsageRecord> records,
            BiFunction<UsageRecord, String, Item> one,
            Consumer<Item> each,
            Consumer<List<Item>> done) {
        working.run(
                () -> {
                    List<Item> items = new ArrayList<>();
                    for (UsageRecord record : records) {
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
