package io.weighbridge.backend.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import io.weighbridge.model.IdKind;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/// Writes `prices.json`: every published book with all its rates and fees.
final class SqlPriceExport {
    private static final String SELECT_BOOKS =
            "SELECT * FROM price_book WHERE published_at_ms > 0 ORDER BY effective_at_ms, id";
    private static final String SELECT_RATES =
            """
            SELECT r.*, s.name FROM rate r JOIN service s ON s.id = r.service_id
            WHERE r.book_id = ?
            ORDER BY s.name, r.account_id, r.tier, r.unit, r.above_input_tokens
            """;
    private static final String SELECT_FEES =
            """
            SELECT f.*, s.name FROM fee f LEFT JOIN service s ON s.id = f.service_id
            WHERE f.book_id = ? ORDER BY f.service_id
            """;

    private final Connection connection;

    SqlPriceExport(Connection connection) {
        this.connection = connection;
    }

    /// Writes all published books.
    ///
    /// @return how many
    long write(ExportFile file) throws IOException, SQLException {
        long count = 0;
        try (JsonGenerator json =
                        new JsonFactory()
                                .createGenerator(file.writer())
                                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                                .useDefaultPrettyPrinter();
                PreparedStatement query = connection.prepareStatement(SELECT_BOOKS);
                ResultSet row = query.executeQuery()) {
            json.writeStartObject();
            json.writeStringField("currency", currency());
            json.writeArrayFieldStart("books");
            while (row.next()) {
                json.writeStartObject();
                json.writeStringField("id", IdKind.PRICE_BOOK.format(row.getLong("id")));
                json.writeStringField("note", row.getString("note"));
                json.writeNumberField("published_at_ms", row.getLong("published_at_ms"));
                json.writeNumberField("effective_at_ms", row.getLong("effective_at_ms"));
                writeRates(json, row.getLong("id"));
                writeFees(json, row.getLong("id"));
                json.writeEndObject();
                count++;
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        file.writer().write('\n');
        return count;
    }

    private void writeRates(JsonGenerator json, long bookId) throws IOException, SQLException {
        json.writeArrayFieldStart("rates");
        try (PreparedStatement query = connection.prepareStatement(SELECT_RATES)) {
            query.setLong(1, bookId);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    json.writeStartObject();
                    json.writeStringField(
                            "service_id", IdKind.SERVICE.format(row.getLong("service_id")));
                    json.writeStringField("service", row.getString("name"));
                    json.writeStringField(
                            "unit", SqlExport.word(Unit.byNumber(row.getInt("unit"))));
                    json.writeStringField(
                            "tier", SqlExport.word(ServiceTier.byNumber(row.getInt("tier"))));
                    json.writeNumberField("above_input_tokens", row.getLong("above_input_tokens"));
                    json.writeStringField(
                            "account_id", SqlExport.id(IdKind.ACCOUNT, row.getLong("account_id")));
                    json.writeNumberField("price_nanos", row.getLong("price_nanos"));
                    json.writeNumberField("per", row.getLong("per"));
                    writeSteps(json, row.getString("steps"));
                    json.writeEndObject();
                }
            }
        }
        json.writeEndArray();
    }

    private static void writeSteps(JsonGenerator json, String steps) throws IOException {
        json.writeArrayFieldStart("steps");
        if (!steps.isEmpty()) {
            for (String step : steps.split(" ", -1)) {
                int colon = step.indexOf(':');
                json.writeStartObject();
                json.writeNumberField("from_count", Long.parseLong(step.substring(0, colon)));
                json.writeNumberField("price_nanos", Long.parseLong(step.substring(colon + 1)));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private void writeFees(JsonGenerator json, long bookId) throws IOException, SQLException {
        json.writeArrayFieldStart("fees");
        try (PreparedStatement query = connection.prepareStatement(SELECT_FEES)) {
            query.setLong(1, bookId);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    json.writeStartObject();
                    json.writeStringField(
                            "service_id", SqlExport.id(IdKind.SERVICE, row.getLong("service_id")));
                    json.writeStringField(
                            "service", Objects.requireNonNullElse(row.getString("name"), ""));
                    json.writeNumberField("per_request_nanos", row.getLong("per_request_nanos"));
                    json.writeNumberField("price_millionths", row.getLong("price_millionths"));
                    json.writeEndObject();
                }
            }
        }
        json.writeEndArray();
    }

    private String currency() throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT currency FROM installation");
                ResultSet row = query.executeQuery()) {
            return row.next() ? row.getString(1) : "";
        }
    }
}
