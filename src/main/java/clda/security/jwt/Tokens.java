package clda.security.jwt;

import clda.security.Caller;
import clda.security.Credential;
import clda.security.KeyFile;
import clda.security.Role;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Issues tokens for local accounts and verifies tokens in the same way at every interface. Claims are those of MicroProfile JWT
 * 2.1: {@code iss}, {@code exp}, {@code upn} or {@code sub}, {@code groups}; {@code tenant} is specific to this server. Only
 * RS256 is accepted.
 */
public final class Tokens {

    private static final Logger LOG = System.getLogger(Tokens.class.getName());
    private static final int MAX_LENGTH = 8_192;
    private static final int KEY_BITS = 2_048;
    private static final int MAX_USER = 128;
    private static final int MAX_TENANT = 64;
    private static final String ACCOUNT = "account";
    /** Maximum by which an identity provider's clock may be ahead; expiry has no leeway. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    /** A signed token and the time when it expires. */
    public record Issued(String token, Instant expiresAt) {}

    private final @Nullable RSAKey signing;
    private final String issuer;
    private final Duration validity;
    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> processor;

    private Tokens(
            @Nullable RSAKey signing,
            JWKSource<SecurityContext> keys,
            String issuer,
            Set<String> audiences,
            Duration validity,
            Clock clock) {
        this.signing = signing;
        this.issuer = issuer;
        this.validity = validity;
        this.clock = clock;
        this.processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
        processor.setJWTClaimsSetVerifier(
                new DefaultJWTClaimsVerifier<>(
                        audiences.isEmpty() ? null : audiences,
                        new JWTClaimsSet.Builder().issuer(issuer).build(),
                        Set.of("exp", "iss"),
                        null) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                });
    }

    /** Signs with its own key, which is created at the first start and kept in the file. */
    public static Tokens local(Path keyFile, String issuer, Duration validity, Clock clock) {
        try {
            RSAKey key = RSAKey.parse(KeyFile.at(keyFile, Tokens::freshKey));
            return new Tokens(
                    key, new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK())), issuer, Set.of(), validity, clock);
        } catch (ParseException e) {
            throw new IllegalStateException("the signing key at " + keyFile + " is not an RSA key", e);
        }
    }

    /**
     * Verifies tokens of an identity provider, whose public key is given as PEM or at the address of a key set.
     *
     * @param keySet read when a token comes; ignored if there is a PEM
     * @param audiences one of which a token must be for; empty if it does not matter
     * @throws IllegalArgumentException naming the property that is wrong
     */
    public static Tokens of(
            @Nullable String pem, @Nullable URL keySet, String issuer, Set<String> audiences, Clock clock) {
        if (pem == null && keySet == null) {
            throw new IllegalArgumentException("neither mp.jwt.verify.publickey nor its location is set");
        }
        try {
            JWKSource<SecurityContext> keys = pem == null
                    ? JWKSourceBuilder.<SecurityContext>create(keySet).build()
                    : new ImmutableJWKSet<>(new JWKSet(JWK.parseFromPEMEncodedObjects(pem)));
            return new Tokens(null, keys, issuer, audiences, Duration.ZERO, clock);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("mp.jwt.verify.publickey is not a public key in PEM", e);
        }
    }

    private static String freshKey() {
        try {
            return new RSAKeyGenerator(KEY_BITS)
                    .keyIDFromThumbprint(true)
                    .generate()
                    .toJSONString();
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot make a signing key", e);
        }
    }

    /** Whether this server signs tokens itself. */
    public boolean issues() {
        return signing != null;
    }

    /**
     * A token for the holder of a local account.
     *
     * @param account the {@linkplain clda.security.Accounts#mark mark} of the account
     * @throws IllegalStateException if an identity provider issues the tokens
     */
    public Issued issue(Caller caller, String account) {
        if (signing == null) {
            throw new IllegalStateException("tokens are issued by the identity provider");
        }
        Instant now = clock.instant();
        // Times in tokens are in whole seconds; the client has to receive the same time.
        Instant expiresAt = now.plus(validity).truncatedTo(ChronoUnit.SECONDS);
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .jwtID(UUID.randomUUID().toString())
                .subject(caller.user())
                .claim("upn", caller.user())
                .claim("tenant", caller.tenant())
                .claim("groups", caller.roleNames())
                .claim(ACCOUNT, account)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(expiresAt))
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(JOSEObjectType.JWT)
                        .keyID(signing.getKeyID())
                        .build(),
                claims);
        try {
            token.sign(new RSASSASigner(signing));
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
        return new Issued(token.serialize(), expiresAt);
    }

    /** The credential of the token; empty if it is forged, expired, from another issuer or not a token at all. */
    public Optional<Credential> verify(String token) {
        if (token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            if (!isWrittenPlainly(token, parsed)) {
                return Optional.empty();
            }
            return Optional.of(credential(parsed, processor.process(parsed, null)));
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            // A text that makes the parser fail is not a token either.
            LOG.log(Level.DEBUG, "a token could not be read", e);
            return Optional.empty();
        }
    }

    /**
     * The same token can be written in several ways: only canonical Base64 is accepted, and only JSON without a byte order
     * mark.
     */
    private static boolean isWrittenPlainly(String token, SignedJWT parsed) {
        return parsed.getPayload().toString().startsWith("{")
                && Stream.of(parsed.getParsedParts())
                        .allMatch(part -> Base64URL.encode(part.decode()).equals(part))
                && parsed.serialize().equals(token);
    }

    private Credential credential(SignedJWT token, JWTClaimsSet claims) throws ParseException {
        Instant now = clock.instant();
        Date expirationTime = claims.getExpirationTime();
        if (expirationTime == null) {
            throw new IllegalArgumentException("the token never expires");
        }
        Instant expiresAt = expirationTime.toInstant();
        Date issueTime = claims.getIssueTime();
        Instant issuedAt = issueTime == null ? null : issueTime.toInstant();
        if (!now.isBefore(expiresAt)) {
            throw new IllegalArgumentException("the token has expired");
        }
        if (issuedAt != null && issuedAt.isAfter(now.plus(CLOCKS_DIFFER))) {
            throw new IllegalArgumentException("the token comes from the future");
        }
        // A claim of that name from an identity provider has another meaning.
        String account = issues() ? claims.getStringClaim(ACCOUNT) : null;
        return new Credential(id(token), caller(claims), issuedAt, expiresAt, account);
    }

    private static String id(SignedJWT token) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(token.getSigningInput()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Caller caller(JWTClaimsSet claims) throws ParseException {
        String user = claims.getStringClaim("upn");
        if (user == null) {
            user = claims.getSubject();
        }
        if (user == null) {
            throw new IllegalArgumentException("the token names no user");
        }
        String tenant = claims.getStringClaim("tenant");
        List<String> groups = claims.getStringListClaim("groups");
        Set<Role> roles = groups == null
                ? Set.of()
                : groups.stream().map(Role::named).flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet());
        return new Caller(
                name("user", user, MAX_USER),
                name("tenant", tenant == null ? Caller.DEFAULT_TENANT : tenant, MAX_TENANT),
                roles);
    }

    private static String name(String what, String text, int max) {
        if (text.length() > max
                || !text.strip().equals(text)
                || text.codePoints().anyMatch(Tokens::isUnseen)) {
            throw new IllegalArgumentException("the " + what + " of the token is too long or cannot be shown");
        }
        return text;
    }

    private static boolean isUnseen(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
