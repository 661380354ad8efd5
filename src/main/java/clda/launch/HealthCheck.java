package clda.launch;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks a server how it is, for container engines that run a program for this: an image without a shell has no other. */
public final class HealthCheck {

    private static final int TIMEOUT_MILLIS = 3_000;

    private HealthCheck() {}

    /**
     * Ends with status 0 if the server says that it is well, otherwise with 1 and a line that says what it said instead.
     *
     * @param arguments the address to ask, such as {@code http://127.0.0.1:8080/health/ready}
     */
    public static void main(String[] arguments) {
        String answer = answer(URI.create(arguments[0]));
        if (!answer.equals("200")) {
            System.out.println(arguments[0] + ": " + answer);
            System.exit(1);
        }
    }

    /** The status of the answer, or why there is none. */
    static String answer(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try {
                return String.valueOf(connection.getResponseCode());
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return e.toString();
        }
    }
}
