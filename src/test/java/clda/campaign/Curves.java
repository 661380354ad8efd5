package clda.campaign;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Times over sizes as a picture, both in powers of ten. */
final class Curves {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 430;
    private static final int LEFT = 60;
    private static final int RIGHT = 340;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final double LEAST = 0.1;
    private static final double MAX = 1_000;
    private static final List<String> COLOURS = List.of(
            "#0b6e4f", "#c0392b", "#2874a6", "#b9770e", "#6c3483", "#117a65", "#515a5a", "#a04000", "#1a5276",
            "#7d6608");

    private Curves() {}

    /**
     * @param sizes ascending
     * @param times for each act as many milliseconds as there are sizes
     */
    static String svg(String title, int[] sizes, Map<String, double[]> times) {
        StringBuilder svg = new StringBuilder();
        say(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH,
                HEIGHT);
        say(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
        say(svg, "<text x=\"%d\" y=\"22\" font-size=\"15\">%s</text>", LEFT, title);
        for (double line = LEAST; line <= MAX * 1.01; line *= 10) {
            say(
                    svg,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
                    LEFT,
                    WIDTH - RIGHT,
                    y(line),
                    y(line),
                    line > 99 && line < 101 ? "#c0392b" : "#dddddd");
            say(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s ms</text>", LEFT - 6, y(line) + 4, number(line));
        }
        for (int size : sizes) {
            say(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,d</text>",
                    x(size, sizes),
                    HEIGHT - BOTTOM + 20,
                    size);
        }
        say(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">conversations</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 10);
        int row = 0;
        for (Map.Entry<String, double[]> act : times.entrySet()) {
            String colour = COLOURS.get(row % COLOURS.size());
            StringBuilder points = new StringBuilder();
            for (int i = 0; i < sizes.length; i++) {
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(sizes[i], sizes), y(act.getValue()[i])));
            }
            say(
                    svg,
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
                    points.toString().strip(),
                    colour);
            int y = TOP + 10 + row * 20;
            say(
                    svg,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"3\"/>",
                    WIDTH - RIGHT + 20,
                    WIDTH - RIGHT + 40,
                    y,
                    y,
                    colour);
            say(svg, "<text x=\"%d\" y=\"%d\">%s</text>", WIDTH - RIGHT + 48, y + 4, act.getKey());
            row++;
        }
        return svg.append("</svg>\n").toString();
    }

    private static void say(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String number(double value) {
        return value < 1 ? String.format(Locale.ROOT, "%.1f", value) : String.format(Locale.ROOT, "%,.0f", value);
    }

    private static double x(int size, int[] sizes) {
        double share = sizes.length == 1
                ? 0
                : (Math.log10(size) - Math.log10(sizes[0]))
                        / (Math.log10(sizes[sizes.length - 1]) - Math.log10(sizes[0]));
        return LEFT + 20 + share * (WIDTH - RIGHT - LEFT - 40);
    }

    private static double y(double millis) {
        double share = (Math.log10(Math.clamp(millis, LEAST, MAX)) - Math.log10(LEAST))
                / (Math.log10(MAX) - Math.log10(LEAST));
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
    }
}
