package clda.demo;

import clda.security.Caller;
import clda.security.KeyRing;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/**
 * The mail server of the sample business. It listens on a loopback port, accepts the mail that this CLDA sends for a user
 * to any address, and stores it encrypted for that user only. Clients without its secret are refused. Each mail carries
 * its owner, sealed with the server's key, so that nobody else can put a mail into a user's mailbox.
 */
public final class Mailbox implements AutoCloseable, Mail.Mark {

    private static final Logger LOG = System.getLogger(Mailbox.class.getName());
    private static final int SHOWN = 100;
    private static final String USER = "clda";

    private record Owner(String tenant, String person) {}

    /** A mail as the mailbox page shows it. */
    public record Received(String id, Instant at, String from, String to, String subject, String text) {}

    private final ServiceSecret secret = ServiceSecret.random();
    private final SMTPServer server;
    private final JpaStore store;
    private final KeyRing keyRing;
    private final Clock clock;

    /** Starts on a free port of the loopback interface. */
    public Mailbox(JpaStore store, KeyRing keyRing, Clock clock, Supplier<String> ids) {
        this.store = store;
        this.keyRing = keyRing;
        this.clock = clock;
        this.server = SMTPServer.port(0)
                .bindAddress(loopback())
                .requireAuth()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory(this::authenticate))
                .messageHandler((context, from, to, data) -> keep(ids.get(), data))
                .build();
        server.start();
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByName("127.0.0.1");
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address in numbers needs no look-up", e);
        }
    }

    /** @param from the sender address */
    public Mail.Server server(String from) {
        return new Mail.Server("127.0.0.1", server.getPortAllocated(), from, this, new Mail.Login(USER, secret));
    }

    private void authenticate(String user, String password, MessageContext context) throws LoginFailedException {
        if (!secret.matches(password)) {
            throw new LoginFailedException();
        }
    }

    @Override
    public String of(Caller caller, String messageId) {
        byte[] owner = (caller.tenant() + "\n" + caller.user()).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(keyRing.shared().seal(owner, mark(messageId)));
    }

    private static byte[] mark(String messageId) {
        return ("demo_mail_mark|" + messageId).getBytes(StandardCharsets.UTF_8);
    }

    private void keep(String id, byte[] data) throws RejectException {
        Owner owner = owner(data);
        byte[] sealed = keyRing.shared().seal(data, place(id, owner));
        store.write((JpaWrite) entities -> entities.createNativeQuery(
                        "insert into demo_mail (id, received_at, content, tenant, person) values (?1, ?2, ?3, ?4, ?5)")
                .setParameter(1, id)
                .setParameter(2, clock.millis())
                .setParameter(3, sealed)
                .setParameter(4, owner.tenant())
                .setParameter(5, owner.person())
                .executeUpdate());
    }

    private Owner owner(byte[] data) throws RejectException {
        try {
            MimeMessage mail = parsed(data);
            byte[] sealed = Base64.getDecoder().decode(header(mail, Mail.MARK));
            String[] owner = new String(
                            keyRing.shared().open(sealed, mark(mail.getMessageID())), StandardCharsets.UTF_8)
                    .split("\n", 2);
            return new Owner(owner[0], owner[1]);
        } catch (MessagingException | IllegalArgumentException | KeyRing.Damaged e) {
            throw new RejectException(550, "Only mail of this CLDA is taken.");
        }
    }

    private static MimeMessage parsed(byte[] data) throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(data));
    }

    /** What was sent for the caller, the newest first. */
    public List<Received> mails(Caller caller) {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select id, received_at, content from demo_mail where tenant = ?1 and person = ?2"
                                + " order by received_at desc")
                .setParameter(1, caller.tenant())
                .setParameter(2, caller.user())
                .setMaxResults(SHOWN)
                .getResultList());
        Owner owner = new Owner(caller.tenant(), caller.user());
        return rows.stream()
                .map(Object[].class::cast)
                .flatMap(row -> received(row, owner).stream())
                .toList();
    }

    /** Empty if the row was damaged or moved here from another mailbox. */
    private Optional<Received> received(Object[] row, Owner owner) {
        String id = (String) row[0];
        try {
            MimeMessage mail = parsed(keyRing.shared().open((byte[]) row[2], place(id, owner)));
            return Optional.of(new Received(
                    id,
                    Instant.ofEpochMilli(((Number) row[1]).longValue()),
                    header(mail, "From"),
                    header(mail, "To"),
                    mail.getSubject() == null ? "" : mail.getSubject(),
                    String.valueOf(mail.getContent()).strip()));
        } catch (MessagingException | IOException | KeyRing.Damaged e) {
            LOG.log(Level.WARNING, "mail {0} cannot be read", id);
            return Optional.empty();
        }
    }

    private static String header(MimeMessage mail, String name) throws MessagingException {
        String value = mail.getHeader(name, ", ");
        return value == null ? "" : value;
    }

    private static byte[] place(String id, Owner owner) {
        return ("demo_mail|" + id + "|" + owner.tenant() + "|" + owner.person()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop();
    }
}
