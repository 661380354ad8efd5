package clda.llm.routing;

import clda.llm.ModelClient.TextSink;

/** Passes text on, and tells when the first piece of it comes. */
final class FirstText implements TextSink {

    private final TextSink shown;
    private final Runnable first;
    private boolean came;

    FirstText(TextSink shown, Runnable first) {
        this.shown = shown;
        this.first = first;
    }

    @Override
    public void text(String piece) {
        if (!came && !piece.isEmpty()) {
            came = true;
            first.run();
        }
        shown.text(piece);
    }

    @Override
    public void loading() {
        shown.loading();
    }

    @Override
    public void restart() {
        shown.restart();
    }
}
