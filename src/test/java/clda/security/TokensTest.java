package clda.security;

import static org.assertj.core.api.Assertions.assertThat;

import clda.security.jwt.Tokens;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are ours, and tokens that only look like it. */
class TokensTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Caller CAROL = new Caller("carol", "default", Set.of(Role.USER, Role.APPROVER));

    @TempDir
    Path keys;

    private Tokens tokens;
    private RSAKey key;

    @BeforeEach
    void issue() throws Exception {
        tokens = Tokens.local(
                keys.resolve("k.json"), "https://clda.local", Duration.ofHours(1), Clock.fixed(NOW, ZoneOffset.UTC));
        key = RSAKey.parse(Files.readString(keys.resolve("k.json")));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("https://clda.local")
                .subject("mallory")
                .claim("groups", List.of("admin"))
                .expirationTime(Date.from(NOW.plusSeconds(600)));
    }

    private String signed(JWTClaimsSet claims) throws Exception {
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    @Test
    void ourOwnTokenSpeaksForItsCaller() {
        Tokens.Issued issued = tokens.issue(CAROL, "mark");

        Credential credential = tokens.verify(issued.token()).orElseThrow();

        assertThat(credential.caller()).isEqualTo(CAROL);
        assertThat(credential.account()).isEqualTo("mark");
        assertThat(credential.issuedAt()).isEqualTo(NOW);
        assertThat(credential.expiresAt()).isEqualTo(issued.expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void twoTokensOfOnePersonHaveTwoIds() {
        String first = tokens.issue(CAROL, "mark").token();
        String second = tokens.issue(CAROL, "mark").token();

        assertThat(tokens.verify(first).orElseThrow().id())
                .isNotEqualTo(tokens.verify(second).orElseThrow().id());
    }

    @Test
    void aTokenOfThisKeyIsAcceptedWithTheStandardClaims() throws Exception {
        assertThat(tokens.verify(signed(claims().claim("upn", "erin").build())))
                .map(Credential::caller)
                .contains(new Caller("erin", "default", Set.of(Role.ADMIN)));
    }

    @Test
    void aTokenOfAnotherKeyIsNot() throws Exception {
        key = new RSAKeyGenerator(2048).generate();

        assertThat(tokens.verify(signed(claims().build()))).isEmpty();
    }

    @Test
    void aTokenOfAnotherIssuerOrTimeIsNot() throws Exception {
        assertThat(tokens.verify(signed(claims().issuer("https://clda.local/").build())))
                .isEmpty();
        assertThat(tokens.verify(signed(claims().issuer(null).build()))).isEmpty();
        assertThat(tokens.verify(signed(claims().expirationTime(null).build()))).isEmpty();
        assertThat(tokens.verify(signed(
                        claims().expirationTime(Date.from(NOW.minusSeconds(61))).build())))
                .isEmpty();
        assertThat(tokens.verify(signed(
                        claims().notBeforeTime(Date.from(NOW.plusSeconds(120))).build())))
                .isEmpty();
        assertThat(tokens.verify(signed(claims().subject(null).build()))).isEmpty();
    }

    @Test
    void thePublicKeyAsASecretIsNot() throws Exception {
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
        token.sign(new MACSigner(key.toPublicKey().getEncoded()));

        assertThat(tokens.verify(token.serialize())).isEmpty();
    }

    @Test
    void aChangedClaimIsNot() {
        String[] parts = tokens.issue(CAROL, "mark").token().split("\\.");
        String payload =
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8).replace("carol", "admin");
        String forged = parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8))
                + "." + parts[2];

        assertThat(tokens.verify(forged)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE"})
    void aTokenWithoutASignatureIsNot(String algorithm) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String header = base64.encodeToString(("{\"alg\":\"" + algorithm + "\"}").getBytes(StandardCharsets.UTF_8));
        String payload = base64.encodeToString(claims().build().toString().getBytes(StandardCharsets.UTF_8));

        assertThat(tokens.verify(header + "." + payload + ".")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "a.b.c.d.e", "Bearer x", "\u0000", "e30.e30.e30"})
    void whatIsNoTokenIsNot(String text) {
        assertThat(tokens.verify(text)).isEmpty();
    }

    @Test
    void aTokenOfAMegabyteIsNot() {
        assertThat(tokens.verify("a".repeat(1 << 20))).isEmpty();
    }
}
