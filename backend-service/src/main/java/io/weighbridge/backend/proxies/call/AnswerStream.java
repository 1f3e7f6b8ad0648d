package io.weighbridge.backend.proxies.call;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.proxies.wire.AnsweredModel;
import io.weighbridge.backend.proxies.wire.Chunk;
import io.weighbridge.backend.proxies.wire.ChunkReader;
import io.weighbridge.backend.proxies.wire.ModelRequest;
import io.weighbridge.backend.proxies.wire.StreamEvent;
import io.weighbridge.model.Outcome;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.List;

/// Passes the events of a stream on, each as soon as it is whole and byte for byte; hides the usage
/// that only we asked for; ends the stream where the call must not go on. Used by one thread.
public final class AnswerStream {
    private final ModelRequest request;
    private final OpenCall call;
    private final StreamEnd end;
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
    private Tally tally;
    private boolean isDone;
    private boolean hasFailed;
    private boolean isOtherModel;
    private @Nullable Outcome outcome;

    public AnswerStream(ModelRequest request, OpenCall call) {
        this.request = request;
        this.call = call;
        this.end = new StreamEnd(request);
        this.tally = Tally.start(request);
    }

    /// Takes events.
    ///
    /// @return what the client gets for them
    public byte[] take(List<StreamEvent> events) {
        for (StreamEvent event : events) {
            if (outcome == null && !event.isEmpty()) {
                take(event, ChunkReader.read(event));
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
            case Further.No _ -> {
                passed.writeBytes(end.cut(tally.units()));
                outcome = Outcome.OK;
            }
            case Further.Barred barred -> breakOff(ApiErrors.of(barred.reason(), request.model()));
            case Further.Lost _ ->
                    breakOff(
                            ApiError.unavailable(
                                    504, "hold_expired", "The answer was not taken in time."));
        }
    }

    private void breakOff(ApiError error) {
        passed.writeBytes(StreamEnd.broken(error));
        outcome = Outcome.OK;
    }

    // What adds nothing is passed on even when nothing more may be added.
    private Further further(Chunk chunk, Tally with) {
        Further further = call.further(with);
        return further instanceof Further.No && !chunk.addsText() ? Further.YES : further;
    }

    private void pass(StreamEvent event, Chunk chunk, Tally with) {
        tally = with;
        end.saw(chunk);
        JsonNode model = chunk.root().path("model");
        if (!isOtherModel && AnsweredModel.differs(request.model(), model)) {
            isOtherModel = true;
            call.answeredByAnother(request.model(), model);
        }
        isDone |= chunk.kind() == Chunk.Kind.DONE;
        hasFailed |= chunk.kind() == Chunk.Kind.ERROR;
        if (chunk.kind() != Chunk.Kind.USAGE || request.wantsUsage() || !request.isStream()) {
            passed.writeBytes(event.raw());
        }
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
