package io.weighbridge.backend.proxies.openai;

/// One header of HTTP.
record HeaderLine(String name, String value) {}
