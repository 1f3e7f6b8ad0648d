package io.weighbridge.backend.usage;

/// Sums of a service, all buckets of one sum after those of the other. Not for changing.
final class Series {
    final long serviceId;
    final long[] values;

    Series(long serviceId, long[] values) {
        this.serviceId = serviceId;
        this.values = values;
    }
}
