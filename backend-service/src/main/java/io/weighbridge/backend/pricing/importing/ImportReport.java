package io.weighbridge.backend.pricing.importing;

import java.util.List;

/// What came of an import.
///
/// @param draftId 0 for none
/// @param draftVersion its version
/// @param basedOnId the book in force, 0 for none
/// @param sha256 of the map, in hexadecimal
/// @param models entries of the map
/// @param taken models whose prices were taken over
/// @param prices how many those are
/// @param createdServices names
/// @param skipped models not taken
/// @param fields not taken over
/// @param diff against the book in force
/// @param flags what to look at
/// @param others others' prices that were kept
/// @param listMax the most entries of a list that are to be shown
record ImportReport(
        long draftId,
        long draftVersion,
        long basedOnId,
        String sha256,
        int models,
        int taken,
        int prices,
        List<String> createdServices,
        List<Skipped.Count> skipped,
        List<FieldCounts.Count> fields,
        BookDiff diff,
        List<Flag> flags,
        int others,
        int listMax) {
    ImportReport {
        createdServices = List.copyOf(createdServices);
        skipped = List.copyOf(skipped);
        fields = List.copyOf(fields);
        flags = List.copyOf(flags);
    }

    /// Of a map of which only others' prices were kept.
    static ImportReport ofCatalogue(String sha256, PriceMap map, int others) {
        return new ImportReport(
                0,
                0,
                0,
                sha256,
                map.entries().size(),
                0,
                0,
                List.of(),
                List.of(),
                List.of(),
                BookDiff.of(List.of()),
                List.of(),
                others,
                0);
    }

    int count(FlagKind kind) {
        return (int) flags.stream().filter(flag -> flag.kind() == kind).count();
    }
}
