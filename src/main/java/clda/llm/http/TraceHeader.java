package clda.llm.http;

import clda.logging.Ids;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;

/** Passes the trace on to the model, if the call is to carry it. */
public final class TraceHeader implements ClientRequestFilter {

    @Override
    public void filter(ClientRequestContext request) {
        String traceparent = Ids.current().outgoing();
        if (traceparent != null) {
            request.getHeaders().putSingle("traceparent", traceparent);
        }
    }
}
