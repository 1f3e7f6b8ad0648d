package io.weighbridge.backend.compute;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.compute.analysis.Analysis;
import io.weighbridge.backend.compute.analysis.Question;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.GpuPrice;
import io.weighbridge.backend.compute.gpu.GpuVersion;
import io.weighbridge.backend.compute.gpu.Gpus;
import io.weighbridge.backend.compute.gpu.PricedGpu;
import io.weighbridge.backend.compute.saved.Models;
import io.weighbridge.backend.compute.saved.Proposal;
import io.weighbridge.backend.compute.saved.Proposals;
import io.weighbridge.backend.compute.saved.SavedModel;
import io.weighbridge.backend.compute.saved.ServiceModel;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.http.DocumentHttp;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.pricing.PricesMapping;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.Services;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AnalyzeModelRequest;
import io.weighbridge.proto.v1.ApplyFactorsRequest;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.DraftPriceReply;
import io.weighbridge.proto.v1.DraftPriceRequest;
import io.weighbridge.proto.v1.ListGpuPricesReply;
import io.weighbridge.proto.v1.ListGpuPricesRequest;
import io.weighbridge.proto.v1.ListGpuVersionsReply;
import io.weighbridge.proto.v1.ListGpuVersionsRequest;
import io.weighbridge.proto.v1.ListGpusReply;
import io.weighbridge.proto.v1.ListGpusRequest;
import io.weighbridge.proto.v1.ListModelsReply;
import io.weighbridge.proto.v1.ListModelsRequest;
import io.weighbridge.proto.v1.ListServiceModelsReply;
import io.weighbridge.proto.v1.ListServiceModelsRequest;
import io.weighbridge.proto.v1.ModelAnalysis;
import io.weighbridge.proto.v1.ModelSource;
import io.weighbridge.proto.v1.PriceProposal;
import io.weighbridge.proto.v1.ProposePriceRequest;
import io.weighbridge.proto.v1.SaveModelRequest;
import io.weighbridge.proto.v1.SetGpuPriceRequest;
import io.weighbridge.proto.v1.SetGpuRequest;
import io.weighbridge.proto.v1.SetServiceModelRequest;

import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// GPUs, models and proposals over gRPC. For threads that may wait.
final class ComputeGrpc extends io.weighbridge.proto.v1.ComputeGrpc.ComputeImplBase {
    // Each may have a whole message in memory, several times.
    private static final int ANALYSES_MAX = 4;
    // Of what is saved already: small, and nothing is waited for.
    private static final int PROPOSALS_MAX = 8;
    private static final int SIZES_MAX = 16;
    private static final int NANO_PLACES = 9;
    private static final List<Long> CONTEXTS = List.of(1_024L, 8_192L, 32_768L);
    private static final List<Long> PICTURES = List.of(512L, 1_024L);
    // Without a GPU only the cache's width counts.
    private static final ServingTerms NO_TERMS =
            new ServingTerms(1, 1, 2, 0, Basis.GPU_TIME_VRAM, false, 0, 1);

    private final Gpus gpus;
    private final Models models;
    private final Proposals proposals;
    private final Services services;
    private final DocumentHttp http;
    private final Places analyses = new Places("analyses", ANALYSES_MAX);
    private final Places proposing = new Places("proposals", PROPOSALS_MAX);

    /// @param http where configs are fetched from
    ComputeGrpc(
            Gpus gpus, Models models, Proposals proposals, Services services, DocumentHttp http) {
        this.gpus = gpus;
        this.models = models;
        this.proposals = proposals;
        this.services = services;
        this.http = http;
    }

    /// So many of a kind run at a time.
    private record Places(String kind, int max, Semaphore free) {
        Places(String kind, int max) {
            this(kind, max, new Semaphore(max));
        }

        <T> T with(Supplier<T> work) {
            if (!free.tryAcquire()) {
                throw Fault.of(
                        ErrorCode.BUSY,
                        "too many "
                                + kind
                                + " run already (expected: at most "
                                + max
                                + "); try again later");
            }
            try {
                return work.get();
            } finally {
                free.release();
            }
        }
    }

    @Override
    public void listGpus(ListGpusRequest request, StreamObserver<ListGpusReply> observer) {
        Page<PricedGpu> page = gpus.list(RequestMapping.page(request.getPage(), "gpus"));
        Replies.send(
                observer,
                ListGpusReply.newBuilder()
                        .addAllGpus(page.map(GpuMapping::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void setGpu(
            SetGpuRequest request, StreamObserver<io.weighbridge.proto.v1.Gpu> observer) {
        PricedGpu made =
                gpus.set(
                        request.getVersion(),
                        GpuMapping.fromProto(request.getGpu(), request.getFigures()),
                        request.getFigures().getRetired());
        Replies.send(observer, GpuMapping.toProto(made));
    }

    @Override
    public void setGpuPrice(
            SetGpuPriceRequest request, StreamObserver<io.weighbridge.proto.v1.GpuPrice> observer) {
        GpuPrice made =
                gpus.setPrice(
                        request.getGpu(),
                        request.getHourNanos(),
                        request.getEffectiveAtMs(),
                        request.getSource());
        Replies.send(observer, GpuMapping.toProto(request.getGpu(), made));
    }

    @Override
    public void listGpuVersions(
            ListGpuVersionsRequest request, StreamObserver<ListGpuVersionsReply> observer) {
        Page<GpuVersion> page =
                gpus.versions(
                        request.getGpu(),
                        RequestMapping.page(request.getPage(), "gpu versions " + request.getGpu()));
        Replies.send(
                observer,
                ListGpuVersionsReply.newBuilder()
                        .addAllVersions(page.map(GpuMapping::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void listGpuPrices(
            ListGpuPricesRequest request, StreamObserver<ListGpuPricesReply> observer) {
        Page<GpuPrice> page =
                gpus.prices(
                        request.getGpu(),
                        RequestMapping.page(request.getPage(), "gpu prices " + request.getGpu()));
        Replies.send(
                observer,
                ListGpuPricesReply.newBuilder()
                        .addAllPrices(
                                page.map(price -> GpuMapping.toProto(request.getGpu(), price))
                                        .items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void analyzeModel(AnalyzeModelRequest request, StreamObserver<ModelAnalysis> observer) {
        Replies.send(observer, analyses.with(() -> analysis(request)));
    }

    private ModelAnalysis analysis(AnalyzeModelRequest request) {
        boolean placed = !request.getGpu().isEmpty();
        ServingTerms terms =
                placed || !request.getTerms().equals(ComputeTerms.getDefaultInstance())
                        ? ModelMapping.fromProto(request.getTerms())
                        : NO_TERMS;
        if (terms.basis() == Basis.MEASURED) {
            throw Fault.invalid(
                    "terms.basis", "measured", "GPU time or FLOPs: an analysis measures nothing");
        }
        Check.range("hour_nanos", request.getHourNanos(), 0, GpuPrice.HOUR_NANOS_MAX);
        if (!placed && request.getHourNanos() != 0) {
            throw Fault.invalid("hour_nanos", request.getHourNanos(), "0 without a gpu");
        }
        boolean isText = terms.media() == null;
        List<Long> otherwise = placed && isText ? List.of(terms.contextTokens()) : CONTEXTS;
        List<Long> contexts =
                sizes("contexts", request.getContextsList(), otherwise, ServingTerms.CONTEXT_MAX);
        List<Long> pictures =
                sizes("pictures", request.getPicturesList(), PICTURES, Question.SIDE_MAX);
        Gpu gpu = placed ? priced(request) : null;
        ModelMapping.Named model = ModelMapping.fromProto(request.getModel(), models, http);
        Analysis analysis =
                models.analyse(model.name(), model.content(), gpu, terms, contexts, pictures);
        return AnalysisMapping.toProto(analysis, gpu);
    }

    private Gpu priced(AnalyzeModelRequest request) {
        Gpu gpu = gpus.require(request.getGpu()).gpu();
        return request.getHourNanos() == 0
                ? gpu
                : gpu.at(BigDecimal.valueOf(request.getHourNanos(), NANO_PLACES), "given");
    }

    private static List<Long> sizes(
            String field, List<Long> asked, List<Long> otherwise, long max) {
        Check.range(field, asked.size(), 0, SIZES_MAX);
        asked.forEach(each -> Check.range(field, each, 1, max));
        return asked.isEmpty() ? otherwise : asked;
    }

    @Override
    public void saveModel(
            SaveModelRequest request, StreamObserver<io.weighbridge.proto.v1.SavedModel> observer) {
        if (request.getModel().getOfCase() == ModelSource.OfCase.MODEL) {
            throw Fault.invalid("model", "a saved one", "one that is not saved yet");
        }
        SavedModel saved =
                analyses.with(
                        () ->
                                models.save(
                                        request.getName(),
                                        ModelMapping.fromProto(request.getModel(), models, http)
                                                .content()));
        Replies.send(observer, ModelMapping.toProto(saved));
    }

    @Override
    public void listModels(ListModelsRequest request, StreamObserver<ListModelsReply> observer) {
        Page<SavedModel> page = models.list(RequestMapping.page(request.getPage(), "models"));
        Replies.send(
                observer,
                ListModelsReply.newBuilder()
                        .addAllModels(page.map(ModelMapping::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void setServiceModel(
            SetServiceModelRequest request,
            StreamObserver<io.weighbridge.proto.v1.ServiceModel> observer) {
        Service service = service(request.getService());
        ServiceModel link;
        if (request.getModel().isEmpty()) {
            if (!request.getGpu().isEmpty()) {
                throw Fault.invalid("gpu", request.getGpu(), "none without a model");
            }
            link = models.runUnknown(service, request.getEffectiveAtMs());
        } else {
            ServingTerms terms = ModelMapping.fromProto(request.getTerms());
            link =
                    analyses.with(
                            () ->
                                    models.run(
                                            service,
                                            request.getModel(),
                                            request.getGpu(),
                                            terms,
                                            request.getEffectiveAtMs()));
        }
        Replies.send(observer, ModelMapping.toProto(link, services.directory()));
    }

    @Override
    public void applyFactors(
            ApplyFactorsRequest request,
            StreamObserver<io.weighbridge.proto.v1.ServiceModel> observer) {
        ServiceModel link =
                models.applyFactors(
                        service(request.getService()),
                        request.getServiceModelCreatedAtMs(),
                        request.getGpuVersion(),
                        request.getFlopsShareMillionths(),
                        request.getBandwidthShareMillionths(),
                        request.getEffectiveAtMs());
        Replies.send(observer, ModelMapping.toProto(link, services.directory()));
    }

    @Override
    public void listServiceModels(
            ListServiceModelsRequest request, StreamObserver<ListServiceModelsReply> observer) {
        long serviceId = request.getService().isEmpty() ? 0 : service(request.getService()).id();
        Page<ServiceModel> page =
                models.links(
                        serviceId,
                        RequestMapping.page(request.getPage(), "service models " + serviceId));
        Replies.send(
                observer,
                ListServiceModelsReply.newBuilder()
                        .addAllServiceModels(
                                page.map(link -> ModelMapping.toProto(link, services.directory()))
                                        .items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void proposePrice(ProposePriceRequest request, StreamObserver<PriceProposal> observer) {
        Service service = service(request.getService());
        Replies.send(
                observer,
                proposing.with(
                        () ->
                                toProto(
                                        proposals.propose(
                                                service,
                                                request.getAtMs(),
                                                request.getByCurve()))));
    }

    @Override
    public void draftPrice(DraftPriceRequest request, StreamObserver<DraftPriceReply> observer) {
        Service service = service(request.getService());
        long bookId =
                RequestMapping.idOrNone("price_book", IdKind.PRICE_BOOK, request.getPriceBook());
        Proposals.Drafted drafted =
                proposing.with(
                        () ->
                                proposals.draft(
                                        service,
                                        request.getAtMs(),
                                        bookId,
                                        request.getVersion(),
                                        request.getByCurve()));
        Replies.send(
                observer,
                DraftPriceReply.newBuilder()
                        .setProposal(toProto(drafted.proposal()))
                        .setPriceBook(IdKind.PRICE_BOOK.format(drafted.draft().id()))
                        .setVersion(drafted.draft().version())
                        .setOtherRates(drafted.otherRates())
                        .build());
    }

    private PriceProposal toProto(Proposal proposal) {
        return PriceProposal.newBuilder()
                .setServiceModel(ModelMapping.toProto(proposal.link(), services.directory()))
                .setGpuPrice(GpuMapping.toProto(proposal.gpu().name(), proposal.hour()))
                .setAnalysis(AnalysisMapping.toProto(proposal.analysis(), proposal.gpu()))
                .addAllRates(
                        proposal.rates().stream()
                                .map(rate -> PricesMapping.toProto(rate, services.directory()))
                                .toList())
                .build();
    }

    private Service service(String idOrName) {
        return services.require(Check.text("service", idOrName, 1, 200));
    }
}
