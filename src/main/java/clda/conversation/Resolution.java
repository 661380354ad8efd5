package clda.conversation;

/** What a person found out about an effect. */
public enum Resolution {
    done,
    not_done
}
