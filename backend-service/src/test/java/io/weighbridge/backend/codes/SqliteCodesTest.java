package io.weighbridge.backend.codes;

import io.weighbridge.backend.testkit.EmptyStore;

import java.nio.file.Path;

final class SqliteCodesTest extends CodesContract {
    @Override
    EmptyStore open(Path folder) {
        return EmptyStore.sqlite(folder);
    }
}
