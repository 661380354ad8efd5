package clda.llm.http;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** Makes the server's REST client for a provider's address. */
public final class Endpoint {

    private static final long CONNECT_SECONDS = 3;

    static {
        // Payara's client rides on the JDK's HTTP connections. By default they repeat a failed POST by themselves,
        // which
        // would be a second retry layer, and keep five idle connections only. Read once, when the first is made.
        setIfAbsent("sun.net.http.retryPost", "false");
        setIfAbsent("http.maxConnections", "1500");
    }

    private Endpoint() {}

    /** @param api an interface with JAX-RS annotations */
    public static <T> T at(URI address, Class<T> api) {
        return RestClientBuilder.newBuilder()
                .baseUri(address)
                .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .register(StatusMapper.class)
                // WildFly's client keeps so many connections.
                .property("resteasy.connectionPoolSize", 1_500)
                .build(api);
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
