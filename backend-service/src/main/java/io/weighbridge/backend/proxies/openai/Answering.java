package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.gate.settle.SettleResult;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.HeaderRules;
import io.weighbridge.backend.proxies.call.OpenCall;
import io.weighbridge.backend.proxies.call.Receipts;
import io.weighbridge.backend.proxies.call.Used;
import io.weighbridge.model.Outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// How an admitted call is answered, whatever it makes. Used by one thread.
///
/// @param call that was admitted
/// @param client who is answered
/// @param headers that our answer has, beside the model server's
/// @param answers where an answer that is not streamed is kept
/// @param lingerMs how long a client that left is followed by its usage
/// @param receipts what the client is told of its charge
record Answering(
        OpenCall call,
        ClientAnswer client,
        List<HeaderLine> headers,
        HeldAnswers answers,
        int lingerMs,
        Receipts receipts) {
    /// Charges it. Nobody waits for the disk but to be told what it came to.
    Optional<SettleResult> settle(Outcome outcome, Used used, boolean isTold) {
        if (isTold && receipts.isTold()) {
            return call.settleAndWait(outcome, used);
        }
        call.settle(outcome, used);
        return Optional.empty();
    }

    /// All headers of an answer.
    ///
    /// @param withheld those of the model server's that are not passed on
    List<HeaderLine> all(Upstream.Exchange exchange, Predicate<HeaderLine> withheld) {
        List<HeaderLine> all = new ArrayList<>(HeaderRules.toClient(exchange.headers()));
        all.removeIf(withheld);
        all.addAll(headers);
        return all;
    }
}
