package io.weighbridge.backend.compute.saved;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.compute.analysis.Analysis;
import io.weighbridge.backend.compute.analysis.Placed;
import io.weighbridge.backend.compute.analysis.PlacedMedia;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.cost.TokenCost;
import io.weighbridge.backend.compute.gpu.GpuPrice;
import io.weighbridge.backend.compute.gpu.Gpus;
import io.weighbridge.backend.compute.gpu.PricedGpu;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.services.Service;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Nanos;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Proposes prices of what services run, and writes them into drafts.
public final class Proposals {
    private static final long PER = 1_000_000;
    // From units of the currency for 1,000 tokens to nanos for as many as a rate is for.
    private static final long NANOS = 1_000_000_000L * (PER / 1_000);
    private static final long MINUTE_MS = 60_000;
    private static final List<Long> PICTURES = List.of(512L, 1_024L);
    private static final int NOTE_MAX = 200;

    private final Models models;
    private final Gpus gpus;
    private final Prices prices;
    private final TimeSource time;

    /// What a proposal became.
    ///
    /// @param draft that it stands in
    /// @param otherRates of the service, which stand there as they were
    public record Drafted(Proposal proposal, PriceBook draft, long otherRates) {}

    public Proposals(Models models, Gpus gpus, Prices prices, TimeSource time) {
        this.models = models;
        this.gpus = gpus;
        this.prices = prices;
        this.time = time;
    }

    /// By what holds at an instant.
    ///
    /// @param atMs 0 for now
    /// @param byCurve whether calls shall pay for what each takes of GPUs, not for its tokens
    /// @throws Fault SERVICE_WITHOUT_MODEL, GPU_UNPRICED, INVALID_FIELD
    public Proposal propose(Service service, long atMs, boolean byCurve) {
        Check.range("at_ms", atMs, 0, Long.MAX_VALUE);
        long instantMs = atMs == 0 ? time.wallMs() : atMs;
        ServiceModel link = models.at(service, instantMs);
        ServiceModel.Run run = Models.requireRun(service, link);
        if (run.terms().basis() == Basis.MEASURED) {
            throw Fault.invalid(
                    "terms.basis",
                    "measured",
                    "GPU time or FLOPs in the service's terms: a price cannot be proposed from what"
                            + " calls are yet to take");
        }
        PricedGpu gpu = gpus.at(run.gpuId(), instantMs);
        GpuPrice hour = gpu.price();
        if (hour == null) {
            throw Fault.of(
                    ErrorCode.GPU_UNPRICED,
                    "gpu: " + run.gpuName() + " has no price then (expected: one by SetGpuPrice)");
        }
        boolean isText = run.terms().media() == null;
        Analysis analysis =
                models.analyse(
                        run.modelName(),
                        models.content(run.modelId()),
                        gpu.gpu(),
                        run.terms(),
                        isText ? List.of(run.terms().contextTokens()) : List.of(),
                        PICTURES);
        return new Proposal(
                link, gpu.gpu(), hour, analysis, rates(service, run, gpu, analysis, byCurve));
    }

    private static List<Rate> rates(
            Service service,
            ServiceModel.Run run,
            PricedGpu gpu,
            Analysis analysis,
            boolean byCurve) {
        GpuPrice hour = gpu.price();
        if (byCurve && hour != null) {
            return List.of(CurveRates.of(service, run.terms(), gpu, hour, reached(analysis)));
        }
        return run.terms().media() == null
                ? rates(service, analysis.placed())
                : List.of(rate(service, analysis.media()));
    }

    // Operations a second of a card.
    private static Ratio reached(Analysis analysis) {
        Placed placed = analysis.placed();
        PlacedMedia media = analysis.media();
        if (placed != null) {
            return placed.prediction().flopsPerSecond();
        }
        if (media == null) {
            throw withoutCost();
        }
        return media.prediction().flopsPerSecond();
    }

    /// What the pictures or recordings of a placed model must be sold for.
    static Rate rate(Service service, @Nullable PlacedMedia placed) {
        Ratio price = placed == null ? null : placed.price();
        if (placed == null || price == null) {
            throw withoutCost();
        }
        Unit unit = placed.prediction().unit();
        long per = unit == Unit.PIXELS ? PER : MINUTE_MS;
        return rate(service, unit, price.times(Nanos.PER_UNIT).times(per), per);
    }

    /// What the tokens of a placed model must be sold for.
    static List<Rate> rates(Service service, @Nullable Placed placed) {
        TokenCost price = placed == null ? null : placed.price();
        if (placed == null || price == null) {
            throw withoutCost();
        }
        List<Rate> rates = new ArrayList<>();
        rates.add(rate(service, Unit.INPUT_TOKENS, price.input()));
        if (placed.writes()) {
            rates.add(rate(service, Unit.OUTPUT_TOKENS, price.output()));
        }
        return rates;
    }

    private static Fault withoutCost() {
        return Fault.internal("a model that is linked has no cost", null);
    }

    private static Rate rate(Service service, Unit unit, Ratio per1k) {
        return rate(service, unit, per1k.times(NANOS), PER);
    }

    /// Up: a price below the cost would be one that nobody wished.
    ///
    /// @param nanos for so many
    static Rate rate(Service service, Unit unit, Ratio nanos, long per) {
        if (nanos.compareTo(Ratio.of(Rate.PRICE_MAX)) > 0) {
            throw Fault.invalid(
                    "terms",
                    "more than " + Rate.PRICE_MAX + " nanos for " + per + " " + unit.key(),
                    "terms and a GPU's price by which it costs less");
        }
        return new Rate(
                service.id(), unit, ServiceTier.STANDARD, 0, 0, nanos.ceiling(), per, List.of());
    }

    /// Writes a proposal into a draft.
    ///
    /// @param atMs 0 for now
    /// @param bookId a draft, 0 for a new copy of the book in force
    /// @param version of that draft as last read
    /// @param byCurve see [#propose]
    /// @throws Fault those of [#propose]; MODEL_PARTLY_KNOWN, PRICE_BOOK_UNKNOWN,
    ///     PRICE_BOOK_PUBLISHED, VERSION_CONFLICT
    public Drafted draft(Service service, long atMs, long bookId, long version, boolean byCurve) {
        Proposal proposal = propose(service, atMs, byCurve);
        requireKnown(proposal);
        PriceBook base = bookId == 0 ? prices.bookInForce().orElse(null) : prices.require(bookId);
        Predicate<Unit> replaced = replaced(proposal, byCurve);
        if (base != null) {
            requireNoOwnRates(service, base, proposal, replaced, byCurve);
        }
        List<Rate> rates = new ArrayList<>();
        long others = 0;
        for (Rate rate : base == null ? List.<Rate>of() : base.rates()) {
            if (!isReplaced(rate, service, replaced)
                    && proposal.rates().stream().noneMatch(made -> isSame(made, rate))) {
                rates.add(rate);
                others += rate.serviceId() == service.id() ? 1 : 0;
            }
        }
        rates.addAll(proposal.rates());
        PriceBook draft =
                bookId == 0 || base == null
                        ? prices.createDraft(
                                base == null ? 0 : base.id(),
                                note(service),
                                rates,
                                base == null ? List.of() : base.fees())
                        : prices.updateDraft(bookId, version, rates, base.fees(), base.note());
        return new Drafted(proposal, draft, others);
    }

    // What is not known of a model is in no figure, so a price of them would be too low.
    private static void requireKnown(Proposal proposal) {
        JsonNode unknown = proposal.analysis().json().path("unknown");
        if (!unknown.isEmpty()) {
            throw Fault.of(
                    ErrorCode.MODEL_PARTLY_KNOWN,
                    "service: its model is not wholly known: "
                            + unknown
                            + " (expected: one that is, or rates written by hand)");
        }
    }

    // What was agreed with an account is not dropped by the way, and beside the proposal it would
    // be
    // charged as well.
    private static void requireNoOwnRates(
            Service service,
            PriceBook base,
            Proposal proposal,
            Predicate<Unit> replaced,
            boolean byCurve) {
        long accounts =
                base.rates().stream()
                        .filter(rate -> rate.serviceId() == service.id())
                        .filter(rate -> rate.tier() == ServiceTier.STANDARD)
                        .filter(rate -> rate.accountId() != 0 && replaced.test(rate.unit()))
                        .filter(
                                rate ->
                                        proposal.rates().stream()
                                                .noneMatch(made -> made.unit() == rate.unit()))
                        .mapToLong(Rate::accountId)
                        .distinct()
                        .count();
        if (accounts > 0) {
            throw Fault.invalid(
                    byCurve ? "by_curve" : "price_book",
                    byCurve ? "true" : "prices of accounts",
                    "no accounts with prices of their own for the service's "
                            + (byCurve && proposal.analysis().media() == null
                                    ? "tokens or other compute: "
                                    : "other units: ")
                            + accounts
                            + " have some, and would pay both");
        }
    }

    // Units that would be charged as well as those of the proposal: by curve tokens and what they
    // take of GPUs, of pictures and recordings all that comes of the model.
    private static Predicate<Unit> replaced(Proposal proposal, boolean byCurve) {
        return proposal.analysis().media() != null
                ? Proposals::isOfCall
                : unit -> unit.isCompute() || (byCurve && unit.isToken());
    }

    private static boolean isOfCall(Unit unit) {
        return unit.isToken()
                || unit.isCompute()
                || switch (unit) {
                    case IMAGES, PIXELS, PIXEL_STEPS, AUDIO_MILLISECONDS -> true;
                    default -> false;
                };
    }

    private static boolean isReplaced(Rate rate, Service service, Predicate<Unit> replaced) {
        return rate.serviceId() == service.id()
                && rate.tier() == ServiceTier.STANDARD
                && rate.accountId() == 0
                && replaced.test(rate.unit());
    }

    private static boolean isSame(Rate one, Rate other) {
        return one.serviceId() == other.serviceId()
                && one.unit() == other.unit()
                && one.tier() == other.tier()
                && one.aboveInputTokens() == other.aboveInputTokens()
                && one.accountId() == other.accountId();
    }

    private static String note(Service service) {
        String note = "By compute cost: " + service.name();
        return note.substring(0, Math.min(NOTE_MAX, note.length()));
    }
}
