package io.weighbridge.backend.usage.refusals;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import java.util.Map;

/// Where refused calls are summed up by hour and day.
public interface RefusalStore {
    /// Adds these to the sums of their hours and days: all of them, or none.
    ///
    /// @throws Fault STORE_UNAVAILABLE
    void add(Map<RefusalCell, Long> refused);

    /// Sums by time, then by group.
    Page<RefusalSum> query(RefusalQuery query, PageKey page);
}
