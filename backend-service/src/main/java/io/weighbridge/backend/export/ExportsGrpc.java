package io.weighbridge.backend.export;

import com.google.protobuf.UnsafeByteOperations;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.operators.audit.AuditFilter;
import io.weighbridge.backend.operators.audit.AuditLog;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.usage.RecordFilter;
import io.weighbridge.backend.usage.TagFilter;
import io.weighbridge.backend.usage.UsageMapping;
import io.weighbridge.backend.usage.UsageReader;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.ExportAuditRequest;
import io.weighbridge.proto.v1.ExportChunk;
import io.weighbridge.proto.v1.ExportStatementRequest;
import io.weighbridge.proto.v1.ExportUsageRequest;

/// Exports over gRPC. For threads that may wait.
public final class ExportsGrpc extends io.weighbridge.proto.v1.ExportsGrpc.ExportsImplBase {
    private final CsvExports exports;
    private final UsageCsv usage;
    private final StatementCsv statement;
    private final AuditCsv audit;

    public ExportsGrpc(CsvExports exports, UsageCsv usage, StatementCsv statement, AuditCsv audit) {
        this.exports = exports;
        this.usage = usage;
        this.statement = statement;
        this.audit = audit;
    }

    /// Exports of all that there is.
    ///
    /// @param currency of amounts
    public static ExportsGrpc of(
            CsvExports exports,
            UsageReader usage,
            Services services,
            Accounts accounts,
            Ledger ledger,
            AuditLog auditLog,
            String currency) {
        return new ExportsGrpc(
                exports,
                new UsageCsv(usage, services::directory, currency),
                new StatementCsv(accounts, ledger::lastSequence, currency),
                new AuditCsv(auditLog));
    }

    @Override
    public void exportUsage(ExportUsageRequest request, StreamObserver<ExportChunk> observer) {
        RecordFilter filter =
                new RecordFilter(
                        RequestMapping.idOrNone("account", IdKind.ACCOUNT, request.getAccount()),
                        RequestMapping.idOrNone("key", IdKind.KEY, request.getKey()),
                        UsageMapping.serviceFromProto(request.getService(), usage.services()),
                        request.getSubject(),
                        null,
                        request.getFromAtMs(),
                        request.getToAtMs(),
                        new TagFilter(request.getTagKey(), request.getTag()));
        begin(usage.source(filter), observer);
    }

    @Override
    public void exportStatement(
            ExportStatementRequest request, StreamObserver<ExportChunk> observer) {
        long account = RequestMapping.id("account", IdKind.ACCOUNT, request.getAccount());
        begin(statement.source(account, request.getFromAtMs(), request.getToAtMs()), observer);
    }

    @Override
    public void exportAudit(ExportAuditRequest request, StreamObserver<ExportChunk> observer) {
        AuditFilter filter =
                new AuditFilter(
                        request.getActorName(),
                        request.getTarget(),
                        request.getActionPrefix(),
                        request.getFromAtMs(),
                        request.getToAtMs());
        begin(audit.source(filter), observer);
    }

    private void begin(CsvSource source, StreamObserver<ExportChunk> observer) {
        ServerCallStreamObserver<ExportChunk> stream =
                (ServerCallStreamObserver<ExportChunk>) observer;
        // Handlers can be set until this method returns, and run after it.
        CsvExport export = exports.begin(source, sink(stream));
        stream.setOnReadyHandler(export::ready);
        stream.setOnCancelHandler(export::cancel);
    }

    private static CsvExport.Sink sink(ServerCallStreamObserver<ExportChunk> stream) {
        return new CsvExport.Sink() {
            @Override
            public boolean isReady() {
                return stream.isReady();
            }

            @Override
            public void send(CsvExport.Chunk chunk) {
                stream.onNext(
                        ExportChunk.newBuilder()
                                .setData(UnsafeByteOperations.unsafeWrap(chunk.data()))
                                .setRows(chunk.rows())
                                .setRowsInAll(chunk.rowsInAll())
                                .build());
            }

            @Override
            public void end() {
                stream.onCompleted();
            }

            @Override
            public void fail(RuntimeException cause) {
                Replies.fail(stream, cause);
            }
        };
    }
}
