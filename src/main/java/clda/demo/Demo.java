package clda.demo;

import clda.guests.Greeting;
import clda.guests.Guest;
import clda.guests.GuestPage;
import clda.guests.TrialAccounts;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.training.TrainingData;
import clda.skills.Skill;
import clda.store.jpa.JpaStore;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** The sample business as a guest of the server; enabled by {@code clda.demo}. */
@DemoBean
public class Demo implements Guest {

    private final boolean here;

    @Inject
    public Demo(Config config) {
        this.here = config.getOptionalValue("clda.demo", Boolean.class).orElse(false);
    }

    @Override
    public boolean isHere() {
        return here;
    }

    @Override
    public Optional<String> dangerInProduction() {
        return Optional.of("clda.demo=true: the demo accounts have passwords that everybody knows");
    }

    @Override
    public List<Skill> skills(Clock clock, ZoneId zone) {
        return DemoSkills.all(clock, zone);
    }

    @Override
    public Map<String, SlotFinder> finders(Clock clock, ZoneId zone) {
        return DemoSkills.finders(clock, zone);
    }

    @Override
    public TrainingData examples() {
        return DemoSkills.examples();
    }

    @Override
    public Optional<String> tables() {
        return Optional.of("clda/demo/tables");
    }

    @Override
    public void fill(JpaStore store, Clock clock) {
        SampleData.fill(store, clock);
    }

    @Override
    public List<GuestPage> pages() {
        return List.of(new GuestPage("mailbox.xhtml", "nav.mailbox"));
    }

    @Override
    public Optional<Greeting> greeting() {
        return Optional.of(
                new Greeting("demo.greeting", List.of("demo.try.1", "demo.try.2", "demo.try.3", "demo.try.4")));
    }

    @Override
    public Optional<TrialAccounts> accounts() {
        return Optional.of(
                new TrialAccounts(new DemoAccounts(), "demo.accounts", "sign in as alice, password alice-demo"));
    }
}
