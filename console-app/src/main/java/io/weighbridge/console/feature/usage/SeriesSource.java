package io.weighbridge.console.feature.usage;

import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Step;

import java.util.List;

/// Where sums come from packed, many buckets in one answer. Blocks: for a background lane.
interface SeriesSource {
    /// Whether it has all that a heat map shows.
    boolean has(HeatLook look);

    /// Asks once, and hands on what is told.
    ///
    /// @param asked buckets of UTC
    /// @return the end of what is told, at least a bucket
    long read(HeatLook look, List<Measure> parts, Asked asked, Taking taking);

    /// Buckets of a question.
    ///
    /// @param atMs begin of the first
    /// @param endMs end of the last
    record Asked(Step step, long atMs, long endMs) {}

    /// Numbers of one group.
    @FunctionalInterface
    interface Values {
        long at(int part, int bucket);
    }

    /// What is done with each group.
    @FunctionalInterface
    interface Taking {
        /// @param buckets how many are told
        void take(String id, int buckets, Values values);
    }
}
