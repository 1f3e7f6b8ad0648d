package io.weighbridge.backend.notices;

/// One notice.
///
/// @param accountId whose owner must know; 0 for none, which only operators are told of
/// @param keyId the key that it is about, 0 for none
/// @param reported more about it, of what somebody else said too; may be empty
public record Notice(
        long id, long accountId, long atMs, NoticeKind kind, long keyId, String reported) {}
