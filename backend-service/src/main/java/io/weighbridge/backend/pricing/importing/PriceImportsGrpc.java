package io.weighbridge.backend.pricing.importing;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.http.DocumentHttp;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.pricing.others.PriceCatalogues;
import io.weighbridge.backend.services.Services;
import io.weighbridge.proto.v1.FetchPriceMapRequest;
import io.weighbridge.proto.v1.ImportPriceMapRequest;
import io.weighbridge.proto.v1.ListOthersPricesReply;
import io.weighbridge.proto.v1.ListOthersPricesRequest;

import java.util.concurrent.Semaphore;

/// Imports of prices over gRPC. For threads that may wait.
public final class PriceImportsGrpc
        extends io.weighbridge.proto.v1.PriceImportsGrpc.PriceImportsImplBase {
    // Each has up to a whole map in memory.
    private static final int AT_ONCE_MAX = 4;

    private final PriceImport imports;
    private final PriceCatalogues catalogues;
    private final DocumentHttp http;
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);

    /// Those that come from the internet.
    ///
    /// @param currency the installation's
    public static PriceImportsGrpc of(
            Prices prices, Services services, PriceCatalogues catalogues, String currency) {
        return new PriceImportsGrpc(
                new PriceImport(prices, services, catalogues, currency),
                catalogues,
                PriceMapSource.fromTheInternet());
    }

    PriceImportsGrpc(PriceImport imports, PriceCatalogues catalogues, DocumentHttp http) {
        this.imports = imports;
        this.catalogues = catalogues;
        this.http = http;
    }

    private ImportReport run(byte[] map, ImportOptions options) {
        requireMayMakeServices(options);
        return imports.run(map, options);
    }

    // As Services.CreateService: else an import would be a way around it.
    private static void requireMayMakeServices(ImportOptions options) {
        if (options.createServices() && !options.dryRun()) {
            Callers.require("options.create_services", Role.ADMIN);
        }
    }

    @Override
    public StreamObserver<ImportPriceMapRequest> importPriceMap(
            StreamObserver<io.weighbridge.proto.v1.PriceImport> observer) {
        Replies.mayGoAway(observer);
        return UploadGrpc.start(places, observer, this::run);
    }

    @Override
    public void fetchPriceMap(
            FetchPriceMapRequest request,
            StreamObserver<io.weighbridge.proto.v1.PriceImport> observer) {
        ImportOptions options = PriceImportsMapping.fromProto(request.getOptions());
        requireMayMakeServices(options);
        if (!places.tryAcquire()) {
            throw UploadGrpc.busy();
        }
        try {
            byte[] map = http.fetch(request.getUrl());
            ImportReport report =
                    imports.run(map, options.from(DocumentHttp.withoutSecrets(request.getUrl())));
            Replies.send(observer, PriceImportsMapping.toProto(report));
        } finally {
            places.release();
        }
    }

    @Override
    public void listOthersPrices(
            ListOthersPricesRequest request, StreamObserver<ListOthersPricesReply> observer) {
        PageKey page = RequestMapping.page(request.getPage(), request.getText());
        Replies.send(
                observer,
                PriceImportsMapping.toProto(
                        catalogues.search(request.getText(), page), catalogues.all()));
    }
}
