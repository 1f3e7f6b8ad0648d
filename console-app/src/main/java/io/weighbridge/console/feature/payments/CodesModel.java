package io.weighbridge.console.feature.payments;

import io.weighbridge.console.client.AccountNames;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.ClientException;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.CodeBatch;
import io.weighbridge.proto.v1.CodeState;
import io.weighbridge.proto.v1.ListBatchesReply;
import io.weighbridge.proto.v1.ListBatchesRequest;
import io.weighbridge.proto.v1.ListCodesReply;
import io.weighbridge.proto.v1.ListCodesRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.PromotionCode;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Batches of redemption codes, and how each code stands; never the codes themselves. What it gives
/// blocks: for a background thread.
final class CodesModel {
    private static final int PAGE = 200;

    private final BackendClient client;
    private final AccountNames names;
    private final InstantSource clock;

    /// Which batches.
    ///
    /// @param state empty for all
    /// @param campaign a part of its name, in capitals or not; empty for all
    record Wanted(Optional<BatchState> state, String campaign) {
        boolean fits(CodeBatch batch, long nowMs) {
            return (state.isEmpty() || state.get() == BatchState.of(batch, nowMs))
                    && batch.getCampaign()
                            .toLowerCase(Locale.ROOT)
                            .contains(campaign.strip().toLowerCase(Locale.ROOT));
        }
    }

    CodesModel(BackendClient client, InstantSource clock) {
        this.client = client;
        this.names = new AccountNames(client);
        this.clock = clock;
    }

    private ListBatchesReply page(String token) {
        return client.codes()
                .listBatches(
                        ListBatchesRequest.newBuilder()
                                .setPage(PageRequest.newBuilder().setSize(PAGE).setToken(token))
                                .build());
    }

    /// Batches, newest first. The service gives them all: a page may be empty although more follow.
    Paging.Reader<CodeBatch> batches(Wanted wanted) {
        return token -> {
            ListBatchesReply reply = page(token);
            long nowMs = clock.millis();
            List<CodeBatch> fitting =
                    reply.getBatchesList().stream()
                            .filter(batch -> wanted.fits(batch, nowMs))
                            .toList();
            return new Paging.Page<>(fitting, reply.getNextPageToken());
        };
    }

    /// One batch, which the service tells only in its list.
    ///
    /// @throws ClientException when there is none
    CodeBatch batch(String id) {
        String token = "";
        do {
            ListBatchesReply reply = page(token);
            for (CodeBatch batch : reply.getBatchesList()) {
                if (batch.getBatch().equals(id)) {
                    return batch;
                }
            }
            token = reply.getNextPageToken();
        } while (!token.isEmpty());
        throw new ClientException("CODE_BATCH_UNKNOWN", Texts.of("payments.batch.none"));
    }

    /// The codes of a batch, in their order.
    ///
    /// @param wanted unspecified for all
    Paging.Reader<CodeRow> codes(String batch, CodeState wanted) {
        return token -> {
            ListCodesReply reply =
                    client.codes()
                            .listCodes(
                                    ListCodesRequest.newBuilder()
                                            .setBatch(batch)
                                            .setPage(
                                                    PageRequest.newBuilder()
                                                            .setSize(PAGE)
                                                            .setToken(token))
                                            .build());
            List<PromotionCode> fitting =
                    reply.getCodesList().stream()
                            .filter(
                                    code ->
                                            wanted == CodeState.CODE_STATE_UNSPECIFIED
                                                    || code.getState() == wanted)
                            .toList();
            names.read(
                    fitting.stream()
                            .map(PromotionCode::getAccount)
                            .filter(account -> !account.isEmpty())
                            .toList());
            return new Paging.Page<>(
                    fitting.stream()
                            .map(code -> new CodeRow(code, names.of(code.getAccount())))
                            .toList(),
                    reply.getNextPageToken());
        };
    }
}
