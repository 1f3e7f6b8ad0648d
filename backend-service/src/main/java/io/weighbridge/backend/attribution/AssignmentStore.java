package io.weighbridge.backend.attribution;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import java.util.Optional;

/// Where it is kept which services run on which GPU. Nothing is ever changed or removed.
public interface AssignmentStore {
    /// Adds one, and the audit entry. Durable when it returns.
    void add(GpuServices assignment, Change change);

    /// What holds for a GPU at an instant; of two from the same one the later made.
    Optional<GpuServices> at(String gpu, long atMs);

    /// How many there are: more after each change.
    long count();

    /// All of a GPU, or of all GPUs for an empty text, in the order of their ids.
    Page<GpuServices> list(String gpu, PageKey page);
}
