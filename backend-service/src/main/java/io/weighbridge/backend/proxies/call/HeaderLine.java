package io.weighbridge.backend.proxies.call;

/// One header of HTTP.
public record HeaderLine(String name, String value) {}
