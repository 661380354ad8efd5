package clda.llm;

import clda.llm.ModelClient.TextSink;

/** Passes text on, and knows whether the user has seen any of it. */
public final class WatchedText implements TextSink {

    private final TextSink shown;
    private volatile boolean hasShown;

    public WatchedText(TextSink shown) {
        this.shown = shown;
    }

    /** Whether any text was shown since the start or the last restart of the message. */
    public boolean hasShown() {
        return hasShown;
    }

    @Override
    public void text(String piece) {
        hasShown |= !piece.isEmpty();
        shown.text(piece);
    }

    @Override
    public void loading() {
        shown.loading();
    }

    @Override
    public void restart() {
        hasShown = false;
        shown.restart();
    }
}
