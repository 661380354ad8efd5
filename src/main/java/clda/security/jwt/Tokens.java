package clda.security.jwt;

import clda.security.Caller;
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
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Issues tokens for local accounts and verifies tokens at every door alike. Claims are those of MicroProfile JWT 2.1:
 * {@code iss}, {@code exp}, {@code upn} or {@code sub}, {@code groups}; {@code tenant} is ours. Only RS256 is accepted.
 */
public final class Tokens {

    private static final int MOST_LENGTH = 8_192;
    private static final int KEY_BITS = 2_048;

    /** A signed token and when it ends. */
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
            @Nullable String audience,
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
                        audience == null ? null : Set.of(audience),
                        new JWTClaimsSet.Builder().issuer(issuer).build(),
                        Set.of("exp", "iss"),
                        null) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                });
    }

    /** Signs with a key of its own, made at the first start and kept in the file. */
    public static Tokens local(Path keyFile, String issuer, Duration validity, Clock clock) {
        try {
            if (Files.notExists(keyFile)) {
                create(keyFile);
            }
            RSAKey key = RSAKey.parse(Files.readString(keyFile));
            return new Tokens(key, new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK())), issuer, null, validity, clock);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the signing key at " + keyFile, e);
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("the signing key at " + keyFile + " is not an RSA key", e);
        }
    }

    /** Verifies tokens of an identity provider, whose public key is given as PEM or at the address of a key set. */
    public static Tokens of(
            @Nullable String pem, @Nullable URI keySet, String issuer, @Nullable String audience, Clock clock) {
        try {
            JWKSource<SecurityContext> keys;
            if (pem != null) {
                keys = new ImmutableJWKSet<>(new JWKSet(JWK.parseFromPEMEncodedObjects(pem)));
            } else if (keySet != null) {
                keys = JWKSourceBuilder.<SecurityContext>create(keySet.toURL()).build();
            } else {
                throw new IllegalArgumentException("neither mp.jwt.verify.publickey nor its location is set");
            }
            return new Tokens(null, keys, issuer, audience, Duration.ZERO, clock);
        } catch (JOSEException | java.net.MalformedURLException e) {
            throw new IllegalArgumentException(
                    "mp.jwt.verify.publickey or mp.jwt.verify.publickey.location is not a public key", e);
        }
    }

    private static void create(Path file) throws IOException, JOSEException {
        RSAKey key = new RSAKeyGenerator(KEY_BITS).keyIDFromThumbprint(true).generate();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, key.toJSONString(), StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether this server signs tokens itself. */
    public boolean issues() {
        return signing != null;
    }

    /** @throws IllegalStateException if an identity provider issues the tokens */
    public Issued issue(Caller caller) {
        if (signing == null) {
            throw new IllegalStateException("tokens are issued by the identity provider");
        }
        Instant now = clock.instant();
        Instant expiresAt = now.plus(validity);
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(caller.user())
                .claim("upn", caller.user())
                .claim("tenant", caller.tenant())
                .claim("groups", caller.roleNames())
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

    /** Who the token speaks for; empty if it is forged, expired, from elsewhere or not a token at all. */
    public Optional<Caller> verify(String token) {
        if (token.length() > MOST_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(caller(processor.process(SignedJWT.parse(token), null)));
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
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
        return new Caller(user, tenant == null ? Caller.DEFAULT_TENANT : tenant, roles);
    }
}
