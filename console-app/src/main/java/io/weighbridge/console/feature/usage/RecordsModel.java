package io.weighbridge.console.feature.usage;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.CallScope;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.ListRecordsReply;
import io.weighbridge.proto.v1.ListRecordsRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.UsageRecord;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Records of a query, newest first, page by page.
final class RecordsModel {
    private static final int PAGE = 200;

    private final Function<ListRecordsRequest, ListRecordsReply> source;
    private final Names names;
    private final Formats formats;
    private final Lane lane;
    private final ReadOnlyObjectWrapper<Loadable<List<UsageRecord>>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
    private final ReadOnlyObjectWrapper<Boolean> hasMore = new ReadOnlyObjectWrapper<>(false);
    // What is shown; replaced as one, so that rows of two queries never mix.
    private Shown shown = new Shown(ListRecordsRequest.getDefaultInstance(), List.of(), "");
    private boolean isReading;
    private CallScope scope = new CallScope();

    /// @param next where the next page begins; empty after the last one
    private record Shown(ListRecordsRequest request, List<UsageRecord> rows, String next) {}

    RecordsModel(BackendClient client, Names names, Background background, Formats formats) {
        this(request -> client.usage().listRecords(request), names, background, formats);
    }

    RecordsModel(
            Function<ListRecordsRequest, ListRecordsReply> source,
            Names names,
            Background background,
            Formats formats) {
        this.source = source;
        this.names = names;
        this.formats = formats;
        this.lane = background.lane();
    }

    /// All that were read so far.
    ReadOnlyObjectProperty<Loadable<List<UsageRecord>>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Boolean> hasMoreProperty() {
        return hasMore.getReadOnlyProperty();
    }

    /// Reads the first page of a query.
    void read(UsageQuery query) {
        Span span = query.buckets(formats.clock().millis(), formats.zone()).span();
        UsageFilter filter = query.filter();
        ListRecordsRequest request =
                ListRecordsRequest.newBuilder()
                        .setAccount(filter.account())
                        .setKey(filter.key())
                        .setService(filter.service())
                        .setSubject(filter.subject())
                        .setFromAtMs(span.fromMs())
                        .setToAtMs(span.toMs())
                        .build();
        page(new Shown(request, List.of(), ""));
    }

    /// Reads the next page, if there is one and none is under way.
    void more() {
        if (!isReading && hasMore.get() && state.get() instanceof Loadable.Ready) {
            page(shown);
        }
    }

    private void page(Shown before) {
        isReading = true;
        scope.cancel();
        CallScope own = new CallScope();
        scope = own;
        lane.run(
                () -> {
                    ListRecordsReply reply = own.call(() -> next(before));
                    List<UsageRecord> page = reply.getRecordsList();
                    names.lookUp(
                            Level.ACCOUNT, page.stream().map(UsageRecord::getAccount).toList());
                    names.lookUp(Level.KEY, page.stream().map(UsageRecord::getKey).toList());
                    return reply;
                },
                reply -> show(before, reply),
                this::fail);
    }

    // A page can be empty although more follow: where few records match, many are looked through.
    private ListRecordsReply next(Shown before) {
        String token = before.next();
        while (true) {
            ListRecordsReply reply =
                    source.apply(
                            before.request().toBuilder()
                                    .setPage(PageRequest.newBuilder().setSize(PAGE).setToken(token))
                                    .build());
            token = reply.getNextPageToken();
            if (reply.getRecordsCount() > 0 || token.isEmpty()) {
                return reply;
            }
        }
    }

    private void show(Shown before, ListRecordsReply reply) {
        isReading = false;
        List<UsageRecord> all = new ArrayList<>(before.rows());
        all.addAll(reply.getRecordsList());
        shown = new Shown(before.request(), List.copyOf(all), reply.getNextPageToken());
        hasMore.set(!shown.next().isEmpty());
        state.set(all.isEmpty() ? new Loadable.Empty<>() : new Loadable.Ready<>(shown.rows()));
    }

    private void fail(Failure failure) {
        isReading = false;
        if (!(state.get() instanceof Loadable.Ready && failure.isConnection())) {
            state.set(new Loadable.Failed<>(failure));
        }
    }

    void cancel() {
        scope.cancel();
        lane.cancel();
        isReading = false;
    }
}
