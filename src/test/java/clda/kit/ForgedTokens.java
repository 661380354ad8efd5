package clda.kit;

import clda.json.Json;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that only look like a server's, of every kind that is known from attacks on JWT libraries (RFC 8725, "JSON Web Token
 * Best Current Practices", and what the libraries were found to accept). Made by hand, since libraries refuse to.
 */
public final class ForgedTokens {

    /** @param kind what is wrong with it */
    public record Forged(String kind, String token) {
        @Override
        public String toString() {
            return kind;
        }
    }

    private final com.nimbusds.jose.jwk.RSAKey server;
    private final RSAPublicKey publicKey;
    private final PrivateKey serversKey;
    private final PrivateKey forgersKey;
    private final String genuine;
    private final String header;
    private final String payload;
    private final String[] parts;
    private final long now;
    private final List<Forged> all = new ArrayList<>();

    private ForgedTokens(com.nimbusds.jose.jwk.RSAKey server, String genuine, Instant now) {
        try {
            this.server = server;
            this.publicKey = server.toRSAPublicKey();
            this.serversKey = server.toPrivateKey();
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            this.forgersKey = generator.generateKeyPair().getPrivate();
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException(e);
        }
        this.genuine = genuine;
        this.parts = genuine.split("\\.");
        this.header = new Base64URL(parts[0]).decodeToString();
        this.payload = new Base64URL(parts[1]).decodeToString();
        this.now = now.getEpochSecond();
    }

    /**
     * @param server the key with which the server signs; most kinds use only its public part
     * @param genuine a token that the server takes
     */
    public static List<Forged> all(com.nimbusds.jose.jwk.RSAKey server, String genuine, Instant now) {
        ForgedTokens tokens = new ForgedTokens(server, genuine, now);
        tokens.withoutSignature();
        tokens.withAnotherAlgorithm();
        tokens.withAnotherKey();
        tokens.withAnotherHeader();
        tokens.withAnotherClaim();
        tokens.withoutItsShape();
        tokens.withAnotherText();
        return List.copyOf(tokens.all);
    }

    private void add(String kind, String token) {
        all.add(new Forged(kind, token));
    }

    // By hand

    private static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] signature(String algorithm, PrivateKey key, String input) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            if (algorithm.equals("RSASSA-PSS")) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(String algorithm, byte[] secret, String input) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, algorithm));
            return mac.doFinal(input.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String joined(String header, String payload, byte[] signature) {
        return header + "." + payload + "." + encoded(signature);
    }

    /** Signed with a key of RSA, whatever the header says. */
    private static String signed(String header, byte[] payload, PrivateKey key) {
        String input = encoded(header) + "." + encoded(payload);
        return joined(encoded(header), encoded(payload), signature("SHA256withRSA", key, input));
    }

    private static String signed(String header, String payload, PrivateKey key) {
        return signed(header, payload.getBytes(StandardCharsets.UTF_8), key);
    }

    private String keyed(String algorithm, String mac, byte[] secret) {
        String input = encoded("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}") + "." + encoded(administrator());
        return input + "." + encoded(hmac(mac, secret, input));
    }

    /** The genuine claims with more rights. */
    private String administrator() {
        return payload.replaceFirst("\"groups\":\\[[^]]*]", "\"groups\":[\"user\",\"approver\",\"auditor\",\"admin\"]");
    }

    // Kinds

    private void withoutSignature() {
        for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
            String head = encoded("{\"alg\":\"" + none + "\",\"typ\":\"JWT\"}");
            add("algorithm \"" + none + "\", no signature", head + "." + encoded(administrator()) + ".");
            add("algorithm \"" + none + "\", the genuine signature", head + "." + parts[1] + "." + parts[2]);
        }
        add("algorithm none, without the last dot", encoded("{\"alg\":\"none\"}") + "." + encoded(administrator()));
        add("no algorithm", encoded("{\"typ\":\"JWT\"}") + "." + parts[1] + "." + parts[2]);
        add("algorithm null", encoded("{\"alg\":null}") + "." + parts[1] + "." + parts[2]);
        add("algorithm in a list", encoded("{\"alg\":[\"RS256\"]}") + "." + parts[1] + "." + parts[2]);
        add("no signature", parts[0] + "." + parts[1] + ".");
        add("no signature and no dot", parts[0] + "." + parts[1]);
        add("two algorithms, the second none", signed("{\"alg\":\"RS256\",\"alg\":\"none\"}", payload, serversKey));
        add(
                "two algorithms, the first none",
                encoded("{\"alg\":\"none\",\"alg\":\"RS256\"}") + "." + encoded(administrator()) + ".");
    }

    private void withAnotherAlgorithm() {
        byte[] der = publicKey.getEncoded();
        byte[] pem = ("-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
        add("HS256 with the public key", keyed("HS256", "HmacSHA256", der));
        add("HS384 with the public key", keyed("HS384", "HmacSHA384", der));
        add("HS512 with the public key", keyed("HS512", "HmacSHA512", der));
        add("HS256 with the public key as PEM", keyed("HS256", "HmacSHA256", pem));
        add(
                "HS256 with the public key as JWK",
                keyed("HS256", "HmacSHA256", server.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
        add(
                "HS256 with the modulus",
                keyed("HS256", "HmacSHA256", publicKey.getModulus().toByteArray()));
        add("HS256 with an empty key", keyed("HS256", "HmacSHA256", new byte[0]));
        add("HS256 with \"secret\"", keyed("HS256", "HmacSHA256", "secret".getBytes(StandardCharsets.UTF_8)));
        add("RS256 by name, HMAC by signature", keyed("RS256", "HmacSHA256", der));
        for (String algorithm :
                List.of("RS384", "RS512", "PS256", "ES256", "EdDSA", "rs256", "RS256 ", "SHA256withRSA")) {
            add(
                    "algorithm \"" + algorithm + "\" over the server's RS256",
                    signed("{\"alg\":\"" + algorithm + "\"}", payload, serversKey));
        }
        String rs512 = encoded("{\"alg\":\"RS512\"}") + "." + parts[1];
        add("RS512 with the server's key", rs512 + "." + encoded(signature("SHA512withRSA", serversKey, rs512)));
        String ps256 = encoded("{\"alg\":\"PS256\"}") + "." + parts[1];
        add("PS256 with the server's key", ps256 + "." + encoded(signature("RSASSA-PSS", serversKey, ps256)));
        try {
            KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
            curve.initialize(new ECGenParameterSpec("secp256r1"));
            String es256 = encoded("{\"alg\":\"ES256\"}") + "." + encoded(administrator());
            add(
                    "ES256 with the forger's key",
                    es256 + "."
                            + encoded(signature(
                                    "SHA256withECDSAinP1363Format",
                                    curve.generateKeyPair().getPrivate(),
                                    es256)));
            // CVE-2022-21449: a signature of zeros was right for every message.
            add("ES256 with a signature of zeros", es256 + "." + encoded(new byte[64]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void withAnotherKey() {
        add("the forger's key", signed("{\"alg\":\"RS256\",\"typ\":\"JWT\"}", administrator(), forgersKey));
        add("the forger's key under the server's name", signed(header, administrator(), forgersKey));
        add("the forger's key, nothing else changed", signed(header, payload, forgersKey));
        String jwk = "{\"kty\":\"RSA\",\"n\":\"" + encoded(new byte[256]) + "\",\"e\":\"AQAB\"}";
        add("a key in the header", signed("{\"alg\":\"RS256\",\"jwk\":" + jwk + "}", administrator(), forgersKey));
        for (String name : List.of("jku", "x5u")) {
            add(
                    "a key at an address in the header, " + name,
                    signed(
                            "{\"alg\":\"RS256\",\"" + name + "\":\"https://forger.example/keys\"}",
                            administrator(),
                            forgersKey));
        }
        add(
                "a certificate in the header",
                signed(
                        "{\"alg\":\"RS256\",\"x5c\":[\"" + Base64.getEncoder().encodeToString(new byte[300]) + "\"]}",
                        administrator(),
                        forgersKey));
        for (String kid : List.of(
                "\"../../../../dev/null\"",
                "\"' or '1'='1\"",
                "\"file:///dev/null\"",
                "\"| cat /etc/passwd\"",
                "\"\"",
                "\"none\"",
                "0",
                "null",
                "[\"a\"]",
                "{}",
                "\"" + "k".repeat(2_000) + "\"")) {
            String shown = kid.length() > 40 ? "of 2,000 letters" : kid;
            add(
                    "the forger's key by the name " + shown,
                    signed("{\"alg\":\"RS256\",\"kid\":" + kid + "}", administrator(), forgersKey));
        }
        String input = encoded("{\"alg\":\"HS256\",\"kid\":\"../../../../dev/null\"}") + "." + encoded(administrator());
        add("an empty file as the key", input + "." + encoded(hmac("HmacSHA256", new byte[0], input)));
    }

    /** Signed by the server itself, for something else than to say who calls. */
    private void withAnotherHeader() {
        add(
                "an extension that has to be understood",
                signed("{\"alg\":\"RS256\",\"crit\":[\"x\"],\"x\":1}", payload, serversKey));
        add(
                "a payload that is not encoded",
                signed("{\"alg\":\"RS256\",\"b64\":false,\"crit\":[\"b64\"]}", payload, serversKey));
        for (String type : List.of("logout+jwt", "secevent+jwt", "dpop+jwt", "JOSE")) {
            add("type " + type, signed("{\"alg\":\"RS256\",\"typ\":\"" + type + "\"}", payload, serversKey));
        }
        add("a token in a token", signed("{\"alg\":\"RS256\",\"cty\":\"JWT\"}", genuine, serversKey));
        add("a header that is a list", signed("[\"RS256\"]", payload, serversKey));
        add("a header with a comment", signed("{\"alg\":\"RS256\"/*,*/}", payload, serversKey));
        add("a header and more", signed("{\"alg\":\"RS256\"}{}", payload, serversKey));
    }

    /** Signed by the server itself, with claims that say something else. */
    private void withAnotherClaim() {
        claim("issuer of another server", "iss", "\"https://other.example\"");
        claim("issuer with a slash more", "iss", "\"https://clda.local/\"");
        claim("issuer in capitals", "iss", "\"HTTPS://CLDA.LOCAL\"");
        claim("issuers in a list", "iss", "[\"https://clda.local\"]");
        claim("issuer null", "iss", "null");
        claim("no issuer", "iss", null);
        claim("no expiry", "exp", null);
        claim("expiry null", "exp", "null");
        claim("expired a second ago", "exp", String.valueOf(now - 1));
        claim("expired within the usual leeway of a minute", "exp", String.valueOf(now - 40));
        claim("expires now", "exp", String.valueOf(now));
        claim("expired at the beginning of time", "exp", "0");
        claim("expiry below zero", "exp", "-1");
        claim("expiry as text", "exp", "\"" + (now + 600) + "\"");
        claim("expiry as a date", "exp", "\"2999-01-01T00:00:00Z\"");
        claim("expiry in a list", "exp", "[" + (now + 600) + "]");
        claim("expiry true", "exp", "true");
        claim("not valid yet", "nbf", String.valueOf(now + 600));
        claim("not valid before a text", "nbf", "\"never\"");
        claim("issued in the future", "iat", String.valueOf(now + 600));
        add("nobody", signed(header, without("upn", without("sub", payload)), serversKey));
        for (String user : List.of("\"\"", "\" \"", "7", "[\"alice\"]", "{\"name\":\"alice\"}", "true")) {
            add("the user " + user, signed(header, with("upn", user, payload), serversKey));
        }
        claim("a user with a NUL", "upn", "\"alice\\u0000\"");
        claim("a user with a line break", "upn", "\"alice\\r\\nX-Role: admin\"");
        claim("a user with a letter that is not seen", "upn", "\"ali\\u200bce\"");
        claim("a user with half of a letter", "upn", "\"alice\\ud83d\"");
        claim("a user with a blank behind", "upn", "\"alice \"");
        claim("a user of 5,000 letters", "upn", "\"" + "a".repeat(5_000) + "\"");
        claim("a user who has no account", "upn", "\"mallory\"");
        claim("another tenant", "tenant", "\"elsewhere\"");
        claim("tenants in a list", "tenant", "[\"default\"]");
        claim("an empty tenant", "tenant", "\"\"");
        claim("a tenant that is a number", "tenant", "1");
        claim("roles as text", "groups", "\"admin\"");
        claim("roles in an object", "groups", "{\"admin\":true}");
        claim("roles in a list in a list", "groups", "[[\"admin\"]]");
        claim("no account", "account", null);
        claim("another account", "account", "\"forged\"");
        claim("account null", "account", "null");
        claim("accounts in a list", "account", "[\"demo\"]");
        twice("two expiries, the first past", "\"exp\":" + (now - 600) + ",");
        twice("two users", "\"upn\":\"mallory\",");
        twice("two issuers", "\"iss\":\"https://other.example\",");
        twice("roles twice", "\"groups\":[\"admin\"],");
    }

    private void claim(String kind, String name, @org.jspecify.annotations.Nullable String value) {
        add(kind, signed(header, value == null ? without(name, payload) : with(name, value, payload), serversKey));
    }

    private void twice(String kind, String first) {
        add(kind, signed(header, "{" + first + payload.substring(1), serversKey));
    }

    private static String without(String name, String json) {
        return edited(json, object -> object.remove(name));
    }

    private static String with(String name, String value, String json) {
        return edited(json, object -> {
            try {
                object.set(name, Json.MAPPER.readTree(value));
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new IllegalArgumentException(value, e);
            }
        });
    }

    private static String edited(
            String json, java.util.function.Consumer<com.fasterxml.jackson.databind.node.ObjectNode> change) {
        try {
            var object = (com.fasterxml.jackson.databind.node.ObjectNode) Json.MAPPER.readTree(json);
            change.accept(object);
            return object.toString();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void withoutItsShape() {
        add("claims changed", parts[0] + "." + encoded(administrator()) + "." + parts[2]);
        add("header changed", encoded(header.replace("JWT", "jwt")) + "." + parts[1] + "." + parts[2]);
        byte[] signature = new Base64URL(parts[2]).decode();
        String input = parts[0] + "." + parts[1] + ".";
        changed("a bit changed in the signature", input, signature, bytes -> {
            bytes[100] ^= 1;
            return bytes;
        });
        changed("the signature a byte shorter", input, signature, bytes -> Arrays.copyOf(bytes, bytes.length - 1));
        changed("the signature a byte longer", input, signature, bytes -> Arrays.copyOf(bytes, bytes.length + 1));
        changed("the signature with a zero before", input, signature, bytes -> {
            byte[] longer = new byte[bytes.length + 1];
            System.arraycopy(bytes, 0, longer, 1, bytes.length);
            return longer;
        });
        changed("the signature backwards", input, signature, bytes -> {
            byte[] reversed = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                reversed[i] = bytes[bytes.length - 1 - i];
            }
            return reversed;
        });
        changed("a signature of zeros", input, signature, bytes -> new byte[bytes.length]);
        changed("a signature of one", input, signature, bytes -> {
            byte[] one = new byte[bytes.length];
            one[bytes.length - 1] = 1;
            return one;
        });
        changed("the modulus as the signature", input, signature, bytes -> unsigned(publicKey.getModulus()));
        changed(
                "the signature and the modulus",
                input,
                signature,
                bytes -> unsigned(new BigInteger(1, bytes).add(publicKey.getModulus())));
        add("the signature's last letter cut off", genuine.substring(0, genuine.length() - 1));
        add("half of it", genuine.substring(0, genuine.length() / 2));
        add("without its first letter", genuine.substring(1));
        add("two parts", parts[0] + "." + parts[2]);
        add("four parts", genuine + "." + parts[2]);
        add("five parts, as an encrypted token has", genuine + ".AAAA.AAAA");
        add("a dot behind", genuine + ".");
        add("a dot before", "." + genuine);
        add("two dots in the middle", genuine.replaceFirst("\\.", ".."));
        add("dots only", "..");
        add("one letter", "a");
        add("three letters", "a.b.c");
        add("empty objects", "e30.e30.e30");
        add("one part twice", parts[1] + "." + parts[1] + "." + parts[2]);
        add("it twice", genuine + genuine);
        add("it twice with a comma", genuine + "," + genuine);
        add(
                "as a JSON object",
                "{\"payload\":\"" + parts[1] + "\",\"protected\":\"" + parts[0] + "\",\"signature\":\"" + parts[2]
                        + "\"}");
        add(
                "encrypted for the server, unsigned",
                encoded("{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\"}") + ".AAAA.AAAA.AAAA.AAAA");
        add("a token of PASETO", "v4.public." + parts[1] + parts[2]);
        add("8,193 letters", "a".repeat(8_193));
        add(
                "a thousand objects inside one another",
                signed(header, "{\"a\":".repeat(900) + "1" + "}".repeat(900), forgersKey));
        add(
                "a thousand lists inside one another",
                signed(header, "{\"a\":" + "[".repeat(900) + "]".repeat(900) + "}", forgersKey));
    }

    private void changed(String kind, String input, byte[] signature, UnaryOperator<byte[]> change) {
        add(kind, input + encoded(change.apply(signature.clone())));
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private void withAnotherText() {
        add("padded", genuine + "==");
        add("padded inside", parts[0] + "=." + parts[1] + "=." + parts[2]);
        add(
                "with the letters of plain base64",
                genuine.replace('-', '+').replace('_', '/') + (genuine.matches(".*[-_].*") ? "" : "+"));
        add("with other bits that nobody reads", otherBits(genuine));
        add("a blank inside", parts[0] + ". " + parts[1] + "." + parts[2]);
        add("a tab inside", parts[0] + ".\t" + parts[1] + "." + parts[2]);
        add("a line break and a header behind", "x\r\nX-Role: admin");
        add("a NUL behind", genuine + "\u0000");
        add("a quotation", "\"" + genuine + "\"");
        add("escaped for an address", genuine.replace(".", "%2E"));
        add("wide dots", genuine.replace('.', '．'));
        add("a Cyrillic letter", genuine.replaceFirst("[ae]", "а"));
        add("a mark of byte order before", "\ufeff" + genuine);
        other("claims in UTF-16", payload, StandardCharsets.UTF_16);
        other("claims in UTF-16 without a mark", payload, StandardCharsets.UTF_16LE);
        other("claims in UTF-32", payload, Charset.forName("UTF-32"));
        other("claims with a mark of byte order", "\ufeff" + payload, StandardCharsets.UTF_8);
        other("claims in UTF-7", payload.replace("{", "+AHs-"), StandardCharsets.US_ASCII);
        add("a user in bytes that are no text", signed(header, broken("alice"), serversKey));
        other("claims with a comment", payload.replaceFirst("\\{", "{/* */"), StandardCharsets.UTF_8);
        other("claims in single quotes", payload.replace('"', '\''), StandardCharsets.UTF_8);
        other("claims and more", payload + "x", StandardCharsets.UTF_8);
        other("claims twice", payload + payload, StandardCharsets.UTF_8);
        other("claims that do not end", payload.substring(0, payload.length() - 1), StandardCharsets.UTF_8);
        other("claims in a list", "[" + payload + "]", StandardCharsets.UTF_8);
        other("claims in a text", "\"" + payload.replace("\"", "\\\"") + "\"", StandardCharsets.UTF_8);
        other("claims null", "null", StandardCharsets.UTF_8);
        other("no claims", "", StandardCharsets.UTF_8);
        other("empty claims", "{}", StandardCharsets.UTF_8);
    }

    private void other(String kind, String claims, Charset charset) {
        add(kind, signed(header, claims.getBytes(charset), serversKey));
    }

    /** The last letter of a signature of 256 bytes carries two bits; the other four may be anything. */
    private static String otherBits(String token) {
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = letters.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + letters.charAt(last ^ 1);
    }

    /** An overlong form of the first letter: a decoder that takes it sees the letter. */
    private byte[] broken(String user) {
        byte[] bytes = with("upn", "\"?" + user.substring(1) + "\"", payload).getBytes(StandardCharsets.ISO_8859_1);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"?") + 1;
        byte[] broken = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, broken, 0, at);
        broken[at] = (byte) 0xc1;
        broken[at + 1] = (byte) (0x80 | user.charAt(0) & 0x3f);
        System.arraycopy(bytes, at + 1, broken, at + 2, bytes.length - at - 1);
        return broken;
    }
}
