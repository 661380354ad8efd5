package clda.llm.http;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.jspecify.annotations.Nullable;

/** Creates the server's REST client for a provider's address. */
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

    /**
     * Creates a client that follows changes of the address.
     *
     * @param api an interface with JAX-RS annotations
     */
    public static <T> T at(Address address, Class<T> api) {
        return api.cast(
                Proxy.newProxyInstance(api.getClassLoader(), new Class<?>[] {api}, new Following<>(address, api)));
    }

    /** Calls the client of the current address. */
    private static final class Following<T> implements InvocationHandler {

        private record Client<T>(URI at, T api) {}

        private final Address address;
        private final Class<T> api;
        private volatile Client<T> client;

        Following(Address address, Class<T> api) {
            this.address = address;
            this.api = api;
            this.client = new Client<>(address.get(), Endpoint.at(address.get(), api));
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            Client<T> current = client;
            if (!current.at.equals(address.get())) {
                current = new Client<>(address.get(), Endpoint.at(address.get(), api));
                client = current;
            }
            try {
                return method.invoke(current.api, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    /** @param api an interface with JAX-RS annotations */
    public static <T> T at(URI address, Class<T> api) {
        return builder(address).build(api);
    }

    /**
     * Creates a client whose calls time out.
     *
     * @param patience for a connection, and for each piece of the answer
     */
    static <T> T within(Duration patience, URI address, Class<T> api) {
        return builder(address)
                .connectTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .build(api);
    }

    private static RestClientBuilder builder(URI address) {
        return RestClientBuilder.newBuilder()
                .baseUri(address)
                .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .register(StatusMapper.class)
                .register(TraceHeader.class)
                // The connection pool size of WildFly's client.
                .property("resteasy.connectionPoolSize", 1_500);
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
