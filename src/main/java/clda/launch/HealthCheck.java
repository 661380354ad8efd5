package clda.launch;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Asks a server how it is, for container engines that run a program for this: an image without a shell has no other. */
public final class HealthCheck {

    private static final int TIMEOUT_MILLIS = 3_000;

    private HealthCheck() {}

    /**
     * Ends with status 0 if the server says that it is well, otherwise with 1 and a line that says what it said instead.
     *
     * @param arguments the address to ask, such as {@code http://127.0.0.1:8080/health/ready}, and the name of the environment
     *     variable with which that address is one of HTTPS; no name if it never is
     */
    public static void main(String[] arguments) {
        boolean secure = arguments.length > 1
                && !System.getenv().getOrDefault(arguments[1], "").isBlank();
        String address = secure ? arguments[0].replaceFirst("^http:", "https:") : arguments[0];
        String answer = answer(URI.create(address));
        if (!answer.equals("200")) {
            System.out.println(address + ": " + answer);
            System.exit(1);
        }
    }

    /** The status of the answer, or why there is none. */
    static String answer(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            if (connection instanceof HttpsURLConnection encrypted) {
                if (!InetAddress.getByName(address.getHost()).isLoopbackAddress()) {
                    return "only a server on this machine is asked by HTTPS";
                }
                encrypted.setSSLSocketFactory(ofThisMachine().getSocketFactory());
                encrypted.setHostnameVerifier((name, session) -> true);
            }
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try {
                return String.valueOf(connection.getResponseCode());
            } finally {
                connection.disconnect();
            }
        } catch (IOException | GeneralSecurityException e) {
            return e.toString();
        }
    }

    /** The certificate is for the name by which others know the server. Nothing is told to it, and nobody is on the way. */
    private static SSLContext ofThisMachine() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyCertificate()}, null);
        return context;
    }

    private static final class AnyCertificate extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
