package io.weighbridge.backend.proxies.openai;

import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

/// What a call has used so far, by the best that is known: what the model server told last, which
/// is of the whole call and never added up; and for what came after that, or when it told nothing,
/// an estimate. Immutable.
///
/// @param hasOutput whether the call makes tokens
/// @param likelyInput tokens of its prompt, estimated
/// @param told by the model server
/// @param pieces parts of answers since then
/// @param textBytes of these
record Tally(boolean hasOutput, long likelyInput, Units told, long pieces, long textBytes) {
    static Tally start(ModelRequest request) {
        return new Tally(
                request.endpoint().hasOutput(), request.size().likelyTokens(), Units.NONE, 0, 0);
    }

    /// With one more event.
    Tally plus(Chunk chunk) {
        Units usage = chunk.usage();
        // Usage in an event counts what is in the event.
        return usage.has(Unit.OUTPUT_TOKENS)
                ? new Tally(hasOutput, likelyInput, usage, 0, 0)
                : new Tally(
                        hasOutput,
                        likelyInput,
                        usage.isEmpty() ? told : usage.max(told),
                        pieces + chunk.pieces(),
                        textBytes + chunk.textBytes());
    }

    /// With what a whole answer told.
    Tally plus(Units usage, long answers, long answerBytes) {
        Tally told = new Tally(hasOutput, likelyInput, usage, 0, 0);
        return usage.has(Unit.OUTPUT_TOKENS)
                ? told
                : new Tally(hasOutput, likelyInput, usage, answers, answerBytes);
    }

    // Servers send a part for each token, mostly; where they send more at once, by its length.
    private long outputSince() {
        return Math.max(pieces, PromptSize.likely(textBytes));
    }

    /// Whether a part of [#units] is estimated.
    boolean isEstimated() {
        return !told.has(Unit.INPUT_TOKENS)
                || (hasOutput && (!told.has(Unit.OUTPUT_TOKENS) || outputSince() > 0));
    }

    /// Whether nothing is known to have been used.
    boolean isNothing() {
        return told.isEmpty() && pieces == 0;
    }

    /// Units so far.
    Units units() {
        Units units = told;
        if (!units.has(Unit.INPUT_TOKENS)) {
            units = units.with(Unit.INPUT_TOKENS, likelyInput);
        }
        if (hasOutput) {
            long output = told.get(Unit.OUTPUT_TOKENS) + outputSince();
            units = units.with(Unit.OUTPUT_TOKENS, output);
        }
        return units;
    }

    /// Output tokens so far, from below: a part is at least one.
    long outputAtLeast() {
        return told.get(Unit.OUTPUT_TOKENS) + pieces;
    }

    /// Output tokens so far.
    long output() {
        return hasOutput ? told.get(Unit.OUTPUT_TOKENS) + outputSince() : 0;
    }
}
