package io.weighbridge.backend.architecture.breach;

import io.weighbridge.backend.Backend;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.services.SqlServiceStore;
import io.weighbridge.proto.v1.AuthorizeRequest;

import okhttp3.HttpUrl;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;

/// Does all that is not done.
public final class Breaches {
    private Breaches() {}

    static int seesProtobuf(AuthorizeRequest request) {
        return request.getSerializedSize();
    }

    static String seesSql(Connection connection) throws SQLException {
        return connection.getCatalog();
    }

    static String seesHttp(HttpUrl url) {
        return url.host();
    }

    static SqlServiceStore wires(Database database) {
        return new SqlServiceStore(database);
    }

    static int needsTheWhole(Backend backend) {
        return backend.port();
    }

    static void sleeps() throws InterruptedException {
        Thread.sleep(0);
    }

    static long readsTheClock() {
        return System.currentTimeMillis();
    }

    @SuppressWarnings("SystemOut")
    static void prints() {
        System.out.println("hello");
    }

    static ProcessBuilder startsAProcess() {
        return new ProcessBuilder("true");
    }

    static void logs() {
        Logger.getLogger("x").info("hello");
    }
}
