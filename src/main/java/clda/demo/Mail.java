package clda.demo;

import clda.conversation.DigitalSource;
import clda.effects.EffectClass;
import clda.security.Caller;
import clda.tools.ApprovalRule;
import clda.tools.NotSent;
import clda.tools.ToolContext;
import clda.tools.ToolFailure;
import clda.tools.bean.AgentTool;
import clda.tools.bean.NeedsApproval;
import clda.tools.bean.Param;
import jakarta.inject.Inject;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Sends mail by SMTP. */
@DemoBean
public class Mail {

    /**
     * @param from the sender address
     * @param mark tells the server for whom a mail is sent; null to leave this out
     * @param login null if the server requires none
     */
    public record Server(String host, int port, String from, @Nullable Mark mark, @Nullable Login login) {

        public Server(String host, int port, String from) {
            this(host, port, from, null, null);
        }
    }

    /** The credentials for the mail server. */
    public record Login(String user, ServiceSecret password) {}

    /** Makes the value of {@link #MARK}. */
    @FunctionalInterface
    public interface Mark {
        String of(Caller caller, String messageId);
    }

    /** The header that names the owner of a mail for the demo's own mail server. */
    static final String MARK = "X-CLDA-Sender";

    public record Sent(String messageId, String to) {}

    private static final java.util.regex.Pattern REFUSED = java.util.regex.Pattern.compile("[45]\\d\\d[ -]");

    private final Server server;
    private final Clock clock;

    @Inject
    public Mail(Server server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    @AgentTool(
            value =
                    "Sends an e-mail. The person is shown the mail and has to approve it first; do not ask for that in words.",
            effect = EffectClass.AT_MOST_ONCE)
    @NeedsApproval(by = ApprovalRule.By.REQUESTER)
    public Sent sendEmail(
            @Param("the recipient's address") @NotBlank @Email @Size(max = 254) String to,
            @Param("the subject, one line") @NotBlank @Size(max = 200) @Pattern(regexp = "[^\\r\\n]*") String subject,
            @Param("the text of the mail") @NotBlank @Size(max = 20_000) String body,
            ToolContext context) {
        // The same for every attempt, so that a copy sent by hand later can be recognised.
        String messageId = "<" + context.effectKey() + "@clda>";
        MimeMessage mail = compose(messageId, to, subject, body, context.caller());
        try (Transport transport = mail.getSession().getTransport("smtp")) {
            connect(transport);
            transport.sendMessage(mail, mail.getAllRecipients());
        } catch (SendFailedException e) {
            if (isRefusal(e)) {
                throw new ToolFailure("mail_not_taken", "The mail server did not take the mail.");
            }
            throw new IllegalStateException("the mail server did not confirm the mail", e);
        } catch (MessagingException e) {
            throw new IllegalStateException("the mail server did not confirm the mail", e);
        }
        return new Sent(messageId, to);
    }

    /**
     * Whether the server has refused the mail, either the recipient or with a 4yz or 5yz code (RFC 5321, 4.2.1). A
     * connection lost after the final dot raises the same exception, and then the server may have accepted the mail (RFC
     * 1047).
     */
    private static boolean isRefusal(SendFailedException e) {
        boolean recipient = e.getInvalidAddresses() != null && e.getInvalidAddresses().length > 0;
        return recipient
                || e.getMessage() != null && REFUSED.matcher(e.getMessage()).lookingAt();
    }

    private void connect(Transport transport) {
        Login login = server.login();
        try {
            if (login == null) {
                transport.connect();
            } else {
                transport.connect(login.user(), login.password().text());
            }
        } catch (MessagingException e) {
            throw new NotSent("The mail server cannot be reached; nothing was sent.");
        }
    }

    private MimeMessage compose(String messageId, String to, String subject, String body, Caller caller) {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", server.host());
        properties.put("mail.smtp.port", String.valueOf(server.port()));
        properties.put("mail.smtp.auth", String.valueOf(server.login() != null));
        properties.put("mail.smtp.connectiontimeout", "5000");
        properties.put("mail.smtp.timeout", "10000");
        properties.put("mail.smtp.writetimeout", "10000");
        MimeMessage mail = new MimeMessage(Session.getInstance(properties)) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", messageId);
            }
        };
        try {
            mail.setFrom(new InternetAddress(server.from()));
            mail.setRecipient(Message.RecipientType.TO, new InternetAddress(to, true));
            mail.setSubject(subject, StandardCharsets.UTF_8.name());
            mail.setText(body, StandardCharsets.UTF_8.name());
            mail.setSentDate(Date.from(clock.instant()));
            if (server.mark() != null) {
                mail.setHeader(MARK, server.mark().of(caller, messageId));
            }
            // The text is exactly what was approved; this header adds that an AI wrote it.
            mail.setHeader("X-Generated-By", "AI system (CLDA)");
            mail.setHeader("X-Digital-Source-Type", DigitalSource.TRAINED.uri());
            return mail;
        } catch (MessagingException e) {
            throw new ToolFailure("invalid_arguments", "The mail cannot be composed: " + e.getMessage());
        }
    }
}
