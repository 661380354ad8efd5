package clda.security.accounts;

import clda.security.Accounts;
import clda.security.Caller;
import clda.security.Role;
import clda.security.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Accounts in a text file, one per line: {@code user:tenant:role,role:salt:hash:id}. The hash is PBKDF2-HMAC-SHA256 with
 * 600,000 rounds (OWASP Password Storage Cheat Sheet); a {@code !} before it disables the account, as in shadow(5). The id
 * distinguishes an account from an earlier one with the same name; lines written by older versions have none. {@link #main}
 * prints a line for a new account. The file is read again when it changes.
 */
public final class AccountFile implements Accounts {

    private static final Logger LOG = System.getLogger(AccountFile.class.getName());
    private static final int ROUNDS = 600_000;
    private static final int BITS = 256;
    private static final int MARK_BYTES = 12;

    private record Account(Caller caller, byte[] salt, byte[] hash, boolean disabled, String mark) {}

    /** Distinguishes one state of a file from another. */
    private record Version(FileTime modified, long size, @Nullable Object file) {}

    private record Content(@Nullable Version version, Map<String, Account> byName, Map<String, Account> byUser) {}

    private final Path file;
    private volatile Content content;

    /**
     * @throws IllegalArgumentException naming the line that is not an account
     * @throws UncheckedIOException if the file cannot be read
     */
    public AccountFile(Path file) {
        this.file = file;
        try {
            Version version = version();
            List<String> wrong = new ArrayList<>();
            content = read(version, wrong);
            if (!wrong.isEmpty()) {
                throw new IllegalArgumentException(wrong.getFirst());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("clda.accounts.file cannot be read: " + file, e);
        }
    }

    /** The accounts as they are in the file now; no accounts if the file cannot be read. */
    private Content content() {
        Content known = content;
        Version version;
        try {
            version = version();
        } catch (IOException e) {
            version = null;
        }
        return Objects.equals(version, known.version()) ? known : readAgain();
    }

    private synchronized Content readAgain() {
        List<String> wrong = new ArrayList<>();
        try {
            Version version = version();
            if (!version.equals(content.version())) {
                content = read(version, wrong);
                LOG.log(
                        Level.INFO,
                        "clda.accounts.file has changed: {0} accounts",
                        content.byName().size());
            }
        } catch (IOException e) {
            if (content.version() != null) {
                LOG.log(Level.ERROR, "clda.accounts.file cannot be read, and nobody has an account: " + file, e);
                content = new Content(null, Map.of(), Map.of());
            }
        }
        wrong.forEach(line -> LOG.log(Level.ERROR, "{0}; nobody can use that account", line));
        return content;
    }

    private Version version() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }

    /** @param wrong receives each line that is not an account, and where it is */
    private Content read(Version version, List<String> wrong) throws IOException {
        Map<String, Account> byName = new HashMap<>();
        Map<String, Account> byUser = new HashMap<>();
        Set<String> twice = new HashSet<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String where = "clda.accounts.file: " + file + ", line " + number;
            try {
                String[] parts = line.strip().split(":", -1);
                Account account = account(parts);
                if (byName.put(parts[0], account) != null) {
                    twice.add(parts[0]);
                    wrong.add(where + " names an account that was named before");
                }
                byUser.put(account.caller().user(), account);
            } catch (IllegalArgumentException e) {
                wrong.add(where + " " + e.getMessage());
            }
        }
        twice.forEach(name -> {
            byName.remove(name);
            byUser.values()
                    .removeIf(account -> Subject.nameOf(account.caller().user()).equals(name));
        });
        return new Content(version, byName, byUser);
    }

    private static Account account(String[] parts) {
        if (parts.length != 5 && parts.length != 6) {
            throw new IllegalArgumentException("is not user:tenant:roles:salt:hash:id");
        }
        if (!Subject.nameOf(parts[0]).equals(parts[0])) {
            throw new IllegalArgumentException("has a name that ends like an id");
        }
        String id = parts.length == 6 ? parts[5] : "";
        if (!id.isEmpty() && !Subject.isId(id)) {
            throw new IllegalArgumentException("has an id that is not " + Subject.ID);
        }
        Set<Role> roles = Arrays.stream(parts[2].split(","))
                .map(name -> Role.named(name)
                        .orElseThrow(() -> new IllegalArgumentException("names an unknown role " + name)))
                .collect(Collectors.toUnmodifiableSet());
        boolean disabled = parts[4].startsWith("!");
        byte[] salt = decoded("salt", parts[3]);
        byte[] hash = decoded("hash", disabled ? parts[4].substring(1) : parts[4]);
        return new Account(
                new Caller(id.isEmpty() ? parts[0] : Subject.of(parts[0], id), parts[1], roles),
                salt,
                hash,
                disabled,
                mark(salt, hash));
    }

    private static byte[] decoded(String what, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has a " + what + " that is not base64", e);
        }
    }

    /** Reveals nothing about the password: its input is already salted and stretched. */
    private static String mark(byte[] salt, byte[] hash) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOf(digest.digest(hash), MARK_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public Optional<Caller> authenticate(String user, String password) {
        Account account = content().byName().get(user);
        // An unknown user takes as long as a known one.
        byte[] salt = account == null ? new byte[16] : account.salt();
        byte[] hash = hash(password, salt);
        return account != null && !account.disabled() && MessageDigest.isEqual(hash, account.hash())
                ? Optional.of(account.caller())
                : Optional.empty();
    }

    @Override
    public Optional<Caller> find(String user) {
        return account(user).map(Account::caller);
    }

    @Override
    public Optional<Caller> named(String name) {
        return Optional.ofNullable(content().byName().get(name))
                .filter(account -> !account.disabled())
                .map(Account::caller);
    }

    @Override
    public Optional<String> mark(String user) {
        return account(user).map(Account::mark);
    }

    private Optional<Account> account(String user) {
        return Optional.ofNullable(content().byUser().get(user)).filter(account -> !account.disabled());
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

    /**
     * Prints the line for an account: {@code user tenant role,role}; the password is read from standard input. To change the
     * password of an existing account, its id is given as well, so that it remains the same account.
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3 && arguments.length != 4) {
            System.err.println("usage: AccountFile USER TENANT ROLE[,ROLE] [ID] < password");
            System.exit(2);
        }
        String password = new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip();
        String id = arguments.length == 4 ? arguments[3] : Subject.newId(new SecureRandom());
        System.out.println(line(arguments[0], arguments[1], arguments[2], password, id));
    }

    /** @param roles separated by commas */
    public static String line(String user, String tenant, String roles, String password, String id) {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return String.join(
                ":", user, tenant, roles, base64.encodeToString(salt), base64.encodeToString(hash(password, salt)), id);
    }
}
