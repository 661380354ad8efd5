package clda.llm.preset;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;

/**
 * Assigns ids to the calls of one request in the form that a server requires. The same calls get the same ids in each request,
 * so that the server's cache still applies.
 */
final class CallIds {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int NINE = 9;

    /** Maximum characters of an id that OpenAI accepts. */
    private static final int LONGEST = 40;

    private final String form;
    private final Set<String> used = new HashSet<>();
    private int count;

    CallIds(String form) {
        this.form = form;
    }

    String next(String own, String tool) {
        String id = form.replace("{id}", own)
                .replace("{tool}", tool)
                .replace("{n}", Integer.toString(count++))
                .replace("{nine}", form.contains("{nine}") ? nine(own) : "");
        if (id.length() > LONGEST) {
            id = nine(own);
        }
        used.add(id);
        return id;
    }

    private String nine(String own) {
        String id = hashed(own);
        while (used.contains(id)) {
            id = hashed(own + id);
        }
        return id;
    }

    private static String hashed(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            StringBuilder letters = new StringBuilder();
            for (int i = 0; i < NINE; i++) {
                letters.append(ALPHABET.charAt(Byte.toUnsignedInt(hash[i]) % ALPHABET.length()));
            }
            return letters.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
