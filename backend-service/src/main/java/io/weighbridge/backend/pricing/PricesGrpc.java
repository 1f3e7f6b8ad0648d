package io.weighbridge.backend.pricing;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.services.Services;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.CallPreview;
import io.weighbridge.proto.v1.CreateDraftRequest;
import io.weighbridge.proto.v1.DeleteDraftReply;
import io.weighbridge.proto.v1.DeleteDraftRequest;
import io.weighbridge.proto.v1.GetPriceBookRequest;
import io.weighbridge.proto.v1.ListPriceBooksReply;
import io.weighbridge.proto.v1.ListPriceBooksRequest;
import io.weighbridge.proto.v1.PreviewPricesReply;
import io.weighbridge.proto.v1.PreviewPricesRequest;
import io.weighbridge.proto.v1.PublishRequest;
import io.weighbridge.proto.v1.UpdateDraftRequest;

import java.util.concurrent.Semaphore;
import java.util.function.LongPredicate;

/// The prices' administration over gRPC. For threads that may wait.
public final class PricesGrpc extends io.weighbridge.proto.v1.PricesGrpc.PricesImplBase {
    private static final int PREVIEWS_MAX = 1_000;
    // Each may compile a whole book.
    private static final int PREVIEWING_MAX = 2;

    private final Prices prices;
    private final Services services;
    private final LongPredicate isAccount;
    private final Preview.Gate gate;
    private final Semaphore previewing = new Semaphore(PREVIEWING_MAX);

    /// @param isAccount whether there is an account with this id
    /// @param gate prices what is previewed
    public PricesGrpc(
            Prices prices, Services services, LongPredicate isAccount, Preview.Gate gate) {
        this.prices = prices;
        this.services = services;
        this.isAccount = isAccount;
        this.gate = gate;
    }

    @Override
    public void createDraft(
            CreateDraftRequest request,
            StreamObserver<io.weighbridge.proto.v1.PriceBook> observer) {
        long basedOnId =
                RequestMapping.idOrNone("based_on", IdKind.PRICE_BOOK, request.getBasedOn());
        send(observer, prices.createDraft(basedOnId, request.getNote()));
    }

    @Override
    public void getPriceBook(
            GetPriceBookRequest request,
            StreamObserver<io.weighbridge.proto.v1.PriceBook> observer) {
        long id = RequestMapping.idOrNone("price_book", IdKind.PRICE_BOOK, request.getPriceBook());
        send(observer, prices.require(id));
    }

    @Override
    public void listPriceBooks(
            ListPriceBooksRequest request, StreamObserver<ListPriceBooksReply> observer) {
        Page<PriceBook> page = prices.list(RequestMapping.page(request.getPage(), "price books"));
        Replies.send(
                observer,
                ListPriceBooksReply.newBuilder()
                        .addAllPriceBooks(
                                page.map(book -> PricesMapping.toProto(book, services.directory()))
                                        .items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void updateDraft(
            UpdateDraftRequest request,
            StreamObserver<io.weighbridge.proto.v1.PriceBook> observer) {
        send(
                observer,
                prices.updateDraft(
                        id(request.getPriceBook()),
                        request.getVersion(),
                        PricesMapping.ratesFromProto(request.getRatesList(), services, isAccount),
                        PricesMapping.feesFromProto(request.getFeesList(), services),
                        request.getNote()));
    }

    @Override
    public void deleteDraft(DeleteDraftRequest request, StreamObserver<DeleteDraftReply> observer) {
        prices.deleteDraft(id(request.getPriceBook()));
        Replies.send(observer, DeleteDraftReply.getDefaultInstance());
    }

    @Override
    public void publish(
            PublishRequest request, StreamObserver<io.weighbridge.proto.v1.PriceBook> observer) {
        send(
                observer,
                prices.publish(
                        id(request.getPriceBook()),
                        request.getVersion(),
                        request.getEffectiveAtMs(),
                        request.getSupersede()));
    }

    @Override
    public void previewPrices(
            PreviewPricesRequest request, StreamObserver<PreviewPricesReply> observer) {
        Check.range("calls", request.getCallsCount(), 1, PREVIEWS_MAX);
        if (!previewing.tryAcquire()) {
            throw Fault.of(
                    ErrorCode.BUSY,
                    "too many previews run already (expected: at most "
                            + PREVIEWING_MAX
                            + "); try again later");
        }
        try {
            Replies.send(observer, preview(request));
        } finally {
            previewing.release();
        }
    }

    private PreviewPricesReply preview(PreviewPricesRequest request) {
        Preview preview =
                prices.preview(
                        PricesMapping.ratesFromProto(request.getRatesList(), services, isAccount),
                        PricesMapping.feesFromProto(request.getFeesList(), services),
                        gate);
        PreviewPricesReply.Builder reply = PreviewPricesReply.newBuilder();
        if (preview.bookInForceId() != 0) {
            reply.setPriceBook(IdKind.PRICE_BOOK.format(preview.bookInForceId()));
        }
        for (int i = 0; i < request.getCallsCount(); i++) {
            Preview.Call call =
                    PreviewMapping.fromProto(
                            "calls[" + i + "]", request.getCalls(i), services, isAccount);
            reply.addPreviews(
                    CallPreview.newBuilder()
                            .setBefore(PreviewMapping.toProto(preview.before(call)))
                            .setAfter(PreviewMapping.toProto(preview.after(call))));
        }
        return reply.build();
    }

    private static long id(String book) {
        return RequestMapping.id("price_book", IdKind.PRICE_BOOK, book);
    }

    private void send(StreamObserver<io.weighbridge.proto.v1.PriceBook> observer, PriceBook book) {
        Replies.send(observer, PricesMapping.toProto(book, services.directory()));
    }
}
