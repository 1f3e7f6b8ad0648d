package io.weighbridge.backend.pricing.importing;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.pricing.others.PriceCatalogues;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What to take of a map, and how.
///
/// @param models names in which `*` stands for any text; none for any
/// @param providers as the map calls them; none for any
/// @param services model to service, where they are called differently
/// @param createServices make services that do not exist
/// @param keepMissing keep list prices that the map does not have
/// @param dryRun change nothing
/// @param multiplyBy factor of every price; "" for 1, where the billing currency is the map's
/// @param roundDigits significant digits of what is not exact; 0: it is not taken
/// @param listMax the most entries of each list in the report
/// @param catalogueOnly keep others' prices, and do nothing else
/// @param source under which others' prices are kept; "" for [#UPLOADED]
public record ImportOptions(
        List<String> models,
        List<String> providers,
        Map<String, String> services,
        boolean createServices,
        boolean keepMissing,
        boolean dryRun,
        String multiplyBy,
        int roundDigits,
        int listMax,
        boolean catalogueOnly,
        String source) {
    /// The currency of the map's prices.
    static final String CURRENCY = "USD";

    /// A source of which nobody said the name.
    static final String UPLOADED = "uploaded";

    private static final int LIST_DEFAULT = 1_000;
    private static final int LIST_MAX = 20_000;
    private static final int NAMES_MAX = 1_000;
    private static final int NAME_LENGTH_MAX = 200;
    private static final int DIGITS_LEAST = 9;
    private static final int DIGITS_MOST = 17;
    private static final int FACTOR_PRECISION_MAX = 20;
    private static final BigDecimal FACTOR_MAX = BigDecimal.valueOf(1_000_000);

    /// @throws Fault INVALID_FIELD
    public ImportOptions {
        models = names("options.models", models);
        providers = names("options.providers", providers);
        services = Map.copyOf(services);
        Check.range("options.services", services.size(), 0, NAMES_MAX);
        Set<String> targets = new HashSet<>();
        services.forEach(
                (model, service) -> {
                    Check.text("options.services", model, 1, NAME_LENGTH_MAX);
                    Check.text("options.services", service, 1, NAME_LENGTH_MAX);
                    if (!targets.add(service)) {
                        throw Fault.invalid(
                                "options.services",
                                "two models for " + Check.shown(service),
                                "one model for a service");
                    }
                });
        if (roundDigits != 0) {
            Check.range("options.round_digits", roundDigits, DIGITS_LEAST, DIGITS_MOST);
        }
        Check.range("options.list_max", listMax, 0, LIST_MAX);
        listMax = listMax == 0 ? LIST_DEFAULT : listMax;
        Check.text("options.source", source, 0, PriceCatalogues.TEXT_LENGTH_MAX);
        source = source.isBlank() ? UPLOADED : source;
    }

    private static List<String> names(String field, List<String> names) {
        Check.range(field, names.size(), 0, NAMES_MAX);
        names.forEach(name -> Check.text(field, name, 1, NAME_LENGTH_MAX));
        return List.copyOf(names);
    }

    /// The same of a map that was fetched.
    ///
    /// @param newSource where from; cut off where it is too long
    ImportOptions from(String newSource) {
        return new ImportOptions(
                models,
                providers,
                services,
                createServices,
                keepMissing,
                dryRun,
                multiplyBy,
                roundDigits,
                listMax,
                catalogueOnly,
                newSource.substring(
                        0, Math.min(PriceCatalogues.TEXT_LENGTH_MAX, newSource.length())));
    }

    /// What others' prices are multiplied by: an exchange rate. In the map's own currency a factor
    /// is a margin, which is not in what others ask.
    String exchangeRate(String currency) {
        return currency.equals(CURRENCY) ? "" : multiplyBy;
    }

    /// The scale of others' prices, which are kept exactly or not at all.
    ///
    /// @throws Fault INVALID_FIELD as [#scale]
    MapScale othersScale(String currency) {
        return currency.equals(CURRENCY)
                ? MapScale.AS_IT_IS
                : new MapScale(scale(currency).multiplyBy(), 0);
    }

    /// @param currency the installation's
    /// @throws Fault INVALID_FIELD when the factor is none, or is needed and not given
    MapScale scale(String currency) {
        if (multiplyBy.isEmpty()) {
            if (!currency.equals(CURRENCY)) {
                throw Fault.invalid(
                        "options.multiply_by",
                        "none",
                        "how many " + currency + " a " + CURRENCY + " is, for the map is in those");
            }
            return new MapScale(BigDecimal.ONE, roundDigits);
        }
        if (Decimal.of(multiplyBy) instanceof Decimal.Value(BigDecimal factor)
                && factor.signum() > 0
                && factor.compareTo(FACTOR_MAX) <= 0
                && factor.precision() <= FACTOR_PRECISION_MAX
                && factor.scale() <= FACTOR_PRECISION_MAX) {
            return new MapScale(factor, roundDigits);
        }
        throw Fault.invalid(
                "options.multiply_by",
                Check.shown(multiplyBy),
                "a decimal above 0 and up to 1000000, of at most 20 digits");
    }
}
