package clda.it;

import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the main thread of a page does, by the browser's own trace. Times of the clock grow with everything else that a machine
 * does; those of the thread are what the thread itself has worked.
 */
final class MainThread {

    /** The tasks of each thread, and the frames. */
    private static final List<String> CATEGORIES =
            List.of("disabled-by-default-devtools.timeline", "devtools.timeline");

    private final Browser browser;
    private final Page page;

    MainThread(Page page) {
        this.page = page;
        this.browser = page.context().browser();
    }

    /**
     * @param busy seconds that the thread has worked
     * @param max milliseconds that the thread has worked in the longest of its tasks; to make a frame is one
     * @param frames milliseconds of the clock that each frame took, from what made it necessary until it was painted, sorted
     */
    record Seen(double busy, double max, double[] frames) {

        long framesAbove(double limit) {
            return Arrays.stream(frames).filter(one -> one > limit).count();
        }

        /** A frame such that this share of all took no longer. */
        double frame(double share) {
            return frames.length == 0
                    ? 0
                    : frames[(int) Math.min(frames.length - 1L, Math.round(frames.length * share))];
        }
    }

    /** Looks on while this is done. */
    Seen during(Runnable act) {
        browser.startTracing(page, new Browser.StartTracingOptions().setCategories(CATEGORIES));
        act.run();
        try {
            return seen(Json.MAPPER.readTree(browser.stopTracing()).path("traceEvents"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The seconds that the thread works meanwhile, as it counts itself: without a trace, which makes it work more. */
    double worksDuring(Runnable act) {
        CDPSession session = page.context().newCDPSession(page);
        JsonObject threadTime = new JsonObject();
        threadTime.addProperty("timeDomain", "threadTicks");
        session.send("Performance.enable", threadTime);
        double before = worked(session);
        act.run();
        double work = worked(session) - before;
        session.detach();
        return work;
    }

    private static double worked(CDPSession session) {
        for (JsonElement metric : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            if (metric.getAsJsonObject().get("name").getAsString().equals("TaskDuration")) {
                return metric.getAsJsonObject().get("value").getAsDouble();
            }
        }
        throw new IllegalStateException("the browser does not tell what it has worked");
    }

    private record Span(long from, long to, double thread) {
        private double millis() {
            return (to - from) / 1_000.0;
        }
    }

    private static Seen seen(JsonNode events) {
        Map<String, List<Span>> tasks = new HashMap<>();
        Map<String, List<Span>> frames = new HashMap<>();
        Map<String, Long> open = new HashMap<>();
        for (JsonNode event : events) {
            String thread = event.path("pid").asText() + "/" + event.path("tid").asText();
            String what = event.path("name").asText() + " " + event.path("ph").asText();
            long at = event.path("ts").asLong();
            switch (what) {
                case "RunTask X" ->
                    tasks.computeIfAbsent(thread, any -> new ArrayList<>())
                            .add(new Span(
                                    at,
                                    at + event.path("dur").asLong(),
                                    event.path("tdur").asDouble() / 1_000));
                case "AnimationFrame b" -> open.put(thread + event.path("id"), at);
                case "AnimationFrame e" -> {
                    Long from = open.remove(thread + event.path("id"));
                    if (from != null) {
                        frames.computeIfAbsent(thread, any -> new ArrayList<>()).add(new Span(from, at, 0));
                    }
                }
                default -> {}
            }
        }
        // There are the page, at times another process of the browser's own, and workers, which draw nothing.
        String main = frames.entrySet().stream()
                .max(Comparator.comparingInt(entry -> entry.getValue().size()))
                .orElseThrow()
                .getKey();
        return seen(tasks.get(main), frames.get(main));
    }

    private static Seen seen(List<Span> tasks, List<Span> frames) {
        return new Seen(
                tasks.stream().mapToDouble(Span::thread).sum() / 1_000,
                tasks.stream().mapToDouble(Span::thread).max().orElseThrow(),
                frames.stream().mapToDouble(Span::millis).sorted().toArray());
    }
}
