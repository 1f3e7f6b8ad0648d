package io.weighbridge.console.client;

import com.google.protobuf.Message;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The ids of operations that move credit. The service does an operation once, however often it is
/// sent; so one whose answer was lost keeps its id until an answer comes, even when its form was
/// left and the same is asked for in a new one.
public final class Operations {
    private final Map<Message, String> unanswered = new ConcurrentHashMap<>();

    /// The id to send an operation with.
    ///
    /// @param what a request with only that in it which makes it the same operation: whose credit,
    ///     and how much
    public String id(Message what) {
        return unanswered.getOrDefault(what, UUID.randomUUID().toString());
    }

    /// It is on its way.
    public void sent(Message what, String id) {
        unanswered.put(what, id);
    }

    /// What became of it is known.
    public void answered(String id) {
        unanswered.values().removeIf(id::equals);
    }

    /// It failed; only a lost answer leaves open what became of it.
    public void failed(String id, Failure failure) {
        if (!failure.isConnection()) {
            answered(id);
        }
    }
}
