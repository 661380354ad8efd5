package clda.campaign;

import clda.boot.Arriving;
import clda.conversation.ConversationHead;
import clda.dialogue.Refused;
import clda.events.IncomingTally;
import clda.events.StreamPublisher;
import clda.events.kafka.Brokers;
import clda.events.kafka.KafkaInbox;
import clda.events.kafka.KafkaStream;
import clda.kit.Everybody;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.store.Fenced;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;

/** A node with Kafka on both sides and people who talk, until its process is killed. */
final class DoomedKafkaNode {

    static final String EVENTS = "events";
    static final String INBOX = "inbox";
    static final String DEAD = "inbox.dead";
    static final String TOLD = "told";
    static final String ERASED = "ERASED ";

    private static final int PEOPLE = 3;
    private static final int TURNS_IN_A_CONVERSATION = 5;
    private static final int ONE_OF_THESE_IS_ERASED = 8;

    /** @param servers of Kafka */
    record Setup(Path dir, String database, String node, Path keys, Duration lease, String servers) {

        static Setup of(String[] arguments) {
            return new Setup(
                    Path.of(arguments[0]),
                    arguments[1],
                    arguments[2],
                    Path.of(arguments[3]),
                    Duration.parse(arguments[4]),
                    arguments[5]);
        }

        List<String> arguments() {
            return List.of(dir.toString(), database, node, keys.toString(), lease.toString(), servers);
        }

        SeEngine open(boolean migrated) {
            SeEngine.Options options = new SeEngine.Options(dir, new Echo())
                    .database(TestDatabase.at(database, dir))
                    .node(node)
                    .keyFile(keys)
                    .lease(lease)
                    .onlyTools(List.of(), store -> List.of())
                    .tellsStream();
            return (migrated ? options.migrated() : options).open();
        }

        StreamPublisher publisher(SeEngine engine) {
            return new StreamPublisher(
                    engine.stream(), new KafkaStream(brokers(), EVENTS, EVENTS + ".progress"), Clock.systemUTC());
        }

        KafkaInbox inbox(SeEngine engine, IncomingTally tally) {
            return new KafkaInbox(
                    brokers(),
                    INBOX,
                    DEAD,
                    "clda",
                    node,
                    new Arriving(engine.engine(), Everybody.AS_THEN, "default", "alice"),
                    tally);
        }

        private Brokers brokers() {
            return new Brokers(servers, new Properties());
        }
    }

    /** Says something at once. */
    private static final class Echo implements ModelClient {

        @Override
        public String name() {
            return "echo";
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            shown.text("Noted.");
            return ModelReply.text("echo", "Noted.", null);
        }
    }

    private DoomedKafkaNode() {}

    /** The arguments of {@link Setup}, and the seed. */
    public static void main(String[] arguments) throws InterruptedException {
        Setup setup = Setup.of(arguments);
        Random random = new Random(Long.parseLong(arguments[6]));
        SeEngine engine = setup.open(true).start();
        StreamPublisher publisher = setup.publisher(engine);
        Thread.ofPlatform().start(() -> {
            while (true) {
                try {
                    publisher.publish();
                } catch (RuntimeException e) {
                    System.err.println("publishing failed this time: " + e);
                }
                CampaignModel.pause(50);
            }
        });
        Thread.ofPlatform().start(setup.inbox(engine, new IncomingTally()));
        for (int person = 0; person < PEOPLE; person++) {
            Random mood = new Random(random.nextLong());
            Thread.ofVirtual().start(() -> talk(engine, mood));
        }
        DoomedEngine.say("UP");
        Thread.currentThread().join();
    }

    private static void talk(SeEngine engine, Random mood) {
        while (true) {
            try {
                talkFor(engine, mood);
            } catch (Refused | Fenced e) {
                CampaignModel.pause(20);
            } catch (RuntimeException e) {
                System.err.println("talking failed this time: " + e);
                CampaignModel.pause(200);
            }
        }
    }

    private static void talkFor(SeEngine engine, Random mood) {
        List<ConversationHead> known =
                engine.engine().conversations().list(DoomedEngine.CALLER, null, false, 20).items().stream()
                        .filter(head -> !TOLD.equals(head.title()))
                        .toList();
        String id = !known.isEmpty() && mood.nextInt(3) > 0
                ? known.get(mood.nextInt(known.size())).id()
                : engine.engine()
                        .conversations()
                        .create(DoomedEngine.CALLER, null)
                        .id();
        for (int i = 0; i < TURNS_IN_A_CONVERSATION; i++) {
            engine.engine()
                    .dialogue()
                    .say(
                            DoomedEngine.CALLER,
                            id,
                            "message " + mood.nextInt(1_000),
                            UUID.randomUUID().toString());
            CampaignModel.pause(mood.nextInt(60));
        }
        if (mood.nextInt(ONE_OF_THESE_IS_ERASED) == 0) {
            engine.engine().conversations().erase(DoomedEngine.CALLER, id);
            DoomedEngine.say(ERASED + id);
        }
    }
}
