package io.weighbridge.backend.proxies.call;

import io.weighbridge.backend.proxies.wire.Chunk;
import io.weighbridge.backend.proxies.wire.ModelRequest;
import io.weighbridge.backend.proxies.wire.PlainAnswer;
import io.weighbridge.backend.proxies.wire.PromptSize;
import io.weighbridge.backend.proxies.wire.TextSize;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

/// What a call has used so far, by the best that is known: what the model server told last, which
/// is of the whole call and never added up; and for what came after that, or when it told nothing,
/// an estimate. Immutable.
///
/// @param hasOutput whether the call makes tokens
/// @param isOfOne whether it makes one answer, so that usage in a part of it is of the whole call
/// @param mostOutput tokens that its client allowed: no estimate goes beyond them
/// @param prompt how large it is
/// @param told by the model server
/// @param pieces tokens of answers since then, at least
/// @param text of answers since then
/// @param measuredBy what measured the texts
/// @param costNanos that the model server said it cost, [ModelRequest#ABSENT] when it did not
public record Tally(
        boolean hasOutput,
        boolean isOfOne,
        long mostOutput,
        PromptSize prompt,
        Units told,
        long pieces,
        TextSize text,
        String measuredBy,
        long costNanos)
        implements Used {
    // No tokenizer has longer tokens than the second, nor many in a row as long as the first.
    private static final long BYTES_PER_TOKEN_MOST = 32;
    private static final long LONG_TOKENS_BYTES = 1_024;

    public static Tally start(ModelRequest request) {
        return new Tally(
                request.endpoint().hasOutput(),
                request.answers() == 1,
                request.mostOutputTokens(),
                request.size(),
                Units.NONE,
                0,
                TextSize.NONE,
                request.measure().name(),
                ModelRequest.ABSENT);
    }

    /// With one more event.
    public Tally plus(Chunk chunk) {
        boolean isOfAll = isOfOne || !chunk.hasChoices();
        Units usage = isOfAll ? chunk.usage() : Units.NONE;
        Units now = newest(usage);
        long cost = isOfAll ? newest(chunk.costNanos()) : costNanos;
        // Usage in an event counts what is in the event.
        return usage.has(Unit.OUTPUT_TOKENS)
                ? since(now, 0, TextSize.NONE, cost)
                : since(now, pieces + chunk.pieces(), text.plus(chunk.text()), cost);
    }

    private Tally since(Units now, long piecesSince, TextSize textSince, long cost) {
        return new Tally(
                hasOutput,
                isOfOne,
                mostOutput,
                prompt,
                now,
                piecesSince,
                textSince,
                measuredBy,
                cost);
    }

    private long newest(long told) {
        return told == ModelRequest.ABSENT ? costNanos : told;
    }

    // Each side as it was told last, parts and whole together, so that they fit. What was made
    // stays made: output never falls.
    private Units newest(Units usage) {
        boolean isNewInput = usage.has(Unit.INPUT_TOKENS);
        boolean isNewOutput =
                usage.has(Unit.OUTPUT_TOKENS)
                        && usage.get(Unit.OUTPUT_TOKENS) >= told.get(Unit.OUTPUT_TOKENS);
        Units input = side(Unit.INPUT_TOKENS, isNewInput ? usage : told, Units.NONE);
        return side(Unit.OUTPUT_TOKENS, isNewOutput ? usage : told, input);
    }

    private static Units side(Unit whole, Units from, Units onto) {
        Units units = onto;
        for (Unit unit : from.units()) {
            if (unit == whole || unit.partOf() == whole) {
                units = units.with(unit, from.get(unit));
            }
        }
        return units;
    }

    /// With what a whole answer told.
    public Tally plus(PlainAnswer answer) {
        return plus(answer.usage(), answer.answers(), answer.text(), answer.costNanos());
    }

    /// With what a whole answer told of its usage.
    public Tally plus(Units usage, long answers, TextSize answered) {
        return plus(usage, answers, answered, ModelRequest.ABSENT);
    }

    private Tally plus(Units usage, long answers, TextSize answered, long cost) {
        return usage.has(Unit.OUTPUT_TOKENS)
                ? since(usage, 0, TextSize.NONE, newest(cost))
                : since(usage, answers, answered, newest(cost));
    }

    // Servers send a part for each token, mostly; where they send more at once, by its length.
    private long outputSince() {
        return Math.max(leastSince(), text.likelyTokens());
    }

    private long leastSince() {
        return Math.max(pieces, (text.bytes() - LONG_TOKENS_BYTES) / BYTES_PER_TOKEN_MOST);
    }

    @Override
    public String estimatedBy() {
        boolean isByChunks =
                told.has(Unit.INPUT_TOKENS) && leastSince() >= text.likelyTokens() && hasOutput;
        TextSize all = told.has(Unit.INPUT_TOKENS) ? text : text.plus(prompt.text());
        return isByChunks ? "chunks" : all.countedBy(measuredBy);
    }

    @Override
    public boolean isEstimated() {
        return !told.has(Unit.INPUT_TOKENS)
                || (hasOutput && (!told.has(Unit.OUTPUT_TOKENS) || outputSince() > 0));
    }

    /// Whether nothing is known to have been used.
    public boolean isNothing() {
        return told.isEmpty() && pieces == 0;
    }

    @Override
    public Units units() {
        Units units = told;
        if (!units.has(Unit.INPUT_TOKENS)) {
            units = units.with(Unit.INPUT_TOKENS, prompt.likelyTokens());
        }
        if (hasOutput) {
            units = units.with(Unit.OUTPUT_TOKENS, output());
        }
        return units;
    }

    /// Output tokens so far.
    long output() {
        long toldOutput = told.get(Unit.OUTPUT_TOKENS);
        return hasOutput
                ? Math.max(toldOutput, Math.min(toldOutput + outputSince(), mostOutput))
                : 0;
    }

    /// Output tokens that there are for certain, whatever the model's tokens are like.
    long leastOutput() {
        return told.get(Unit.OUTPUT_TOKENS) + leastSince();
    }
}
