package io.weighbridge.backend.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Recomputes every charge and balance of an export from its files alone, by the rules of
/// `docs/export.md` and with none of the code that made them.
public final class Recalculation {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final BigInteger NO_END = BigInteger.ONE.shiftLeft(63);

    private final Path directory;
    private final JsonNode books;
    private final List<String> differences = new ArrayList<>();
    // By sequence of the charge: to usage_revenue and to fee_revenue.
    private final Map<Long, BigInteger[]> expected = new TreeMap<>();
    private final Map<String, BigInteger> refunds = new TreeMap<>();
    private int charges;

    private Recalculation(Path directory) throws IOException {
        this.directory = directory;
        this.books =
                new ObjectMapper().readTree(directory.resolve("prices.json").toFile()).get("books");
    }

    /// What does not agree, and how many charges were looked at.
    public record Result(int charges, List<String> differences) {}

    /// Recomputes everything.
    public static Result of(Path directory) throws IOException {
        Recalculation recalculation = new Recalculation(directory);
        recalculation.usage();
        recalculation.balances(recalculation.transfers());
        return new Result(recalculation.charges, List.copyOf(recalculation.differences));
    }

    private void expect(String what, Object written, Object computed) {
        if (!written.equals(computed)) {
            differences.add(what + ": " + written + " (recalculated: " + computed + ")");
        }
    }

    /// A CSV file by RFC 4180, each row as a map by the header's names.
    public static List<Map<String, String>> csv(Path file) throws IOException {
        String text = Files.readString(file);
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted) {
                field.append(c);
            } else if (c == ',' || c == '\n') {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (c != '\r') {
                field.append(c);
            }
        }
        List<Map<String, String>> named = new ArrayList<>();
        for (List<String> values : rows.subList(1, rows.size())) {
            Map<String, String> byName = new LinkedHashMap<>();
            for (int i = 0; i < values.size(); i++) {
                byName.put(rows.getFirst().get(i), values.get(i));
            }
            named.add(byName);
        }
        return named;
    }

    private static String of(Map<String, String> row, String column) {
        String value = row.get(column);
        if (value == null) {
            throw new IllegalArgumentException("no column " + column);
        }
        return value;
    }

    private static BigInteger number(Map<String, String> row, String column) {
        return new BigInteger(of(row, column));
    }

    private static Map<String, BigInteger> units(String text) {
        Map<String, BigInteger> units = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            String[] parts = pair.split("=", -1);
            units.put(parts[0], new BigInteger(parts[1]));
        }
        return units;
    }

    private void usage() throws IOException {
        Map<String, BigInteger> volumes = new HashMap<>();
        for (Map<String, String> row : csv(directory.resolve("usage.csv"))) {
            charges++;
            Map<String, BigInteger> units = units(of(row, "units"));
            Instant at = Instant.ofEpochMilli(Long.parseLong(of(row, "settled_at_ms")));
            String place =
                    of(row, "account_id")
                            + of(row, "service_id")
                            + YearMonth.from(at.atZone(ZoneOffset.UTC));
            BigInteger[] charge = charge(row, units, place, volumes);
            String name = "record " + of(row, "record_id") + " ";
            expect(name + "price", number(row, "price_nanos"), charge[0]);
            expect(name + "fee", number(row, "fee_nanos"), charge[1].subtract(charge[0]));
            expect(name + "charge", number(row, "charge_nanos"), charge[1]);
            BigInteger above = charge[1].subtract(number(row, "held_nanos"));
            expect(name + "overrun", number(row, "overrun_nanos"), above.max(BigInteger.ZERO));
            expected.put(
                    Long.parseLong(of(row, "sequence")),
                    new BigInteger[] {charge[0], charge[1].subtract(charge[0])});
            Map<String, BigInteger> counted = new LinkedHashMap<>(units);
            if (!of(row, "outcome").equals("upstream_error")) {
                counted.putIfAbsent("requests", BigInteger.ONE);
            }
            counted.forEach((unit, count) -> volumes.merge(place + unit, count, BigInteger::add));
            if (number(row, "refunded_nanos").signum() > 0) {
                refunds.put(of(row, "record_id"), number(row, "refunded_nanos"));
            }
        }
    }

    // Price and charge of a record.
    private BigInteger[] charge(
            Map<String, String> row,
            Map<String, BigInteger> units,
            String place,
            Map<String, BigInteger> volumes) {
        JsonNode book = book(of(row, "price_book_id"));
        boolean request = !of(row, "outcome").equals("upstream_error");
        BigInteger input = units.getOrDefault("input_tokens", BigInteger.ZERO);
        Map<String, BigInteger> charged = reckoned(units, of(row, "lines"));
        if (request) {
            charged.putIfAbsent("requests", BigInteger.ONE);
        }
        BigInteger top = BigInteger.ZERO;
        BigInteger bottom = BigInteger.ONE;
        for (Map.Entry<String, BigInteger> unit : charged.entrySet()) {
            JsonNode rate = rate(book, row, unit.getKey(), input);
            if (rate == null) {
                continue;
            }
            BigInteger count = unit.getValue();
            for (Map.Entry<String, BigInteger> part : units.entrySet()) {
                boolean own = rate(book, row, part.getKey(), input) != null;
                if (isPart(part.getKey(), unit.getKey()) && own) {
                    count = count.subtract(part.getValue());
                }
            }
            BigInteger used = volumes.getOrDefault(place + unit.getKey(), BigInteger.ZERO);
            BigInteger per = rate.get("per").bigIntegerValue();
            top = top.multiply(per).add(stepped(rate, count, used).multiply(bottom));
            bottom = bottom.multiply(per);
        }
        BigInteger price = halfEven(top, bottom);
        JsonNode fee = fee(book, of(row, "service_id"));
        if (fee != null) {
            top = top.multiply(MILLION.add(fee.get("price_millionths").bigIntegerValue()));
            bottom = bottom.multiply(MILLION);
            if (request) {
                top = top.add(fee.get("per_request_nanos").bigIntegerValue().multiply(bottom));
            }
        }
        return new BigInteger[] {price, halfEven(top, bottom)};
    }

    // With what was taken of GPUs and not told: how much of it only the lines say.
    private static Map<String, BigInteger> reckoned(Map<String, BigInteger> units, String lines) {
        Map<String, BigInteger> all = new LinkedHashMap<>(units);
        for (String line : lines.isEmpty() ? new String[0] : lines.split(" ", -1)) {
            String[] parts = line.substring(0, line.indexOf('@')).split(":", -1);
            if (parts[0].matches("gpu_milliseconds|vram_mib_milliseconds|gigaflops")
                    && !units.containsKey(parts[0])) {
                all.merge(parts[0], new BigInteger(parts[1]), BigInteger::add);
            }
        }
        return all;
    }

    private static boolean isPart(String part, String whole) {
        return switch (whole) {
            case "input_tokens" ->
                    part.matches(
                            "(cached_input|cache_write_5m|cache_write_1h|audio_input|image_input)_tokens");
            case "output_tokens" -> part.matches("(reasoning|audio_output|image_output)_tokens");
            default -> false;
        };
    }

    private static BigInteger halfEven(BigInteger top, BigInteger bottom) {
        BigInteger[] parts = top.divideAndRemainder(bottom);
        int half = parts[1].shiftLeft(1).compareTo(bottom);
        boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
        return up ? parts[0].add(BigInteger.ONE) : parts[0];
    }

    // Count times price over the steps that it touches.
    private static BigInteger stepped(JsonNode rate, BigInteger count, BigInteger used) {
        NavigableSteps steps = new NavigableSteps(rate);
        BigInteger sum = BigInteger.ZERO;
        BigInteger at = used;
        BigInteger end = used.add(count);
        while (at.compareTo(end) < 0) {
            BigInteger next = steps.endOf(at).min(end);
            sum = sum.add(next.subtract(at).multiply(steps.priceAt(at)));
            at = next;
        }
        return sum;
    }

    private record NavigableSteps(TreeMap<BigInteger, BigInteger> prices) {
        NavigableSteps(JsonNode rate) {
            this(new TreeMap<>());
            prices.put(BigInteger.ZERO, rate.get("price_nanos").bigIntegerValue());
            for (JsonNode step : rate.get("steps")) {
                prices.put(
                        step.get("from_count").bigIntegerValue(),
                        step.get("price_nanos").bigIntegerValue());
            }
        }

        BigInteger priceAt(BigInteger at) {
            return prices.floorEntry(at).getValue();
        }

        BigInteger endOf(BigInteger at) {
            BigInteger next = prices.higherKey(at);
            return next == null ? NO_END : next;
        }
    }

    private JsonNode book(String id) {
        for (JsonNode book : books) {
            if (book.get("id").asText().equals(id)) {
                return book;
            }
        }
        throw new IllegalArgumentException("no price book " + id);
    }

    private static @Nullable JsonNode rate(
            JsonNode book, Map<String, String> row, String unit, BigInteger input) {
        for (String account : List.of(of(row, "account_id"), "")) {
            JsonNode best = null;
            boolean any = false;
            for (JsonNode rate : book.get("rates")) {
                boolean fits =
                        rate.get("service_id").asText().equals(of(row, "service_id"))
                                && rate.get("tier").asText().equals(of(row, "tier"))
                                && rate.get("account_id").asText().equals(account)
                                && rate.get("unit").asText().equals(unit);
                BigInteger above = rate.get("above_input_tokens").bigIntegerValue();
                boolean inBand = above.signum() == 0 || input.compareTo(above) > 0;
                any |= fits;
                boolean better =
                        best == null
                                || above.compareTo(best.get("above_input_tokens").bigIntegerValue())
                                        > 0;
                if (fits && inBand && better) {
                    best = rate;
                }
            }
            if (any) {
                return best;
            }
        }
        return null;
    }

    private static @Nullable JsonNode fee(JsonNode book, String service) {
        JsonNode general = null;
        for (JsonNode fee : book.get("fees")) {
            if (fee.get("service_id").asText().equals(service)) {
                return fee;
            }
            general = fee.get("service_id").asText().isEmpty() ? fee : general;
        }
        return general;
    }

    private Map<String, BigInteger> transfers() throws IOException {
        Map<String, BigInteger> balances = new TreeMap<>();
        Map<Long, BigInteger[]> moved = new TreeMap<>();
        Map<String, BigInteger> returned = new TreeMap<>();
        for (Map<String, String> row : csv(directory.resolve("transfers.csv"))) {
            BigInteger nanos = number(row, "amount_nanos");
            balances.merge(of(row, "from"), nanos.negate(), BigInteger::add);
            balances.merge(of(row, "to"), nanos, BigInteger::add);
            if (of(row, "kind").equals("usage")) {
                BigInteger[] sums =
                        moved.computeIfAbsent(
                                Long.parseLong(of(row, "sequence")),
                                key -> new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO});
                int at = of(row, "to").equals("usage_revenue") ? 0 : 1;
                sums[at] = sums[at].add(nanos);
            } else if (of(row, "kind").equals("refund") && of(row, "from").endsWith("revenue")) {
                returned.merge(of(row, "record_id"), nanos, BigInteger::add);
            }
        }
        expected.forEach(
                (sequence, nanos) -> {
                    BigInteger[] sums = moved.remove(sequence);
                    List<BigInteger> written =
                            sums == null
                                    ? List.of(BigInteger.ZERO, BigInteger.ZERO)
                                    : List.of(sums);
                    expect("transfers of " + sequence, written, List.of(nanos));
                });
        expect("charges without usage", moved.keySet(), Map.of().keySet());
        expect("refunds", refunds, returned);
        return balances;
    }

    private void balances(Map<String, BigInteger> computed) throws IOException {
        Map<String, BigInteger> accounts = new TreeMap<>();
        Map<String, BigInteger> written = new TreeMap<>();
        for (Map<String, String> row : csv(directory.resolve("balances.csv"))) {
            BigInteger balance = computed.remove(of(row, "ledger"));
            expect(
                    "balance of " + of(row, "ledger"),
                    number(row, "balance_nanos"),
                    balance == null ? BigInteger.ZERO : balance);
            if (!of(row, "account_id").isEmpty()) {
                accounts.merge(
                        of(row, "account_id"), number(row, "balance_nanos"), BigInteger::add);
                written.put(of(row, "account_id"), number(row, "account_balance_nanos"));
            }
        }
        expect("ledger accounts that balances.csv lacks", computed, Map.of());
        expect("balances of accounts", written, accounts);
    }
}
