package clda.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The elements of {@code Forwarded} (RFC 7239), one per proxy, the nearest to the client first. */
final class ForwardedHeader {

    private final String text;
    private int at;

    private ForwardedHeader(String text) {
        this.text = text;
    }

    /**
     * Names of parameters are in lower case.
     *
     * @throws Proxies.Unclear if the header is not well-formed
     */
    static List<Map<String, String>> elements(String header) {
        return new ForwardedHeader(header).elements();
    }

    private List<Map<String, String>> elements() {
        List<Map<String, String>> elements = new ArrayList<>();
        Map<String, String> element = new LinkedHashMap<>();
        while (true) {
            skipSpaces();
            if (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ';') {
                pair(element);
                skipSpaces();
            }
            if (at == text.length() || text.charAt(at) == ',') {
                if (!element.isEmpty()) {
                    elements.add(element);
                }
                element = new LinkedHashMap<>();
            } else if (text.charAt(at) != ';') {
                throw malformed();
            }
            if (at++ == text.length()) {
                return elements;
            }
        }
    }

    private void pair(Map<String, String> element) {
        String name = token().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || at == text.length() || text.charAt(at++) != '=') {
            throw malformed();
        }
        String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
        if (element.put(name, value) != null) {
            throw malformed();
        }
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            if (at < text.length()) {
                value.append(text.charAt(at++));
            }
        }
        if (at++ >= text.length()) {
            throw malformed();
        }
        return value.toString();
    }

    private String token() {
        int begin = at;
        while (at < text.length() && ",;=\" \t".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(begin, at);
    }

    private void skipSpaces() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private static Proxies.Unclear malformed() {
        return new Proxies.Unclear("The header Forwarded is malformed.");
    }
}
