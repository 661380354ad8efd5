package clda.demo;

import static clda.kit.Clda.ALICE;
import static clda.kit.Clda.BOB;
import static clda.kit.Clda.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.security.Caller;
import clda.store.jpa.JpaWrite;
import clda.tools.ToolContext;
import clda.tools.ToolFailure;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose mail is whose. */
class MailboxTest {

    @TempDir
    Path dataDir;

    private SeEngine engine;
    private Mailbox mailbox;

    @BeforeEach
    void open() {
        engine = new SeEngine.Options(dataDir, new ScriptedModel()).open();
        mailbox = new Mailbox(engine.store(), engine.keyRing(), Clock.systemUTC(), () -> UUID.randomUUID()
                .toString());
    }

    @AfterEach
    void close() {
        mailbox.close();
        engine.close();
    }

    private void sends(Caller caller, Mail.Mark mark) {
        Mail.Server server = mailbox.server("clda@localhost");
        new Mail(new Mail.Server(server.host(), server.port(), server.from(), mark, server.login()), Clock.systemUTC())
                .sendEmail(
                        "bob@example.com",
                        "the plan",
                        "at noon",
                        new ToolContext(
                                caller,
                                "c",
                                "t1",
                                "t1-c1",
                                UUID.randomUUID().toString(),
                                false,
                                (percent, note) -> {},
                                () -> {}));
    }

    @Test
    void aMailIsForWhomItWasSentAndForNobodyElse() {
        sends(ALICE, mailbox);

        assertThat(mailbox.mails(ALICE)).singleElement().satisfies(mail -> assertThat(mail.text())
                .isEqualTo("at noon"));
        assertThat(mailbox.mails(BOB)).isEmpty();
        assertThat(mailbox.mails(STRANGER)).isEmpty();
    }

    @Test
    void aMailThatThisServerDidNotMarkIsRefused() {
        assertThatThrownBy(() -> sends(ALICE, null)).isInstanceOf(ToolFailure.class);
        assertThatThrownBy(() -> sends(ALICE, (caller, messageId) -> "ZGVmYXVsdAphbGljZQ=="))
                .isInstanceOf(ToolFailure.class);
        String ofAnother = mailbox.of(BOB, "<another>");
        assertThatThrownBy(() -> sends(ALICE, (caller, messageId) -> ofAnother)).isInstanceOf(ToolFailure.class);

        assertThat(mailbox.mails(ALICE)).isEmpty();
        assertThat(mailbox.mails(BOB)).isEmpty();
    }

    @Test
    void aRowThatIsMovedIntoAnotherMailboxIsNotShown() {
        sends(ALICE, mailbox);
        engine.store().write((JpaWrite) entities -> entities.createNativeQuery("update demo_mail set person = 'bob'")
                .executeUpdate());

        assertThat(mailbox.mails(BOB)).isEmpty();
    }
}
