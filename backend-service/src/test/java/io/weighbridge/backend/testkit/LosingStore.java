package io.weighbridge.backend.testkit;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Fault;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;

/// Stands before a store, and fails as one does whose connection breaks at the wrong moment: what
/// it was told to write is written, but it says that it failed.
public final class LosingStore<S> {
    private final S real;
    private final S store;
    private boolean loses;
    private boolean staysAway;
    private boolean isAway;

    public LosingStore(Class<S> type, S real) {
        this.real = real;
        this.store =
                type.cast(
                        Proxy.newProxyInstance(
                                type.getClassLoader(),
                                new Class<?>[] {type},
                                (proxy, method, arguments) -> call(method, arguments)));
    }

    /// The store to use.
    public S store() {
        return store;
    }

    /// Loses the answer of the next write.
    ///
    /// @param staysAway whether nothing can be read or written after it, until [#comeBack]
    public void loseAnswer(boolean staysAway) {
        loses = true;
        this.staysAway = staysAway;
    }

    /// Can neither be read nor written, until [#comeBack].
    public void goAway() {
        isAway = true;
    }

    /// Can be read and written again.
    public void comeBack() {
        isAway = false;
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        if (isAway) {
            throw Fault.storeUnavailable("away", null);
        }
        Object result;
        try {
            result = method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (loses && arguments != null && Arrays.stream(arguments).anyMatch(this::isChange)) {
            loses = false;
            isAway = staysAway;
            throw Fault.storeUnavailable("the answer was lost", null);
        }
        return result;
    }

    private boolean isChange(Object argument) {
        return argument instanceof Change
                || (argument instanceof List<?> list
                        && !list.isEmpty()
                        && list.getFirst() instanceof Change);
    }
}
