package io.weighbridge.console.feature.prices.replay;

import io.weighbridge.console.client.AccountNames;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.feature.prices.books.PriceBooks;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.proto.v1.CancelReplayRequest;
import io.weighbridge.proto.v1.GetReplayReply;
import io.weighbridge.proto.v1.GetReplayRequest;
import io.weighbridge.proto.v1.ListReplayAccountsReply;
import io.weighbridge.proto.v1.ListReplayAccountsRequest;
import io.weighbridge.proto.v1.ListReplaysReply;
import io.weighbridge.proto.v1.ListReplaysRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.Replay;
import io.weighbridge.proto.v1.ReplayAccount;
import io.weighbridge.proto.v1.ReplayService;
import io.weighbridge.proto.v1.ReplayState;
import io.weighbridge.proto.v1.RunReplayRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// What-if replays: all of them, and one. Used on the FX thread, but for its readers.
final class ReplayModel {
    private static final int PAGE = 200;

    /// One, with the book that it is priced by.
    ///
    /// @param book without its prices, and without an id where it is gone
    /// @param services when it is done
    record Seen(Replay replay, PriceBook book, List<ReplayService> services) {}

    /// What became of an account.
    ///
    /// @param name of the account
    record AccountLine(ReplayAccount line, String name) {}

    private final BackendClient client;
    private final PriceBooks books;
    private final AccountNames names;
    private final Map<String, PriceBook> known = new ConcurrentHashMap<>();
    private final Lane reading;
    private final Lane asking;
    private final ReadOnlyObjectWrapper<Loadable<Seen>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());

    ReplayModel(BackendClient client, Background background) {
        this.client = client;
        this.books = new PriceBooks(client);
        this.names = new AccountNames(client);
        this.reading = background.lane();
        this.asking = background.lane();
    }

    static boolean isRunning(Replay replay) {
        return replay.getState() == ReplayState.REPLAY_STATE_RUNNING;
    }

    // Blocks. Drafts that were deleted are not there.
    private PriceBook book(String id) {
        if (!known.containsKey(id)) {
            books.all().forEach(each -> known.put(each.getId(), each));
        }
        return known.getOrDefault(id, PriceBook.getDefaultInstance());
    }

    private static PageRequest page(String token) {
        return PageRequest.newBuilder().setSize(PAGE).setToken(token).build();
    }

    /// Replays, newest first. Blocks.
    Paging.Reader<Seen> replays() {
        return token -> {
            ListReplaysReply reply =
                    client.replays()
                            .listReplays(
                                    ListReplaysRequest.newBuilder().setPage(page(token)).build());
            return new Paging.Page<>(
                    reply.getReplaysList().stream()
                            .map(each -> new Seen(each, book(each.getPriceBook()), List.of()))
                            .toList(),
                    reply.getNextPageToken());
        };
    }

    /// What became of accounts, those first that would have paid most more. Blocks.
    Paging.Reader<AccountLine> accounts(String replay) {
        return token -> {
            ListReplayAccountsReply reply =
                    client.replays()
                            .listReplayAccounts(
                                    ListReplayAccountsRequest.newBuilder()
                                            .setReplay(replay)
                                            .setPage(page(token))
                                            .build());
            names.read(reply.getAccountsList().stream().map(ReplayAccount::getAccount).toList());
            return new Paging.Page<>(
                    reply.getAccountsList().stream()
                            .map(each -> new AccountLine(each, names.of(each.getAccount())))
                            .toList(),
                    reply.getNextPageToken());
        };
    }

    /// One.
    ReadOnlyObjectProperty<Loadable<Seen>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    void read(String replay) {
        reading.run(
                () -> {
                    GetReplayReply reply =
                            client.replays()
                                    .getReplay(
                                            GetReplayRequest.newBuilder()
                                                    .setReplay(replay)
                                                    .build());
                    return new Seen(
                            reply.getReplay(),
                            book(reply.getReplay().getPriceBook()),
                            reply.getServicesList());
                },
                seen -> state.set(new Loadable.Ready<>(seen)),
                failure -> {
                    if (!(state.get() instanceof Loadable.Ready<Seen>) || !failure.isConnection()) {
                        state.set(new Loadable.Failed<>(failure));
                    }
                });
    }

    /// Reads it again while it runs.
    void poll(String replay) {
        boolean isEnded =
                state.get() instanceof Loadable.Ready<Seen>(Seen now) && !isRunning(now.replay());
        if (!isEnded && !reading.isBusy()) {
            read(replay);
        }
    }

    /// Forgets what is being read.
    void forget() {
        reading.cancel();
    }

    /// Begins one.
    ///
    /// @param span of calls
    void run(String book, ReplaySpan span, Consumer<Replay> done, Consumer<Failure> failed) {
        RunReplayRequest request =
                RunReplayRequest.newBuilder()
                        .setPriceBook(book)
                        .setFromMs(span.fromMs())
                        .setToMs(span.toMs())
                        .build();
        asking.run(() -> client.replays().runReplay(request), done, failed);
    }

    /// Ends one early.
    void end(String replay, Consumer<Failure> failed) {
        CancelReplayRequest request = CancelReplayRequest.newBuilder().setReplay(replay).build();
        asking.run(() -> client.replays().cancelReplay(request), _ -> read(replay), failed);
    }
}
