package io.weighbridge.backend.pricing.importing;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.pricing.others.OthersPrice;
import io.weighbridge.backend.pricing.others.PriceCatalogues;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.Services;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Makes a draft price book of a price map. One at a time (this object's monitor), as a map of the
/// largest size takes some memory.
public final class PriceImport {
    private static final int NOTE_DIGITS = 12;

    private final Prices prices;
    private final Services services;
    private final PriceCatalogues catalogues;
    private final String currency;

    /// @param currency the installation's
    public PriceImport(
            Prices prices, Services services, PriceCatalogues catalogues, String currency) {
        this.prices = prices;
        this.services = services;
        this.catalogues = catalogues;
        this.currency = currency;
    }

    /// Takes over what the options choose, and keeps what the whole map says of others' prices.
    ///
    /// @param map JSON
    /// @throws Fault INVALID_FIELD, SERVICE_UNKNOWN
    synchronized ImportReport run(byte[] map, ImportOptions options) {
        MapScale scale = options.scale(currency);
        PriceMap read = PriceMapReader.read(map);
        String sha256 = sha256(map);
        List<OthersPrice> others = OthersOfMap.of(read, options.othersScale(currency));
        if (options.catalogueOnly()) {
            keep(others, sha256, options);
            return ImportReport.ofCatalogue(sha256, read, options.dryRun() ? 0 : others.size());
        }
        ModelChoice choice = ModelChoice.of(read, options, services.directory());
        PriceBook base = prices.bookInForce().orElse(null);
        Map<String, Map<RateKey, Rate>> listed = listPrices(base);
        FieldCounts fields = new FieldCounts();
        List<ServicePrices> taken = new ArrayList<>();
        for (ModelChoice.Chosen chosen : choice.chosen()) {
            String mode = chosen.entry().mode();
            ModelPrices model = ModelPrices.of(chosen.fields(), mode, scale);
            model.left().forEach(left -> fields.add(chosen.entry().model(), left));
            if (model.taken().isEmpty()) {
                choice.skipped().add(SkipReason.NO_PRICE, chosen.entry().model());
            } else {
                Map<RateKey, Rate> before = listed.getOrDefault(chosen.service(), Map.of());
                taken.add(service(chosen.service(), mode, before, model, options));
            }
        }
        requireRoom(base, taken);
        BookDiff diff = BookDiff.of(taken);
        List<Flag> flags = Suspicions.of(taken, diff);
        List<String> created = new ArrayList<>();
        PriceBook draft = null;
        if (!options.dryRun() && !diff.changes().isEmpty()) {
            created.addAll(createServices(taken));
            draft = draft(base, taken, sha256);
        }
        keep(others, sha256, options);
        return new ImportReport(
                draft == null ? 0 : draft.id(),
                draft == null ? 0 : draft.version(),
                base == null ? 0 : base.id(),
                sha256,
                read.entries().size(),
                taken.size(),
                taken.stream().mapToInt(each -> each.map().taken().size()).sum(),
                created,
                choice.skipped().counts(),
                fields.counts(),
                diff,
                flags,
                options.dryRun() ? 0 : others.size(),
                options.listMax());
    }

    private void keep(List<OthersPrice> others, String sha256, ImportOptions options) {
        if (!options.dryRun()) {
            String multipliedBy = options.exchangeRate(currency);
            catalogues.keep(options.source(), sha256, multipliedBy, others);
        }
    }

    private Map<String, Map<RateKey, Rate>> listPrices(@Nullable PriceBook base) {
        Map<String, Map<RateKey, Rate>> listed = new HashMap<>();
        if (base != null) {
            for (Rate rate : base.rates()) {
                if (rate.accountId() == 0) {
                    listed.computeIfAbsent(
                                    services.directory().nameOf(rate.serviceId()),
                                    key -> new HashMap<>())
                            .put(key(rate), rate);
                }
            }
        }
        return listed;
    }

    private static RateKey key(Rate rate) {
        return new RateKey(rate.unit(), rate.tier(), rate.aboveInputTokens());
    }

    private static ServicePrices service(
            String name,
            String mode,
            Map<RateKey, Rate> before,
            ModelPrices model,
            ImportOptions options) {
        Map<RateKey, ServicePrices.BookPrice> book = new HashMap<>();
        ServicePrices prices = new ServicePrices(name, mode, book, model);
        Map<RateKey, ExactPrice> fresh = prices.fresh();
        before.forEach(
                (key, rate) -> {
                    if (!options.keepMissing() || fresh.containsKey(key)) {
                        book.put(
                                key,
                                new ServicePrices.BookPrice(
                                        new ExactPrice(rate.priceNanos(), rate.per()),
                                        !rate.steps().isEmpty()));
                    }
                });
        return prices;
    }

    // Before any service is made: nothing is changed when it fails.
    private static void requireRoom(@Nullable PriceBook base, List<ServicePrices> taken) {
        long most = base == null ? 0 : base.rates().size();
        for (ServicePrices each : taken) {
            most += each.map().taken().size();
        }
        Check.range("price map: prices", most, 0, PriceBook.RATES_MAX);
    }

    private List<String> createServices(List<ServicePrices> taken) {
        List<String> created = new ArrayList<>();
        for (ServicePrices each : taken) {
            if (services.directory().byName(each.service()) == null) {
                ServiceSettings text = ServiceSettings.TEXT_DEFAULT;
                services.create(
                        each.service(),
                        new ServiceSettings(
                                category(each.mode()),
                                text.disabled(),
                                text.vanishedPolicy(),
                                text.holdTtlMs(),
                                text.defaultOutputTokens(),
                                text.meterSliceTokens(),
                                text.unpricedCeilingNanos()));
                created.add(each.service());
            }
        }
        return created;
    }

    private static ServiceCategory category(String mode) {
        return switch (mode) {
            case "chat", "completion", "responses" -> ServiceCategory.TEXT;
            case "embedding" -> ServiceCategory.EMBEDDING;
            case "image_generation", "image_edit" -> ServiceCategory.IMAGE;
            case "audio_transcription", "audio_speech", "realtime" -> ServiceCategory.AUDIO;
            case "search", "rerank", "ocr", "vector_store" -> ServiceCategory.TOOL;
            default -> ServiceCategory.GENERIC;
        };
    }

    // The book in force, with what the diff compared replaced by the map's prices.
    private PriceBook draft(@Nullable PriceBook base, List<ServicePrices> taken, String sha256) {
        Map<Long, ServicePrices> byId = new HashMap<>();
        List<Rate> rates = new ArrayList<>();
        for (ServicePrices each : taken) {
            Service service = services.require(each.service());
            byId.put(service.id(), each);
            each.fresh()
                    .forEach(
                            (key, price) ->
                                    rates.add(
                                            new Rate(
                                                    service.id(),
                                                    key.unit(),
                                                    key.tier(),
                                                    key.aboveInputTokens(),
                                                    0,
                                                    price.nanos(),
                                                    price.per(),
                                                    List.of())));
        }
        if (base != null) {
            for (Rate rate : base.rates()) {
                ServicePrices replaced = byId.get(rate.serviceId());
                if (replaced == null
                        || rate.accountId() != 0
                        || !replaced.book().containsKey(key(rate))) {
                    rates.add(rate);
                }
            }
        }
        String note =
                "LiteLLM price map, sha256 "
                        + sha256.substring(0, NOTE_DIGITS)
                        + ", services: "
                        + taken.size();
        return prices.createDraft(
                base == null ? 0 : base.id(), note, rates, base == null ? List.of() : base.fees());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw Fault.internal("no SHA-256", e);
        }
    }
}
