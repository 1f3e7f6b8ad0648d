package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.notices.SqlNoticeRows;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.ActorKind;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.model.IdKind;

import org.jdbi.v3.core.Handle;

/// Ends automatic top-ups in the transaction of what speaks against them.
public final class SqlDisarming {
    private static final String DISARM =
            """
            UPDATE auto_topup SET state = 3, reason = ?, version = version + 1, changed_at_ms = ?
            WHERE account_id = ? AND state = 1
            """;

    private SqlDisarming() {}

    /// Disarms an account's; nothing when they are not armed.
    ///
    /// @param reason for people
    /// @param noticeId of what the owner is told, if they were armed
    public static void disarm(
            Handle handle, long accountId, String reason, long atMs, Act act, long noticeId) {
        if (handle.execute(DISARM, reason, atMs, accountId) == 0) {
            return;
        }
        SqlAuditTrail.append(
                handle,
                Change.by(
                        act,
                        atMs,
                        "auto-topup.disarm",
                        IdKind.ACCOUNT.format(accountId),
                        JsonText.object().add("state", "ARMED").toString(),
                        JsonText.object().add("state", "DISARMED").toString(),
                        reason));
        SqlNoticeRows.add(
                handle,
                new Notice(noticeId, accountId, atMs, NoticeKind.AUTO_TOPUP_ENDED, 0, reason));
    }

    /// Whoever takes money back by hand, else what a provider told.
    static Act act(String provider) {
        Act current = Act.current();
        return current.kind() == ActorKind.OPERATOR
                ? current
                : new Act(ActorKind.LOCAL, 0, "payments/" + provider, 0, 0, "", "", "");
    }
}
