package io.weighbridge.backend.pricing.others;

/// A map as it was imported last.
///
/// @param source a file's name, or a URL without what may be secret in it
/// @param sha256 of the map, in hexadecimal
/// @param models entries of which a price was kept
/// @param multipliedBy the decimal that each price was multiplied by; "" for none
public record PriceCatalogue(
        long id,
        String source,
        String sha256,
        long importedAtMs,
        int models,
        int prices,
        String multipliedBy) {}
