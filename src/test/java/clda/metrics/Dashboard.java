package clda.metrics;

import clda.json.Json;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dashboard of Grafana, as code. Its panels are put side by side, left to right and top to bottom.
 *
 * @param uid also the name of its file
 */
record Dashboard(String uid, String title, List<Row> rows) {

    private static final int WIDTH = 24;
    private static final int SCHEMA = 39;

    /** Panels below a heading. */
    record Row(String title, List<Panel> panels) {
        static Row of(String title, Panel... panels) {
            return new Row(title, List.of(panels));
        }
    }

    /** An expression and the name of its lines. */
    record Line(String expression, String legend) {}

    /**
     * A panel.
     *
     * @param type {@code timeseries} or {@code stat}
     * @param unit as Grafana names it
     */
    record Panel(String type, String title, String unit, List<Line> lines) {

        /** One number, the latest. */
        static Panel number(String title, String unit, String expression) {
            return new Panel("stat", title, unit, List.of(new Line(expression, "")));
        }

        /** Lines over time. @param lines an expression and the name of its lines, and so on */
        static Panel lines(String title, String unit, String... lines) {
            List<Line> all = new ArrayList<>();
            for (int i = 0; i < lines.length; i += 2) {
                all.add(new Line(lines[i], lines[i + 1]));
            }
            return new Panel("timeseries", title, unit, all);
        }

        private int width() {
            return type.equals("stat") ? WIDTH / 6 : WIDTH / 3;
        }

        private int height() {
            return type.equals("stat") ? 4 : 8;
        }
    }

    Stream<Panel> panels() {
        return rows.stream().flatMap(row -> row.panels().stream());
    }

    /** As Grafana imports and provisions it. */
    String json() {
        ObjectNode dashboard = Json.MAPPER.createObjectNode();
        dashboard.put("uid", uid).put("title", title).put("schemaVersion", SCHEMA);
        dashboard.put("editable", false).put("refresh", "30s").put("timezone", "browser");
        dashboard.putArray("tags").add("clda");
        dashboard.putObject("time").put("from", "now-3h").put("to", "now");
        variables(dashboard.putObject("templating").putArray("list"));
        ArrayNode panels = dashboard.putArray("panels");
        int y = 0;
        int id = 1;
        for (Row row : rows) {
            ObjectNode heading = panels.addObject();
            heading.put("id", id++).put("type", "row").put("title", row.title()).put("collapsed", false);
            place(heading, 0, y++, WIDTH, 1);
            heading.putArray("panels");
            int x = 0;
            int height = 0;
            for (Panel panel : row.panels()) {
                if (x + panel.width() > WIDTH) {
                    x = 0;
                    y += height;
                }
                height = panel.height();
                ObjectNode added = panels.addObject().put("id", id++);
                place(added, x, y, panel.width(), height);
                fill(added, panel);
                x += panel.width();
            }
            y += height;
        }
        try {
            return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(dashboard) + "\n";
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void variables(ArrayNode list) {
        list.addObject()
                .put("name", "datasource")
                .put("label", "Data source")
                .put("type", "datasource")
                .put("query", "prometheus");
        ObjectNode job = list.addObject()
                .put("name", "job")
                .put("label", "Job")
                .put("type", "query")
                .put("refresh", 2)
                .put("query", "label_values(clda_build_info, job)");
        job.putObject("datasource").put("type", "prometheus").put("uid", "${datasource}");
    }

    private static void place(ObjectNode panel, int x, int y, int width, int height) {
        panel.putObject("gridPos").put("x", x).put("y", y).put("w", width).put("h", height);
    }

    private static void fill(ObjectNode node, Panel panel) {
        node.put("type", panel.type()).put("title", panel.title());
        node.putObject("datasource").put("type", "prometheus").put("uid", "${datasource}");
        ObjectNode defaults = node.putObject("fieldConfig").putObject("defaults");
        defaults.put("unit", panel.unit()).put("min", 0);
        defaults.putObject("custom").put("fillOpacity", 10);
        node.withObject("fieldConfig").putArray("overrides");
        ArrayNode targets = node.putArray("targets");
        char reference = 'A';
        for (Line line : panel.lines()) {
            targets.addObject()
                    .put("refId", String.valueOf(reference++))
                    .put("expr", line.expression())
                    .put("legendFormat", line.legend());
        }
    }
}
