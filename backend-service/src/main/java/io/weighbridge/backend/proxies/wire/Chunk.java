package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.weighbridge.model.Units;

/// What one event of a stream says.
///
/// @param kind what it is
/// @param root its JSON, missing when it has none
/// @param usage what it tells of usage so far, [Units#NONE] when nothing
/// @param pieces tokens that it has at least
/// @param text of what it adds
public record Chunk(Kind kind, JsonNode root, Units usage, long pieces, TextSize text) {
    /// Kinds of events.
    public enum Kind {
        /// A part of the answer, or something else that is passed on.
        PART,
        /// Usage alone.
        USAGE,
        /// An error of the model server's.
        ERROR,
        /// The end.
        DONE
    }

    static final Chunk OTHER =
            new Chunk(Kind.PART, MissingNode.getInstance(), Units.NONE, 0, TextSize.NONE);
    static final Chunk DONE =
            new Chunk(Kind.DONE, MissingNode.getInstance(), Units.NONE, 0, TextSize.NONE);

    // Whatever it is, somebody made it.
    static Chunk unread(byte[] data) {
        return new Chunk(
                Kind.PART, MissingNode.getInstance(), Units.NONE, 1, TextSize.ofBytes(data.length));
    }

    /// A part without a text.
    static Chunk silent(Kind kind, JsonNode root, Units usage) {
        return new Chunk(kind, root, usage, 0, TextSize.NONE);
    }

    /// The model that it says it is of.
    public JsonNode model() {
        JsonNode own = root.path("model");
        JsonNode whole = root.has("message") ? root.path("message") : root.path("response");
        return own.isMissingNode() ? whole.path("model") : own;
    }

    /// What it says that the call cost so far, in nano-units; [ModelRequest#ABSENT] when it does
    /// not say.
    public long costNanos() {
        JsonNode whole = root.has("message") ? root.path("message") : root.path("response");
        JsonNode told = root.has("usage") ? root : whole;
        return UpstreamCost.nanos(told.path("usage"));
    }

    /// Whether it is of one answer or more, so that its usage may be of that answer alone.
    public boolean hasChoices() {
        return !root.path("choices").isEmpty();
    }

    /// Whether it adds something to an answer.
    public boolean addsText() {
        return pieces > 0;
    }
}
