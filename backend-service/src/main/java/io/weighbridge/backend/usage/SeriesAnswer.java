package io.weighbridge.backend.usage;

import java.util.List;

/// Series, and what of the question they answer.
record SeriesAnswer(SeriesQuery told, List<Series> series) {}
