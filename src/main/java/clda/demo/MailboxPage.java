package clda.demo;

import clda.web.faces.SignedIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The mails that the demo's mail server holds for the signed-in user. */
@Named
@RequestScoped
public class MailboxPage {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    @Inject
    private Mailbox mailbox;

    @Inject
    private SignedIn signedIn;

    /**
     * A mail in words.
     *
     * @param at as ISO 8601, which the page's script shows in the reader's zone
     * @param inUtc what stands there without the script
     */
    public record Row(String at, String inUtc, String from, String to, String subject, String text) {}

    public List<Row> getMails() {
        return signedIn.caller()
                .map(caller ->
                        mailbox.mails(caller).stream().map(MailboxPage::row).toList())
                .orElse(List.of());
    }

    private static Row row(Mailbox.Received mail) {
        return new Row(
                mail.at().toString(),
                TIME.format(mail.at()) + " UTC",
                mail.from(),
                mail.to(),
                mail.subject(),
                mail.text());
    }
}
