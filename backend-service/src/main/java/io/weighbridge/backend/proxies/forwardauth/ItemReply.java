package io.weighbridge.backend.proxies.forwardauth;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.fault.Fault;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Where the ledger answers an item of a report.
///
/// @param answer that is waited for
/// @param words how a result is written
record ItemReply<T>(CompletableFuture<ObjectNode> answer, Function<T, ObjectNode> words)
        implements io.weighbridge.backend.gate.settle.Reply<T> {
    @Override
    public void done(T result) {
        answer.complete(words.apply(result));
    }

    @Override
    public void failed(Fault fault) {
        answer.complete(UsageReports.error(fault));
    }
}
