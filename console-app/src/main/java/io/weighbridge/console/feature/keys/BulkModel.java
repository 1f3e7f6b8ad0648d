package io.weighbridge.console.feature.keys;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ApiKey;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.List;

/// Does something to many keys, a few at a time, each with a result of its own. All state belongs
/// to the FX thread; only the calls run elsewhere.
final class BulkModel {
    /// How many calls are under way at most.
    static final int AT_ONCE = 4;

    private final BackendClient client;
    private final Background background;
    private final BulkAction action;
    private final ObservableList<BulkItem> items = FXCollections.observableArrayList();
    private int running;
    private boolean isCancelled;
    private boolean isRetry;

    BulkModel(BackendClient client, Background background, BulkAction action, List<ApiKey> keys) {
        this.client = client;
        this.background = background;
        this.action = action;
        keys.forEach(key -> items.add(BulkItem.waiting(key)));
    }

    BulkAction action() {
        return action;
    }

    ObservableList<BulkItem> items() {
        return items;
    }

    /// Begins, or goes on after [#cancel].
    void start() {
        isCancelled = false;
        fill();
    }

    /// Begins no more calls; those under way come to their end.
    void cancel() {
        isCancelled = true;
    }

    /// Tries the failed ones again, on what they are now; but one whose answer was lost on what it
    /// was: had it been done, the version tells, and nothing is done twice.
    void retry() {
        isRetry = true;
        items.replaceAll(
                item ->
                        item.state() == BulkItem.State.FAILED
                                ? item.in(BulkItem.State.WAITING)
                                : item);
        start();
    }

    long count(BulkItem.State state) {
        return items.stream().filter(item -> item.state() == state).count();
    }

    /// Whether calls are under way.
    boolean isRunning() {
        return running > 0;
    }

    /// Forgets the new secrets.
    void forgetSecrets() {
        items.replaceAll(BulkItem::withoutSecret);
    }

    private void fill() {
        for (int i = 0; i < items.size() && running < AT_ONCE && !isCancelled; i++) {
            if (items.get(i).state() == BulkItem.State.WAITING) {
                begin(i);
            }
        }
    }

    private void begin(int index) {
        BulkItem item = items.get(index).in(BulkItem.State.RUNNING);
        boolean mustRead = isRetry && !item.isUnsure();
        running++;
        items.set(index, item);
        background
                .workers()
                .execute(
                        () -> {
                            BulkItem result = call(item, mustRead);
                            background.fx().execute(() -> end(index, result));
                        });
    }

    private BulkItem call(BulkItem item, boolean mustRead) {
        ApiKey key = item.key();
        try {
            BulkAction.Outcome outcome =
                    action.run(client, mustRead ? BulkAction.get(client, key) : key);
            return new BulkItem(
                    outcome.key(),
                    outcome.refusal().isEmpty() ? BulkItem.State.DONE : BulkItem.State.FAILED,
                    outcome.refusal(),
                    outcome.secret(),
                    false);
        } catch (RuntimeException e) {
            Failure failure = Failure.of(e);
            boolean isUnsure = item.isUnsure() || failure.isConnection();
            String text = failure.text();
            if (failure.code().equals("VERSION_CONFLICT")) {
                text = Texts.of(isUnsure ? "keys.bulk.perhaps" : "keys.bulk.changed-before");
            } else if (isUnsure) {
                text = Texts.of("keys.bulk.lost", text);
            }
            return new BulkItem(key, BulkItem.State.FAILED, text, "", isUnsure);
        }
    }

    private void end(int index, BulkItem result) {
        running--;
        items.set(index, result);
        fill();
    }
}
