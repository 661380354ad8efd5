package clda.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import clda.effects.EffectClass;
import clda.kit.SeEngine;
import clda.security.Caller;
import clda.tools.bean.AgentTool;
import clda.tools.bean.BeanTool;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kit finds tools that mix persons or tenants up, and lets good ones pass. */
class ToolTenancyContractTest {

    /** What a tool goes by when it looks for what is the caller's. */
    private enum Check {
        TENANT_AND_PERSON((mine, caller) -> mine.equals(caller)),
        PERSON_ONLY((mine, caller) -> mine.user().equals(caller.user())),
        TENANT_ONLY((mine, caller) -> mine.tenant().equals(caller.tenant())),
        NOTHING((mine, caller) -> true);

        private final BiPredicate<Caller, Caller> isTheCallers;

        Check(BiPredicate<Caller, Caller> isTheCallers) {
            this.isTheCallers = isTheCallers;
        }
    }

    private record Noted(Caller by, String text) {}

    /** Notes that anybody may write, list and tear up. */
    public static class Notebook {
        public record Written(int number, String text) {}

        private final Check whenListing;
        private final Check whenTearing;
        private final Map<Integer, Noted> notes = new ConcurrentHashMap<>();
        private final AtomicInteger last = new AtomicInteger();

        private Notebook(Check whenListing, Check whenTearing) {
            this.whenListing = whenListing;
            this.whenTearing = whenTearing;
        }

        @AgentTool(value = "Writes a note.", effect = EffectClass.LOCAL_TX, undo = "tear_up")
        public Written write(@NotBlank String text, ToolContext context) {
            int number = last.incrementAndGet();
            notes.put(number, new Noted(context.caller(), text));
            return new Written(number, text);
        }

        @AgentTool(value = "Lists notes.", effect = EffectClass.READ)
        public List<String> notes(ToolContext context) {
            return notes.values().stream()
                    .filter(note -> whenListing.isTheCallers.test(note.by(), context.caller()))
                    .map(Noted::text)
                    .toList();
        }

        @AgentTool(value = "Tears a note up.", effect = EffectClass.LOCAL_TX)
        public boolean tearUp(@NotNull Integer number, ToolContext context) {
            Noted note = notes.get(number);
            if (note == null || !whenTearing.isTheCallers.test(note.by(), context.caller())) {
                throw new ToolFailure("There is no note " + number + ".");
            }
            notes.remove(number);
            return true;
        }
    }

    private static List<String> findings(Check whenListing, Check whenTearing) {
        Notebook notebook = new Notebook(whenListing, whenTearing);
        ToolTenancyContract contract = new ToolTenancyContract() {
            @Override
            protected List<Tool> tools() {
                return BeanTool.of(Notebook.class, () -> notebook, SeEngine.validator());
            }
        };
        return contract.nobodySeesOrChangesWhatIsAnothers()
                .filter(test -> catchThrowable(test.getExecutable()::execute) instanceof AssertionError)
                .map(DynamicTest::getDisplayName)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aToolThatShowsWhatIsAnothersIsFound(Check check) {
        List<String> findings = findings(check, Check.TENANT_AND_PERSON);

        if (check == Check.TENANT_AND_PERSON) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings).contains("notes shows what is the caller's");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aToolThatChangesWhatIsAnothersIsFound(Check check) {
        List<String> findings = findings(Check.TENANT_AND_PERSON, check);

        if (check == Check.TENANT_AND_PERSON) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings).containsExactly("tear_up changes what is the caller's");
        }
    }
}
