package clda.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes secrets from texts: keys, tokens, passwords, card numbers. Each one is replaced
 * by the same words every time, so that texts without their secrets can be compared.
 */
public final class Secrets {

    private static final String REMOVED = "[removed]";

    /** Each with the secret as its last group, or as a whole. The forms are those that the issuers document. */
    private static final List<Pattern> FORMS = List.of(
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)"),
            // JWT (RFC 7519, compact form).
            Pattern.compile("\\beyJ[\\w-]{5,}\\.[\\w-]{5,}\\.[\\w-]*"),
            Pattern.compile("(?i)\\b(?:bearer|basic)\\s+([\\w.~+/=-]{8,})"),
            // OpenAI and Anthropic, GitHub, GitLab, Slack, Google, AWS, Stripe, Hugging Face.
            Pattern.compile("\\b(?:sk|pk|rk)[-_][\\w-]{16,}"),
            Pattern.compile(
                    "\\b(?:gh[pousr]_\\w{20,}|github_pat_\\w{20,}|glpat-[\\w-]{16,}|xox[abprs]-[\\w-]{10,}|hf_\\w{20,})"),
            Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b|\\bAIza[\\w-]{35}"),
            // user:password@ in addresses
            Pattern.compile("\\b[a-z][a-z0-9+.-]*://[^\\s:/@]+:([^\\s/@]+)@"),
            Pattern.compile(
                    "(?i)(?:\\b(?:password|passwd|passphrase|pwd|pin|secret|api[ _-]?key|access[ _-]?key|token)\\b|密码|密碼|口令|密钥|密鑰|金鑰|令牌|權杖|验证码|驗證碼)"
                            + "(?:\\s*(?:is|are|为|為|是)\\s*[:=：]?|\\s*[:=：])\\s*[\"'“]?([^\\s\"'”,，。;；]{4,})"));

    /** Members whose text is a secret whatever it looks like. */
    private static final Pattern SECRET_MEMBER = Pattern.compile(
            "(?i).*(password|passwd|secret|api_?key|access_?key|private_?key|credential|authorization).*");

    private static final Pattern CARD = Pattern.compile("\\b[0-9](?:[ -]?[0-9]){12,18}\\b");

    private Secrets() {}

    /** The same tree without the secrets in its texts. */
    public static JsonNode removed(JsonNode tree) {
        if (tree.isTextual()) {
            return TextNode.valueOf(removed(tree.textValue()));
        }
        if (tree instanceof ArrayNode array) {
            ArrayNode clean = array.arrayNode(array.size());
            array.forEach(item -> clean.add(removed(item)));
            return clean;
        }
        if (tree instanceof ObjectNode object) {
            ObjectNode clean = object.objectNode();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                boolean secret = member.getValue().isTextual()
                        && SECRET_MEMBER.matcher(member.getKey()).matches();
                clean.set(member.getKey(), secret ? TextNode.valueOf(REMOVED) : removed(member.getValue()));
            }
            return clean;
        }
        return tree;
    }

    public static String removed(String text) {
        String clean = text;
        for (Pattern form : FORMS) {
            clean = replaced(form, clean);
        }
        return CARD.matcher(clean)
                .replaceAll(found -> isCard(found.group()) ? REMOVED : Matcher.quoteReplacement(found.group()));
    }

    private static String replaced(Pattern form, String text) {
        Matcher matcher = form.matcher(text);
        StringBuilder clean = new StringBuilder();
        int copied = 0;
        while (matcher.find()) {
            int group = matcher.groupCount();
            clean.append(text, copied, matcher.start(group)).append(REMOVED);
            copied = matcher.end(group);
        }
        return copied == 0 ? text : clean.append(text, copied, text.length()).toString();
    }

    /** The check digit of ISO/IEC 7812-1 (Luhn). */
    private static boolean isCard(String digits) {
        String plain = digits.replaceAll("[ -]", "").toLowerCase(Locale.ROOT);
        int sum = 0;
        for (int i = 0; i < plain.length(); i++) {
            int digit = plain.charAt(plain.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? digit : 2 * digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }
}
