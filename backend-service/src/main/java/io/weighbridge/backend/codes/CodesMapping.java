package io.weighbridge.backend.codes;

import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.CodeRefusal;
import io.weighbridge.proto.v1.MakeCodesRequest;
import io.weighbridge.proto.v1.PromotionCode;
import io.weighbridge.proto.v1.RedeemCodeReply;
import io.weighbridge.proto.v1.RedeemedCode;

/// Batches and codes as the contract has them.
final class CodesMapping {
    private CodesMapping() {}

    static CodeTerms terms(MakeCodesRequest request) {
        return new CodeTerms(
                request.getCampaign(),
                request.getCount(),
                request.getAmountNanos(),
                request.getCreditExpiresAtMs(),
                request.getCreditExpiresDays(),
                request.getRedeemUntilMs(),
                request.getOncePerAccount());
    }

    static io.weighbridge.proto.v1.CodeBatch toProto(CodeBatch batch) {
        CodeTerms terms = batch.terms();
        return io.weighbridge.proto.v1.CodeBatch.newBuilder()
                .setBatch(IdKind.CODE_BATCH.format(batch.id()))
                .setCampaign(terms.campaign())
                .setCount(terms.count())
                .setAmountNanos(terms.amountNanos())
                .setCreditExpiresAtMs(terms.creditExpiresAtMs())
                .setCreditExpiresDays(terms.creditExpiresDays())
                .setRedeemUntilMs(terms.redeemUntilMs())
                .setOncePerAccount(terms.oncePerAccount())
                .setCreatedAtMs(batch.createdAtMs())
                .setMadeBy(batch.madeBy())
                .setExportedAtMs(batch.exportedAtMs())
                .setVoidedAtMs(batch.voidedAtMs())
                .setUsed(batch.used())
                .setLeft(batch.left())
                .setVoided(batch.voided())
                .setCreditedNanos(batch.creditedNanos())
                .build();
    }

    static PromotionCode toProto(KeptCode code) {
        return PromotionCode.newBuilder()
                .setBatch(IdKind.CODE_BATCH.format(code.batchId()))
                .setNumber(code.number())
                .setHint(code.hint())
                .setState(io.weighbridge.proto.v1.CodeState.forNumber(code.state().number()))
                .setAccount(IdKind.ACCOUNT.formatOrNone(code.accountId()))
                .setUsedAtMs(code.usedAtMs())
                .setExpiresAtMs(code.expiresAtMs())
                .setGrant(IdKind.GRANT.formatOrNone(code.grantId()))
                .build();
    }

    static RedeemCodeReply toProto(Redemption redemption) {
        RedeemCodeReply.Builder reply = RedeemCodeReply.newBuilder();
        return switch (redemption) {
            case Redemption.Redeemed done ->
                    reply.setRedeemed(
                                    RedeemedCode.newBuilder()
                                            .setCampaign(done.campaign())
                                            .setAmountNanos(done.amountNanos())
                                            .setExpiresAtMs(done.expiresAtMs())
                                            .setGrant(IdKind.GRANT.format(done.grantId()))
                                            .setRepeated(done.repeated()))
                            .build();
            case Redemption.Refused refused ->
                    reply.setRefused(CodeRefusal.forNumber(refused.reason().number())).build();
        };
    }
}
