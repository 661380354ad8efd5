package clda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import clda.llm.ModelFailure.Reason;
import clda.nlu.Language;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each thing that can go wrong has a sentence of its own, in both languages, in answers and on the page alike. */
class WhyNoAnswerTest {

    private static final Set<Reason> TOLD = EnumSet.complementOf(EnumSet.of(Reason.BUDGET, Reason.CANCELLED));

    @Test
    void eachReasonHasItsOwnSentence() {
        for (Language language : Language.values()) {
            Set<String> sentences = new HashSet<>();
            TOLD.forEach(reason -> sentences.add(WhyNoAnswer.sentence(reason, language)));

            assertThat(sentences).hasSameSizeAs(TOLD);
        }
    }

    @Test
    void thePageSaysTheSame() {
        for (Language language : Language.values()) {
            ResourceBundle texts = ResourceBundle.getBundle(
                    "clda.web.faces.texts",
                    language == Language.ZH ? Locale.SIMPLIFIED_CHINESE : Locale.ROOT,
                    ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
            for (Reason reason : TOLD) {
                String key = "problem.model-"
                        + reason.name().toLowerCase(Locale.ROOT).replace('_', '-');

                assertThat(texts.getString(key)).as(key).isEqualTo(WhyNoAnswer.sentence(reason, language));
            }
        }
    }
}
