package io.weighbridge.backend.proxies.mcp;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.HeaderRules;
import io.weighbridge.backend.proxies.call.Receipts;
import io.weighbridge.backend.proxies.openai.ClientAnswer;
import io.weighbridge.backend.proxies.openai.ClientGoneException;
import io.weighbridge.backend.proxies.openai.HeldAnswer;
import io.weighbridge.backend.proxies.openai.HeldAnswers;
import io.weighbridge.backend.proxies.wire.EventCutter;
import io.weighbridge.backend.proxies.wire.StreamEvent;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RefusalReason;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// One message and its answer. Whatever comes first decides about its bill: a server that has begun
/// to answer is doing what it was asked, whether or not somebody waits for the end, unless it says
/// that it never began. The bill is given to the ledger before the client has the result.
final class ToolExchange {
    private static final Logger LOG = LoggerFactory.getLogger(ToolExchange.class);
    private static final int EVENT_BYTES_MAX = 16 << 20;
    private static final int PART_BYTES = 16 << 10;
    // A comment: so that a client has the head before the first event comes.
    private static final byte[] BEGIN = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final JsonNode id;
    private final Bill bill;
    private final ClientAnswer client;
    private final HeldAnswers answers;
    private final Receipts receipts;
    private final UnaryOperator<String> sessions;
    private boolean isTaken;
    private boolean isBegun;

    /// @param id of the request, missing for none
    /// @param answers where an answer that is not streamed is kept
    /// @param sessions what a client gets for a session of the server's
    ToolExchange(
            JsonNode id,
            Bill bill,
            ClientAnswer client,
            HeldAnswers answers,
            Receipts receipts,
            UnaryOperator<String> sessions) {
        this.id = id;
        this.bill = bill;
        this.client = client;
        this.answers = answers;
        this.receipts = receipts;
        this.sessions = sessions;
    }

    /// Sends the message.
    interface Sending {
        ToolUpstreamHttp.Answer send() throws ToolUpstreamHttp.NoAnswerException;
    }

    /// Makes it.
    void run(Sending sending) throws ClientGoneException {
        try (ToolUpstreamHttp.Answer answer = sending.send()) {
            isTaken = answer.status() / 100 == 2;
            bill.goesOn();
            String type = answer.header("content-type").toLowerCase(Locale.ROOT);
            if (isTaken && type.startsWith("text/event-stream")) {
                stream(answer);
            } else {
                whole(answer);
            }
        } catch (Bill.EndedException e) {
            ended(e);
        } catch (IOException e) {
            brokeOff(e);
        } catch (ClientGoneException e) {
            end(Outcome.CLIENT_GONE);
            throw e;
        } catch (RuntimeException e) {
            LOG.error("a message to a tool server failed", e);
            end(Outcome.UPSTREAM_ERROR);
            tell(ApiError.internal());
        }
    }

    private void end(Outcome outcome) {
        if (isTaken) {
            bill.ran(outcome);
        } else {
            bill.notRun("the tool server did not take it");
        }
    }

    private void whole(ToolUpstreamHttp.Answer answer) throws IOException, ClientGoneException {
        ApiError ours = isTaken ? null : ApiErrors.ofOperator(answer.status(), answer.headers());
        if (ours != null) {
            LOG.warn("the tool server answered {}", answer.status());
            bill.notRun("the tool server answered " + answer.status());
            tell(ours);
            return;
        }
        try (HeldAnswer held = answers.begin()) {
            held.read(answer, bill::goesOn);
            List<HeaderLine> headers = headers(answer);
            switch (RpcAnswer.ofWhole(held.bytes(), id)) {
                case RAN -> headers.addAll(isTaken ? bill.ranFor(receipts) : List.of());
                case NOT_RUN -> bill.notRun("the tool server says that it never began");
                case FAILED, OTHER -> end(Outcome.UPSTREAM_ERROR);
            }
            // Of what was answered with an error status nothing ran.
            end(Outcome.UPSTREAM_ERROR);
            client.send(answer.status(), headers, held.bytes());
        }
    }

    private void stream(ToolUpstreamHttp.Answer answer) throws IOException, ClientGoneException {
        client.begin(answer.status(), headers(answer));
        isBegun = true;
        client.write(BEGIN);
        EventCutter cutter = new EventCutter(EVENT_BYTES_MAX);
        byte[] part = new byte[PART_BYTES];
        for (int length = answer.read(part); length >= 0; length = answer.read(part)) {
            for (StreamEvent event : cutter.add(part, length)) {
                pass(event);
            }
            bill.goesOn();
        }
        pass(cutter.rest());
        // It was being done, and a session may tell its end later.
        bill.ran(Outcome.UPSTREAM_ERROR);
        client.end();
    }

    private void pass(StreamEvent event) throws ClientGoneException {
        if (event.isEmpty()) {
            return;
        }
        if (!bill.isEnded()) {
            switch (RpcAnswer.of(event.data(), id)) {
                case RAN -> bill.ran(Outcome.OK);
                case FAILED -> bill.ran(Outcome.UPSTREAM_ERROR);
                case NOT_RUN -> bill.notRun("the tool server says that it never began");
                case OTHER -> {}
            }
        }
        client.write(event.raw());
    }

    private List<HeaderLine> headers(ToolUpstreamHttp.Answer answer) {
        List<HeaderLine> headers = new ArrayList<>();
        for (HeaderLine header : HeaderRules.toClient(answer.headers())) {
            boolean isSession = header.name().equalsIgnoreCase(ToolHeaders.SESSION);
            headers.add(
                    isSession
                            ? new HeaderLine(ToolHeaders.SESSION, sessions.apply(header.value()))
                            : header);
        }
        headers.addAll(bill.headers());
        return headers;
    }

    // The server is let go with its answer.
    private void ended(Bill.EndedException why) throws ClientGoneException {
        end(Outcome.OK);
        if (isBegun) {
            client.end();
            return;
        }
        RefusalReason barred = why.reason();
        tell(
                barred == null
                        ? ApiError.unavailable(
                                504, "hold_expired", "The answer was not taken in time.")
                        : ApiErrors.of(barred, ""));
    }

    private void brokeOff(IOException why) throws ClientGoneException {
        boolean mayBeDone =
                isTaken
                        || (why instanceof ToolUpstreamHttp.NoAnswerException none
                                && none.mayBeDone());
        isTaken = mayBeDone;
        end(Outcome.UPSTREAM_ERROR);
        if (isBegun) {
            client.end();
            return;
        }
        boolean isLate = why instanceof ToolUpstreamHttp.NoAnswerException none && none.isLate();
        int status = isLate ? 504 : 502;
        String code = isLate ? "upstream_timeout" : "upstream_unavailable";
        tell(
                mayBeDone
                        ? ApiError.of(
                                status,
                                "server_error",
                                code,
                                "The tool server gave no whole answer; the call is charged.",
                                ApiError.FINAL)
                        : ApiError.unavailable(status, code, "The tool server gave no answer."));
    }

    private void tell(ApiError error) throws ClientGoneException {
        if (!isBegun) {
            RpcErrors.send(client, error.with(bill.headers()), id);
        }
    }
}
