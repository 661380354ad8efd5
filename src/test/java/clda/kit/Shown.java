package clda.kit;

import clda.llm.ModelClient;
import java.util.concurrent.atomic.AtomicInteger;

/** What a person would have seen. */
public final class Shown implements ModelClient.TextSink {

    private final StringBuffer text = new StringBuffer();
    private final AtomicInteger loading = new AtomicInteger();

    @Override
    public void text(String piece) {
        text.append(piece);
    }

    @Override
    public void restart() {
        text.setLength(0);
    }

    @Override
    public void loading() {
        loading.incrementAndGet();
    }

    /** How often it was said that the model is being loaded. */
    public int toldLoading() {
        return loading.get();
    }

    public String text() {
        return text.toString();
    }
}
