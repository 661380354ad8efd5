package clda.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.demo.DemoAccounts;
import clda.guests.library.Library;
import clda.guests.library.Loans;
import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.training.TrainingData;
import clda.nlu.training.Utterance;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What several guests bring together, and what is not seen of one that takes no part. */
class GuestsTest {

    /** A guest that has a page and accounts. */
    private record Visitor(String name, boolean isHere, String file) implements Guest {
        @Override
        public List<GuestPage> pages() {
            return List.of(new GuestPage(file, name + ".title"));
        }

        @Override
        public Optional<String> dangerInProduction() {
            return Optional.of("clda." + name + "=true: dangerous");
        }

        @Override
        public Optional<TrialAccounts> accounts() {
            return Optional.of(new TrialAccounts(new DemoAccounts(), name + ".hint", "come in"));
        }
    }

    /** A guest that finds values. */
    private record Reader(String name, Map<String, SlotFinder> finders) implements Guest {
        @Override
        public Map<String, SlotFinder> finders(Clock clock, ZoneId zone) {
            return finders;
        }
    }

    @Test
    void theirOrderIsThatOfTheirNames() {
        Guests guests = new Guests(List.of(new Visitor("b", true, "b.xhtml"), new Visitor("a", true, "a.xhtml")));

        assertThat(guests.pages()).extracting(GuestPage::file).containsExactly("a.xhtml", "b.xhtml");
        assertThat(guests.dangerInProduction()).contains("clda.a=true: dangerous");
        assertThat(guests.accounts()).map(TrialAccounts::hint).contains("a.hint");
    }

    @Test
    void nothingIsSeenOfOneThatTakesNoPart() {
        Guests guests = new Guests(List.of(new Visitor("away", false, "away.xhtml")));

        assertThat(guests.here()).isEmpty();
        assertThat(guests.pages()).isEmpty();
        assertThat(guests.dangerInProduction()).isEmpty();
        assertThat(guests.accounts()).isEmpty();
        assertThat(guests.isAway("away.xhtml")).isTrue();
        assertThat(guests.isAway("index.xhtml")).isFalse();
        // In the package of the guest or below.
        assertThat(guests.isAway(GuestsTest.class)).isTrue();
        assertThat(guests.isAway(Loans.class)).isTrue();
        assertThat(guests.isAway(DemoAccounts.class)).isFalse();
    }

    @Test
    void aNameIsUsedOnceAndCanNameATable() {
        Guest a = new Visitor("a", true, "a.xhtml");

        assertThatThrownBy(() -> new Guests(List.of(a, a))).hasMessageContaining("the name of another, a");
        assertThatThrownBy(() -> new Guests(List.of(new Visitor("a-b", true, "a.xhtml"))))
                .hasMessageStartingWith("refusing to start: the guest clda.guests.GuestsTest$Visitor has the name a-b");
    }

    @Test
    void aFinderIsThatOfTheFirstGuestThatHasOne() {
        SlotFinder first = text -> List.of();
        SlotFinder second = text -> List.of();
        Guests guests = new Guests(
                List.of(new Reader("b", Map.of("day", second, "isbn", second)), new Reader("a", Map.of("day", first))));

        assertThat(guests.finders(Clock.systemUTC(), ZoneOffset.UTC))
                .containsEntry("day", first)
                .containsEntry("isbn", second);
    }

    @Test
    void textsComeInTheLanguageOfTheReader() {
        Guests guests = new Guests(List.of(new Library()));

        assertThat(guests.texts(Locale.ENGLISH)).containsEntry("loans.title", "Loans");
        assertThat(guests.texts(Locale.SIMPLIFIED_CHINESE)).containsEntry("loans.title", "借阅");
    }

    @Test
    void filesBesideItsClassAreFoundByTheirNames() {
        Guest library = new Library();

        assertThat(library.name()).isEqualTo("library");
        assertThat(library.skills(Clock.systemUTC(), ZoneOffset.UTC))
                .extracting(skill -> skill.intent().name())
                .containsExactly("due_date");
        assertThat(library.examples().utterances())
                .extracting(Utterance::intent)
                .containsOnly("due_date");
        assertThat(library.texts()).contains("clda.guests.library.texts");
    }

    @Test
    void aGuestWithoutFilesBringsNone() {
        Guest bare = new Guest() {};

        assertThat(bare.name()).isEqualTo("guests");
        assertThat(bare.skills(Clock.systemUTC(), ZoneOffset.UTC)).isEmpty();
        assertThat(bare.examples()).isEqualTo(TrainingData.NOTHING);
        assertThat(bare.texts()).isEmpty();
    }
}
