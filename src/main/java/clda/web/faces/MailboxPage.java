package clda.web.faces;

import clda.demo.Mailbox;
import clda.web.SystemStatus;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The mails that the demo's mail server has taken for whoever has signed in. */
@Named
@RequestScoped
public class MailboxPage {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    @Inject
    private SystemStatus status;

    @Inject
    private Instance<Mailbox> mailbox;

    @Inject
    private SignedIn signedIn;

    /**
     * A mail in words.
     *
     * @param at as ISO 8601, which the page's script shows in the reader's zone
     * @param inUtc what stands there without the script
     */
    public record Row(String at, String inUtc, String from, String to, String subject, String text) {}

    public boolean isAvailable() {
        return status.demo();
    }

    public List<Row> getMails() {
        if (!status.demo() || signedIn.caller().isEmpty()) {
            return List.of();
        }
        return mailbox.get().mails(signedIn.caller().get()).stream()
                .map(mail -> new Row(
                        mail.at().toString(),
                        TIME.format(mail.at()) + " UTC",
                        mail.from(),
                        mail.to(),
                        mail.subject(),
                        mail.text()))
                .toList();
    }
}
