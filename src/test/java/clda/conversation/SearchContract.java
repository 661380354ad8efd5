package clda.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.conversation.ConversationLog.Append;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.conversation.TurnEvent.TurnCompleted;
import clda.conversation.TurnEvent.TurnStarted;
import clda.dialogue.Conversations;
import clda.dialogue.Conversations.Found;
import clda.kit.SeEngine;
import clda.security.Caller;
import clda.security.Role;
import clda.store.Page;
import clda.store.Position;
import clda.store.jpa.JpaStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people find of what was said, in whichever store. */
public abstract class SearchContract {

    private static final Caller ALICE = new Caller("alice", "default", Set.of(Role.USER));
    private static final Caller BOB = new Caller("bob", "default", Set.of(Role.USER));

    @TempDir
    Path dataDir;

    private SeEngine engine;
    private ConversationLog log;
    private Conversations conversations;

    /** An engine on the data that lie there; called again, another one on the same data. */
    protected abstract SeEngine engine(Path place);

    @BeforeEach
    void open() {
        engine = engine(dataDir);
        log = engine.engine().log();
        conversations = engine.engine().conversations();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private String said(Caller who, String title, String question, String answer) {
        String id = conversations.create(who, title).id();
        says(id, "t1", who, question, answer);
        return id;
    }

    private void says(String id, String turn, Caller who, String question, String answer) {
        log.append(
                id, Append.of(turn, new TurnStarted(question, new Requester(who.user(), List.of("user")), null, null)));
        log.append(
                id,
                Append.of(
                        turn,
                        new MessageCompleted(
                                turn + "-m1", MessageRole.ASSISTANT, answer, "m", null, null, null, null, null),
                        new TurnCompleted(answer, null, null)));
    }

    private List<String> found(Caller who, String query) {
        engine.takeUpForSearch();
        return conversations.search(who, query, null, false, 50).items().stream()
                .map(found -> found.head().id())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "parcel",
        "PARCEL",
        "ＰＡＲＣＥＬ",
        "where parcel",
        "parcel where",
        "1003",
        "A-1003",
        "crème",
        "creme",
        "brulee",
        "包裹",
        "我的包裹",
        "旅行",
        "Zürich",
        "zurich"
    })
    void wordsAreFoundWhateverTheirCaseWidthAndAccents(String query) {
        String id = said(ALICE, "旅行 Zürich", "Where is my parcel, A-1003? 我的包裹在哪里？", "It is beside the crème brûlée.");
        said(ALICE, "Something else", "What is the weather?", "晴天。");

        assertThat(found(ALICE, query)).containsExactly(id);
    }

    @ParameterizedTest
    @CsvSource({"parcels", "weather parcel", "裹包", "arc", "?!"})
    void whatWasNotSaidIsNotFound(String query) {
        said(ALICE, null, "Where is my parcel? 我的包裹在哪里？", "Here.");
        said(ALICE, null, "What is the weather?", "Fine.");

        assertThat(found(ALICE, query)).isEmpty();
    }

    @Test
    void nobodyFindsWhatAnotherSaid() {
        said(ALICE, "secret", "secret", "secret");

        assertThat(found(BOB, "secret")).isEmpty();
        assertThat(found(new Caller("alice", "other", Set.of(Role.USER)), "secret"))
                .isEmpty();
    }

    @Test
    void whereItWasSaidLastComesFirstWithThePlaceInTheText() {
        String older = said(ALICE, null, "the harbour", "yes");
        String newer = said(ALICE, null, "the harbour", "yes");
        says(older, "t2", ALICE, "And once more: " + "words ".repeat(30) + "the Harbour " + "words ".repeat(30), "yes");

        assertThat(found(ALICE, "harbour")).containsExactly(older, newer);
        assertThat(conversations.search(ALICE, "harbour", null, false, 1).items())
                .extracting(Found::snippet)
                .singleElement()
                .asString()
                .startsWith("…")
                .contains("the Harbour")
                .endsWith("…")
                .hasSizeLessThan(130);
    }

    @Test
    void aTitleIsFoundUntilItIsAnotherOne() {
        String id = said(ALICE, "Lisbon", "hello", "hello");
        assertThat(found(ALICE, "lisbon")).containsExactly(id);

        log.append(id, Append.of(null, new ConversationRenamed("Porto")));

        assertThat(found(ALICE, "porto")).containsExactly(id);
        assertThat(found(ALICE, "lisbon")).isEmpty();
        assertThat(conversations.search(ALICE, "porto", null, false, 1).items())
                .extracting(Found::snippet)
                .containsOnlyNulls();
    }

    @Test
    void pagesGoToTheEndWithoutLosingAny() {
        List<String> ids = IntStream.range(0, 27)
                .mapToObj(i -> said(ALICE, null, "the same words", "yes"))
                .toList();
        engine.takeUpForSearch();

        List<String> found = new ArrayList<>();
        Position from = null;
        do {
            Page<Found> page = conversations.search(ALICE, "same words", from, false, 5);
            page.items().forEach(each -> found.add(each.head().id()));
            from = page.next();
        } while (from != null);

        assertThat(found).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void theArchivedAreFoundApart() {
        String id = said(ALICE, null, "umbrella", "yes");
        conversations.archive(ALICE, id, true);

        assertThat(found(ALICE, "umbrella")).isEmpty();
        assertThat(conversations.search(ALICE, "umbrella", null, true, 5).items())
                .hasSize(1);
    }

    @Test
    void nothingIsLeftOfAnErasedConversation() {
        String id = said(ALICE, "umbrella", "umbrella", "yes");
        found(ALICE, "umbrella");

        conversations.erase(ALICE, id);

        assertThat(found(ALICE, "umbrella")).isEmpty();
        assertThat(rows("search_word")).isZero();
        assertThat(rows("search_progress")).isZero();
    }

    @Test
    void whatACrashLeftIsTakenUpAtTheNextStart() {
        String id = said(ALICE, null, "umbrella", "yes");
        engine.close();

        engine = engine(dataDir);
        conversations = engine.engine().conversations();
        engine.engine().start();

        assertThat(conversations.search(ALICE, "umbrella", null, false, 5).items())
                .extracting(found -> found.head().id())
                .containsExactly(id);
    }

    private long rows(String table) {
        JpaStore store = engine.store();
        return ((Number) store.read(entities -> entities.createNativeQuery("select count(*) from " + table)
                        .getSingleResult()))
                .longValue();
    }
}
