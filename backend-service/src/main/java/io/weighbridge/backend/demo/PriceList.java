package io.weighbridge.backend.demo;

import io.weighbridge.backend.pricing.Fee;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.pricing.VolumeStep;
import io.weighbridge.backend.services.Services;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import java.util.ArrayList;
import java.util.List;

/// The prices of the demo: bands by prompt size, a tier at half price, volume steps, prices of one
/// account alone, odd quantities, fees.
final class PriceList {
    private static final long MILLION = 1_000_000;
    private static final long LONG_PROMPT = 4_096;

    private final Services services;
    private final List<Rate> rates = new ArrayList<>();

    private PriceList(Services services) {
        this.services = services;
    }

    /// All rates.
    ///
    /// @param partnerId the account with prices of its own
    static List<Rate> rates(Services services, long partnerId) {
        PriceList list = new PriceList(services);
        list.chat(partnerId);
        list.others();
        return list.rates;
    }

    static List<Fee> fees(Services services) {
        return List.of(
                new Fee(0, 0, 5_000),
                new Fee(services.require(Catalogue.LARGE).id(), 200_000, 30_000),
                new Fee(services.require(Catalogue.IMAGE).id(), 150_000, 0));
    }

    private void chat(long partnerId) {
        add(Catalogue.CHAT, Unit.INPUT_TOKENS, 2_500_000_000L, MILLION);
        add(Catalogue.CHAT, Unit.CACHED_INPUT_TOKENS, 1_250_000_000L, MILLION);
        add(Catalogue.CHAT, Unit.OUTPUT_TOKENS, 10_000_000_000L, MILLION);
        ServiceTier standard = ServiceTier.STANDARD;
        rate(Catalogue.CHAT, Unit.INPUT_TOKENS, standard, LONG_PROMPT, 0, 3_100_000_000L, MILLION);
        rate(
                Catalogue.CHAT,
                Unit.OUTPUT_TOKENS,
                standard,
                LONG_PROMPT,
                0,
                12_400_000_000L,
                MILLION);
        ServiceTier batch = ServiceTier.BATCH;
        rate(Catalogue.CHAT, Unit.INPUT_TOKENS, batch, 0, 0, 1_250_000_000L, MILLION);
        rate(Catalogue.CHAT, Unit.OUTPUT_TOKENS, batch, 0, 0, 5_000_000_000L, MILLION);
        rate(
                Catalogue.CHAT,
                Unit.INPUT_TOKENS,
                standard,
                0,
                partnerId,
                2_200_000_000L,
                MILLION,
                new VolumeStep(1_000_000, 2_000_000_000L),
                new VolumeStep(3_000_000, 1_790_000_001L));
    }

    private void others() {
        add(Catalogue.LARGE, Unit.INPUT_TOKENS, 2_900_001L, 1_000);
        add(Catalogue.LARGE, Unit.OUTPUT_TOKENS, 11_600_003L, 1_000);
        add(Catalogue.LARGE, Unit.REASONING_TOKENS, 13_000_000L, 1_000);
        rate(
                Catalogue.EMBEDDING,
                Unit.INPUT_TOKENS,
                ServiceTier.STANDARD,
                0,
                0,
                20_000_000L,
                MILLION,
                new VolumeStep(500_000, 15_000_000L),
                new VolumeStep(2_000_000, 11_000_000L));
        add(Catalogue.AUDIO, Unit.AUDIO_MILLISECONDS, 17_000_000L, 60_000);
        add(Catalogue.AUDIO, Unit.REQUESTS, 40_000L, 1);
        add(Catalogue.IMAGE, Unit.PIXELS, 5_000_000L, 1_572_864);
    }

    private void add(String service, Unit unit, long priceNanos, long per) {
        rate(service, unit, ServiceTier.STANDARD, 0, 0, priceNanos, per);
    }

    private void rate(
            String service,
            Unit unit,
            ServiceTier tier,
            long aboveInputTokens,
            long accountId,
            long priceNanos,
            long per,
            VolumeStep... steps) {
        rates.add(
                new Rate(
                        services.require(service).id(),
                        unit,
                        tier,
                        aboveInputTokens,
                        accountId,
                        priceNanos,
                        per,
                        List.of(steps)));
    }
}
