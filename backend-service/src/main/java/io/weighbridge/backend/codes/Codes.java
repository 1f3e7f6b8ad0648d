package io.weighbridge.backend.codes;

import io.weighbridge.backend.ledger.accounts.MovingAlone;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Batches of codes: made, told once, made void. For threads that may wait.
public final class Codes {
    private final CodeStore store;
    private final IdSource ids;
    private final TimeSource time;
    private final SecureRandom random = new SecureRandom();

    Codes(CodeStore store, IdSource ids, TimeSource time) {
        this.store = store;
        this.ids = ids;
        this.time = time;
    }

    /// Makes a batch, once for each operation.
    ///
    /// @param alone decides what who asks may give away alone
    /// @throws Fault INVALID_FIELD, PERMISSION_DENIED, OPERATION_REUSED
    public synchronized CodeBatch make(UUID operationId, CodeTerms terms, MovingAlone alone) {
        Optional<CodeBatch> earlier = store.find(operationId);
        if (earlier.isPresent()) {
            if (!earlier.get().terms().equals(terms)) {
                throw Fault.of(
                        ErrorCode.OPERATION_REUSED,
                        "operation_id: "
                                + operationId
                                + " made another batch (expected: a new id, or the same batch)");
            }
            return earlier.get();
        }
        long now = time.wallMs();
        CodeTerms checked = terms.checked(now);
        alone.count(use(operationId), checked.sumNanos());
        CodeBatch made =
                CodeBatch.made(ids.next(), operationId, checked, Act.current().actorName(), now);
        store.add(made, change(now, "codes.make", made, "", CodeJson.of(made)));
        return made;
    }

    // Under which id it counts against limits: no other operation's.
    private static UUID use(UUID operationId) {
        String name = "codes of " + operationId;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.US_ASCII));
    }

    private static Change change(
            long atMs, String action, CodeBatch batch, String before, String after) {
        return Change.now(atMs, action, IdKind.CODE_BATCH.format(batch.id()), before, after);
    }

    /// The batch with this id.
    ///
    /// @throws Fault CODE_BATCH_UNKNOWN
    public CodeBatch require(long id) {
        return store.find(id)
                .orElseThrow(
                        () ->
                                Fault.of(
                                        ErrorCode.CODE_BATCH_UNKNOWN,
                                        "batch: "
                                                + IdKind.CODE_BATCH.format(id)
                                                + " (expected: the id of a batch of codes)"));
    }

    /// Draws the codes of a batch and tells them: once for ever.
    ///
    /// @return secrets, in the order of their numbers
    /// @throws Fault CODE_BATCH_UNKNOWN, CODES_EXPORTED, CODES_VOID
    public List<String> export(long id) {
        CodeBatch batch = require(id);
        requireSealed(batch);
        List<RedemptionCode> codes = new ArrayList<>();
        for (int i = 0; i < batch.terms().count(); i++) {
            codes.add(RedemptionCode.draw(random));
        }
        long now = time.wallMs();
        CodeBatch exported =
                new CodeBatch(
                        id,
                        batch.operationId(),
                        batch.terms(),
                        batch.createdAtMs(),
                        batch.madeBy(),
                        now,
                        0,
                        0,
                        0,
                        0);
        Change change =
                change(now, "codes.export", batch, CodeJson.of(batch), CodeJson.of(exported));
        if (!store.export(id, codes, now, change)) {
            requireSealed(require(id));
        }
        return codes.stream().map(RedemptionCode::text).toList();
    }

    private static void requireSealed(CodeBatch batch) {
        String id = IdKind.CODE_BATCH.format(batch.id());
        if (batch.voidedAtMs() != 0) {
            throw Fault.of(
                    ErrorCode.CODES_VOID, "batch: " + id + " is void (expected: one that is not)");
        }
        if (batch.exportedAtMs() != 0) {
            throw Fault.of(
                    ErrorCode.CODES_EXPORTED,
                    "batch: "
                            + id
                            + " was exported, and its codes are not kept (expected: one that was"
                            + " not; void it and make another when its codes are lost)");
        }
    }

    /// Newest first.
    public Page<CodeBatch> list(PageKey page) {
        return store.list(page);
    }

    /// Those of a batch, in their order.
    ///
    /// @throws Fault CODE_BATCH_UNKNOWN
    Page<KeptCode> codes(long batchId, PageKey page) {
        return store.codes(require(batchId).id(), page);
    }

    /// Makes void what is not used of a batch. Where nothing was used, it counts against no limit
    /// any more.
    ///
    /// @throws Fault CODE_BATCH_UNKNOWN
    public CodeBatch voidBatch(long id, MovingAlone alone) {
        CodeBatch batch = require(id);
        if (batch.voidedAtMs() == 0) {
            long now = time.wallMs();
            CodeBatch voided =
                    new CodeBatch(
                            id,
                            batch.operationId(),
                            batch.terms(),
                            batch.createdAtMs(),
                            batch.madeBy(),
                            batch.exportedAtMs(),
                            now,
                            0,
                            0,
                            0);
            var _ =
                    store.voidBatch(
                            id,
                            now,
                            change(
                                    now,
                                    "codes.void",
                                    batch,
                                    CodeJson.of(batch),
                                    CodeJson.of(voided)));
        }
        CodeBatch now = require(id);
        if (now.used() == 0) {
            alone.forget(use(now.operationId()));
        }
        return now;
    }

    /// Makes a code void that nobody used.
    ///
    /// @throws Fault CODE_BATCH_UNKNOWN, CODE_UNKNOWN, CODE_USED
    KeptCode voidCode(long batchId, int number) {
        KeptCode code = code(batchId, number);
        Change change =
                Change.now(
                        time.wallMs(),
                        "code.void",
                        code.name(),
                        CodeJson.of(code),
                        CodeJson.of(code.voided()));
        if (!store.voidCode(batchId, number, change)) {
            code = code(batchId, number);
            if (code.state() == CodeState.USED) {
                throw Fault.of(
                        ErrorCode.CODE_USED,
                        "number: " + code.name() + " is used (expected: a code that is not)");
            }
            return code;
        }
        return code.voided();
    }

    private KeptCode code(long batchId, int number) {
        return store.code(require(batchId).id(), number)
                .orElseThrow(
                        () ->
                                Fault.of(
                                        ErrorCode.CODE_UNKNOWN,
                                        "number: "
                                                + number
                                                + " (expected: that of a code that was"
                                                + " exported)"));
    }
}
