package io.weighbridge.backend.compute.gpu;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import java.util.List;
import java.util.Optional;

/// Where GPUs and their prices are kept. Nothing is ever changed or removed.
public interface GpuStore {
    /// Adds those of whose name there is none.
    void addMissing(List<PricedGpu> defaults);

    /// The one of a name as it is now.
    ///
    /// @param nowMs for the price
    Optional<PricedGpu> find(String name, long nowMs);

    /// The one of an id as it was at an instant; as it was first, before that.
    Optional<PricedGpu> findAt(long id, long atMs);

    /// All as they are now, in the order of their ids.
    ///
    /// @param nowMs for the prices
    Page<PricedGpu> list(PageKey page, long nowMs);

    /// A GPU's versions, oldest first.
    Page<GpuVersion> versions(long id, PageKey page);

    /// A GPU's prices in the order of their ids.
    Page<GpuPrice> prices(long id, PageKey page);

    /// All that ever held.
    GpuHistory history();

    /// How many versions and prices there are: more after each change.
    long changes();

    /// Adds a version, the GPU too when it is the first, and the audit entry. Durable when it
    /// returns.
    ///
    /// @return false when the version before it is not the newest, or the name is taken
    boolean add(GpuVersion version, Change change);

    /// Adds a price, and the audit entry. Durable when it returns.
    void addPrice(GpuPrice price, Change change);
}
