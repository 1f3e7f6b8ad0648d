package io.weighbridge.backend.replay;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import java.util.List;
import java.util.Optional;

/// Where replays are kept. What is written is durable when it returns.
public interface ReplayStore {
    /// How many replays are kept: the newest.
    int KEPT_MAX = 50;

    /// Adds one that runs.
    void add(Replay replay, Change change);

    /// One that runs is to end early.
    void cancel(Change change);

    /// One has ended, with what became of accounts and services. Replays beyond the newest are
    /// deleted.
    void end(Replay replay, List<ReplayLine> accounts, List<ReplayLine> services);

    /// Those that a stop or a crash cut off: they run no more.
    List<Replay> running();

    /// The one with this id.
    Optional<Replay> find(long id);

    /// Newest first.
    Page<Replay> list(PageKey page);

    /// Accounts, those first that would have paid most more, then by id.
    Page<ReplayLine> accounts(long id, PageKey page);

    /// All services, by id.
    List<ReplayLine> services(long id);
}
