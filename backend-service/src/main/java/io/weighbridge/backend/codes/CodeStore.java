package io.weighbridge.backend.codes;

import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Where batches and their codes are kept. What is written is durable when it returns.
interface CodeStore {
    /// The one with this id, with its counts.
    Optional<CodeBatch> find(long id);

    /// The one that was made by this operation.
    Optional<CodeBatch> find(UUID operationId);

    /// Newest first.
    Page<CodeBatch> list(PageKey page);

    /// Those of a batch, in their order.
    Page<KeptCode> codes(long batchId, PageKey page);

    /// One of a batch.
    Optional<KeptCode> code(long batchId, int number);

    void add(CodeBatch batch, Change change);

    /// Keeps the codes of a batch that has none and is not void.
    ///
    /// @return whether it was so
    boolean export(long batchId, List<RedemptionCode> codes, long atMs, Change change);

    /// Makes void what is not used, unless the batch is void already.
    ///
    /// @return whether it was not
    boolean voidBatch(long batchId, long atMs, Change change);

    /// Makes a code void if it is not used and not void.
    ///
    /// @return whether it was so
    boolean voidCode(long batchId, int number, Change change);

    /// What came of a claim.
    sealed interface Claim {}

    /// It is the account's.
    ///
    /// @param before whether it was before
    record Claimed(KeptCode code, boolean before) implements Claim {}

    /// It is not.
    record Refused(Redemption.Reason reason) implements Claim {}

    /// Makes a code an account's, once and for ever: of many who try at once one gets it.
    ///
    /// @param act who asks for it, for the audit log
    /// @throws Fault STORE_UNAVAILABLE
    Claim claim(RedemptionCode code, long accountId, long nowMs, Act act);

    /// Codes that are used while their credit is not in the ledger, oldest first.
    List<KeptCode> unfinished(int most);

    /// The credit of a code is in the ledger. Written again it changes nothing.
    void done(KeptCode code);
}
