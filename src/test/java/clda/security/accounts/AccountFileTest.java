package clda.security.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.security.AccountDirectory;
import clda.security.Caller;
import clda.security.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts in a file that an administrator changes while the server runs. */
class AccountFileTest {

    private static final Caller ALICE = new Caller("alice~aaaaaaaaaa", "default", Set.of(Role.USER));

    private static String alice;
    private static String aliceAgain;
    private static String aliceWithNewPassword;
    private static String carol;
    private static String old;

    @TempDir
    static Path directory;

    @BeforeAll
    static void linesAsTheProgramPrintsThem() {
        alice = AccountFile.line("alice", "default", "user", "open sesame", "aaaaaaaaaa");
        aliceAgain = AccountFile.line("alice", "default", "user", "open sesame", "bbbbbbbbbb");
        aliceWithNewPassword = AccountFile.line("alice", "default", "user", "another", "aaaaaaaaaa");
        carol = AccountFile.line("carol", "default", "user,approver", "open sesame", "cccccccccc");
        String line = AccountFile.line("bob", "default", "user", "open sesame", "bbbbbbbbbb");
        old = line.substring(0, line.lastIndexOf(':'));
    }

    private final Path file = directory.resolve("accounts");

    private AccountFile accounts(String... lines) throws IOException {
        write(lines);
        return new AccountFile(file);
    }

    /** As editors do. */
    private void write(String... lines) throws IOException {
        Path draft = directory.resolve("draft");
        Files.write(draft, List.of(lines));
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void whoKnowsThePasswordIsWhoTheLineSays() throws IOException {
        AccountFile accounts = accounts("# people", alice, "", carol);

        assertThat(accounts.authenticate("alice", "open sesame")).contains(ALICE);
        assertThat(accounts.authenticate("alice", "Open Sesame")).isEmpty();
        assertThat(accounts.authenticate("mallory", "open sesame")).isEmpty();
        assertThat(accounts.authenticate("alice~aaaaaaaaaa", "open sesame")).isEmpty();
        assertThat(accounts.find(ALICE.user())).contains(ALICE);
        assertThat(ALICE.name()).isEqualTo("alice");
        assertThat(accounts.named("alice")).contains(ALICE);
        assertThat(accounts.named(ALICE.user())).isEmpty();
        assertThat(new AccountDirectory(accounts).find("default", "alice")).contains(ALICE);
        assertThat(new AccountDirectory(accounts).find("default", ALICE.user())).contains(ALICE);
        assertThat(new AccountDirectory(accounts).find("elsewhere", "alice")).isEmpty();
        assertThat(new AccountDirectory(accounts).now(new Caller("alice", "default", Set.of())))
                .isEmpty();
    }

    @Test
    void aLineWithoutAnIdIsAnAccountAsBefore() throws IOException {
        assertThat(accounts(old).authenticate("bob", "open sesame"))
                .contains(new Caller("bob", "default", Set.of(Role.USER)));
    }

    @Test
    void whoIsRemovedOrDisabledIsGoneWithoutANewStart() throws IOException {
        AccountFile accounts = accounts(alice, carol);
        assertThat(accounts.find(ALICE.user())).isPresent();

        write(carol);
        assertThat(accounts.find(ALICE.user())).isEmpty();
        assertThat(accounts.authenticate("alice", "open sesame")).isEmpty();

        String[] parts = alice.split(":");
        parts[4] = "!" + parts[4];
        write(String.join(":", parts), carol);
        assertThat(accounts.find(ALICE.user())).isEmpty();
        assertThat(accounts.mark(ALICE.user())).isEmpty();
        assertThat(accounts.authenticate("alice", "open sesame")).isEmpty();

        write(alice, carol);
        assertThat(accounts.find(ALICE.user())).contains(ALICE);
    }

    @Test
    void anotherPasswordIsAnotherMarkOfTheSameAccount() throws IOException {
        AccountFile accounts = accounts(alice);
        String before = accounts.mark(ALICE.user()).orElseThrow();

        write(aliceWithNewPassword);

        assertThat(accounts.find(ALICE.user())).contains(ALICE);
        assertThat(accounts.mark(ALICE.user()).orElseThrow()).isNotEqualTo(before);
    }

    @Test
    void anAccountOfTheSameNameWithAnotherIdIsSomebodyElse() throws IOException {
        AccountFile accounts = accounts(alice);

        write(aliceAgain);

        assertThat(accounts.find(ALICE.user())).isEmpty();
        Caller successor = accounts.authenticate("alice", "open sesame").orElseThrow();
        assertThat(successor.user()).isNotEqualTo(ALICE.user());
        assertThat(successor.name()).isEqualTo("alice");
    }

    @Test
    void roleAndTenantAreThoseOfTheFileNow() throws IOException {
        AccountFile accounts = accounts(carol);

        write(carol.replace("user,approver", "user"));

        assertThat(accounts.find("carol~cccccccccc").orElseThrow().roles()).containsExactly(Role.USER);
    }

    @Test
    void aFileThatIsWrongAtTheStartIsRefusedAndTheLineNamed() {
        assertThatThrownBy(() -> accounts(alice, "bob:default:user"))
                .hasMessageContaining("clda.accounts.file")
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> accounts(alice, alice)).hasMessageContaining("line 2 names an account");
        assertThatThrownBy(() -> accounts(alice.replace(":user:", ":boss:"))).hasMessageContaining("unknown role boss");
        assertThatThrownBy(() -> accounts(alice.replace("aaaaaaaaaa", "1"))).hasMessageContaining("id");
        assertThatThrownBy(() -> accounts(alice.replace("alice:", "alice~bbbbbbbbbb:")))
                .hasMessageContaining("ends like an id");
        assertThatThrownBy(() -> accounts("bob:default:user:***:***")).hasMessageContaining("salt");
    }

    @Test
    void aLineThatBecomesWrongClosesThatAccountAndNoOther() throws IOException {
        AccountFile accounts = accounts(alice, carol);

        write(alice.replace(":user:", ":boss:"), carol);

        assertThat(accounts.find(ALICE.user())).isEmpty();
        assertThat(accounts.find("carol~cccccccccc")).isPresent();
    }

    @Test
    void anAccountThatIsNamedTwiceIsNobodys() throws IOException {
        AccountFile accounts = accounts(alice, carol);

        write(alice, aliceAgain, carol);

        assertThat(accounts.authenticate("alice", "open sesame")).isEmpty();
        assertThat(accounts.find(ALICE.user())).isEmpty();
        assertThat(accounts.find("carol~cccccccccc")).isPresent();
    }

    @Test
    void whileTheFileIsNotThereNobodyHasAnAccount() throws IOException {
        AccountFile accounts = accounts(alice);

        Files.delete(file);
        assertThat(accounts.find(ALICE.user())).isEmpty();

        write(alice);
        assertThat(accounts.find(ALICE.user())).contains(ALICE);
    }
}
