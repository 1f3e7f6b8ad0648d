package io.weighbridge.backend.alerts;

import io.weighbridge.backend.notices.NoticeKind;

/// Somebody who is told.
///
/// @param accountId whose notices; 0 for the installation's operators, who are told of all
/// @param target a mail address or a URL, written as the HTTP client writes it
/// @param kinds bit `1 << number` of each kind of notice that is told
/// @param sealed what webhooks are signed with, for this contact only; empty for mail
/// @param createdBy by which operator, 0 for a local program
record Contact(
        long id,
        long accountId,
        Channel channel,
        String target,
        long kinds,
        String sealed,
        long createdAtMs,
        long createdBy) {
    /// Every kind that there is or will be.
    static final long ALL_KINDS = Long.MAX_VALUE;

    boolean wants(NoticeKind kind) {
        return (kinds & bit(kind)) != 0;
    }

    static long bit(NoticeKind kind) {
        return 1L << kind.number();
    }

    /// Whose secret it is, for the box that seals it.
    static String owner(long id) {
        return "alert contact " + id;
    }

    /// What is shown of the target: the rest of a URL is often a secret.
    String shownTarget() {
        return switch (channel) {
            case MAIL -> target;
            case WEBHOOK ->
                    target.substring(0, target.indexOf('/', target.indexOf("//") + 2)) + "/…";
        };
    }

    /// Leaves the sealed secret out, and the target's path, which may be a secret too.
    @Override
    public String toString() {
        return "Contact[" + id + " of " + accountId + ", " + channel + "]";
    }
}
