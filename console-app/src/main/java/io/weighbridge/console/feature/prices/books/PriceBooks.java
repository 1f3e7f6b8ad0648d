package io.weighbridge.console.feature.prices.books;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.proto.v1.CreateDraftRequest;
import io.weighbridge.proto.v1.GetPriceBookRequest;
import io.weighbridge.proto.v1.ListPriceBooksReply;
import io.weighbridge.proto.v1.ListPriceBooksRequest;
import io.weighbridge.proto.v1.ListServicesReply;
import io.weighbridge.proto.v1.ListServicesRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.Service;
import io.weighbridge.proto.v1.UpdateDraftRequest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// Reads and makes price books. Every call blocks: for background lanes.
public final class PriceBooks {
    private static final int PAGE = 1_000;
    private static final int PAGES_MAX = 20;

    private final BackendClient client;

    public PriceBooks(BackendClient client) {
        this.client = client;
    }

    /// All versions, without their prices, the newest first.
    public List<PriceBook> all() {
        List<PriceBook> books = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            ListPriceBooksReply reply =
                    client.prices()
                            .listPriceBooks(
                                    ListPriceBooksRequest.newBuilder()
                                            .setPage(page(token))
                                            .build());
            books.addAll(reply.getPriceBooksList());
            token = reply.getNextPageToken();
        } while (!token.isEmpty() && ++pages < PAGES_MAX);
        return books.reversed();
    }

    private static PageRequest page(String token) {
        return PageRequest.newBuilder().setSize(PAGE).setToken(token).build();
    }

    public PriceBook get(String id) {
        return client.prices()
                .getPriceBook(GetPriceBookRequest.newBuilder().setPriceBook(id).build());
    }

    /// The book in force; one without id and prices when none is.
    public PriceBook inForce() {
        try {
            return get("");
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return PriceBook.getDefaultInstance();
            }
            throw e;
        }
    }

    /// A book that may be none.
    public PriceBook getOrEmpty(String id) {
        return id.isEmpty() ? PriceBook.getDefaultInstance() : get(id);
    }

    /// The book that was published last, whether it is in force or not.
    public static Optional<PriceBook> lastPublished(List<PriceBook> books) {
        return books.stream()
                .filter(book -> book.getPublishedAtMs() > 0)
                .max(Comparator.comparingLong(PriceBook::getPublishedAtMs));
    }

    /// Published books in the order in which they come into force, the last first.
    public static List<PriceBook> byEffect(List<PriceBook> books) {
        return books.stream()
                .filter(book -> book.getPublishedAtMs() > 0)
                .sorted(
                        Comparator.comparingLong(PriceBook::getEffectiveAtMs)
                                .thenComparingLong(PriceBook::getPublishedAtMs)
                                .reversed())
                .toList();
    }

    /// Names of all services.
    public NavigableSet<String> services() {
        NavigableSet<String> names = new TreeSet<>();
        String token = "";
        int pages = 0;
        do {
            ListServicesReply reply =
                    client.services()
                            .listServices(
                                    ListServicesRequest.newBuilder().setPage(page(token)).build());
            reply.getServicesList().stream().map(Service::getName).forEach(names::add);
            token = reply.getNextPageToken();
        } while (!token.isEmpty() && ++pages < PAGES_MAX);
        return names;
    }

    public PriceBook create(String basedOn, String note) {
        return client.prices()
                .createDraft(
                        CreateDraftRequest.newBuilder().setBasedOn(basedOn).setNote(note).build());
    }

    public PriceBook update(UpdateDraftRequest request) {
        return client.prices().updateDraft(request);
    }

    /// A draft that brings back the prices of an older book, made from the one published last so
    /// that it can be published at once.
    PriceBook bringBack(PriceBook older, String note) {
        String last = lastPublished(all()).map(PriceBook::getId).orElse("");
        PriceBook draft = create(last, note);
        PriceBook whole = get(older.getId());
        return update(
                UpdateDraftRequest.newBuilder()
                        .setPriceBook(draft.getId())
                        .setVersion(draft.getVersion())
                        .addAllRates(whole.getRatesList())
                        .addAllFees(whole.getFeesList())
                        .setNote(note)
                        .build());
    }
}
