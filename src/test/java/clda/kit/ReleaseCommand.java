package clda.kit;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code clda-release}, as an administrator runs it. */
public final class ReleaseCommand {

    private final Map<String, String> environment;

    private ReleaseCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** As the administrator of the demo. */
    public static ReleaseCommand at(URI server) {
        return at(server, Map.of("CLDA_USER", "admin", "CLDA_PASSWORD", "admin-demo"));
    }

    /** @param who the variables that say who asks */
    public static ReleaseCommand at(URI server, Map<String, String> who) {
        Map<String, String> environment = new HashMap<>(who);
        environment.put("CLDA_URL", server.toString());
        return new ReleaseCommand(environment);
    }

    /** How it ended, and what it printed, on either output. */
    public record Ended(int status, String said) {}

    public Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("server-config/release/clda-release"));
        line.addAll(List.of(arguments));
        ProcessBuilder command = new ProcessBuilder(line).redirectErrorStream(true);
        command.environment().putAll(environment);
        Process process = command.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    /** Runs it, which has to succeed. */
    public void does(String... arguments) throws IOException, InterruptedException {
        Ended ended = run(arguments);
        if (ended.status() != 0) {
            throw new IllegalStateException(List.of(arguments) + ": " + ended);
        }
    }
}
