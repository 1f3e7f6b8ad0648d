package io.weighbridge.backend.pricing.importing;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.pricing.others.OthersPrice;
import io.weighbridge.backend.pricing.others.PriceCatalogue;
import io.weighbridge.backend.pricing.others.PriceCatalogueStore;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.FieldNotTaken;
import io.weighbridge.proto.v1.ListOthersPricesReply;
import io.weighbridge.proto.v1.PriceChange;
import io.weighbridge.proto.v1.PriceFlag;
import io.weighbridge.proto.v1.PriceFlagCount;
import io.weighbridge.proto.v1.PriceImportOptions;
import io.weighbridge.proto.v1.PricePlace;
import io.weighbridge.proto.v1.SkippedModels;

import java.util.List;

/// Imports to and from protobuf.
final class PriceImportsMapping {
    private PriceImportsMapping() {}

    static ImportOptions fromProto(PriceImportOptions options) {
        return new ImportOptions(
                options.getModelsList(),
                options.getProvidersList(),
                options.getServicesMap(),
                options.getCreateServices(),
                options.getKeepMissing(),
                options.getDryRun(),
                options.getMultiplyBy(),
                options.getRoundDigits(),
                options.getListMax(),
                options.getCatalogueOnly(),
                options.getSource());
    }

    static io.weighbridge.proto.v1.PriceImport toProto(ImportReport report) {
        io.weighbridge.proto.v1.PriceImport.Builder proto =
                io.weighbridge.proto.v1.PriceImport.newBuilder()
                        .setPriceBook(book(report.draftId()))
                        .setVersion(report.draftVersion())
                        .setBasedOn(book(report.basedOnId()))
                        .setSha256(report.sha256())
                        .setModels(report.models())
                        .setModelsTaken(report.taken())
                        .setPricesTaken(report.prices())
                        .addAllCreatedServices(report.createdServices())
                        .setAdded(report.diff().count(ChangeKind.ADDED))
                        .setRemoved(report.diff().count(ChangeKind.REMOVED))
                        .setRaised(report.diff().count(ChangeKind.RAISED))
                        .setLowered(report.diff().count(ChangeKind.LOWERED))
                        .setUnchanged(report.diff().unchanged())
                        .setOthersPrices(report.others());
        report.skipped().forEach(each -> proto.addSkipped(toProto(each)));
        report.fields().stream()
                .limit(report.listMax())
                .forEach(each -> proto.addFields(toProto(each)));
        report.diff().changes().stream()
                .limit(report.listMax())
                .forEach(each -> proto.addChanges(toProto(each)));
        for (FlagKind kind : FlagKind.values()) {
            int count = report.count(kind);
            if (count > 0) {
                proto.addFlagCounts(
                        PriceFlagCount.newBuilder().setKindValue(kind.number()).setCount(count));
            }
        }
        report.flags().stream()
                .limit(report.listMax())
                .forEach(each -> proto.addFlags(toProto(each)));
        return proto.build();
    }

    static ListOthersPricesReply toProto(
            Page<PriceCatalogueStore.Found> found, List<PriceCatalogue> catalogues) {
        ListOthersPricesReply.Builder reply =
                ListOthersPricesReply.newBuilder().setNextPageToken(found.nextToken());
        found.items().forEach(each -> reply.addPrices(toProto(each)));
        catalogues.forEach(each -> reply.addCatalogues(toProto(each)));
        return reply.build();
    }

    private static io.weighbridge.proto.v1.OthersPrice toProto(PriceCatalogueStore.Found found) {
        OthersPrice price = found.price();
        return io.weighbridge.proto.v1.OthersPrice.newBuilder()
                .setSource(found.catalogue().source())
                .setModel(price.model())
                .setProvider(price.provider())
                .setUnitValue(price.unit().number())
                .setTierValue(price.tier().number())
                .setAboveInputTokens(price.aboveInputTokens())
                .setPriceNanos(price.priceNanos())
                .setPer(price.per())
                .build();
    }

    private static io.weighbridge.proto.v1.PriceCatalogue toProto(PriceCatalogue catalogue) {
        return io.weighbridge.proto.v1.PriceCatalogue.newBuilder()
                .setSource(catalogue.source())
                .setSha256(catalogue.sha256())
                .setImportedAtMs(catalogue.importedAtMs())
                .setModels(catalogue.models())
                .setPrices(catalogue.prices())
                .setMultipliedBy(catalogue.multipliedBy())
                .build();
    }

    private static String book(long id) {
        return id == 0 ? "" : IdKind.PRICE_BOOK.format(id);
    }

    private static SkippedModels toProto(Skipped.Count skipped) {
        return SkippedModels.newBuilder()
                .setReasonValue(skipped.reason().number())
                .setCount(skipped.count())
                .addAllExamples(skipped.examples())
                .build();
    }

    private static FieldNotTaken toProto(FieldCounts.Count field) {
        return FieldNotTaken.newBuilder()
                .setField(field.field())
                .setReasonValue(field.reason().number())
                .setCount(field.count())
                .setText(field.text())
                .addAllExamples(field.examples())
                .build();
    }

    private static PricePlace place(String service, RateKey key) {
        return PricePlace.newBuilder()
                .setService(service)
                .setUnitValue(key.unit().number())
                .setTierValue(key.tier().number())
                .setAboveInputTokens(key.aboveInputTokens())
                .build();
    }

    private static PriceChange toProto(BookDiff.Change change) {
        PriceChange.Builder proto =
                PriceChange.newBuilder()
                        .setPlace(place(change.service(), change.key()))
                        .setKindValue(change.kind().number())
                        .setChangeBasisPoints(change.basisPoints());
        ExactPrice old = change.old();
        if (old != null) {
            proto.setOldNanos(old.nanos()).setOldPer(old.per());
        }
        ExactPrice fresh = change.fresh();
        if (fresh != null) {
            proto.setNewNanos(fresh.nanos()).setNewPer(fresh.per());
        }
        return proto.build();
    }

    private static PriceFlag toProto(Flag flag) {
        return PriceFlag.newBuilder()
                .setKindValue(flag.kind().number())
                .setPlace(place(flag.service(), flag.key()))
                .setText(flag.text())
                .build();
    }
}
