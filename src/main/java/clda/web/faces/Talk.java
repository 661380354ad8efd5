package clda.web.faces;

import clda.dialogue.DialogueManager;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** What the chat has to know of the rules by which it is talked. */
@Named
@RequestScoped
public class Talk {

    @Inject
    private DialogueManager dialogue;

    /** The most characters of a message. */
    public int getMostText() {
        return dialogue.mostText();
    }
}
