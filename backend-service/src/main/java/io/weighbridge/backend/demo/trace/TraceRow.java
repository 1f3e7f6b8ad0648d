package io.weighbridge.backend.demo.trace;

/// One call of a trace.
///
/// @param number from 1, in the order of the file
/// @param atMicros when, in microseconds since 1970
/// @param inputTokens of the prompt
/// @param outputTokens of the answer
public record TraceRow(long number, long atMicros, long inputTokens, long outputTokens) {}
