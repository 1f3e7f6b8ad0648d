package io.weighbridge.backend.compute.cost;

import io.weighbridge.backend.platform.fault.Check;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/// How a model serves and how a price is made of it, as an administrator says it.
///
/// @param contextTokens 1 to [#CONTEXT_MAX]; with `media` from 0, and not used
/// @param batch 1 to [#BATCH_MAX]
/// @param cacheBytes of an element of keys and values: 1, 2 or 4
/// @param gpuCount cards that one copy lies on, 0 to [#GPUS_MAX]; 0: as many as it needs
/// @param basis of the cost
/// @param wholeCards whether the cards serve nothing else
/// @param marginMillionths of the price, 0 to 999,999
/// @param utilizationMillionths of the GPU's time, 1 to 1,000,000
/// @param flopsShareMillionths of the peak operations that the model reaches, 1 to 1,000,000
/// @param bandwidthShareMillionths of the peak bandwidth that it reaches, likewise
/// @param media of a model that makes pictures or writes down speech; null for one that reads
///     tokens
public record ServingTerms(
        long contextTokens,
        long batch,
        long cacheBytes,
        long gpuCount,
        Basis basis,
        boolean wholeCards,
        long marginMillionths,
        long utilizationMillionths,
        long flopsShareMillionths,
        long bandwidthShareMillionths,
        @Nullable MediaTerms media) {
    /// The most tokens of a context.
    public static final long CONTEXT_MAX = 16_777_216;

    /// The most answers that are written at once.
    public static final long BATCH_MAX = 65_536;

    /// The most cards of one copy.
    public static final long GPUS_MAX = 1_024;

    /// Half of the peak operations and seven tenths of the bandwidth: usual for good servers, not
    /// measured by us.
    public static final long FLOPS_SHARE_USUAL = 500_000;

    /// See [#FLOPS_SHARE_USUAL].
    public static final long BANDWIDTH_SHARE_USUAL = 700_000;

    private static final long MILLION = 1_000_000;
    private static final int PLACES = 6;

    /// Terms of a model that reads tokens.
    public ServingTerms(
            long contextTokens,
            long batch,
            long cacheBytes,
            long gpuCount,
            Basis basis,
            boolean wholeCards,
            long marginMillionths,
            long utilizationMillionths,
            long flopsShareMillionths,
            long bandwidthShareMillionths) {
        this(
                contextTokens,
                batch,
                cacheBytes,
                gpuCount,
                basis,
                wholeCards,
                marginMillionths,
                utilizationMillionths,
                flopsShareMillionths,
                bandwidthShareMillionths,
                null);
    }

    /// The same with the usual shares of the peaks.
    public ServingTerms(
            long contextTokens,
            long batch,
            long cacheBytes,
            long gpuCount,
            Basis basis,
            boolean wholeCards,
            long marginMillionths,
            long utilizationMillionths) {
        this(
                contextTokens,
                batch,
                cacheBytes,
                gpuCount,
                basis,
                wholeCards,
                marginMillionths,
                utilizationMillionths,
                FLOPS_SHARE_USUAL,
                BANDWIDTH_SHARE_USUAL);
    }

    /// The same with other shares of the peaks.
    public ServingTerms with(long flopsMillionths, long bandwidthMillionths) {
        return with(flopsMillionths, bandwidthMillionths, media);
    }

    /// The same for a model that makes pictures or writes down speech.
    public ServingTerms with(MediaTerms terms) {
        return with(flopsShareMillionths, bandwidthShareMillionths, terms);
    }

    private ServingTerms with(
            long flopsMillionths, long bandwidthMillionths, @Nullable MediaTerms terms) {
        return new ServingTerms(
                contextTokens,
                batch,
                cacheBytes,
                gpuCount,
                basis,
                wholeCards,
                marginMillionths,
                utilizationMillionths,
                flopsMillionths,
                bandwidthMillionths,
                terms);
    }

    /// Looks at all but the cache's bytes.
    ///
    /// @return itself
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD
    public ServingTerms checked() {
        Check.range("terms.context_tokens", contextTokens, media == null ? 1 : 0, CONTEXT_MAX);
        Check.range("terms.batch", batch, 1, BATCH_MAX);
        Check.range("terms.gpu_count", gpuCount, 0, GPUS_MAX);
        Check.range("terms.margin_millionths", marginMillionths, 0, MILLION - 1);
        Check.range("terms.utilization_millionths", utilizationMillionths, 1, MILLION);
        Check.range("terms.flops_share_millionths", flopsShareMillionths, 1, MILLION);
        Check.range("terms.bandwidth_share_millionths", bandwidthShareMillionths, 1, MILLION);
        if (media != null) {
            media.check();
        }
        return this;
    }

    /// What the model serves under.
    public Load load() {
        return new Load(
                contextTokens,
                batch,
                cacheBytes,
                gpuCount,
                BigDecimal.valueOf(flopsShareMillionths, PLACES),
                BigDecimal.valueOf(bandwidthShareMillionths, PLACES));
    }

    /// How a price is made.
    public Terms terms() {
        return new Terms(
                basis,
                wholeCards,
                BigDecimal.valueOf(marginMillionths, PLACES),
                BigDecimal.valueOf(utilizationMillionths, PLACES));
    }
}
