package io.weighbridge.backend.move;

import io.weighbridge.backend.platform.fault.Fault;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// A table that both stores have, with the same columns.
///
/// @param name as in both
/// @param columns in the order of the target
record SqlTable(String name, List<Column> columns) {
    private static final int BATCH_ROWS = 1_000;

    /// A column, by the type it has in PostgreSQL; SQLite keeps truth values as 0 and 1.
    record Column(String name, Type type) {}

    enum Type {
        NUMBER,
        TRUTH,
        TEXT,
        BYTES;

        static Type of(String postgresType) {
            return switch (postgresType) {
                case "bigint", "integer", "smallint" -> NUMBER;
                case "boolean" -> TRUTH;
                case "text", "character varying" -> TEXT;
                case "bytea" -> BYTES;
                default -> throw new IllegalStateException("a column of type " + postgresType);
            };
        }
    }

    SqlTable {
        columns = List.copyOf(columns);
    }

    /// Adds rows up, in any order: the sum of their SHA-256 digests, each over all columns with
    /// their lengths.
    static final class Sum {
        private final MessageDigest digest = sha256();
        private BigInteger sum = BigInteger.ZERO;
        private long rows;

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        private void add(byte[] value) {
            digest.update(ByteBuffer.allocate(4).putInt(value.length).flip());
            digest.update(value);
        }

        private void addNull() {
            digest.update(ByteBuffer.allocate(4).putInt(-1).flip());
        }

        private void endRow() {
            sum = sum.add(new BigInteger(1, digest.digest()));
            rows++;
        }

        Moved.Table of(SqlTable table) {
            return new Moved.Table(table.name, rows, sum.toString(16));
        }
    }

    private String list() {
        List<String> quoted = new ArrayList<>();
        columns.forEach(column -> quoted.add('"' + column.name + '"'));
        return String.join(", ", quoted);
    }

    private String select() {
        return "SELECT " + list() + " FROM \"" + name + '"';
    }

    /// The sum of what is there.
    Moved.Table sum(Connection connection) throws SQLException {
        Sum sum = new Sum();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select())) {
            while (rows.next()) {
                for (int i = 0; i < columns.size(); i++) {
                    read(rows, i, sum);
                }
                sum.endRow();
            }
        }
        return sum.of(this);
    }

    private Object read(ResultSet rows, int i, Sum sum) throws SQLException {
        int at = i + 1;
        Object value =
                switch (columns.get(i).type) {
                    case NUMBER -> rows.getLong(at);
                    case TRUTH -> rows.getBoolean(at);
                    case TEXT -> text(rows, at);
                    case BYTES -> bytes(rows, at);
                };
        if (rows.wasNull()) {
            sum.addNull();
            return Nothing.HERE;
        }
        switch (value) {
            case Long number -> sum.add(ByteBuffer.allocate(8).putLong(number).array());
            case Boolean truth -> sum.add(new byte[] {(byte) (truth ? 1 : 0)});
            case byte[] bytes -> sum.add(bytes);
            default -> sum.add(value.toString().getBytes(StandardCharsets.UTF_8));
        }
        return value;
    }

    private enum Nothing {
        HERE
    }

    private String text(ResultSet rows, int at) throws SQLException {
        String text = rows.getString(at);
        if (text != null && text.indexOf('\0') >= 0) {
            throw Fault.storeUnavailable(
                    "table "
                            + name
                            + " has a text with a NUL character, which PostgreSQL cannot keep",
                    null);
        }
        return text == null ? "" : text;
    }

    private static byte[] bytes(ResultSet rows, int at) throws SQLException {
        byte[] bytes = rows.getBytes(at);
        return bytes == null ? new byte[0] : bytes;
    }

    /// Copies all rows.
    ///
    /// @return the sum of what was read
    Moved.Table copy(Connection source, Connection target) throws SQLException {
        Sum sum = new Sum();
        String places = "?, ".repeat(columns.size() - 1) + '?';
        String insert = "INSERT INTO \"" + name + "\" (" + list() + ") VALUES (" + places + ')';
        try (Statement statement = source.createStatement();
                ResultSet rows = statement.executeQuery(select());
                PreparedStatement to = target.prepareStatement(insert)) {
            int waiting = 0;
            while (rows.next()) {
                for (int i = 0; i < columns.size(); i++) {
                    Object value = read(rows, i, sum);
                    to.setObject(i + 1, value == Nothing.HERE ? null : value);
                }
                sum.endRow();
                to.addBatch();
                if (++waiting == BATCH_ROWS) {
                    to.executeBatch();
                    waiting = 0;
                }
            }
            to.executeBatch();
        }
        return sum.of(this);
    }
}
