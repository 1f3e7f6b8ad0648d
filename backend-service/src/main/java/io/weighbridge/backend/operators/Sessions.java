package io.weighbridge.backend.operators;

import io.weighbridge.backend.keys.KeyDigest;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Doubtful;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.fault.InDoubt;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/// The sessions of all operators, in memory and in the store. Changes are one at a time (this
/// object's monitor); looking a token up needs no lock.
final class Sessions implements Doubtful {
    static final long ACCESS_MS = 15 * 60_000;
    static final long SESSION_MS = 12 * 60 * 60_000;
    static final int PER_OPERATOR_MAX = 20;

    /// More often than a program has to within a session.
    static final int REFRESHES_MAX = 200;

    private final SessionStore store;
    private final IdSource ids;
    private final TimeSource time;
    private final SecureRandom random = new SecureRandom();
    private final Map<Long, Session> byId = new ConcurrentHashMap<>();
    private final Map<KeyDigest, Session> byAccess = new ConcurrentHashMap<>();
    // Guarded by this.
    private final Map<KeyDigest, Long> byRefresh = new HashMap<>();
    private final Map<KeyDigest, Long> used;
    private final InDoubt inDoubt = new InDoubt(this::reread);

    Sessions(SessionStore store, IdSource ids, TimeSource time) {
        this.store = store;
        this.ids = ids;
        this.time = time;
        this.used = store.used();
        store.all().forEach(this::put);
    }

    /// A session with its tokens, which nobody can ask for again.
    record Tokens(Session session, String access, String refresh) {
        /// Leaves the tokens out.
        @Override
        public String toString() {
            return "Tokens[" + session.id() + "]";
        }
    }

    private synchronized void put(Session session) {
        Session old = byId.put(session.id(), session);
        if (old != null) {
            byAccess.remove(old.access());
            byRefresh.remove(old.refresh());
        }
        byAccess.put(session.access(), session);
        byRefresh.put(session.refresh(), session.id());
    }

    /// Starts one. An operator's oldest ends when there are too many.
    ///
    /// @param act of the new session's id
    synchronized Tokens start(long operatorId, SessionStart by, LongFunction<Act> act) {
        long now = time.wallMs();
        remove(session -> session.endsAtMs() <= now, _ -> List.of());
        List<Session> others = new ArrayList<>();
        byId.values().stream().filter(s -> s.operatorId() == operatorId).forEach(others::add);
        others.sort(Comparator.comparingLong(Session::id));
        for (int i = 0; i <= others.size() - PER_OPERATOR_MAX; i++) {
            Act of = act.apply(0);
            end(others.get(i).id(), of, "the operator has too many sessions");
        }
        String access = Token.generate(Token.ACCESS, random);
        String refresh = Token.generate(Token.REFRESH, random);
        Session session =
                new Session(
                        ids.next(),
                        operatorId,
                        by,
                        Token.digest(access),
                        now + ACCESS_MS,
                        Token.digest(refresh),
                        now,
                        now + SESSION_MS,
                        0);
        Change start = change(act.apply(session.id()), "session.start", null, session, "");
        inDoubt.write(session.id(), () -> store.add(session, start));
        put(session);
        return new Tokens(session, access, refresh);
    }

    /// Gives new tokens for a refresh token. One that was used before ends its session: somebody
    /// has a copy.
    ///
    /// @param act of a session that is renewed
    /// @throws Fault UNAUTHENTICATED, SESSION_EXPIRED
    synchronized Tokens refresh(String token, Function<Session, Act> act) {
        KeyDigest digest = Token.digest(token);
        Long reusedOf = used.get(digest);
        if (reusedOf != null) {
            end(reusedOf, Act.current(), "a refresh token came a second time");
            throw unknown();
        }
        Long id = byRefresh.get(digest);
        Session old = id == null ? null : byId.get(id);
        if (old == null) {
            throw unknown();
        }
        long now = time.wallMs();
        if (old.endsAtMs() <= now || old.refreshes() >= REFRESHES_MAX) {
            remove(session -> session.id() == old.id(), _ -> List.of());
            throw Fault.of(
                    ErrorCode.SESSION_EXPIRED, "refresh_token: expired (expected: a new login)");
        }
        String access = Token.generate(Token.ACCESS, random);
        String refresh = Token.generate(Token.REFRESH, random);
        Session fresh =
                old.refreshed(
                        Token.digest(access),
                        Math.min(now + ACCESS_MS, old.endsAtMs()),
                        Token.digest(refresh));
        store.replace(fresh, digest, change(act.apply(fresh), "session.renew", old, fresh, ""));
        used.put(digest, fresh.id());
        put(fresh);
        return new Tokens(fresh, access, refresh);
    }

    private static Fault unknown() {
        return Fault.of(
                ErrorCode.UNAUTHENTICATED,
                "refresh_token: not known (expected: the one of the last reply, once)");
    }

    /// The session of an access token, or null. It may have expired.
    @Nullable Session byAccess(String token) {
        return byAccess.get(Token.digest(token));
    }

    /// The session with this id, or null when it has ended.
    @Nullable Session byId(long id) {
        Session session = byId.get(id);
        return session == null || session.endsAtMs() <= time.wallMs() ? null : session;
    }

    boolean isExpired(Session session) {
        return session.accessExpiresAtMs() <= time.wallMs();
    }

    /// Those that have not ended, oldest first.
    ///
    /// @param operatorId of one operator; 0 for all
    Page<Session> list(long operatorId, PageKey page) {
        long now = time.wallMs();
        List<Session> all =
                byId.values().stream()
                        .filter(session -> session.endsAtMs() > now)
                        .filter(each -> operatorId == 0 || each.operatorId() == operatorId)
                        .sorted(Comparator.comparingLong(Session::id))
                        .toList();
        return Page.from(all, page, Session::id);
    }

    /// How many there are now.
    int count() {
        long now = time.wallMs();
        return (int) byId.values().stream().filter(session -> session.endsAtMs() > now).count();
    }

    /// Ends one; again changes nothing.
    ///
    /// @param reason as the audit log keeps it; empty for none
    synchronized void end(long id, Act act, String reason) {
        remove(
                session -> session.id() == id,
                session -> List.of(change(act, "session.end", session, null, reason)));
    }

    /// Ends sessions by a change that removes them from the store itself, and has the audit entry.
    /// None begins meanwhile.
    ///
    /// @param change takes their ids; says whether it was made
    /// @return the same
    synchronized boolean endBy(Predicate<Session> which, Predicate<List<Long>> change) {
        List<Session> gone = byId.values().stream().filter(which).toList();
        List<Long> ids = gone.stream().map(Session::id).toList();
        // What failed may have been done: who was to be shut out must not stay in for that.
        boolean made = inDoubt.write(ids, () -> change.test(ids));
        if (made) {
            forget(gone);
        }
        return made;
    }

    @Override
    public synchronized void settleDoubts() {
        inDoubt.settle();
    }

    // One that the store has no more is over. One that only the store has began without an answer:
    // nobody has its tokens.
    private void reread(long id) {
        Session known = byId.get(id);
        Session stored = store.find(id).orElse(null);
        if (stored == null && known != null) {
            forget(List.of(known));
        } else if (stored != null && known == null) {
            String why = "its start was not answered";
            Change end = change(Act.LOCAL, "session.end", stored, null, why);
            store.remove(List.of(id), List.of(end));
        }
    }

    private Change change(
            Act act,
            String action,
            @Nullable Session before,
            @Nullable Session after,
            String reason) {
        Session either = before == null ? after : before;
        return Change.by(
                act,
                time.wallMs(),
                action,
                either == null ? "" : IdKind.OPERATOR.format(either.operatorId()),
                before == null ? "" : OperatorJson.of(before),
                after == null ? "" : OperatorJson.of(after),
                reason);
    }

    private synchronized void remove(
            Predicate<Session> which, Function<Session, List<Change>> changes) {
        List<Session> gone = byId.values().stream().filter(which).toList();
        if (gone.isEmpty()) {
            return;
        }
        List<Change> all = gone.stream().flatMap(each -> changes.apply(each).stream()).toList();
        var _ =
                endBy(
                        gone::contains,
                        ids -> {
                            store.remove(ids, all);
                            return true;
                        });
    }

    private synchronized void forget(List<Session> gone) {
        for (Session session : gone) {
            byId.remove(session.id());
            byAccess.remove(session.access());
            byRefresh.remove(session.refresh());
        }
        used.values().removeAll(gone.stream().map(Session::id).toList());
    }
}
