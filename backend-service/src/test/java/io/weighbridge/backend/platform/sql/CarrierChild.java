package io.weighbridge.backend.platform.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;

/// A process whose store is as busy as it can be, and a virtual thread that only wants to speak.
final class CarrierChild {
    static final String SPOKE = "spoke";

    private static final int BUSY = Migrations.READERS + 1;

    private CarrierChild() {}

    public static void main(String[] args) throws Exception {
        CarrierThreads.makeRoom();
        CountDownLatch began = new CountDownLatch(BUSY);
        for (int i = 0; i < BUSY; i++) {
            Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
            Thread.ofVirtual().start(() -> readWithoutEnd(connection, began));
        }
        began.await();
        // Each takes its turn behind what came before it, so that a carrier that is merely not yet
        // busy does not do.
        for (int i = 0; i < 100; i++) {
            Thread.startVirtualThread(Thread::yield).join();
        }
        System.out.println(SPOKE);
        Runtime.getRuntime().halt(0);
    }

    private static void readWithoutEnd(Connection connection, CountDownLatch began) {
        try (Statement statement = connection.createStatement()) {
            began.countDown();
            statement
                    .executeQuery(
                            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
                                    + " SELECT count(*) FROM c")
                    .close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
