package io.weighbridge.console.feature.usage.record;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Names;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.proto.v1.GetPriceBookRequest;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.GetStatementRequest;
import io.weighbridge.proto.v1.MovementKind;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.Statement;
import io.weighbridge.proto.v1.StatementEntry;
import io.weighbridge.proto.v1.UsageRecord;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One record and all that explains it: its price book, and the balance before and after.
final class RecordModel {
    /// A record, explained.
    ///
    /// @param accountName of the account
    /// @param keyName of the key
    record Explained(UsageRecord record, Waterfall waterfall, String accountName, String keyName) {}

    private static final int PAGE = 1_000;
    private static final int PAGES_MAX = 5;

    private final BackendClient client;
    private final Names names;
    private final String id;
    private final Lane lane;
    private final ReadOnlyObjectWrapper<Loadable<Explained>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());

    RecordModel(BackendClient client, Background background, String id) {
        this.client = client;
        this.names = new Names(client);
        this.id = id;
        this.lane = background.lane();
    }

    ReadOnlyObjectProperty<Loadable<Explained>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    void read() {
        lane.run(this::explained, read -> state.set(new Loadable.Ready<>(read)), this::fail);
    }

    private Explained explained() throws Exception {
        UsageRecord record =
                client.usage().getRecord(GetRecordRequest.newBuilder().setRecordId(id).build());
        names.lookUp(Level.ACCOUNT, List.of(record.getAccount()));
        names.lookUp(Level.KEY, List.of(record.getKey()));
        return new Explained(
                record,
                Waterfall.of(record, book(record), balanceAfter(record)),
                names.of(Level.ACCOUNT, record.getAccount()),
                names.of(Level.KEY, record.getKey()));
    }

    // It only adds words to what the record says by itself: without it there are fewer.
    private @Nullable PriceBook book(UsageRecord record) {
        if (record.getPriceBook().isEmpty() || record.getLinesCount() == 0) {
            return null;
        }
        try {
            return client.prices()
                    .getPriceBook(
                            GetPriceBookRequest.newBuilder()
                                    .setPriceBook(record.getPriceBook())
                                    .build());
        } catch (RuntimeException e) {
            var _ = Failure.of(e);
            return null;
        }
    }

    // The statement has an entry at the instant of the charge; a later rating has one later, whose
    // instant the record does not tell.
    private @Nullable Long balanceAfter(UsageRecord record) {
        boolean isRated = record.hasRatedChargeNanos();
        if (!isRated && !record.getUnratedReason().isEmpty()) {
            return null;
        }
        GetStatementRequest.Builder request =
                GetStatementRequest.newBuilder()
                        .setAccount(record.getAccount())
                        .setFromAtMs(record.getSettledAtMs());
        if (!isRated) {
            request.setToAtMs(record.getSettledAtMs() + 1);
        }
        MovementKind wanted =
                isRated ? MovementKind.MOVEMENT_KIND_RATING : MovementKind.MOVEMENT_KIND_USAGE;
        String token = "";
        for (int page = 0; page < PAGES_MAX; page++) {
            request.setPage(PageRequest.newBuilder().setSize(PAGE).setToken(token));
            Statement statement = client.accounts().getStatement(request.build());
            for (StatementEntry entry : statement.getEntriesList()) {
                if (entry.getKind() == wanted && entry.getRecordId().equals(id)) {
                    return entry.getBalanceAfterNanos();
                }
            }
            token = statement.getNextPageToken();
            if (token.isEmpty()) {
                break;
            }
        }
        return null;
    }

    private void fail(Failure failure) {
        if (!(state.get() instanceof Loadable.Ready && failure.isConnection())) {
            state.set(new Loadable.Failed<>(failure));
        }
    }

    void cancel() {
        lane.cancel();
    }
}
