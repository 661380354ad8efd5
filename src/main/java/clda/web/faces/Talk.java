package clda.web.faces;

import clda.dialogue.DialogueManager;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** What the chat page has to know of the rules of the dialogue. */
@Named
@RequestScoped
public class Talk {

    @Inject
    private DialogueManager dialogue;

    /** Maximum characters of a message. */
    public int getMaxText() {
        return dialogue.maxText();
    }
}
