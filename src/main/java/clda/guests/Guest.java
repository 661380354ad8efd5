package clda.guests;

import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.training.DomainYaml;
import clda.nlu.training.TrainingData;
import clda.nlu.training.TrainingYaml;
import clda.skills.DomainSkills;
import clda.skills.Skill;
import clda.store.jpa.JpaStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something added to the server: a CDI bean of this type, with its tools as beans in the same package or below. Everything is
 * optional. Files beside its class are found by their names: {@code domain.yml} with its skills, {@code examples.yml} with what
 * people say to them, {@code texts.properties} and {@code openapi-examples.json}. A guest is made before the other parts, so only
 * configuration can be injected into it. {@code @ApplicationScoped} makes one of it; {@code @Singleton} alone defines no bean.
 */
public interface Guest {

    /**
     * Lower-case letters, digits and {@code _}, at most 30, beginning with a letter: names the history of its tables. The last part
     * of its package's name, unless it has another.
     */
    default String name() {
        String home = getClass().getPackageName();
        return home.substring(home.lastIndexOf('.') + 1);
    }

    /**
     * Whether the guest takes part. If not, the server shows nothing of it: its tools are not offered and its pages are not
     * found.
     */
    default boolean isHere() {
        return true;
    }

    /**
     * Why the guest must not be in production, as a sentence that begins with the property to change. Such a guest is there to try
     * the server out: the API reports {@code demo: true}. Empty for all others.
     */
    default Optional<String> dangerInProduction() {
        return Optional.empty();
    }

    /**
     * What it can do without a language model: the forms of its {@code domain.yml}, unless it says otherwise. Earlier guests, by
     * name, come first where several skills fit a sentence.
     *
     * @param zone in which people name times who have no time zone of their own ({@link clda.nlu.time.SpeakersZone})
     */
    default List<Skill> skills(Clock clock, ZoneId zone) {
        return getClass().getResource("domain.yml") == null
                ? List.of()
                : DomainSkills.of(DomainYaml.resource(getClass(), "domain.yml"), finders(clock, zone));
    }

    /**
     * What finds values in sentences, by the name that the slot of a domain has as its {@code finder}; any domain of the server may
     * ask for it.
     *
     * @param zone in which people name times who have no time zone of their own ({@link clda.nlu.time.SpeakersZone})
     */
    default Map<String, SlotFinder> finders(Clock clock, ZoneId zone) {
        return Map.of();
    }

    /** What people say to its skills: its {@code examples.yml}, unless it says otherwise. */
    default TrainingData examples() {
        return getClass().getResource("examples.yml") == null
                ? TrainingData.NOTHING
                : TrainingYaml.resources(getClass(), "examples.yml");
    }

    /**
     * Examples for the description of the API that {@code /openapi} serves: its {@code openapi-examples.json}, unless it says
     * otherwise.
     *
     * @return by their places in the description, JSON pointers (RFC 6901) such as {@code
     *     /paths/~1api~1v1~1login/post/requestBody/content/application~1json/example}
     */
    default Map<String, JsonNode> apiExamples() {
        return getClass().getResource("openapi-examples.json") == null
                ? Map.of()
                : ApiExamples.resource(getClass(), "openapi-examples.json");
    }

    /**
     * The class path folder of its Flyway migrations, one set for all databases, such as {@code clda/demo/tables}. In them,
     * {@code ${bytes}} is the database's type for bytes. They have a history of their own.
     */
    default Optional<String> tables() {
        return Optional.empty();
    }

    /** Called at each start, once its tables are there and before the first turn, by each node. */
    default void fill(JpaStore store, Clock clock) {}

    /**
     * The base name of its texts for the pages, a resource bundle: its {@code texts.properties}, unless it says otherwise. They name
     * its tools ({@code tool.find_order}), what these take and give ({@code argument.status}), values of that ({@code
     * value.status.shipped}) and failures ({@code failure.no_such_order}).
     */
    default Optional<String> texts() {
        return Optional.ofNullable(getClass().getResource("texts.properties"))
                .map(file -> getClass().getPackageName() + ".texts");
    }

    /** Its pages, in the order of the bar. */
    default List<GuestPage> pages() {
        return List.of();
    }

    /** What an empty conversation shows. */
    default Optional<Greeting> greeting() {
        return Optional.empty();
    }

    /** Accounts for a server that has no file of accounts and no identity provider. */
    default Optional<TrialAccounts> accounts() {
        return Optional.empty();
    }
}
