package clda.guests.library;

import clda.guests.Guest;
import clda.guests.GuestPage;
import clda.nlu.training.TrainingData;
import clda.nlu.training.TrainingYaml;
import clda.skills.Skill;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** All that the server has to be told. */
@ApplicationScoped
public class Library implements Guest {

    @Override
    public String name() {
        return "library";
    }

    @Override
    public List<Skill> skills(Clock clock, ZoneId zone) {
        return List.of(new DueDate());
    }

    @Override
    public TrainingData examples() {
        return TrainingYaml.resources(Library.class, "examples.yml");
    }

    @Override
    public Optional<String> tables() {
        return Optional.of("clda/guests/library/tables");
    }

    @Override
    public Optional<String> texts() {
        return Optional.of("clda.guests.library.texts");
    }

    @Override
    public List<GuestPage> pages() {
        return List.of(new GuestPage("loans.xhtml", "loans.title"));
    }
}
