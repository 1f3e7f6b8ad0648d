package io.weighbridge.backend.testkit;

import io.weighbridge.backend.platform.fault.Fault;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;

/// Stands before stores and breaks one write of all: before it is made, or after,
/// when only the answer is lost. From then on the stores are away until [#heal]. Safe for sharing.
public final class WriteFaults {
    private final Set<String> writeNames;
    private int left = -1;
    private boolean after;
    private boolean away;
    private int writes;

    /// @param writeNames the stores' methods that write
    public WriteFaults(Set<String> writeNames) {
        this.writeNames = Set.copyOf(writeNames);
    }

    /// Breaks the nth write from now on, from 0.
    public synchronized void breakWrite(int n, boolean afterIt) {
        left = n;
        after = afterIt;
        away = false;
    }

    /// All is well again.
    public synchronized void heal() {
        left = -1;
        away = false;
    }

    /// How many writes were made since the last call.
    public synchronized int countedWrites() {
        int counted = writes;
        writes = 0;
        return counted;
    }

    /// Whether it broke one.
    public synchronized boolean broke() {
        return away;
    }

    /// A store that breaks so.
    public <S> S around(Class<S> type, S real) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> call(real, method, arguments)));
    }

    private Object call(Object real, Method method, Object[] arguments) throws Throwable {
        boolean now = begin(writeNames.contains(method.getName()));
        // The store may be its feature's own.
        method.setAccessible(true);
        Object result;
        try {
            result = method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (now) {
            throw Fault.storeUnavailable("the answer was lost", null);
        }
        return result;
    }

    /// @return whether to lose the answer
    private synchronized boolean begin(boolean isWrite) {
        if (away) {
            throw Fault.storeUnavailable("away", null);
        }
        if (!isWrite) {
            return false;
        }
        writes++;
        if (left-- != 0) {
            return false;
        }
        away = true;
        if (!after) {
            throw Fault.storeUnavailable("broken", null);
        }
        return true;
    }
}
