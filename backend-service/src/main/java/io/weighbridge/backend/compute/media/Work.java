package io.weighbridge.backend.compute.media;

import java.util.List;

/// A part of a network and what it does for one picture, step or recording.
///
/// @param parameters of the part
/// @param flops floating-point operations
public record Work(String name, long parameters, long flops) {
    /// Parameters of all. Throws [ArithmeticException] beyond 2^63, as [#flops] does.
    public static long parameters(List<Work> works) {
        long sum = 0;
        for (Work work : works) {
            sum = Math.addExact(sum, work.parameters());
        }
        return sum;
    }

    /// Operations of all.
    public static long flops(List<Work> works) {
        long sum = 0;
        for (Work work : works) {
            sum = Math.addExact(sum, work.flops());
        }
        return sum;
    }
}
