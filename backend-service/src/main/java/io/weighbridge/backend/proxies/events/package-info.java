/// Takes usage that is told after the fact, for those who only want it metered and charged: nothing
/// was authorised here, and nothing is held.
///
/// A request goes EventsHttp -> [EventRequests] -> a reader of its format ([CloudEvents] or
/// [LiteLlmLogs]), which makes [ToldEvent]s of it -> [EventIntake] -> the gate; the answer is
/// written by [EventReplies].
@NullMarked
package io.weighbridge.backend.proxies.events;

import org.jspecify.annotations.NullMarked;
