package clda.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Small curves one above the other, over the same turns, as SVG; each from zero. */
final class Plot {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 110;
    private static final int LEFT = 20;
    private static final int TITLE = 24;

    /** @param values by turn, the first is that of turn 1 */
    private record Curve(String title, List<Double> values) {}

    private final List<Curve> curves = new ArrayList<>();

    Plot curve(String title, List<Double> values) {
        curves.add(new Curve(title, values));
        return this;
    }

    String svg() {
        int all = curves.size() * (HEIGHT + TITLE + 16) + 10;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                WIDTH + 2 * LEFT,
                all));
        int top = TITLE;
        for (Curve curve : curves) {
            double max = curve.values.stream().mapToDouble(v -> v).max().orElse(1);
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" fill=\"#222\">%s, 0 to %.0f, turns 1 to %d</text>%n"
                            + "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#f4f6f6\"/>%n"
                            + "<polyline fill=\"none\" stroke=\"#0f766e\" stroke-width=\"1.5\" points=\"",
                    LEFT,
                    top - 7,
                    curve.title,
                    max,
                    curve.values.size(),
                    LEFT,
                    top,
                    WIDTH,
                    HEIGHT));
            for (int i = 0; i < curve.values.size(); i++) {
                svg.append(String.format(
                        Locale.ROOT,
                        "%.1f,%.1f ",
                        LEFT + (double) WIDTH * i / Math.max(1, curve.values.size() - 1),
                        top + HEIGHT - curve.values.get(i) / max * HEIGHT));
            }
            svg.append("\"/>\n");
            top += HEIGHT + TITLE + 16;
        }
        return svg.append("</svg>\n").toString();
    }
}
