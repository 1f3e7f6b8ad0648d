package io.weighbridge.backend.platform.access;

import io.grpc.Context;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.net.IpAddress;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/// The caller of the call that this thread serves at the moment. Known while a service method or an
/// event of its stream runs on the thread that gRPC called it on; whoever goes on elsewhere asks
/// before.
public final class Callers {
    private static final Context.Key<Caller> KEY = Context.key("weighbridge-caller");

    private Callers() {}

    /// A context in which this is the caller.
    public static Context context(Caller caller) {
        return Context.current().withValue(KEY, caller);
    }

    /// Who calls.
    ///
    /// @throws Fault INTERNAL when nobody was let in: the call came by no server of ours
    public static Caller current() {
        Caller caller = KEY.get();
        if (caller == null) {
            throw Fault.internal("a call without a caller", null);
        }
        return caller;
    }

    /// Checks that the caller is an operator with one of these roles: for what fewer may do than
    /// the method lets in.
    ///
    /// @param field of the request that asks for it
    /// @throws Fault PERMISSION_DENIED
    public static void require(String field, Role... roles) {
        Caller caller = current();
        List<Role> enough = List.of(roles);
        if (!(caller instanceof Caller.Operator operator && enough.contains(operator.role()))) {
            throw Fault.of(
                    ErrorCode.PERMISSION_DENIED,
                    field
                            + ": by "
                            + caller.text()
                            + " (expected: "
                            + enough.stream().map(Role::text).collect(Collectors.joining(", "))
                            + ")");
        }
    }

    /// Where the call comes from, for methods that anyone may call: the other end of the
    /// connection, which may be a proxy's; null when that is not known.
    public static @Nullable IpAddress address() {
        return current() instanceof Caller.Nobody nobody ? nobody.address() : null;
    }

    /// The operator who calls, for methods that only operators may call.
    ///
    /// @throws Fault INTERNAL when it is somebody else
    public static Caller.Operator operator() {
        if (current() instanceof Caller.Operator operator) {
            return operator;
        }
        throw Fault.internal("not an operator: " + current().text(), null);
    }
}
