package clda.kit;

import clda.llm.ModelClient;

/** What a person would have seen. */
public final class Shown implements ModelClient.TextSink {

    private final StringBuffer text = new StringBuffer();

    @Override
    public void text(String piece) {
        text.append(piece);
    }

    @Override
    public void restart() {
        text.setLength(0);
    }

    public String text() {
        return text.toString();
    }
}
