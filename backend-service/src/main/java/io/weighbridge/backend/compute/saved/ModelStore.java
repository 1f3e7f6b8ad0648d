package io.weighbridge.backend.compute.saved;

import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import java.util.Optional;

/// Where models are kept, and which service runs which. Nothing is ever changed or removed.
public interface ModelStore {
    /// Adds a model, and the audit entry. Durable when it returns.
    ///
    /// @return false when the name is taken
    boolean add(SavedModel model, ModelContent content, Change change);

    /// The one of an id.
    Optional<SavedModel> find(long id);

    /// The one of a name.
    Optional<SavedModel> find(String name);

    /// What an analysis needs of the one of an id.
    Optional<ModelContent> content(long id);

    /// All, in the order of their ids.
    Page<SavedModel> list(PageKey page);

    /// Adds what a service runs, and the audit entry. Durable when it returns.
    void add(ServiceModel link, Change change);

    /// What holds for a service at an instant; of two from the same one the later made.
    Optional<ServiceModel> at(long serviceId, long atMs);

    /// How many [#links] of all services there are: more after each change.
    long linkCount();

    /// All of a service, or of all services for 0, in the order of their ids.
    Page<ServiceModel> links(long serviceId, PageKey page);
}
