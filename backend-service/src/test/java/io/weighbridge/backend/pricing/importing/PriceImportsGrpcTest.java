package io.weighbridge.backend.pricing.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.pricing.Fee;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.pricing.VolumeStep;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.FieldReason;
import io.weighbridge.proto.v1.GetPriceBookRequest;
import io.weighbridge.proto.v1.ListPriceBooksRequest;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PriceChange;
import io.weighbridge.proto.v1.PriceChangeKind;
import io.weighbridge.proto.v1.PriceFlag;
import io.weighbridge.proto.v1.PriceFlagKind;
import io.weighbridge.proto.v1.PriceImport;
import io.weighbridge.proto.v1.PriceImportOptions;
import io.weighbridge.proto.v1.PricesGrpc;
import io.weighbridge.proto.v1.PublishRequest;
import io.weighbridge.proto.v1.SkipReason;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// From a map to a draft, on a whole service.
final class PriceImportsGrpcTest {
    private static final String MAP =
            """
            {
              "sample_spec": {"mode": "one of: chat", "input_cost_per_token": 0},
              "chat": {"litellm_provider": "openai", "mode": "chat", "max_tokens": 9,
                  "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05,
                  "cache_read_input_token_cost": 1.25e-06, "input_cost_per_token_batches": 1.25e-06,
                  "input_cost_per_token_turbo": 5e-06, "input_cost_per_video_token": 1e-06},
              "org/other": {"litellm_provider": "acme", "mode": "embedding",
                  "input_cost_per_token": 1e-07, "output_cost_per_token": 0.0},
              "strange name": {"litellm_provider": "acme", "mode": "chat",
                  "input_cost_per_token": 1e-07},
              "nothing": {"litellm_provider": "acme", "mode": "chat"},
              "twice": {"litellm_provider": "acme", "mode": "chat", "input_cost_per_token": 1e-07},
              "twice": {"litellm_provider": "acme", "mode": "chat", "input_cost_per_token": 2e-07}
            }
            """;

    @TempDir Path directory;
    @AutoClose private TestBackend test;
    private PricesGrpc.PricesBlockingStub prices;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory);
        prices = PricesGrpc.newBlockingStub(test.channel());
    }

    private PriceImport run(String map, PriceImportOptions.Builder options) {
        return new Upload(test.channel()).send(map, options.build());
    }

    private static PriceImportOptions.Builder options() {
        return PriceImportOptions.newBuilder();
    }

    private static String one(String service, String fields) {
        return "{\"" + service + "\": {\"mode\": \"chat\", " + fields + "}}";
    }

    private PriceBook get(String book) {
        return prices.getPriceBook(GetPriceBookRequest.newBuilder().setPriceBook(book).build());
    }

    private long books() {
        return prices.listPriceBooks(ListPriceBooksRequest.getDefaultInstance())
                .getPriceBooksCount();
    }

    private static Map<String, String> rates(PriceBook book) {
        Map<String, String> rates = new TreeMap<>();
        book.getRatesList()
                .forEach(
                        rate ->
                                rates.put(
                                        rate.getService()
                                                + ' '
                                                + rate.getUnit()
                                                + ' '
                                                + rate.getTier(),
                                        rate.getPriceNanos() + "/" + rate.getPer()));
        return rates;
    }

    private static Set<PriceFlagKind> flags(PriceImport report) {
        return report.getFlagsList().stream().map(PriceFlag::getKind).collect(Collectors.toSet());
    }

    private static Map<SkipReason, Integer> skipped(PriceImport report) {
        Map<SkipReason, Integer> skipped = new TreeMap<>();
        report.getSkippedList().forEach(each -> skipped.put(each.getReason(), each.getCount()));
        return skipped;
    }

    @Test
    void makesADraftForTheServicesThatExistAndPublishesNothing() {
        test.service("chat");
        PriceImport report = run(MAP, options());
        assertEquals(6, report.getModels());
        assertEquals(1, report.getModelsTaken());
        assertEquals(4, report.getPricesTaken());
        assertEquals(4, report.getAdded());
        assertEquals("", report.getBasedOn());
        assertEquals(64, report.getSha256().length());
        assertEquals(
                Map.of(
                        SkipReason.SKIP_NOT_A_MODEL, 1,
                        SkipReason.SKIP_DUPLICATE, 1,
                        SkipReason.SKIP_NO_SERVICE, 3),
                skipped(report));
        assertEquals(
                Map.of(
                        "input_cost_per_token_turbo", FieldReason.FIELD_NO_VARIANT,
                        "input_cost_per_video_token", FieldReason.FIELD_NO_UNIT,
                        "max_tokens", FieldReason.FIELD_NOT_A_PRICE,
                        "mode", FieldReason.FIELD_NOT_A_PRICE,
                        "litellm_provider", FieldReason.FIELD_NOT_A_PRICE),
                report.getFieldsList().stream()
                        .collect(Collectors.toMap(f -> f.getField(), f -> f.getReason())));
        assertEquals(Set.of(PriceFlagKind.PRICE_FLAG_DEARER_VARIANT), flags(report));
        PriceBook draft = get(report.getPriceBook());
        assertEquals(0, draft.getPublishedAtMs());
        assertTrue(draft.getNote().contains(report.getSha256().substring(0, 12)), draft.getNote());
        assertEquals(
                Map.of(
                        "chat UNIT_INPUT_TOKENS SERVICE_TIER_STANDARD", "2500000000/1000000",
                        "chat UNIT_OUTPUT_TOKENS SERVICE_TIER_STANDARD", "10000000000/1000000",
                        "chat UNIT_CACHED_INPUT_TOKENS SERVICE_TIER_STANDARD", "1250000000/1000000",
                        "chat UNIT_INPUT_TOKENS SERVICE_TIER_BATCH", "1250000000/1000000"),
                rates(draft));
        assertNull(test.backend().prices().inForce(System.currentTimeMillis()));
        // The same again, against itself.
        prices.publish(
                PublishRequest.newBuilder()
                        .setPriceBook(draft.getId())
                        .setVersion(report.getVersion())
                        .build());
        PriceImport again = run(MAP, options());
        assertEquals(4, again.getUnchanged());
        assertEquals("", again.getPriceBook());
        assertEquals(1, books());
    }

    @Test
    void makesServicesWhenToldAndSkipsWhatCannotBeOne() {
        PriceImport dry = run(MAP, options().setCreateServices(true).setDryRun(true));
        assertEquals("", dry.getPriceBook());
        assertEquals(0, dry.getCreatedServicesCount());
        assertEquals(0, test.backend().services().directory().all().size());
        PriceImport report = run(MAP, options().setCreateServices(true));
        assertEquals(List.of("chat", "org/other"), report.getCreatedServicesList());
        assertEquals(dry.getChangesList(), report.getChangesList());
        assertEquals(
                Map.of(
                        SkipReason.SKIP_NOT_A_MODEL, 1,
                        SkipReason.SKIP_DUPLICATE, 1,
                        SkipReason.SKIP_BAD_NAME, 1,
                        SkipReason.SKIP_NO_PRICE, 1),
                skipped(report));
        assertEquals(6, get(report.getPriceBook()).getRatesCount());
    }

    @Test
    void takesOnlyWhatIsChosen() {
        PriceImportOptions.Builder all = options().setCreateServices(true).setDryRun(true);
        assertEquals(1, run(MAP, all.clone().addProviders("openai")).getModelsTaken());
        assertEquals(1, run(MAP, all.clone().addModels("openai/*")).getModelsTaken());
        assertEquals(1, run(MAP, all.clone().addModels("org/*")).getModelsTaken());
        assertEquals(2, run(MAP, all.clone().addModels("*")).getModelsTaken());
        PriceImport none = run(MAP, all.clone().addProviders("acme").addModels("chat"));
        assertEquals(0, none.getModelsTaken());
        test.service("speech");
        PriceImport mapped =
                run(MAP, options().addModels("none").putServices("org/other", "speech"));
        assertEquals(1, mapped.getModelsTaken());
        assertEquals("speech", mapped.getChanges(0).getPlace().getService());
        // A service has one model: the one that is named for it.
        test.service("chat");
        PriceImport taken = run(MAP, options().putServices("org/other", "chat").setDryRun(true));
        assertEquals(1, taken.getModelsTaken());
        assertEquals(1, skipped(taken).get(SkipReason.SKIP_SERVICE_TAKEN));
    }

    private Rate rate(Service service, Unit unit, ServiceTier tier, long account, long nanos) {
        return new Rate(service.id(), unit, tier, 0, account, nanos, 1_000_000, List.of());
    }

    @Test
    void leavesAloneWhatIsNotTheMapsAndTellsTheDifference() {
        Service chat = test.service("chat");
        Service mine = test.service("mine");
        long account = test.account("Acme", 0).id();
        ServiceTier standard = ServiceTier.STANDARD;
        test.publish(
                List.of(
                        rate(chat, Unit.INPUT_TOKENS, standard, 0, 2_000_000_000L),
                        rate(chat, Unit.INPUT_TOKENS, standard, account, 7),
                        rate(chat, Unit.OUTPUT_TOKENS, standard, 0, 25_000_000_000L),
                        rate(chat, Unit.REQUESTS, standard, 0, 9),
                        new Rate(
                                chat.id(),
                                Unit.CACHED_INPUT_TOKENS,
                                standard,
                                0,
                                0,
                                1_250_000_000L,
                                1_000_000,
                                List.of(new VolumeStep(5, 1))),
                        rate(mine, Unit.INPUT_TOKENS, standard, 0, 5)),
                List.of(new Fee(0, 1, 2)));
        PriceImport report = run(MAP, options());
        assertEquals(
                List.of("LOWERED -6000", "RAISED 2500", "LOWERED 0", "REMOVED 0", "ADDED 0"),
                report.getChangesList().stream()
                        .map(
                                change ->
                                        change.getKind().name().replace("PRICE_CHANGE_", "")
                                                + ' '
                                                + change.getChangeBasisPoints())
                        .toList());
        PriceChange removed =
                report.getChangesList().stream()
                        .filter(c -> c.getKind() == PriceChangeKind.PRICE_CHANGE_REMOVED)
                        .findFirst()
                        .orElseThrow();
        assertEquals(Unit.REQUESTS.number(), removed.getPlace().getUnitValue());
        assertEquals(
                Set.of(
                        PriceFlagKind.PRICE_FLAG_JUMP,
                        PriceFlagKind.PRICE_FLAG_STEPS_LOST,
                        PriceFlagKind.PRICE_FLAG_DEARER_VARIANT),
                flags(report));
        PriceBook draft = get(report.getPriceBook());
        assertEquals(1, draft.getFeesCount());
        assertEquals(6, draft.getRatesCount());
        assertTrue(
                draft.getRatesList().stream()
                        .anyMatch(r -> r.getAccount().equals(IdKind.ACCOUNT.format(account))));
        assertTrue(draft.getRatesList().stream().anyMatch(r -> r.getService().equals("mine")));
        assertEquals(report.getBasedOn(), draft.getBasedOn());
        PriceImport kept = run(MAP, options().setKeepMissing(true));
        assertEquals(0, kept.getRemoved());
        assertEquals(7, get(kept.getPriceBook()).getRatesCount());
    }

    @Test
    void flagsWhatIsProbablyAMistake() {
        Service chat = test.service("chat");
        test.publish(chat, 2_000_000_000L, 0);
        String in = "\"input_cost_per_token\": ";
        String out = ", \"output_cost_per_token\": ";
        assertEquals(
                Set.of(PriceFlagKind.PRICE_FLAG_SCALE),
                flags(run(one("chat", in + "2e-03" + out + "0"), options())));
        assertEquals(
                Set.of(PriceFlagKind.PRICE_FLAG_SCALE),
                flags(run(one("chat", in + "2e-09" + out + "0"), options())));
        assertEquals(
                Set.of(PriceFlagKind.PRICE_FLAG_JUMP, PriceFlagKind.PRICE_FLAG_FROM_ZERO),
                flags(run(one("chat", in + "4.1e-06" + out + "1e-06"), options())));
        assertEquals(
                Set.of(PriceFlagKind.PRICE_FLAG_TO_ZERO, PriceFlagKind.PRICE_FLAG_FREE),
                flags(run(one("chat", in + "0" + out + "0"), options())));
        assertEquals(
                Set.of(PriceFlagKind.PRICE_FLAG_CACHED_DEARER),
                flags(
                        run(
                                one(
                                        "chat",
                                        in
                                                + "2e-06"
                                                + out
                                                + "0, \"cache_read_input_token_cost\": 3e-06"),
                                options())));
        PriceImport missing =
                run(one("chat", in + "2e-06" + out + "3.2000000000000003e-06"), options());
        assertEquals(Set.of(PriceFlagKind.PRICE_FLAG_MISSING), flags(missing));
        assertEquals(
                Set.of(PriceFlagKind.PRICE_FLAG_ROUNDED, PriceFlagKind.PRICE_FLAG_FROM_ZERO),
                flags(
                        run(
                                one("chat", in + "2e-06" + out + "3.2000000000000003e-06"),
                                options().setRoundDigits(15))));
        // Exactly twice is no jump, and nothing else is odd about it.
        assertEquals(Set.of(), flags(run(one("chat", in + "4e-06" + out + "0"), options())));
    }

    @Test
    void answersWithAsMuchAsIsAskedFor() {
        PriceImport report =
                run(MAP, options().setCreateServices(true).setDryRun(true).setListMax(1));
        assertEquals(6, report.getAdded());
        assertEquals(1, report.getChangesCount());
        assertEquals(1, report.getFieldsCount());
        assertEquals(1, report.getFlagsCount());
        assertEquals(1, report.getFlagCounts(0).getCount());
    }

    @Test
    void multipliesExactly() {
        test.service("chat");
        PriceImport report = run(MAP, options().setMultiplyBy("0.9237"));
        assertEquals(
                "2309250000/1000000",
                rates(get(report.getPriceBook()))
                        .get("chat UNIT_INPUT_TOKENS SERVICE_TIER_STANDARD"));
    }
}
