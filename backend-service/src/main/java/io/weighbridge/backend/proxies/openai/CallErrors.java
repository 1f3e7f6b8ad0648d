package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.Cancel;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;

/// What clients are told when a model server gives no whole answer.
final class CallErrors {
    private CallErrors() {}

    /// The error for an answer that did not come.
    static ApiError of(IOException why, Cancel cancel) {
        if (cancel.isCancelled()) {
            return ApiError.unavailable(503, "gateway_stopping", "The gateway is stopping.");
        }
        if (why instanceof NoAnswerException) {
            // It is charged, and so would another try be.
            return ApiError.of(
                    504,
                    "server_error",
                    "upstream_timeout",
                    "The model server did not answer in time; the prompt is charged.",
                    ApiError.FINAL);
        }
        if (why instanceof AnswerTooLongException) {
            return ApiError.of(
                    502,
                    "server_error",
                    "answer_too_long",
                    "The answer is longer than can be kept; stream it, or ask for less at once.",
                    ApiError.FINAL);
        }
        if (why instanceof ConnectException) {
            return ApiError.unavailable(
                    502, "upstream_unavailable", "The model server cannot be reached.");
        }
        return why instanceof InterruptedIOException
                ? ApiError.unavailable(
                        504, "upstream_timeout", "The model server did not answer in time.")
                : ApiError.unavailable(
                        502, "upstream_unavailable", "The model server gave no whole answer.");
    }
}
