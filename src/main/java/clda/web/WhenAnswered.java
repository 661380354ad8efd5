package clda.web;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;

/** Runs an action when a request has been answered, whatever the answer, at once or later. It may be run more than once. */
public final class WhenAnswered implements AsyncListener {

    private final Runnable end;

    private WhenAnswered(Runnable end) {
        this.end = end;
    }

    /** To be called when the rest of the filter chain has returned. */
    public static void of(HttpServletRequest request, Runnable end) {
        if (!request.isAsyncStarted()) {
            end.run();
            return;
        }
        try {
            request.getAsyncContext().addListener(new WhenAnswered(end));
        } catch (IllegalStateException e) {
            // Answered meanwhile by another thread.
            end.run();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end.run();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end.run();
    }

    @Override
    public void onError(AsyncEvent event) {
        end.run();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
