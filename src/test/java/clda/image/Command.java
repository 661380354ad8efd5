package clda.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs of the machine. */
final class Command {

    private Command() {}

    /**
     * What it writes.
     *
     * @throws IOException if it ends with another status than 0, with what it wrote
     */
    static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(List.of(command) + " ended with " + status + ": " + output.strip());
        }
        return output;
    }

    /** Whether the machine has it and it ends with status 0. */
    static boolean succeeds(String... command) throws InterruptedException {
        try {
            output(command);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
