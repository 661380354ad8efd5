package clda.tools;

import clda.security.Caller;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tools that a caller may use. A tool that is not in it does not exist for that caller. */
public final class Toolbox {

    public static final Toolbox EMPTY = new Toolbox(List.of());

    private final Map<String, Tool> tools;

    /** @throws IllegalArgumentException if two tools have the same name */
    public Toolbox(Collection<Tool> tools) {
        Map<String, Tool> byName = new LinkedHashMap<>();
        for (Tool tool : tools) {
            if (byName.put(tool.definition().name(), tool) != null) {
                throw new IllegalArgumentException(
                        "two tools are named " + tool.definition().name());
            }
        }
        this.tools = byName;
    }

    /**
     * All tools of a server.
     *
     * @throws IllegalArgumentException if a tool names an undo that is not among them
     */
    public static Toolbox complete(Collection<Tool> tools) {
        Toolbox all = new Toolbox(tools);
        for (ToolDefinition tool : all.definitions()) {
            String undo = tool.traits().undo();
            if (undo != null && all.find(undo).isEmpty()) {
                throw new IllegalArgumentException(
                        "tool " + tool.name() + " is to be undone by " + undo + ", and there is no such tool");
            }
        }
        return all;
    }

    public Toolbox of(Caller caller) {
        return new Toolbox(tools.values().stream()
                .filter(tool -> tool.definition().mayBeUsedBy(caller))
                .toList());
    }

    public Optional<Tool> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /** What is declared of a tool besides its effect class; nothing for a tool that is not here. */
    public Traits traits(String name) {
        return find(name).map(tool -> tool.definition().traits()).orElse(Traits.NONE);
    }

    public List<ToolDefinition> definitions() {
        return tools.values().stream().map(Tool::definition).toList();
    }
}
