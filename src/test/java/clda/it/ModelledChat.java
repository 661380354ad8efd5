package clda.it;

import clda.kit.ScriptedModelServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server behind which a scripted model stands, and people in front of its pages: for all tests of a class. */
final class ModelledChat implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    final ScriptedModelServer model = new ScriptedModelServer();

    private final String name;
    private final Map<String, String> properties;
    private RunningServer server;
    private People people;

    /** @param properties of the server, beside those of the model */
    ModelledChat(String name, Map<String, String> properties) {
        this.name = name;
        this.properties = new HashMap<>(properties);
        this.properties.put("clda.llm.base-url", model.baseUrl());
        this.properties.put("clda.llm.model", "scripted-1");
    }

    RunningServer server() {
        return server;
    }

    People people() {
        return people;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server = RunningServer.start(name, properties);
        people = new People(server);
    }

    /** Nothing may have gone wrong in the browsers. */
    @Override
    public void afterEach(ExtensionContext context) {
        people.leave();
        model.forget();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (people != null) {
            people.close();
        }
        if (server != null) {
            server.close();
        }
        model.close();
    }
}
