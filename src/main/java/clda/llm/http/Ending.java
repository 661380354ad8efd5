package clda.llm.http;

import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelReply.End;
import clda.llm.preset.Preset;
import clda.llm.preset.Preset.Meaning;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ending of an answer, by the table of its provider. Nothing else does. */
public final class Ending {

    private static final Pattern WORD = Pattern.compile("[a-zA-Z_]{1,40}");

    private final Preset.Finish table;
    private final Draft draft;
    private @Nullable End awaitsMark;

    public Ending(Preset.Finish table, Draft draft) {
        this.table = table;
        this.draft = draft;
    }

    /**
     * The provider gives a reason.
     *
     * @param whole what becomes of an answer that the reason calls whole
     * @throws ModelFailure if it has not let the model say all that it had to
     */
    public void reason(String reason, End whole) {
        Meaning meaning = table.of(reason);
        switch (meaning) {
            case WHOLE -> ends(whole);
            case TRUNCATED -> ends(End.LENGTH);
            case REFUSED -> throw new ModelFailure(Reason.REFUSED, "the provider's content filter stopped the answer");
            case BROKEN -> throw broken(reason);
        }
    }

    /** @param reason of the provider, which may be anything */
    public static ModelFailure broken(String reason) {
        return new ModelFailure(
                Reason.BROKEN,
                "the provider broke the answer off" + (WORD.matcher(reason).matches() ? " (" + reason + ")" : ""));
    }

    /** The provider says that nothing more comes. */
    public void mark() {
        if (awaitsMark != null) {
            draft.ends(awaitsMark);
        } else if (!draft.isWhole() && table.markWithoutReason() == Meaning.WHOLE) {
            draft.ends(End.COMPLETE);
        }
    }

    private void ends(End how) {
        if (table.reasonWithoutMark() == Meaning.WHOLE) {
            draft.ends(how);
        } else {
            awaitsMark = awaitsMark == End.LENGTH ? End.LENGTH : how;
        }
    }
}
