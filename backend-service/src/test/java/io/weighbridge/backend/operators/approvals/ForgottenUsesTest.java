package io.weighbridge.backend.operators.approvals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.accounts.Adjustment;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/// What counts against a limit of a day outlasts a clock that is ahead for a while.
final class ForgottenUsesTest {
    @TempDir Path directory;
    private final HandTime time = HandTime.now();

    @Test
    void shouldOutlastAClockThatIsAWeekAhead() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        try (EmptyStore opened = EmptyStore.sqlite(other).withCatalogue();
                TestBackend test = TestBackend.start(directory.resolve("backend"), time)) {
            SqlApprovalStore store = new SqlApprovalStore(opened.database());
            FourEyes fourEyes =
                    new FourEyes(
                            store,
                            test.backend().credit(),
                            test.backend().payments().payments(),
                            test.backend().operators(),
                            new IdSource(time),
                            time);
            Adjustment asked =
                    new Adjustment(
                            1_001, UUID.randomUUID(), 50, 0, AdjustmentReason.GOODWILL, "sorry");
            store.addUse(asked.operationId(), new ApprovalStore.Use("sam", time.wallMs(), 50));
            time.setWallBy(Duration.ofDays(7).toMillis());
            fourEyes.forgetUses();
            time.setWallBy(-Duration.ofDays(7).toMillis());
            assertEquals(50, store.usedSince("sam", 0));
            time.pass(Duration.ofDays(31).toMillis());
            fourEyes.forgetUses();
            assertEquals(0, store.usedSince("sam", 0));
        }
    }
}
