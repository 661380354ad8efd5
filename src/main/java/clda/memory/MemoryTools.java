package clda.memory;

import clda.effects.EffectClass;
import clda.memory.Fact.By;
import clda.memory.Fact.Origin;
import clda.memory.Memory.NotRemembered;
import clda.tools.ToolContext;
import clda.tools.ToolFailure;
import clda.tools.bean.AgentTool;
import clda.tools.bean.Param;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/** Tools of the user's memory: remember, recall, forget. */
public class MemoryTools {

    /** @param everywhere false if it applies only to this conversation */
    public record Kept(int number, String what, boolean everywhere) {
        static Kept of(Fact fact) {
            return new Kept(fact.number(), fact.text(), fact.onlyIn() == null);
        }
    }

    public record Known(List<Kept> facts) {}

    private final Memory memory;

    public MemoryTools(Memory memory) {
        this.memory = memory;
    }

    @AgentTool(
            value = "Remembers something that the person asks to be remembered, such as a preference.",
            effect = EffectClass.LOCAL_TX,
            undo = "forget")
    public Kept remember(
            @Param("what to remember, in the person's words") @NotBlank @Size(max = Memory.LONGEST) String what,
            @Param("true if it matters in all conversations of the person, false for this one only") @NotNull
                    Boolean everywhere,
            ToolContext context) {
        try {
            return Kept.of(memory.remember(
                    context.caller(),
                    what,
                    everywhere ? null : context.conversationId(),
                    new Origin(By.ASSISTANT, context.conversationId(), context.turnId()),
                    context.tainted()));
        } catch (NotRemembered e) {
            throw new ToolFailure(e.detail());
        }
    }

    @AgentTool(value = "Lists what the person wanted to be remembered.", effect = EffectClass.READ)
    public Known recall(ToolContext context) {
        List<Fact> facts = memory.of(context.caller()).stream()
                .filter(fact -> fact.mattersIn(context.conversationId()))
                .toList();
        facts.forEach(fact -> mark(fact, context));
        return new Known(facts.stream().map(Kept::of).toList());
    }

    @AgentTool(
            value = "Forgets something that was remembered for the person.",
            effect = EffectClass.LOCAL_TX,
            check = "checkNumber")
    public Kept forget(@Param("its number, as it was listed") @NotNull @Min(1) Integer number, ToolContext context) {
        Fact forgotten = memory.forget(context.caller(), number).orElseThrow(() -> noSuchFact(number));
        mark(forgotten, context);
        return Kept.of(forgotten);
    }

    /** Has the parameters of {@link #forget}. */
    void checkNumber(Integer number, ToolContext context) {
        if (memory.of(context.caller()).stream().noneMatch(fact -> fact.number() == number)) {
            throw noSuchFact(number);
        }
    }

    private static ToolFailure noSuchFact(int number) {
        return new ToolFailure("no_such_fact", "There is no fact " + number + ".");
    }

    private static void mark(Fact told, ToolContext context) {
        if (told.untrusted()) {
            context.foreign().isInTheResult();
        }
    }
}
