package clda.kit;

import clda.agent.Limits;
import clda.boot.Engine;
import clda.boot.RandomIds;
import clda.boot.Schema;
import clda.demo.Mail;
import clda.demo.Orders;
import clda.demo.Refunds;
import clda.demo.Sales;
import clda.demo.SampleData;
import clda.demo.Tickets;
import clda.dialogue.DialogueRules;
import clda.llm.ModelClient;
import clda.security.KeyRing;
import clda.security.tink.TinkKeyRing;
import clda.store.jpa.JpaStore;
import clda.store.jpa.Transactions;
import clda.tools.Tool;
import clda.tools.bean.BeanTool;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** The engine without any server: the one that tests talk to and that campaigns kill. */
public final class SeEngine implements AutoCloseable {

    private final TestDatabase database;
    private final EntityManagerFactory entities;
    private final JpaStore store;
    private final KeyRing keyRing;
    private final Engine engine;

    private SeEngine(Options options) {
        database = options.database == null ? TestDatabase.embedded(options.dataDir) : options.database;
        Schema.migrate(database.source());
        entities = Persistence.createEntityManagerFactory("clda", database.unit());
        store = new JpaStore(
                entities, Transactions.resourceLocal(entities), new RandomIds().get(), work -> Thread.ofPlatform()
                        .daemon()
                        .unstarted(work));
        keyRing = TinkKeyRing.at(options.dataDir.resolve("keys/master-key.json"));
        SampleData.fill(store, options.clock);
        engine = new Engine(new Engine.Parts(
                store,
                keyRing,
                options.model,
                tools(options),
                options.limits,
                options.rules,
                "You are a test.",
                options.clock,
                new RandomIds(),
                Thread.ofVirtual().factory()));
    }

    private List<Tool> tools(Options options) {
        Validator validator = Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()
                .getValidator();
        List<Object> beans = new ArrayList<>(List.of(
                new Orders(store),
                new Sales(store, options.clock),
                new Tickets(store, keyRing, options.clock),
                new Mail(new Mail.Server("127.0.0.1", options.mailPort, "clda@localhost"), options.clock),
                new Refunds(new Refunds.Service(options.refunds))));
        List<Tool> tools = new ArrayList<>(options.tools);
        beans.forEach(bean -> tools.addAll(BeanTool.of(bean.getClass(), () -> bean, validator)));
        return tools;
    }

    /** What differs from test to test. */
    public static final class Options {
        private final Path dataDir;
        private ModelClient model;
        private Clock clock = Clock.systemUTC();
        private Limits limits = Limits.DEFAULT;
        private DialogueRules rules = DialogueRules.DEFAULT;
        private List<Tool> tools = List.of();
        private TestDatabase database;
        private int mailPort = 1;
        private URI refunds = URI.create("http://127.0.0.1:1");

        public Options(Path dataDir, ModelClient model) {
            this.dataDir = dataDir;
            this.model = model;
        }

        public Options clock(Clock value) {
            clock = value;
            return this;
        }

        public Options limits(Limits value) {
            limits = value;
            return this;
        }

        public Options rules(DialogueRules value) {
            rules = value;
            return this;
        }

        public Options tools(Tool... value) {
            tools = List.of(value);
            return this;
        }

        /** Instead of the embedded one in the data directory; closed with the engine. */
        public Options database(TestDatabase value) {
            database = value;
            return this;
        }

        public Options mail(int port) {
            mailPort = port;
            return this;
        }

        public Options refunds(URI address) {
            refunds = address;
            return this;
        }

        public SeEngine open() {
            return new SeEngine(this);
        }
    }

    /** An engine whose model nobody is going to ask. */
    public static SeEngine on(Path dataDir, TestDatabase database) {
        return new Options(dataDir, new ScriptedModel()).database(database).open();
    }

    public Engine engine() {
        return engine;
    }

    public JpaStore store() {
        return store;
    }

    public KeyRing keyRing() {
        return keyRing;
    }

    /** Stops without ending the turns in progress, as a crash does; nothing is flushed that was not. */
    @Override
    public void close() {
        engine.close();
        store.close();
        entities.close();
        database.close();
    }
}
