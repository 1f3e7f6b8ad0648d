package io.weighbridge.backend.platform.sql;

/// The platform threads that carry virtual ones. The JDK makes as many as there are processors, and
/// a query of SQLite, which is native code, keeps its carrier until it is done: on a small machine
/// a few long queries would leave none for anybody else.
public final class CarrierThreads {
    /// The JDK's own setting, read when the first virtual thread is made.
    public static final String PROPERTY = "jdk.virtualThreadScheduler.parallelism";

    private static final int WRITERS = 1;

    private CarrierThreads() {}

    /// Makes room for every connection of the store to be busy at once. Before the first virtual
    /// thread; what the user of the Java VM set stays.
    public static void makeRoom() {
        if (System.getProperty(PROPERTY) == null) {
            int carriers =
                    Runtime.getRuntime().availableProcessors() + Migrations.READERS + WRITERS;
            System.setProperty(PROPERTY, Integer.toString(carriers));
        }
    }
}
