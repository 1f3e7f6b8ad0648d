package io.weighbridge.backend.compute.measure;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import java.util.List;
import java.util.Map;

/// Where hours are kept. What is written is durable when it returns.
public interface MeasureStore {
    /// Adds to hours, all or nothing.
    void add(List<GpuHour> gpus, List<ModelHour> models);

    /// Deletes hours, those of one day at most: the earliest that there are.
    ///
    /// @param beforeMs the first hour that stays
    /// @return whether there may be more to delete
    boolean deleteDay(long beforeMs);

    /// Hours of GPUs, the earliest first, then by GPU.
    ///
    /// @param fromMs the first hour that may be in it
    /// @param toMs the first that may not
    Page<GpuHour> gpuHours(long fromMs, long toMs, PageKey page);

    /// How often hours of GPUs were changed of a day of UTC; of days that are not in it never.
    ///
    /// @param fromMs begin of the first day
    /// @param toMs begin of the day after the last
    Map<Long, Long> dayChanges(long fromMs, long toMs);

    /// Hours of models, the earliest first, then by model and exporter.
    ///
    /// @param fromMs the first hour that may be in it
    /// @param toMs the first that may not
    Page<ModelHour> modelHours(long fromMs, long toMs, PageKey page);
}
