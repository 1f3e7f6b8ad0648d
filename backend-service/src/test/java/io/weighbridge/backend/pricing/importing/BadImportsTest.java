package io.weighbridge.backend.pricing.importing;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.proto.v1.FetchPriceMapRequest;
import io.weighbridge.proto.v1.ListPriceBooksRequest;
import io.weighbridge.proto.v1.PriceImport;
import io.weighbridge.proto.v1.PriceImportOptions;
import io.weighbridge.proto.v1.PriceImportsGrpc;
import io.weighbridge.proto.v1.PricesGrpc;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// What an import refuses, on a whole service.
final class BadImportsTest {
    private static final String MAP =
            """
            {
              "org/other": {"litellm_provider": "acme", "mode": "embedding",
                  "input_cost_per_token": 1e-07, "output_cost_per_token": 0.0},
              "nothing": {"litellm_provider": "acme", "mode": "chat"}
            }
            """;

    @TempDir Path directory;
    @AutoClose private TestBackend test;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory);
    }

    private PriceImport run(String map, PriceImportOptions.Builder options) {
        return new Upload(test.channel()).send(map, options.build());
    }

    private static PriceImportOptions.Builder options() {
        return PriceImportOptions.newBuilder();
    }

    @Test
    void whoMayNotMakeServicesMakesNoneByAnImport() {
        io.grpc.ManagedChannel finance = test.connectBare();
        try {
            PriceImportsGrpc.PriceImportsBlockingStub fetching =
                    PriceImportsGrpc.newBlockingStub(finance)
                            .withInterceptors(BearerToken.attaching(finance()));
            Upload upload = new Upload(finance, finance());
            assertFault(
                    ErrorCode.PERMISSION_DENIED,
                    "options.create_services",
                    () -> upload.send(MAP, options().setCreateServices(true).build()));
            assertFault(
                    ErrorCode.PERMISSION_DENIED,
                    "options.create_services",
                    () ->
                            fetching.fetchPriceMap(
                                    FetchPriceMapRequest.newBuilder()
                                            .setUrl("https://127.0.0.1/")
                                            .setOptions(options().setCreateServices(true))
                                            .build()));
            assertTrue(test.backend().services().directory().byName("org/other") == null);
            // What would come of it may be asked, and prices of a service that exists be taken.
            PriceImport dry =
                    upload.send(MAP, options().setCreateServices(true).setDryRun(true).build());
            assertEquals(1, dry.getModelsTaken());
            test.service("org/other");
            assertEquals(1, upload.send(MAP, options().build()).getModelsTaken());
        } finally {
            finance.shutdownNow();
        }
    }

    private String finance() {
        return test.tokens().operator(io.weighbridge.backend.platform.access.Role.FINANCE);
    }

    @Test
    void refusesBadOptionsAndMapsAndChangesNothing() {
        test.service("chat");
        ErrorCode invalid = ErrorCode.INVALID_FIELD;
        assertFault(invalid, "price map", () -> run("<html>", options()));
        assertFault(invalid, "price map", () -> run("", options()));
        assertFault(invalid, "price map", () -> run(" ".repeat(17 << 20), options()));
        assertFault(invalid, "options.round_digits", () -> run(MAP, options().setRoundDigits(3)));
        assertFault(
                invalid, "options.multiply_by", () -> run(MAP, options().setMultiplyBy("1e99")));
        assertFault(invalid, "options.multiply_by", () -> run(MAP, options().setMultiplyBy("0")));
        assertFault(invalid, "options.list_max", () -> run(MAP, options().setListMax(20_001)));
        assertFault(invalid, "options.models", () -> run(MAP, options().addModels("")));
        String text =
                assertFault(
                        invalid,
                        "options.services",
                        () -> run(MAP, options().putServices("org/othr", "chat")));
        assertTrue(text.contains("did you mean org/other?"), text);
        assertFault(
                invalid,
                "options.services",
                () ->
                        run(
                                MAP,
                                options()
                                        .putServices("org/other", "chat")
                                        .putServices("nothing", "chat")));
        assertFault(
                ErrorCode.SERVICE_UNKNOWN,
                "options.services",
                () -> run(MAP, options().putServices("org/other", "none")));
        assertEquals(
                0,
                PricesGrpc.newBlockingStub(test.channel())
                        .listPriceBooks(ListPriceBooksRequest.getDefaultInstance())
                        .getPriceBooksCount());
    }

    @Test
    void takesTheOptionsOnceAndFirst() {
        Upload upload = new Upload(test.channel());
        assertFault(ErrorCode.INVALID_FIELD, "options", upload::sendNothing);
        assertFault(
                ErrorCode.INVALID_FIELD,
                "options",
                () -> upload.sendOptionsTwice(options().build()));
    }

    @Test
    void letsOnlyAFewUploadAtOnce() {
        Upload upload = new Upload(test.channel());
        List<Runnable> open = upload.openUntilBusy();
        assertTrue(open.size() >= 4, () -> "already with " + open.size());
        open.forEach(Runnable::run);
        upload.awaitFree();
    }

    @Test
    void fetchesFromTheInternetOnly() {
        PriceImportsGrpc.PriceImportsBlockingStub stub =
                PriceImportsGrpc.newBlockingStub(test.channel());
        for (String url :
                List.of(
                        "http://127.0.0.1:" + test.backend().port(),
                        "https://127.0.0.1:" + test.backend().port(),
                        "https://localhost:" + test.backend().port(),
                        "https://169.254.169.254/latest/meta-data",
                        "file:///etc/passwd",
                        "")) {
            assertFault(
                    ErrorCode.INVALID_FIELD,
                    "url",
                    () ->
                            stub.fetchPriceMap(
                                    FetchPriceMapRequest.newBuilder().setUrl(url).build()));
        }
        assertThrows(
                StatusRuntimeException.class,
                () ->
                        stub.fetchPriceMap(
                                FetchPriceMapRequest.newBuilder()
                                        .setUrl("https://weighbridge.invalid/map.json")
                                        .build()));
    }
}
