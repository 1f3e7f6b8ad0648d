package io.weighbridge.console.feature.payments;

import com.google.protobuf.ByteString;

import io.weighbridge.console.client.AccountNames;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.text.CsvText;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.DifferenceKind;
import io.weighbridge.proto.v1.ExportChunk;
import io.weighbridge.proto.v1.GetReconciliationReply;
import io.weighbridge.proto.v1.GetReconciliationRequest;
import io.weighbridge.proto.v1.ListProvidersRequest;
import io.weighbridge.proto.v1.ListReconciliationsReply;
import io.weighbridge.proto.v1.ListReconciliationsRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.ReconciliationDifference;
import io.weighbridge.proto.v1.ReconciliationRun;
import io.weighbridge.proto.v1.ReconciliationState;
import io.weighbridge.proto.v1.RunReconciliationRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/// Reports of what providers, orders and the ledger say differently: all of them, and one.
final class ReportModel {
    private static final int PAGE = 200;
    private static final int DAYS_BACK_MAX = 1_000;
    private static final String HEADER =
            CsvText.line(
                    List.of(
                            "day",
                            "kind",
                            "provider",
                            "reference",
                            "payment",
                            "order",
                            "account",
                            "currency",
                            "expected_nanos",
                            "expected",
                            "found_nanos",
                            "found",
                            "detail"));

    private final BackendClient client;
    private final AccountNames names;
    private final Lane reading;
    private final Lane asking;
    private final ReadOnlyObjectWrapper<Loadable<GetReconciliationReply>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());

    ReportModel(BackendClient client, Background background) {
        this.client = client;
        this.names = new AccountNames(client);
        this.reading = background.lane();
        this.asking = background.lane();
    }

    /// Whether it is still to be made.
    static boolean isOpen(ReconciliationRun run) {
        return run.getState() == ReconciliationState.RECONCILIATION_STATE_WAITING
                || run.getState() == ReconciliationState.RECONCILIATION_STATE_RUNNING;
    }

    /// Reports, newest first. Blocks.
    Paging.Reader<ReconciliationRun> reports() {
        return token -> {
            ListReconciliationsReply reply =
                    client.reconciliation()
                            .listReconciliations(
                                    ListReconciliationsRequest.newBuilder()
                                            .setPage(page(PAGE, token))
                                            .build());
            return new Paging.Page<>(reply.getReconciliationsList(), reply.getNextPageToken());
        };
    }

    private static PageRequest page(int size, String token) {
        return PageRequest.newBuilder().setSize(size).setToken(token).build();
    }

    private GetReconciliationReply get(String report, int size, String token) {
        return client.reconciliation()
                .getReconciliation(
                        GetReconciliationRequest.newBuilder()
                                .setReconciliation(report)
                                .setPage(page(size, token))
                                .build());
    }

    /// One with its totals, and any of its differences.
    ReadOnlyObjectProperty<Loadable<GetReconciliationReply>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    void read(String report) {
        reading.run(
                () -> get(report, 1, ""),
                reply -> state.set(new Loadable.Ready<>(reply)),
                failure -> {
                    if (!(state.get() instanceof Loadable.Ready<GetReconciliationReply>)
                            || !failure.isConnection()) {
                        state.set(new Loadable.Failed<>(failure));
                    }
                });
    }

    /// Reads it again while it is still to be made.
    void poll(String report) {
        boolean isEnded =
                state.get()
                                instanceof
                                Loadable.Ready<GetReconciliationReply>(GetReconciliationReply now)
                        && !isOpen(now.getReconciliation());
        if (!isEnded && !reading.isBusy()) {
            read(report);
        }
    }

    void cancel() {
        reading.cancel();
    }

    /// A report's differences, in the order in which they were found. Blocks. The service gives
    /// them of all kinds: a page may be empty although more follow.
    ///
    /// @param wanted unspecified for all
    Paging.Reader<DifferenceRow> differences(String report, DifferenceKind wanted) {
        return token -> {
            GetReconciliationReply reply = get(report, PAGE, token);
            List<ReconciliationDifference> fitting =
                    reply.getDifferencesList().stream()
                            .filter(
                                    each ->
                                            wanted == DifferenceKind.DIFFERENCE_KIND_UNSPECIFIED
                                                    || each.getKind() == wanted)
                            .toList();
            names.read(
                    fitting.stream()
                            .map(ReconciliationDifference::getAccount)
                            .filter(account -> !account.isEmpty())
                            .toList());
            return new Paging.Page<>(
                    fitting.stream()
                            .map(each -> new DifferenceRow(each, names.of(each.getAccount())))
                            .toList(),
                    reply.getNextPageToken());
        };
    }

    /// All differences of a report as CSV, a page in each chunk. Blocks.
    Iterator<ExportChunk> csv(ReconciliationRun report) {
        return new Iterator<>() {
            private String token = "";
            private boolean isWhole;
            private long rows;

            @Override
            public boolean hasNext() {
                return !isWhole;
            }

            @Override
            public ExportChunk next() {
                StringBuilder text = new StringBuilder(rows == 0 ? HEADER : "");
                GetReconciliationReply reply = get(report.getReconciliation(), PAGE, token);
                for (ReconciliationDifference each : reply.getDifferencesList()) {
                    text.append(line(report.getDay(), each));
                }
                rows += reply.getDifferencesCount();
                token = reply.getNextPageToken();
                isWhole = token.isEmpty();
                return ExportChunk.newBuilder()
                        .setData(ByteString.copyFromUtf8(text.toString()))
                        .setRows(rows)
                        .build();
            }
        };
    }

    private static String line(String day, ReconciliationDifference each) {
        return CsvText.line(
                List.of(
                        day,
                        ReportWords.csv(each.getKind()),
                        each.getProvider(),
                        CsvText.guarded(each.getReference()),
                        each.getPayment(),
                        each.getOrder(),
                        each.getAccount(),
                        each.getCurrency(),
                        Long.toString(each.getExpectedNanos()),
                        Nanos.toDecimal(each.getExpectedNanos()),
                        Long.toString(each.getFoundNanos()),
                        Nanos.toDecimal(each.getFoundNanos()),
                        CsvText.guarded(each.getDetail())));
    }

    /// The day in UTC.
    static LocalDate today(InstantSource clock) {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /// What is wrong with a day that was typed; empty when it can be compared.
    static String problem(String day, InstantSource clock) {
        LocalDate today = today(clock);
        LocalDate first = today.minusDays(DAYS_BACK_MAX);
        try {
            LocalDate typed = LocalDate.parse(day.strip());
            if (!typed.isAfter(today) && !typed.isBefore(first)) {
                return "";
            }
        } catch (DateTimeParseException e) {
            // Said below.
        }
        return Texts.of("payments.compare.wrong", first.toString(), today.toString());
    }

    /// Finds out whether anybody takes money: without, nothing is ever compared.
    void readProviders(Consumer<Boolean> done, Consumer<Failure> failed) {
        reading.run(
                () ->
                        client.payments()
                                        .listProviders(ListProvidersRequest.getDefaultInstance())
                                        .getProvidersCount()
                                > 0,
                done,
                failed);
    }

    /// Has a day compared.
    void compare(String day, Consumer<ReconciliationRun> done, Consumer<Failure> failed) {
        RunReconciliationRequest request =
                RunReconciliationRequest.newBuilder().setDay(day.strip()).build();
        asking.run(() -> client.reconciliation().runReconciliation(request), done, failed);
    }
}
