package io.weighbridge.console.feature.prices.draft;

import io.grpc.StatusRuntimeException;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.feature.prices.books.PriceBooks;
import io.weighbridge.console.feature.prices.words.Difference;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.proto.v1.DeleteDraftRequest;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PublishRequest;
import io.weighbridge.proto.v1.UpdateDraftRequest;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Saves a draft, publishes it, and what to do when somebody was quicker. Used on the FX thread.
final class Publishing {
    /// A draft that was made anew on the newest book.
    ///
    /// @param conflicts prices that both changed
    record Rebased(PriceBook book, List<String> conflicts) {}

    private final BackendClient client;
    private final PriceBooks books;
    private final DraftModel draft;
    private final Lane lane;

    Publishing(BackendClient client, Background background, DraftModel draft) {
        this.client = client;
        this.books = new PriceBooks(client);
        this.draft = draft;
        this.lane = background.lane();
    }

    /// Saves what is on the screen.
    void save(Consumer<Outcome> done) {
        UpdateDraftRequest request = draft.update(draft.book().getVersion());
        PriceBook shown = draft.shown();
        run(() -> books.update(request), shown, done);
    }

    /// Saves it over what somebody else made of the draft meanwhile.
    void saveOver(PriceBook theirs, Consumer<Outcome> done) {
        UpdateDraftRequest request = draft.update(theirs.getVersion());
        PriceBook shown = draft.shown();
        run(() -> books.update(request), shown, done);
    }

    /// Saves what is on the screen if need be, and publishes it.
    ///
    /// @param effectiveAtMs 0 for at once
    /// @param supersede although another book was published since the draft was made
    void publish(long effectiveAtMs, String reason, boolean supersede, Consumer<Outcome> done) {
        PriceBook shown = draft.shown();
        UpdateDraftRequest save = draft.update(draft.book().getVersion());
        boolean isChanged = draft.changedProperty().get();
        PriceBook stored = draft.book();
        // What was saved stays saved, whatever comes of publishing it.
        AtomicReference<PriceBook> savedFirst = new AtomicReference<>(stored);
        run(
                () -> {
                    if (isChanged) {
                        savedFirst.set(books.update(save));
                    }
                    PriceBook saved = savedFirst.get();
                    return BackendClient.because(client.prices(), reason)
                            .publish(
                                    PublishRequest.newBuilder()
                                            .setPriceBook(saved.getId())
                                            .setVersion(saved.getVersion())
                                            .setEffectiveAtMs(effectiveAtMs)
                                            .setSupersede(supersede)
                                            .build());
                },
                shown,
                outcome -> {
                    if (isChanged && !(outcome instanceof Outcome.Done)) {
                        draft.saved(savedFirst.get());
                    }
                    done.accept(outcome);
                });
    }

    private void run(Callable<PriceBook> work, PriceBook shown, Consumer<Outcome> done) {
        lane.run(
                () -> outcome(work, shown),
                outcome -> {
                    if (outcome instanceof Outcome.Done(PriceBook book)) {
                        draft.saved(book);
                    }
                    done.accept(outcome);
                },
                failure -> done.accept(new Outcome.Failed(failure)));
    }

    private Outcome outcome(Callable<PriceBook> work, PriceBook shown) throws Exception {
        try {
            return new Outcome.Done(work.call());
        } catch (StatusRuntimeException e) {
            Failure failure = Failure.of(e);
            return switch (failure.code()) {
                case "VERSION_CONFLICT" -> {
                    PriceBook theirs = books.get(shown.getId());
                    yield new Outcome.Conflict(theirs, Difference.between(shown, theirs));
                }
                case "BASE_SUPERSEDED" -> {
                    PriceBook newest = newest();
                    yield new Outcome.Superseded(
                            newest,
                            Difference.between(books.getOrEmpty(shown.getBasedOn()), newest));
                }
                default -> new Outcome.Failed(failure);
            };
        }
    }

    private PriceBook newest() {
        return PriceBooks.lastPublished(books.all())
                .map(book -> books.get(book.getId()))
                .orElse(PriceBook.getDefaultInstance());
    }

    /// Copies the newest book, makes the draft's differences in it, and deletes the draft.
    void rebase(PriceBook newest, Consumer<Rebased> done, Consumer<Failure> failed) {
        PriceBook mine = draft.shown();
        lane.run(
                () -> {
                    Rebase rebase = Rebase.of(books.getOrEmpty(mine.getBasedOn()), mine, newest);
                    PriceBook made = books.create(newest.getId(), mine.getNote());
                    PriceBook filled =
                            books.update(
                                    UpdateDraftRequest.newBuilder()
                                            .setPriceBook(made.getId())
                                            .setVersion(made.getVersion())
                                            .addAllRates(rebase.rates())
                                            .addAllFees(rebase.fees())
                                            .setNote(mine.getNote())
                                            .build());
                    delete(mine.getId());
                    return new Rebased(filled, rebase.conflicts());
                },
                done,
                failed);
    }

    /// Deletes the draft.
    void discard(String reason, Runnable done, Consumer<Failure> failed) {
        String id = draft.book().getId();
        lane.run(
                () ->
                        BackendClient.because(client.prices(), reason)
                                .deleteDraft(
                                        DeleteDraftRequest.newBuilder().setPriceBook(id).build()),
                _ -> done.run(),
                failed);
    }

    private void delete(String id) {
        var _ =
                client.prices()
                        .deleteDraft(DeleteDraftRequest.newBuilder().setPriceBook(id).build());
    }
}
