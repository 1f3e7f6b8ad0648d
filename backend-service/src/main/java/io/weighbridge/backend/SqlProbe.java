package io.weighbridge.backend;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.health.Health;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.TimeSource;

import java.util.concurrent.TimeUnit;

/// Asks the store now and then whether it answers, so that who asks for health never waits for it.
final class SqlProbe implements Runnable {
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private record Answer(Health health, long atNanos) {}

    private final Database database;
    private final TimeSource time;
    private volatile Answer last;

    SqlProbe(Database database, TimeSource time) {
        this.database = database;
        this.time = time;
        this.last = new Answer(Health.OK, time.nanos());
    }

    @Override
    public void run() {
        Health health;
        try {
            health = database.answers() ? Health.OK : Health.failed("it answers nonsense");
        } catch (Fault fault) {
            health = Health.failed(fault.logText());
        }
        last = new Answer(health, time.nanos());
    }

    Health health() {
        Answer answer = last;
        return time.nanos() - answer.atNanos > SILENCE_NANOS
                ? Health.failed("it has not answered for 15 seconds")
                : answer.health;
    }
}
