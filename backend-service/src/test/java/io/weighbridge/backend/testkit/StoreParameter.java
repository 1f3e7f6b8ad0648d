package io.weighbridge.backend.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives each test an empty store of its own, for parameters of the type [EmptyStore], and closes
/// it after the test.
abstract sealed class StoreParameter implements ParameterResolver permits OnSqlite, OnPostgres {
    private static final ExtensionContext.Namespace OURS =
            ExtensionContext.Namespace.create(StoreParameter.class);

    abstract EmptyStore open();

    @Override
    public final boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == EmptyStore.class;
    }

    @Override
    public final EmptyStore resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getStore(OURS).computeIfAbsent(EmptyStore.class, _ -> open(), EmptyStore.class);
    }
}
