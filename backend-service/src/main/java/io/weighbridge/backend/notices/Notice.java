package io.weighbridge.backend.notices;

/// One notice.
///
/// @param accountId whose owner must know
/// @param keyId the key that it is about
/// @param reported what somebody else said about it; may be empty
public record Notice(
        long id, long accountId, long atMs, NoticeKind kind, long keyId, String reported) {}
