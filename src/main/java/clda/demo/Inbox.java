package clda.demo;

import clda.effects.EffectClass;
import clda.tools.ToolContext;
import clda.tools.bean.AgentTool;
import clda.tools.bean.Param;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;

/** Reads mail. Its content was written by third parties and may try to instruct the model. */
@DemoBean
public class Inbox {

    public record Read(List<Mail> mails) {}

    public record Mail(String from, String subject, String text) {}

    private final Mailbox mailbox;

    @Inject
    public Inbox(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    @AgentTool(value = "Reads the newest mails of the person's mailbox.", effect = EffectClass.READ, untrusted = true)
    public Read readMail(@Param("how many") @NotNull @Min(1) @Max(20) Integer count, ToolContext context) {
        return new Read(mailbox.mails(context.caller()).stream()
                .limit(count)
                .map(mail -> new Mail(mail.from(), mail.subject(), mail.text()))
                .toList());
    }
}
