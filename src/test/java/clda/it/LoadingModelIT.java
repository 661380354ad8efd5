package clda.it;

import static clda.it.People.lastTurn;
import static clda.it.People.say;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import clda.it.People.Look;
import clda.kit.ScriptedModelServer;
import clda.kit.speech.ChatCompletionsSpeech;
import clda.kit.speech.OllamaSpeech;
import clda.kit.speech.Said;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In real time: a server that loads its model for 26 s, and one that says for 26 s only that it is there. */
class LoadingModelIT {

    private static final Duration LONG = Duration.ofSeconds(26);
    private static final HasTextOptions PATIENTLY = new HasTextOptions().setTimeout(60_000);

    @Test
    void whoLoadsAndWhoIsOnlyThereIsWaitedForAndThePageSaysThatTheModelIsBeingLoaded() {
        try (ScriptedModelServer ollama = new ScriptedModelServer();
                ScriptedModelServer router = new ScriptedModelServer();
                RunningServer server = RunningServer.start(
                        "loading",
                        Map.of(
                                "clda.llm.models", "local,far",
                                "clda.llm.local.provider", "ollama",
                                // As an address of a network of containers is.
                                "clda.llm.local.base-url", ollama.address().replace("127.0.0.1", "my_ollama"),
                                "clda.llm.local.model", "scripted-1",
                                "clda.llm.far.provider", "openai",
                                "clda.llm.far.base-url", router.address(),
                                "clda.llm.far.api-key", "x",
                                "clda.llm.far.model", "scripted-1"),
                        ServerStore.chosen(),
                        List.of("-Djdk.net.hosts.file=" + hosts()));
                People people = new People(server)) {
            ollama.then(wire -> {
                Thread.sleep(LONG);
                new OllamaSpeech().of(Said.text("I am", " loaded.")).whole().write(wire);
            });
            Page page = people.signIn("alice", Look.DESKTOP);

            say(page, "are you there?");
            assertThat(lastTurn(page).locator(".status")).containsText("The model is loading");
            assertThat(lastTurn(page).locator(".markdown")).hasText("I am loaded.", PATIENTLY);
            assertThat(lastTurn(page).locator(".status")).not().containsText("is loading");

            Client alice = Client.signedIn(server, "alice");
            String conversation = alice.opensConversation();
            alice.send("PATCH", "/api/v1/conversations/" + conversation, "{\"model\":\"far\"}");
            router.then(wire -> {
                wire.begin("text/event-stream");
                for (int passed = 0; passed < LONG.toSeconds(); passed += 2) {
                    wire.bytes(": OPENROUTER PROCESSING\n\n".getBytes(StandardCharsets.UTF_8));
                    Thread.sleep(Duration.ofSeconds(2));
                }
                for (byte[] frame : new ChatCompletionsSpeech()
                        .of(Said.text("Still", " here."))
                        .frames()) {
                    wire.bytes(frame);
                }
                wire.end();
            });

            org.assertj.core.api.Assertions.assertThat(
                            alice.says(conversation, "and you?").path("reply").asText())
                    .isEqualTo("Still here.");
            org.assertj.core.api.Assertions.assertThat(ollama.asks()).isEqualTo(1);
            people.leave();
        }
    }

    private static String hosts() {
        try {
            Path hosts = Files.createTempFile("hosts", ".txt");
            // The server looks its own name up.
            Files.writeString(
                    hosts,
                    "127.0.0.1 localhost my_ollama "
                            + InetAddress.getLocalHost().getHostName() + "\n");
            return hosts.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
