package io.weighbridge.backend.proxies.call;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.proxies.wire.AnsweredModel;
import io.weighbridge.backend.proxies.wire.Chunk;
import io.weighbridge.backend.proxies.wire.ChunkReader;
import io.weighbridge.backend.proxies.wire.Endpoint;
import io.weighbridge.backend.proxies.wire.ModelRequest;
import io.weighbridge.backend.proxies.wire.StreamEvent;
import io.weighbridge.model.Outcome;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.List;

/// Passes the events of a stream on, each as soon as it is whole and byte for byte; hides the usage
/// that only we asked for; ends the stream where the call must not go on. Used by one thread.
public final class AnswerStream {
    private static final byte[] NOTHING = {};

    private final ModelRequest request;
    private final OpenCall call;
    private final AnswerEnd end;
    private final @Nullable String model;
    private final boolean keepsUsage;
    private final Withheld withheld;
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
    // The usage alone, and what came after it; empty unless it is kept.
    private byte[] usage = NOTHING;
    private byte[] afterUsage = NOTHING;
    private Tally tally;
    private boolean isDone;
    private boolean hasFailed;
    private boolean isOtherModel;
    private @Nullable Outcome outcome;

    /// One that passes on all there is at once.
    public AnswerStream(ModelRequest request, OpenCall call) {
        this(request, call, request.model(), false, _ -> null);
    }

    /// @param model that is to answer, null where it is nobody's matter here
    /// @param keepsUsage whether the usage that the client asked for is kept until [#last], so that
    ///     something can be added to it
    /// @param withheld what the client must not see of errors
    public AnswerStream(
            ModelRequest request,
            OpenCall call,
            @Nullable String model,
            boolean keepsUsage,
            Withheld withheld) {
        this.withheld = withheld;
        this.model = model;
        this.keepsUsage = keepsUsage && request.wantsUsage();
        this.request = request;
        this.call = call;
        this.end = AnswerEnd.of(request);
        this.tally = Tally.start(request);
    }

    /// The end of a stream that broke.
    public static byte[] broken(Endpoint endpoint, ApiError error) {
        return AnswerEnd.broken(endpoint, error);
    }

    /// Takes events.
    ///
    /// @return what the client gets for them
    public byte[] take(List<StreamEvent> events) {
        for (StreamEvent event : events) {
            if (outcome == null && !event.isEmpty()) {
                take(event, ChunkReader.read(request.endpoint(), event, request.measure()));
            }
        }
        return taken();
    }

    private byte[] taken() {
        byte[] all = passed.toByteArray();
        passed.reset();
        return all;
    }

    private void take(StreamEvent event, Chunk chunk) {
        Tally with = tally.plus(chunk);
        switch (further(chunk, with)) {
            case Further.Yes _ -> pass(event, chunk, with);
            case Further.No _ -> cutOff();
            case Further.Barred barred -> breakOff(ApiErrors.of(barred.reason(), request.model()));
            case Further.Lost _ ->
                    breakOff(
                            ApiError.unavailable(
                                    504, "hold_expired", "The answer was not taken in time."));
        }
    }

    private void cutOff() {
        flushUsage();
        passed.writeBytes(end.cut());
        if (request.wantsUsage()) {
            usage = end.usage(tally.units());
        }
        afterUsage = end.done();
        if (!keepsUsage) {
            flushUsage();
        }
        outcome = Outcome.OK;
    }

    private void breakOff(ApiError error) {
        flushUsage();
        passed.writeBytes(AnswerEnd.broken(request.endpoint(), error));
        outcome = Outcome.OK;
    }

    // What adds nothing is passed on even when nothing more may be added.
    private Further further(Chunk chunk, Tally with) {
        Further further = call.further(with);
        return further instanceof Further.No && !chunk.addsText() ? Further.YES : further;
    }

    private void pass(StreamEvent event, Chunk chunk, Tally with) {
        tally = with;
        ApiError instead = mayBeError(chunk) ? withheld.instead(event.raw()) : null;
        if (instead != null) {
            flushUsage();
            passed.writeBytes(AnswerEnd.broken(request.endpoint(), instead));
            hasFailed = true;
            return;
        }
        end.saw(chunk);
        JsonNode answered = chunk.model();
        if (model != null && !isOtherModel && AnsweredModel.differs(model, answered)) {
            isOtherModel = true;
            call.answeredByAnother(model, answered);
        }
        isDone |= chunk.kind() == Chunk.Kind.DONE;
        hasFailed |= chunk.kind() == Chunk.Kind.ERROR;
        if (keepsUsage && tellsTheEnd(chunk)) {
            flushUsage();
            usage = event.raw();
        } else if (chunk.kind() == Chunk.Kind.DONE && usage.length > 0) {
            afterUsage = event.raw();
        } else if (chunk.kind() != Chunk.Kind.USAGE
                || request.wantsUsage()
                || !request.isStream()) {
            flushUsage();
            passed.writeBytes(event.raw());
        }
    }

    // One, with or without a part of an answer, or nothing that can be read.
    private static boolean mayBeError(Chunk chunk) {
        return chunk.kind() == Chunk.Kind.ERROR
                || chunk.root().hasNonNull("error")
                || chunk.root().isMissingNode();
    }

    // The usage alone; a response, at its end; or a part with the usage and no text after an
    // answer's end, as LiteLLM tells it.
    private boolean tellsTheEnd(Chunk chunk) {
        return switch (chunk.kind()) {
            case USAGE -> true;
            case DONE -> chunk.root().has("response");
            case PART -> end.anyEnded() && !chunk.usage().isEmpty() && chunk.text().bytes() == 0;
            case ERROR -> false;
        };
    }

    // Something else came after it.
    private void flushUsage() {
        passed.writeBytes(usage);
        passed.writeBytes(afterUsage);
        usage = NOTHING;
        afterUsage = NOTHING;
    }

    /// Whether the usage is kept, and [#last] gives it.
    public boolean hasKeptUsage() {
        return usage.length > 0;
    }

    /// What was kept, and the end mark.
    ///
    /// @param field added to the usage: a name and a value of JSON, with a colon between; empty for
    ///     none
    public byte[] last(String field) {
        usage = field.isEmpty() ? usage : AddedField.to(usage, field);
        flushUsage();
        return taken();
    }

    /// Whether nothing more comes, by the stream's own end mark or because we ended it.
    public boolean isOver() {
        return outcome != null || isDone;
    }

    /// Whether we ended it, so that nothing more of the model server's is to be passed on.
    public boolean isEndedByUs() {
        return outcome != null;
    }

    /// How the call ended, when nothing more comes.
    public Outcome outcome() {
        if (outcome != null) {
            return outcome;
        }
        return (isDone || end.anyEnded()) && !hasFailed ? Outcome.OK : Outcome.UPSTREAM_ERROR;
    }

    /// Whether the client was told of an error by the model server itself.
    public boolean hasFailed() {
        return hasFailed;
    }

    /// What it has used so far.
    public Tally tally() {
        return tally;
    }
}
