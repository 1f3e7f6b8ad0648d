package io.weighbridge.backend.pricing.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.platform.http.DocumentHttp;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.AuditLogGrpc;
import io.weighbridge.proto.v1.ListEntriesRequest;
import io.weighbridge.proto.v1.ListOthersPricesReply;
import io.weighbridge.proto.v1.ListOthersPricesRequest;
import io.weighbridge.proto.v1.ListPriceBooksRequest;
import io.weighbridge.proto.v1.OthersPrice;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.PriceCatalogue;
import io.weighbridge.proto.v1.PriceImport;
import io.weighbridge.proto.v1.PriceImportOptions;
import io.weighbridge.proto.v1.PriceImportsGrpc;
import io.weighbridge.proto.v1.PricesGrpc;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;

/// What an imported map says of others' prices, on a whole service.
final class OthersPricesGrpcTest {
    private static final String MAP =
            """
            {
              "sample_spec": {"mode": "one of: chat", "input_cost_per_token": 0},
              "Groq/llama-3-8b": {"litellm_provider": "groq", "mode": "chat",
                  "input_cost_per_token": 5e-08, "output_cost_per_token": 8.00e-08,
                  "input_cost_per_token_batches": 2.5e-08,
                  "input_cost_per_token_above_200k_tokens": 1e-07},
              "sdxl": {"litellm_provider": "acme", "mode": "image_generation",
                  "input_cost_per_pixel": 1.9073486328125e-08},
              "whisper": {"litellm_provider": "acme", "mode": "audio_transcription",
                  "input_cost_per_second": 0.0001, "output_cost_per_second": 0.0001},
              "noise": {"litellm_provider": "acme", "mode": "chat",
                  "input_cost_per_token": 3.2000000000000003e-19,
                  "output_cost_per_token": 1e999999, "input_cost_per_token_turbo": 1e-06},
              "twice": {"litellm_provider": "acme", "mode": "chat", "input_cost_per_token": 1e-07},
              "twice": {"litellm_provider": "acme", "mode": "chat", "input_cost_per_token": 2e-07}
            }
            """;

    @TempDir Path directory;
    private TestBackend test;
    private ManagedChannel bare;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory);
        bare = test.connectBare();
    }

    @AfterEach
    void stop() {
        bare.shutdownNow();
        test.close();
    }

    private PriceImport run(String map, PriceImportOptions.Builder options) {
        return new Upload(test.channel()).send(map, options.build());
    }

    private static PriceImportOptions.Builder only(String source) {
        return PriceImportOptions.newBuilder().setCatalogueOnly(true).setSource(source);
    }

    // Everybody who reads prices may.
    private ListOthersPricesReply list(String text, int size, String token) {
        return PriceImportsGrpc.newBlockingStub(bare)
                .withInterceptors(BearerToken.attaching(test.tokens().operator(Role.VIEWER)))
                .listOthersPrices(
                        ListOthersPricesRequest.newBuilder()
                                .setText(text)
                                .setPage(PageRequest.newBuilder().setSize(size).setToken(token))
                                .build());
    }

    private List<String> prices(String text) {
        return list(text, 0, "").getPricesList().stream().map(OthersPricesGrpcTest::text).toList();
    }

    private static String text(OthersPrice price) {
        BigDecimal one =
                BigDecimal.valueOf(price.getPriceNanos(), 9)
                        .divide(BigDecimal.valueOf(price.getPer()))
                        .stripTrailingZeros();
        return String.join(
                " ",
                price.getProvider(),
                price.getModel(),
                price.getUnit().name().substring("UNIT_".length()),
                price.getTier().name().substring("SERVICE_TIER_".length()),
                price.getAboveInputTokens() + "+",
                one.toString());
    }

    private List<AuditEntry> audited() {
        return AuditLogGrpc.newBlockingStub(test.channel())
                .listEntries(
                        ListEntriesRequest.newBuilder().setActionPrefix("price-catalogue").build())
                .getEntriesList();
    }

    @Test
    void keepsEachPriceOfTheMapThatIsExactlyARatesAndNoOther() {
        PriceImport report = run(MAP, only("prices.json"));
        assertEquals(6, report.getOthersPrices());
        assertEquals("", report.getPriceBook());
        assertEquals(
                List.of(
                        "groq Groq/llama-3-8b INPUT_TOKENS STANDARD 0+ 5E-8",
                        "groq Groq/llama-3-8b INPUT_TOKENS STANDARD 200000+ 1E-7",
                        "groq Groq/llama-3-8b OUTPUT_TOKENS STANDARD 0+ 8E-8",
                        "groq Groq/llama-3-8b INPUT_TOKENS BATCH 0+ 2.5E-8"),
                prices("LLAMA 3"));
        assertEquals(
                List.of("acme sdxl PIXELS STANDARD 0+ 1.9073486328125E-8"), prices("acme/sdxl"));
        assertEquals(
                List.of("acme whisper AUDIO_MILLISECONDS STANDARD 0+ 1E-7"), prices("whisper"));
        assertEquals(List.of(), prices("noise"));
        assertEquals(List.of(), prices("twice"));
        assertEquals(6, prices("").size());
    }

    @Test
    void saysOfWhichMapAndLeadsThroughPages() {
        assertEquals(List.of(), list("", 0, "").getCataloguesList());
        String sha256 = run(MAP, only("prices.json")).getSha256();
        ListOthersPricesReply first = list("", 4, "");
        PriceCatalogue kept = first.getCatalogues(0);
        assertEquals("prices.json", kept.getSource());
        assertEquals("prices.json", first.getPrices(0).getSource());
        assertEquals(sha256, kept.getSha256());
        assertEquals(3, kept.getModels());
        assertEquals(6, kept.getPrices());
        assertEquals("", kept.getMultipliedBy());
        assertTrue(kept.getImportedAtMs() > 0);
        assertEquals(2, list("", 4, first.getNextPageToken()).getPricesCount());
        assertThrows(
                StatusRuntimeException.class, () -> list("other", 4, first.getNextPageToken()));
    }

    @Test
    void replacesWhatWasKeptOfTheSourceAndChargesNothing() {
        run(MAP, only("prices.json"));
        run(MAP, only(""));
        assertEquals(12, prices("").size());
        String less =
                "{\"sdxl\": {\"litellm_provider\": \"acme\", \"mode\": \"image_generation\","
                        + " \"output_cost_per_image\": 0.02}}";
        run(less, only("prices.json").setMultiplyBy("3"));
        // A factor of dollars is a margin, which others do not ask.
        assertEquals(
                List.of(
                        "acme sdxl PIXELS STANDARD 0+ 1.9073486328125E-8",
                        "acme sdxl IMAGES STANDARD 0+ 0.02"),
                prices("sdxl"));
        assertEquals(
                List.of("prices.json", "uploaded"),
                list("", 0, "").getCataloguesList().stream()
                        .map(PriceCatalogue::getSource)
                        .toList());
        assertEquals(
                0,
                PricesGrpc.newBlockingStub(test.channel())
                        .listPriceBooks(ListPriceBooksRequest.getDefaultInstance())
                        .getPriceBooksCount());
        assertNull(test.backend().prices().inForce(System.currentTimeMillis()));
        AuditEntry last =
                audited().stream()
                        .filter(entry -> !entry.getBefore().isEmpty())
                        .findFirst()
                        .orElseThrow();
        assertEquals("price-catalogue.replace", last.getAction());
        assertEquals("prices.json", last.getTarget());
        assertTrue(last.getBefore().contains("\"prices\":6"), last.getBefore());
        assertTrue(last.getAfter().contains("\"prices\":1"), last.getAfter());
        assertEquals(3, audited().size());
    }

    @Test
    void keepsTheWholeMapBesideADraftAndNothingInADryRun() {
        test.service("whisper");
        assertEquals(
                0, run(MAP, PriceImportOptions.newBuilder().setDryRun(true)).getOthersPrices());
        assertEquals(0, run(MAP, only("dry").setDryRun(true)).getOthersPrices());
        assertEquals(List.of(), list("", 0, "").getCataloguesList());
        PriceImport made =
                run(MAP, PriceImportOptions.newBuilder().addModels("whisper").setSource("m.json"));
        assertEquals(1, made.getPricesTaken());
        assertEquals(6, made.getOthersPrices());
        assertEquals(6, prices("").size());
        assertEquals(1, audited().size());
    }

    @Test
    void refusesMapsThatAreTooLargeAndNamesThatAreNone() {
        StringBuilder many = new StringBuilder("{");
        String model =
                "{\"mode\":\"chat\",\"input_cost_per_token\":1,\"output_cost_per_token\":1,"
                        + "\"input_cost_per_token_batches\":1}";
        for (int i = 0; i < 17_000; i++) {
            many.append('"').append(i).append("\":").append(model).append(',');
        }
        many.append("\"x\":").append(model).append('}');
        StatusRuntimeException full =
                assertThrows(StatusRuntimeException.class, () -> run(many.toString(), only("a")));
        String said = String.valueOf(full.getMessage());
        assertTrue(said.contains("(expected: 0 to 50000)"), said);
        assertThrows(StatusRuntimeException.class, () -> run(MAP, only("x".repeat(201))));
        assertThrows(StatusRuntimeException.class, () -> run(MAP, only("a\nb")));
        String odd = "{\"" + "x".repeat(201) + "\": " + model + ", \"a\\u0000b\": " + model + "}";
        assertEquals(0, run(odd, only("a")).getOthersPrices());
        assertEquals(List.of(), prices(""));
    }

    @Test
    void multipliesByAnExchangeRateAndNamesNoSecret() {
        ImportOptions options =
                PriceImportsMapping.fromProto(only("").setMultiplyBy("0.92").build());
        assertEquals("0.92", options.exchangeRate("EUR"));
        assertEquals(new BigDecimal("0.92"), options.othersScale("EUR").multiplyBy());
        assertEquals("", options.exchangeRate("USD"));
        assertEquals(
                "https://host/a@1/prices.json",
                DocumentHttp.withoutSecrets("https:/me:pass@host/a@1/prices.json?key=k#f"));
        assertEquals(200, options.from("x".repeat(300)).source().length());
    }
}
