package clda.web.faces;

import clda.boot.SystemStatus;
import clda.demo.Mailbox;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The mails that the demo's mail server has taken. Everybody who has signed in sees all: its addresses are made up. */
@Named
@RequestScoped
public class MailboxPage {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    @Inject
    private SystemStatus status;

    @Inject
    private Instance<Mailbox> mailbox;

    /** A mail in words. */
    public record Row(String at, String from, String to, String subject, String text) {}

    public boolean isAvailable() {
        return status.demo();
    }

    public List<Row> getMails() {
        if (!status.demo()) {
            return List.of();
        }
        return mailbox.get().mails().stream()
                .map(mail ->
                        new Row(TIME.format(mail.at()) + " UTC", mail.from(), mail.to(), mail.subject(), mail.text()))
                .toList();
    }
}
