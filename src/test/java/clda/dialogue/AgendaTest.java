package clda.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AgendaTest {

    private static final Instant T0 = Instant.parse("2026-03-02T10:00:00Z");

    private final Agenda agenda = new Agenda(new SplittableRandom(1));

    @Test
    void eachThingComesAtItsTime() {
        agenda.put("late", T0.plusSeconds(2));
        agenda.put("soon", T0);

        assertThat(agenda.due(T0.minusMillis(1))).isEmpty();
        assertThat(agenda.due(T0)).containsExactly("soon");
        assertThat(agenda.due(T0.plusSeconds(5))).containsExactly("late");
    }

    @Test
    void whatIsFoundAgainWhileItIsToldIsToldOnce() {
        agenda.put("s1", T0);
        agenda.put("s1", T0);
        assertThat(agenda.due(T0)).containsExactly("s1");

        agenda.put("s1", T0);
        assertThat(agenda.due(T0)).isEmpty();

        agenda.told("s1");
        agenda.put("s1", T0.plusSeconds(60));
        assertThat(agenda.due(T0.plusSeconds(60))).containsExactly("s1");
    }

    @Test
    void whatCouldNotBeToldComesAgainLater() {
        agenda.put("s1", T0);
        agenda.due(T0);

        agenda.again("s1", T0.plusSeconds(5));
        agenda.put("s1", T0);

        assertThat(agenda.due(T0.plusSeconds(4))).isEmpty();
        assertThat(agenda.due(T0.plusSeconds(5))).containsExactly("s1");
    }

    @Test
    void whatComesAtOneMomentComesInAnotherOrderOnEachNode() {
        Agenda other = new Agenda(new SplittableRandom(2));
        IntStream.range(0, 100).forEach(i -> {
            agenda.put("s" + i, T0);
            other.put("s" + i, T0);
        });

        List<String> here = agenda.due(T0);
        List<String> there = other.due(T0);

        assertThat(here).containsExactlyInAnyOrderElementsOf(there).isNotEqualTo(there);
    }
}
