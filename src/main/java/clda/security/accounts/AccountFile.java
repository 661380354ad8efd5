package clda.security.accounts;

import clda.security.Accounts;
import clda.security.Caller;
import clda.security.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Accounts in a text file, one a line: {@code user:tenant:role,role:salt:hash}. The hash is PBKDF2-HMAC-SHA256 with 600,000
 * rounds (OWASP Password Storage Cheat Sheet). {@link #main} prints a line for a new account.
 */
public final class AccountFile implements Accounts {

    private static final int ROUNDS = 600_000;
    private static final int BITS = 256;

    private record Account(Caller caller, byte[] salt, byte[] hash) {}

    private final Map<String, Account> accounts = new HashMap<>();

    /** @throws IllegalArgumentException naming the line that is not an account */
    public AccountFile(Path file) {
        try {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    add(line.strip(), file + ", line " + number);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("clda.accounts.file cannot be read: " + file, e);
        }
    }

    private void add(String line, String where) {
        String[] parts = line.split(":");
        if (parts.length != 5) {
            throw new IllegalArgumentException("clda.accounts.file: " + where + " is not user:tenant:roles:salt:hash");
        }
        Set<Role> roles = Arrays.stream(parts[2].split(","))
                .map(name -> Role.named(name)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "clda.accounts.file: " + where + " names an unknown role " + name)))
                .collect(Collectors.toUnmodifiableSet());
        accounts.put(
                parts[0],
                new Account(
                        new Caller(parts[0], parts[1], roles),
                        Base64.getDecoder().decode(parts[3]),
                        Base64.getDecoder().decode(parts[4])));
    }

    @Override
    public Optional<Caller> authenticate(String user, String password) {
        Account account = accounts.get(user);
        // An unknown user costs as much time as a known one.
        byte[] salt = account == null ? new byte[16] : account.salt();
        byte[] hash = hash(password, salt);
        return account != null && MessageDigest.isEqual(hash, account.hash())
                ? Optional.of(account.caller())
                : Optional.empty();
    }

    @Override
    public Optional<Caller> find(String user) {
        return Optional.ofNullable(accounts.get(user)).map(Account::caller);
    }

    private static byte[] hash(String password, byte[] salt) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ROUNDS, BITS))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2", e);
        }
    }

    /** Prints the line for an account: {@code user tenant role,role}; the password is read from standard input. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: AccountFile USER TENANT ROLE[,ROLE] < password");
            System.exit(2);
        }
        String password = new String(System.in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        System.out.println(String.join(
                ":",
                arguments[0],
                arguments[1],
                arguments[2],
                base64.encodeToString(salt),
                base64.encodeToString(hash(password, salt))));
    }
}
