package clda.demo;

import clda.security.KeyRing;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/**
 * The mail server of the sample business: takes mail from those who know its secret on a loopback port, and keeps it,
 * encrypted, for the mailbox page.
 */
public final class Mailbox implements AutoCloseable {

    private static final int SHOWN = 100;
    private static final String USER = "clda";

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

    /** @param from the address that mail comes from */
    public Mail.Server server(String from) {
        return new Mail.Server("127.0.0.1", server.getPortAllocated(), from, new Mail.Login(USER, secret));
    }

    private void authenticate(String user, String password, MessageContext context) throws LoginFailedException {
        if (!secret.matches(password)) {
            throw new LoginFailedException();
        }
    }

    private void keep(String id, byte[] data) {
        byte[] sealed = keyRing.shared().seal(data, place(id));
        store.write((JpaWrite) entities -> entities.createNativeQuery(
                        "insert into demo_mail (id, received_at, content) values (?1, ?2, ?3)")
                .setParameter(1, id)
                .setParameter(2, clock.millis())
                .setParameter(3, sealed)
                .executeUpdate());
    }

    /** The newest first. */
    public List<Received> mails() {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select id, received_at, content from demo_mail order by received_at desc")
                .setMaxResults(SHOWN)
                .getResultList());
        return rows.stream().map(Object[].class::cast).map(this::received).toList();
    }

    private Received received(Object[] row) {
        String id = (String) row[0];
        byte[] data = keyRing.shared().open((byte[]) row[2], place(id));
        try {
            MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(data));
            return new Received(
                    id,
                    Instant.ofEpochMilli(((Number) row[1]).longValue()),
                    header(mail, "From"),
                    header(mail, "To"),
                    mail.getSubject() == null ? "" : mail.getSubject(),
                    String.valueOf(mail.getContent()).strip());
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("mail " + id + " cannot be read", e);
        }
    }

    private static String header(MimeMessage mail, String name) throws MessagingException {
        String value = mail.getHeader(name, ", ");
        return value == null ? "" : value;
    }

    private static byte[] place(String id) {
        return ("demo_mail|" + id).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop();
    }
}
