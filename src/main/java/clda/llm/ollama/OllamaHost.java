package clda.llm.ollama;

import java.net.URI;

/**
 * Ollama's variable {@code OLLAMA_HOST}, in every form that its server accepts: a host, a port, both, an address with a scheme
 * and a path, in quotes, with spaces. It may say where the server listens; whoever asks goes to this machine then.
 */
public final class OllamaHost {

    private static final String PORT = "11434";

    private OllamaHost() {}

    /** @throws IllegalArgumentException if it is none */
    public static URI address(String variable) {
        String text = variable.replaceAll("^[\\s\"']+|[\\s\"']+$", "");
        int scheme = text.indexOf("://");
        String protocol = scheme < 0 ? "http" : text.substring(0, scheme);
        String rest = scheme < 0 ? text : text.substring(scheme + 3);
        int slash = rest.indexOf('/');
        String path = slash < 0 ? "" : rest.substring(slash).replaceAll("/+$", "");
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String otherwise = scheme < 0 ? PORT : protocol.equals("https") ? "443" : "80";
        return URI.create(protocol + "://" + host(authority) + ":" + port(authority, otherwise) + path);
    }

    private static String host(String authority) {
        String host = isAddress6(authority) ? authority : authority.replaceFirst(":[^:\\]]*$", "");
        String plain = host.replaceAll("^\\[|]$", "");
        return switch (plain) {
            case "", "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> plain.contains(":") ? "[" + plain + "]" : plain;
        };
    }

    private static String port(String authority, String otherwise) {
        int colon = authority.lastIndexOf(':');
        if (colon < 0 || isAddress6(authority) || authority.endsWith("]")) {
            return otherwise;
        }
        String port = authority.substring(colon + 1);
        return port.matches("\\d{1,5}") && Integer.parseInt(port) <= 65_535 ? port : otherwise;
    }

    /** An address of version 6 without brackets has no port. */
    private static boolean isAddress6(String authority) {
        return !authority.startsWith("[") && authority.indexOf(':') != authority.lastIndexOf(':');
    }
}
