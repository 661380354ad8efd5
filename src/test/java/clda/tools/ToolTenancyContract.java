package clda.tools;

import static org.assertj.core.api.Assertions.assertThat;

import clda.effects.EffectClass;
import clda.effects.EffectKey;
import clda.json.Json;
import clda.security.Caller;
import clda.security.Role;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Two tenants, three persons, every tool: nobody sees or changes what is another's. Whoever writes tools extends it, hands over the
 * tools, and gives arguments where they cannot be made from the schema alone.
 *
 * <p>Two persons share a tenant, and two have the same name in different tenants. Each leaves something with every tool that writes,
 * a word of the person's own in all free text; then each reads with every tool that reads, and tries with the values that another got
 * back to change, close or delete. What is the same for everybody, such as a price list, needs no mention: it holds no such word.
 */
public abstract class ToolTenancyContract {

    private static final AtomicInteger ROUND = new AtomicInteger();

    /** Somebody who leaves something, in a conversation of their own. */
    private record Person(Caller caller, String conversationId, String word) {
        ToolContext context(String turnId) {
            String key = EffectKey.of(caller.tenant(), conversationId, turnId, turnId + "-c1");
            return new ToolContext(
                    caller, conversationId, turnId, turnId + "-c1", key, false, (percent, note) -> {}, () -> {});
        }
    }

    /** All that is to be tried, ready to be called. */
    protected abstract List<Tool> tools();

    /**
     * Arguments for a call.
     *
     * @param word to be put into every free text: it is the person's
     * @return made from the schema unless overridden: the word for texts, the smallest number, true, the first of a list
     */
    protected ObjectNode arguments(ToolDefinition tool, String word) {
        ObjectNode arguments = Json.MAPPER.createObjectNode();
        JsonNode schema = tool.parameters();
        schema.path("required").forEach(name -> arguments.set(name.asText(), value(tool, name.asText(), word)));
        return arguments;
    }

    private static JsonNode value(ToolDefinition tool, String name, String word) {
        var json = Json.MAPPER.getNodeFactory();
        JsonNode schema = tool.parameters().path("properties").path(name);
        if (schema.has("enum")) {
            return schema.path("enum").path(0);
        }
        return switch (schema.path("type").asText()) {
            case "boolean" -> json.booleanNode(true);
            case "integer" -> json.numberNode(schema.path("minimum").asInt(1));
            case "number" -> json.numberNode(schema.path("minimum").decimalValue());
            case "string" ->
                json.textNode(schema.path("format").asText().equals("email") ? word + "@example.com" : word);
            default -> throw new AssertionError("give arguments for " + tool.name() + ": " + name + " is " + schema);
        };
    }

    /** Calls the tool as the runtime would; to be overridden where one needs a transaction around it. */
    protected JsonNode call(Tool tool, ObjectNode arguments, ToolContext context) {
        return tool.call(arguments, context);
    }

    /** Tools that change what an earlier call has left, beside those that are named as an undo. */
    protected Set<String> changesWhatIsThere() {
        return Set.of();
    }

    @TestFactory
    Stream<DynamicTest> nobodySeesOrChangesWhatIsAnothers() {
        List<Tool> tools = tools();
        Set<String> changing = tools.stream()
                .map(tool -> tool.definition().traits().undo())
                .filter(undo -> undo != null)
                .collect(Collectors.toSet());
        changing.addAll(changesWhatIsThere());
        List<DynamicTest> tests = new ArrayList<>();
        for (Tool tool : tools) {
            String name = tool.definition().name();
            if (reads(tool)) {
                tests.add(DynamicTest.dynamicTest(
                        name + " shows what is the caller's", () -> new Round(tools, changing).readsOnly(tool)));
            } else if (changing.contains(name)) {
                tests.add(DynamicTest.dynamicTest(
                        name + " changes what is the caller's", () -> new Round(tools, changing).changes(tool)));
            } else {
                tests.add(DynamicTest.dynamicTest(
                        name + " leaves something with the caller", () -> new Round(tools, changing).leaves(tool)));
            }
        }
        return tests.stream();
    }

    private static boolean reads(Tool tool) {
        return tool.definition().effect() == EffectClass.READ;
    }

    /** Three persons who have never been there before, so that one round knows nothing of another. */
    private final class Round {
        private final List<Tool> tools;
        private final Set<String> changing;
        private final List<Person> persons;
        /** What each got back, by tool. */
        private final Map<Person, Map<String, JsonNode>> left = new HashMap<>();

        Round(List<Tool> tools, Set<String> changing) {
            this.tools = tools;
            this.changing = changing;
            int round = ROUND.incrementAndGet();
            this.persons = List.of(
                    person("alice" + round, "one" + round, "first" + round),
                    person("bob" + round, "one" + round, "second" + round),
                    person("alice" + round, "two" + round, "third" + round));
            for (Person person : persons) {
                Map<String, JsonNode> results = new LinkedHashMap<>();
                for (Tool tool : tools) {
                    if (!reads(tool) && !changing.contains(tool.definition().name())) {
                        results.put(tool.definition().name(), called(tool, person, person.word()));
                    }
                }
                left.put(person, results);
            }
        }

        private static Person person(String name, String tenant, String word) {
            return new Person(new Caller(name, tenant, Set.of(Role.values())), "of-" + word, word + "secret");
        }

        private JsonNode called(Tool tool, Person person, String word) {
            ObjectNode arguments = arguments(tool.definition(), word);
            assertThat(new ArgumentCheck().problems(tool.definition(), arguments))
                    .as(
                            "arguments of %s: override arguments(…)",
                            tool.definition().name())
                    .isEmpty();
            return call(tool, arguments, person.context("t1"));
        }

        private void readsOnly(Tool tool) {
            for (Person person : persons) {
                String seen = called(tool, person, person.word()).toString();
                others(person).forEach(other -> assertThat(seen)
                        .as("%s of %s", tool.definition().name(), other.caller())
                        .doesNotContain(other.word()));
            }
        }

        private void leaves(Tool tool) {
            String name = tool.definition().name();
            for (Person person : persons) {
                String got = String.valueOf(left.get(person).get(name));
                others(person).forEach(other -> assertThat(got).doesNotContain(other.word()));
                if (!tool.canBeAsked()) {
                    continue;
                }
                for (Person other : others(person)) {
                    Optional<JsonNode> found =
                            tool.lookUp(arguments(tool.definition(), person.word()), other.context("t9"));
                    assertThat(found).as("%s asked by %s", name, other.caller()).isEmpty();
                }
            }
        }

        /** Everybody tries with what another got back; what the other can read stays as it was. */
        private void changes(Tool tool) {
            int tries = 0;
            for (Person person : persons) {
                for (Tool leaving : tools) {
                    JsonNode got = left.get(person).get(leaving.definition().name());
                    if (got == null) {
                        continue;
                    }
                    Optional<ObjectNode> arguments = from(got, tool.definition());
                    if (arguments.isEmpty()) {
                        continue;
                    }
                    for (Person other : others(person)) {
                        tries++;
                        Map<String, String> before = all(person);
                        assertThat(before.values())
                                .as(
                                        "a tool that shows %s what %s changes",
                                        person.caller(), tool.definition().name())
                                .anyMatch(seen -> seen.contains(person.word()));
                        tried(tool, arguments.get(), other, person);
                        assertThat(all(person))
                                .as(
                                        "what %s sees after %s called %s%s",
                                        person.caller(),
                                        other.caller(),
                                        tool.definition().name(),
                                        arguments.get())
                                .isEqualTo(before);
                    }
                }
            }
            assertThat(tries)
                    .as(
                            "calls of %s with what another got back",
                            tool.definition().name())
                    .isPositive();
        }

        private void tried(Tool tool, ObjectNode arguments, Person by, Person of) {
            try {
                // The same number may be one of their own: then it is theirs that is changed.
                assertThat(call(tool, arguments, by.context("t2")).toString()).doesNotContain(of.word());
            } catch (ToolFailure expected) {
                assertThat(String.valueOf(expected.getMessage())).doesNotContain(of.word());
            }
        }

        private Map<String, String> all(Person person) {
            Map<String, String> seen = new LinkedHashMap<>();
            for (Tool tool : tools) {
                if (reads(tool)) {
                    seen.put(
                            tool.definition().name(),
                            called(tool, person, person.word()).toString());
                }
            }
            return seen;
        }

        private static Optional<ObjectNode> from(JsonNode result, ToolDefinition tool) {
            ObjectNode arguments = Json.MAPPER.createObjectNode();
            tool.parameters().path("properties").fieldNames().forEachRemaining(name -> {
                if (result.has(name)) {
                    arguments.set(name, result.get(name));
                }
            });
            return new ArgumentCheck().problems(tool, arguments).isEmpty() ? Optional.of(arguments) : Optional.empty();
        }

        private List<Person> others(Person person) {
            return persons.stream().filter(other -> !other.equals(person)).toList();
        }
    }
}
