package io.weighbridge.backend.pricing;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.services.ServiceDirectory;
import io.weighbridge.backend.services.Services;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongPredicate;

/// Price books to and from protobuf.
public final class PricesMapping {
    private PricesMapping() {}

    /// @param isAccount whether there is an account with this id
    /// @throws Fault INVALID_FIELD, SERVICE_UNKNOWN, ACCOUNT_UNKNOWN
    static List<Rate> ratesFromProto(
            List<io.weighbridge.proto.v1.Rate> rates, Services services, LongPredicate isAccount) {
        List<Rate> read = new ArrayList<>(rates.size());
        for (int i = 0; i < rates.size(); i++) {
            read.add(fromProto("rates[" + i + "]", rates.get(i), services, isAccount));
        }
        return read;
    }

    private static Rate fromProto(
            String at,
            io.weighbridge.proto.v1.Rate rate,
            Services services,
            LongPredicate isAccount) {
        long accountId = account(at + ".account", rate.getAccount(), isAccount);
        return new Rate(
                service(at + ".service", rate.getService(), services),
                Objects.requireNonNull(
                        Unit.byNumber(
                                RequestMapping.known(
                                        at + ".unit", rate.getUnitValue(), Unit.SIZE))),
                tier(at + ".tier", rate.getTierValue()),
                rate.getAboveInputTokens(),
                accountId,
                rate.getPriceNanos(),
                rate.getPer(),
                rate.getStepsList().stream()
                        .map(step -> new VolumeStep(step.getFromCount(), step.getPriceNanos()))
                        .toList());
    }

    static long account(String field, String account, LongPredicate isAccount) {
        long accountId = RequestMapping.idOrNone(field, IdKind.ACCOUNT, account);
        if (accountId != 0 && !isAccount.test(accountId)) {
            throw Fault.of(
                    ErrorCode.ACCOUNT_UNKNOWN,
                    field + ": " + account + " (expected: the id of an account)");
        }
        return accountId;
    }

    static ServiceTier tier(String field, int number) {
        return number == 0
                ? ServiceTier.STANDARD
                : Objects.requireNonNull(
                        ServiceTier.byNumber(
                                RequestMapping.known(field, number, ServiceTier.values().length)));
    }

    static long service(String field, String name, Services services) {
        return services.require(field, Check.text(field, name, 1, 200)).id();
    }

    /// @throws Fault INVALID_FIELD, SERVICE_UNKNOWN
    static List<Fee> feesFromProto(List<io.weighbridge.proto.v1.Fee> fees, Services services) {
        List<Fee> read = new ArrayList<>(fees.size());
        for (int i = 0; i < fees.size(); i++) {
            io.weighbridge.proto.v1.Fee fee = fees.get(i);
            read.add(
                    new Fee(
                            fee.getService().isEmpty()
                                    ? 0
                                    : service(
                                            "fees[" + i + "].service", fee.getService(), services),
                            fee.getPerRequestNanos(),
                            fee.getPriceMillionths()));
        }
        return read;
    }

    static io.weighbridge.proto.v1.PriceBook toProto(PriceBook book, ServiceDirectory services) {
        io.weighbridge.proto.v1.PriceBook.Builder proto =
                io.weighbridge.proto.v1.PriceBook.newBuilder()
                        .setId(IdKind.PRICE_BOOK.format(book.id()))
                        .setVersion(book.version())
                        .setNote(book.note())
                        .setCreatedAtMs(book.createdAtMs())
                        .setPublishedAtMs(book.publishedAtMs())
                        .setEffectiveAtMs(book.effectiveAtMs());
        if (book.basedOnId() != 0) {
            proto.setBasedOn(IdKind.PRICE_BOOK.format(book.basedOnId()));
        }
        for (Rate rate : book.rates()) {
            proto.addRates(toProto(rate, services));
        }
        for (Fee fee : book.fees()) {
            proto.addFees(
                    io.weighbridge.proto.v1.Fee.newBuilder()
                            .setService(
                                    fee.serviceId() == 0 ? "" : services.nameOf(fee.serviceId()))
                            .setPerRequestNanos(fee.perRequestNanos())
                            .setPriceMillionths(fee.priceMillionths()));
        }
        return proto.build();
    }

    /// A rate as the contract has it.
    public static io.weighbridge.proto.v1.Rate toProto(Rate rate, ServiceDirectory services) {
        io.weighbridge.proto.v1.Rate.Builder proto =
                io.weighbridge.proto.v1.Rate.newBuilder()
                        .setService(services.nameOf(rate.serviceId()))
                        .setUnitValue(rate.unit().number())
                        .setTierValue(rate.tier().number())
                        .setAboveInputTokens(rate.aboveInputTokens())
                        .setPriceNanos(rate.priceNanos())
                        .setPer(rate.per());
        if (rate.accountId() != 0) {
            proto.setAccount(IdKind.ACCOUNT.format(rate.accountId()));
        }
        for (VolumeStep step : rate.steps()) {
            proto.addSteps(
                    io.weighbridge.proto.v1.VolumeStep.newBuilder()
                            .setFromCount(step.fromCount())
                            .setPriceNanos(step.priceNanos()));
        }
        return proto.build();
    }
}
