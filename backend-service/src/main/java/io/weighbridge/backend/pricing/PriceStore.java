package io.weighbridge.backend.pricing;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where price books are kept.
public interface PriceStore {
    /// All published books without their rates and fees.
    List<PriceBook> published();

    /// A book whole.
    Optional<PriceBook> find(long id);

    /// Books without their rates and fees, in the order of their ids.
    Page<PriceBook> list(PageKey page);

    /// Services that have a rate with volume steps in a published book.
    Set<Long> servicesWithSteps();

    /// Adds a draft, and the audit entry. Durable when it returns.
    void add(PriceBook draft, Change change);

    /// Replaces the book with the same id, rates and fees included, if it is a draft and its
    /// version is one below this one's, and adds the audit entry. Durable when it returns.
    ///
    /// @return false when it is not
    boolean replace(PriceBook book, Change change);

    /// Deletes a draft, and adds the audit entry.
    ///
    /// @return false when there is no such draft
    boolean deleteDraft(long id, Change change);
}
