package io.weighbridge.backend.platform.audit;

import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.platform.access.Origin;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.IdKind;

/// Who changes something, and from where.
///
/// @param actorId of the operator or the credential; 0 for none
/// @param actorName of the operator, the proxy, or the user of this machine
/// @param role number of the operator's role; 0 for none
/// @param sessionId of the operator; 0 for none
/// @param peer address and port; empty for a local program
/// @param method full name of the method; empty for a local program
/// @param reason given beside the request; empty for none
public record Act(
        ActorKind kind,
        long actorId,
        String actorName,
        int role,
        long sessionId,
        String peer,
        String method,
        String reason) {
    /// Of facts that were journaled before there was an audit log.
    public static final Act NOT_RECORDED = new Act(ActorKind.NOT_RECORDED, 0, "", 0, 0, "", "", "");

    /// A program that has the data directory.
    public static final Act LOCAL =
            new Act(
                    ActorKind.LOCAL,
                    0,
                    System.getProperty("user.name", "unknown"),
                    0,
                    0,
                    "",
                    "",
                    "");

    /// What is done by the call that this thread serves, or else by a local program.
    ///
    /// @throws Fault INTERNAL when the contract says that the method changes nothing
    public static Act current() {
        Caller caller = Callers.currentOrNone();
        if (caller == null) {
            return LOCAL;
        }
        Origin origin = Callers.origin();
        return switch (caller) {
            case Caller.Operator operator ->
                    of(
                            ActorKind.OPERATOR,
                            operator.id(),
                            operator.name(),
                            operator.role().number(),
                            operator.sessionId(),
                            origin);
            case Caller.Proxy proxy -> of(ActorKind.PROXY, proxy.id(), proxy.name(), 0, 0, origin);
            case Caller.Nobody _ -> of(ActorKind.NOBODY, 0, "", 0, 0, origin);
        };
    }

    private static Act of(
            ActorKind kind, long id, String name, int role, long sessionId, Origin origin) {
        return new Act(
                kind, id, name, role, sessionId, origin.peer(), origin.method(), origin.reason());
    }

    /// The actor's id as people see it; empty for none.
    public String actorText() {
        return switch (kind) {
            case OPERATOR -> IdKind.OPERATOR.format(actorId);
            case PROXY -> IdKind.PROXY_CREDENTIAL.format(actorId);
            case NOT_RECORDED, LOCAL, NOBODY -> "";
        };
    }

    /// The same by an operator who has just shown who it is.
    public Act by(Caller.Operator operator) {
        return new Act(
                ActorKind.OPERATOR,
                operator.id(),
                operator.name(),
                operator.role().number(),
                operator.sessionId(),
                peer,
                method,
                reason);
    }
}
