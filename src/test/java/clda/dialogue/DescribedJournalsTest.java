package clda.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.EventType;
import clda.conversation.RecordedEvent;
import clda.json.Json;
import clda.kit.Described;
import clda.kit.DescribedFrames;
import clda.web.Outbound;
import clda.web.wire.EventPage;
import clda.web.wire.EventView;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The events of many conversations are as they are described, over a socket and as a page. */
class DescribedJournalsTest {

    @Test
    void everyEventOfEveryJournalIsAsItIsDescribed() throws JsonProcessingException {
        Set<EventType> seen = EnumSet.noneOf(EventType.class);
        Set<String> lies = new TreeSet<>();
        int events = 0;
        for (Map.Entry<String, List<RecordedEvent>> journal : Journals.all().entrySet()) {
            for (RecordedEvent event : journal.getValue()) {
                seen.add(event.type());
                events++;
                DescribedFrames.socket()
                        .lies(Json.MAPPER.readTree(new Outbound.Event(event).json()))
                        .forEach(lie -> lies.add("socket: " + event.type() + " " + lie));
            }
            asPage(journal.getValue()).forEach(lie -> lies.add("page: " + journal.getKey() + " " + lie));
        }

        System.out.println(events + " events are as described");
        assertThat(lies).isEmpty();
        assertThat(seen).isEqualTo(EnumSet.allOf(EventType.class));
    }

    private static List<String> asPage(List<RecordedEvent> journal) throws JsonProcessingException {
        EventPage page = new EventPage(journal.stream().map(EventView::of).toList(), null, null);
        return Described.api()
                .lies(
                        "GET",
                        "/api/v1/conversations/c/events",
                        null,
                        200,
                        "application/json",
                        Json.MAPPER.writeValueAsString(page));
    }
}
