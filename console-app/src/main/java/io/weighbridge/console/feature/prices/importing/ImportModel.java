package io.weighbridge.console.feature.prices.importing;

import com.google.protobuf.ByteString;

import io.grpc.stub.StreamObserver;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.ClientException;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.feature.prices.books.PriceBooks;
import io.weighbridge.console.feature.prices.words.Place;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.FetchPriceMapRequest;
import io.weighbridge.proto.v1.ImportPriceMapRequest;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PriceChange;
import io.weighbridge.proto.v1.PriceImport;
import io.weighbridge.proto.v1.PriceImportOptions;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.UpdateDraftRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Takes prices over from a price map: first it only looks what would change, then it makes a draft
/// of the changes that were accepted. Used on the FX thread only.
final class ImportModel {
    /// The most of each list that the service answers.
    static final int LIST_MAX = 20_000;

    private static final int FILE_BYTES_MAX = 16 << 20;
    private static final int PIECE_BYTES = 256 << 10;
    private static final int REPLY_BYTES_MAX = 64 << 20;
    private static final int NAME_LENGTH_MAX = 200;
    private static final int TIMEOUT_S = 600;
    // As many names as the service takes in one list.
    private static final int NAMES_MAX = 1_000;

    /// What was asked and what came of it.
    ///
    /// @param source a file's path or a URL
    record Looked(String source, PriceImportOptions options, PriceImport found) {}

    private final BackendClient client;
    private final PriceBooks books;
    private final Lane looking;
    private final Lane making;
    private final ReadOnlyObjectWrapper<@Nullable Loadable<Looked>> state =
            new ReadOnlyObjectWrapper<>();

    ImportModel(BackendClient client, Background background) {
        this.client = client;
        this.books = new PriceBooks(client);
        this.looking = background.lane();
        this.making = background.lane();
    }

    /// Null until something was looked at.
    ReadOnlyObjectProperty<@Nullable Loadable<Looked>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Looks what a map would change; makes nothing.
    void look(String source, PriceImportOptions options) {
        PriceImportOptions dry = options.toBuilder().setDryRun(true).setListMax(LIST_MAX).build();
        state.set(new Loadable.Loading<>());
        looking.run(
                () -> new Looked(source, options, send(source, dry)),
                looked -> state.set(new Loadable.Ready<>(looked)),
                failure -> state.set(new Loadable.Failed<>(failure)));
    }

    /// Looks no longer; a draft that is being made gets made, and its answer is told.
    void cancel() {
        looking.cancel();
        if (state.get() instanceof Loadable.Loading) {
            state.set(null);
        }
    }

    /// Makes a draft with these changes only; services that it needs are made when the options say
    /// so.
    void make(
            Looked looked,
            Set<PriceChange> accepted,
            Consumer<PriceBook> done,
            Consumer<Failure> failed) {
        making.run(() -> draft(looked, accepted), done, failed);
    }

    /// Keeps what a map says of others' prices, and changes nothing else.
    void compare(
            String source,
            PriceImportOptions options,
            Consumer<PriceImport> done,
            Consumer<Failure> failed) {
        PriceImportOptions only = options.toBuilder().setCatalogueOnly(true).build();
        making.run(() -> send(source, only), done, failed);
    }

    private PriceBook draft(Looked looked, Set<PriceChange> accepted) throws IOException {
        Set<String> services = new TreeSet<>();
        accepted.forEach(change -> services.add(change.getPlace().getService()));
        if (services.size() > NAMES_MAX) {
            throw new ClientException(
                    "TOO_MANY_SERVICES",
                    Texts.of(
                            "prices.import.too-many",
                            Integer.toString(services.size()),
                            Integer.toString(NAMES_MAX)));
        }
        PriceImport made = send(looked.source(), narrowed(looked, services));
        if (made.getPriceBook().isEmpty()) {
            throw new ClientException("NOTHING_CHANGED", Texts.of("prices.import.nothing"));
        }
        PriceBook base = books.inForce();
        PriceBook draft = books.get(made.getPriceBook());
        return books.update(
                UpdateDraftRequest.newBuilder()
                        .setPriceBook(draft.getId())
                        .setVersion(draft.getVersion())
                        .addAllRates(apply(base.getRatesList(), accepted))
                        .addAllFees(base.getFeesList())
                        .setNote(draft.getNote())
                        .build());
    }

    // Only what is accepted, so that no other service is made.
    private static PriceImportOptions narrowed(Looked looked, Set<String> services) {
        PriceImportOptions.Builder options =
                looked.options().toBuilder()
                        .setListMax(1)
                        .clearModels()
                        .addAllModels(services)
                        .clearServices();
        looked.options()
                .getServicesMap()
                .forEach(
                        (model, service) -> {
                            if (services.contains(service)) {
                                options.putServices(model, service);
                            }
                        });
        return options.build();
    }

    /// Rates with some changes made in them.
    static List<Rate> apply(List<Rate> rates, Set<PriceChange> accepted) {
        Map<Place, Rate> result = new LinkedHashMap<>();
        rates.forEach(rate -> result.put(Place.of(rate), rate));
        for (PriceChange change : accepted) {
            Place place = Place.of(change.getPlace());
            if (change.getNewPer() == 0) {
                result.remove(place);
            } else {
                result.put(
                        place,
                        Rate.newBuilder()
                                .setService(place.service())
                                .setUnitValue(place.unit().number())
                                .setTierValue(place.tier().number())
                                .setAboveInputTokens(place.aboveInputTokens())
                                .setPriceNanos(change.getNewNanos())
                                .setPer(change.getNewPer())
                                .build());
            }
        }
        return new ArrayList<>(result.values());
    }

    private PriceImport send(String source, PriceImportOptions options) throws IOException {
        if (source.startsWith("https://") || source.startsWith("http://")) {
            return answer(
                    reply ->
                            client.priceImports()
                                    .withDeadlineAfter(TIMEOUT_S, TimeUnit.SECONDS)
                                    .withMaxInboundMessageSize(REPLY_BYTES_MAX)
                                    .fetchPriceMap(
                                            FetchPriceMapRequest.newBuilder()
                                                    .setUrl(source)
                                                    .setOptions(options)
                                                    .build(),
                                            reply));
        }
        byte[] map = file(source);
        PriceImportOptions named = options.toBuilder().setSource(name(source)).build();
        return answer(reply -> upload(map, named, reply));
    }

    // Under which others' prices are kept.
    private static String name(String source) {
        String name = String.valueOf(Path.of(source).getFileName());
        return name.substring(0, Math.min(NAME_LENGTH_MAX, name.length()));
    }

    private static byte[] file(String source) throws IOException {
        Path file;
        try {
            file = Path.of(source);
        } catch (InvalidPathException e) {
            throw new ClientException("NO_FILE", Texts.of("prices.import.no-file", source));
        }
        if (!Files.isRegularFile(file)) {
            throw new ClientException("NO_FILE", Texts.of("prices.import.no-file", source));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] map = in.readNBytes(FILE_BYTES_MAX + 1);
            if (map.length > FILE_BYTES_MAX) {
                throw new ClientException("TOO_LARGE", Texts.of("prices.import.too-large"));
            }
            return map;
        }
    }

    private void upload(byte[] map, PriceImportOptions options, StreamObserver<PriceImport> reply) {
        StreamObserver<ImportPriceMapRequest> pieces =
                client.priceImports()
                        .withDeadlineAfter(TIMEOUT_S, TimeUnit.SECONDS)
                        .withMaxInboundMessageSize(REPLY_BYTES_MAX)
                        .importPriceMap(reply);
        pieces.onNext(ImportPriceMapRequest.newBuilder().setOptions(options).build());
        for (int from = 0; from < map.length; from += PIECE_BYTES) {
            pieces.onNext(
                    ImportPriceMapRequest.newBuilder()
                            .setChunk(
                                    ByteString.copyFrom(
                                            map, from, Math.min(PIECE_BYTES, map.length - from)))
                            .build());
        }
        pieces.onCompleted();
    }

    private static PriceImport answer(Consumer<StreamObserver<PriceImport>> call) {
        CompletableFuture<PriceImport> result = new CompletableFuture<>();
        call.accept(
                new StreamObserver<>() {
                    @Override
                    public void onNext(PriceImport message) {
                        result.complete(message);
                    }

                    @Override
                    public void onError(Throwable thrown) {
                        result.completeExceptionally(thrown);
                    }

                    @Override
                    public void onCompleted() {
                        // The one message came before.
                    }
                });
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
