package io.weighbridge.backend.export;

import io.weighbridge.proto.v1.ExportChunk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads CSV by RFC 4180, as a program that knows nothing of ours.
final class CsvReading {
    private CsvReading() {}

    /// The whole file of an export, whose chunks keep what the contract says of them.
    static String file(Iterator<ExportChunk> chunks) {
        StringBuilder file = new StringBuilder();
        while (chunks.hasNext()) {
            ExportChunk chunk = chunks.next();
            String data = chunk.getData().toString(StandardCharsets.UTF_8);
            if (chunk.getData().size() > 65_536 || !data.endsWith("\n")) {
                throw new AssertionError("a chunk of " + chunk.getData().size() + " bytes");
            }
            file.append(data);
            if (rows(file.toString()).size() - 1 != chunk.getRows()) {
                throw new AssertionError("not " + chunk.getRows() + " rows");
            }
        }
        return file.toString();
    }

    /// Rows by column.
    static List<Map<String, String>> table(String file) {
        List<List<String>> rows = rows(file);
        List<Map<String, String>> table = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            if (row.size() != rows.getFirst().size()) {
                throw new AssertionError(row + " under " + rows.getFirst());
            }
            Map<String, String> cells = new LinkedHashMap<>();
            for (int i = 0; i < row.size(); i++) {
                cells.put(rows.getFirst().get(i), row.get(i));
            }
            table.add(cells);
        }
        return table;
    }

    private static List<List<String>> rows(String file) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < file.length(); i++) {
            char c = file.charAt(i);
            if (c == '"') {
                boolean doubled = quoted && file.startsWith("\"\"", i);
                if (doubled) {
                    cell.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(List.copyOf(row));
                    row.clear();
                }
            } else {
                cell.append(c);
            }
        }
        return rows;
    }
}
