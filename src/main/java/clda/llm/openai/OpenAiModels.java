package clda.llm.openai;

import clda.llm.ModelClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ThreadFactory;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** Makes clients on the server's REST client. */
@ApplicationScoped
public class OpenAiModels {

    static {
        // The REST client rides on the JDK's HTTP connections. By default they repeat a failed POST by themselves,
        // which
        // would be a second retry layer, and keep five idle connections only. Read once, when the first is made.
        setIfAbsent("sun.net.http.retryPost", "false");
        setIfAbsent("http.maxConnections", "1500");
    }

    @Inject
    @RestClient
    private ChatCompletionsApi api;

    public ModelClient client(
            String model, @Nullable String apiKey, OpenAiModelClient.Patience patience, ThreadFactory threads) {
        return new OpenAiModelClient(api, model, apiKey, patience, threads);
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
