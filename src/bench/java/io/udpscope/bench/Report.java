package io.udpscope.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What a run of the benchmarks found: the figures, and tables of what is behind some of them. */
final class Report {
  private static final int COLUMN_GAP = 2;

  private final List<Figure> figures = new ArrayList<>();
  private final Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();

  void add(Figure figure) {
    figures.add(figure);
  }

  /** A row of a table; all of it have the same keys, which head the columns. */
  void addRow(String table, Map<String, Object> row) {
    tables.computeIfAbsent(table, name -> new ArrayList<>()).add(new LinkedHashMap<>(row));
  }

  void print(PrintStream out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("metric", "measured", "reference", "ratio", "target", "met"));
    for (Figure figure : figures) {
      rows.add(
          List.of(
              figure.metric(),
              Figure.format(figure.measured()) + " " + figure.unit(),
              figure.hasReference() ? Figure.format(figure.reference()) + " " + figure.unit() : "-",
              figure.hasReference() ? Figure.format(figure.ratio()) : "-",
              figure.hasTarget() ? "≤ " + Figure.format(figure.target()) : "-",
              figure.verdict()));
    }
    printRows(out, rows);
    for (List<Map<String, Object>> table : tables.values()) {
      out.println();
      printRows(out, rowsOf(table));
    }
  }

  private static List<List<String>> rowsOf(List<Map<String, Object>> table) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.copyOf(table.get(0).keySet()));
    for (Map<String, Object> values : table) {
      List<String> row = new ArrayList<>();
      for (Object value : values.values()) {
        row.add(value instanceof Number number ? Figure.format(number.doubleValue()) : "" + value);
      }
      rows.add(row);
    }
    return rows;
  }

  /** The first column to the left, the others to the right. */
  private static void printRows(PrintStream out, List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(row.get(0));
      line.append(" ".repeat(widths[0] - row.get(0).length()));
      for (int i = 1; i < columns; i++) {
        line.append(" ".repeat(COLUMN_GAP + widths[i] - row.get(i).length())).append(row.get(i));
      }
      out.println(line);
    }
  }

  void writeJson(Path file) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file);
        JsonGenerator json =
            new JsonFactory().createGenerator(ObjectWriteContext.empty(), writer)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("figures");
      for (Figure figure : figures) {
        writeFigure(json, figure);
      }
      json.writeEndArray();
      tables.forEach((name, table) -> writeTable(json, name, table));
      json.writeEndObject();
    }
  }

  private static void writeTable(JsonGenerator json, String table, List<Map<String, Object>> rows) {
    json.writeArrayPropertyStart(table);
    for (Map<String, Object> row : rows) {
      json.writeStartObject();
      row.forEach((name, value) -> writeValue(json, name, value));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeFigure(JsonGenerator json, Figure figure) {
    json.writeStartObject();
    json.writeStringProperty("metric", figure.metric());
    json.writeStringProperty("unit", figure.unit());
    writeValue(json, "measured", figure.measured());
    writeValue(json, "reference", figure.reference());
    writeValue(json, "ratio", figure.ratio());
    writeValue(json, "target", figure.target());
    if (figure.hasTarget()) {
      json.writeBooleanProperty("met", figure.met());
    }
    json.writeEndObject();
  }

  private static void writeValue(JsonGenerator json, String name, Object value) {
    if (!(value instanceof Number number)) {
      json.writeStringProperty(name, String.valueOf(value));
    } else if (!Double.isNaN(number.doubleValue())) {
      json.writeNumberProperty(name, number.doubleValue());
    }
  }
}
