package clda.recording;

import clda.json.Worded;
import clda.llm.ModelMessage.SystemMessage;
import clda.llm.ModelReply.ProposedCall;
import clda.llm.ModelRequest;
import clda.security.Role;
import clda.tools.ApprovalRule;
import clda.tools.ToolDefinition;
import clda.tools.Traits;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that differs between the recording and today. Without secrets.
 *
 * @param of the subject, such as {@code pay.approval}: a tool and which part of it
 * @param was null if it was not there
 * @param is null if it is not there any more
 */
public record Difference(Kind kind, String of, @Nullable String was, @Nullable String is) {

    public enum Kind implements Worded {
        /** The instructions: the lines that only one of them has. */
        PROMPT,
        /** What a model knows about a tool: that it exists, its description, its parameters. */
        TOOL,
        /** What the runtime keeps to about a tool: its effect, whose approval it needs, whose it is, what it is marked with. */
        RULE,
        /** What the rules come to for a call that was asked for: whose approval it needs. */
        CALL
    }

    private static final String NOBODY = "nobody";

    /**
     * What is otherwise for one exchange.
     *
     * @param prompt today's instructions, in the language of the conversation; null if there are none
     * @param tools that the caller may use today
     * @param calls that were asked for
     */
    static List<Difference> between(
            ModelRequest recorded, @Nullable String prompt, List<ToolDefinition> tools, List<ProposedCall> calls) {
        List<Difference> all = new ArrayList<>();
        all.addAll(prompts(recorded, prompt));
        Map<String, ToolDefinition> then = byName(recorded.tools());
        Map<String, ToolDefinition> now = byName(tools);
        TreeSet<String> names = new TreeSet<>(then.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            all.addAll(tool(name, then.get(name), now.get(name)));
        }
        for (ProposedCall call : calls) {
            ToolDefinition before = then.get(call.tool());
            ToolDefinition after = now.get(call.tool());
            if (before != null && after != null) {
                add(all, Kind.CALL, call.tool(), needed(before, call.arguments()), needed(after, call.arguments()));
            }
        }
        return all;
    }

    private static Map<String, ToolDefinition> byName(List<ToolDefinition> tools) {
        return tools.stream()
                .collect(
                        Collectors.toMap(ToolDefinition::name, Function.identity(), (one, other) -> one, TreeMap::new));
    }

    private static List<Difference> prompts(ModelRequest recorded, @Nullable String prompt) {
        String was = recorded.messages().getFirst() instanceof SystemMessage system ? system.text() : null;
        List<Difference> one = new ArrayList<>();
        String then = was == null ? null : Secrets.removed(was);
        String now = prompt == null ? null : Secrets.removed(prompt);
        if (!Objects.equals(then, now)) {
            one.add(new Difference(Kind.PROMPT, "system", without(then, now), without(now, then)));
        }
        return one;
    }

    /** The lines of the text that the other text lacks. */
    private static @Nullable String without(@Nullable String text, @Nullable String other) {
        if (text == null) {
            return null;
        }
        List<String> known = other == null ? List.of() : other.lines().toList();
        return text.lines().filter(line -> !known.contains(line)).collect(Collectors.joining("\n"));
    }

    private static List<Difference> tool(String name, @Nullable ToolDefinition then, @Nullable ToolDefinition now) {
        List<Difference> all = new ArrayList<>();
        if (then == null || now == null) {
            add(all, Kind.TOOL, name, then == null ? null : described(then), now == null ? null : described(now));
            return all;
        }
        add(all, Kind.TOOL, name + ".description", described(then), described(now));
        add(all, Kind.TOOL, name + ".parameters", parameters(then), parameters(now));
        add(all, Kind.RULE, name + ".effect", then.effect().name(), now.effect().name());
        add(
                all,
                Kind.RULE,
                name + ".approval",
                then.approval().text(),
                now.approval().text());
        add(all, Kind.RULE, name + ".roles", roles(then), roles(now));
        add(all, Kind.RULE, name + ".marks", marks(then.traits()), marks(now.traits()));
        return all;
    }

    private static void add(List<Difference> all, Kind kind, String of, @Nullable String was, @Nullable String is) {
        if (!Objects.equals(was, is)) {
            all.add(new Difference(kind, of, was, is));
        }
    }

    private static String described(ToolDefinition tool) {
        return Secrets.removed(tool.description());
    }

    private static String parameters(ToolDefinition tool) {
        return Secrets.removed((JsonNode) tool.parameters()).toString();
    }

    private static String roles(ToolDefinition tool) {
        return tool.roles().isEmpty()
                ? "everybody"
                : tool.roles().stream().map(Role::word).sorted().collect(Collectors.joining(", "));
    }

    private static String marks(Traits traits) {
        List<String> marks = new ArrayList<>();
        if (traits.background()) {
            marks.add("background");
        }
        if (traits.untrusted()) {
            marks.add("untrusted");
        }
        if (traits.weighty()) {
            marks.add("weighty");
        }
        if (traits.undo() != null) {
            marks.add("undone by " + traits.undo());
        }
        return marks.isEmpty() ? "none" : String.join(", ", marks);
    }

    private static String needed(ToolDefinition tool, JsonNode arguments) {
        return tool.approval().neededFor(arguments).map(ApprovalRule.By::word).orElse(NOBODY);
    }
}
