package clda.campaign;

import clda.bench.Benchmark;
import clda.bench.SideBySide;
import clda.bench.TwoBuilds;
import clda.image.ComposeCampaign;
import clda.image.ImageCampaign;
import clda.it.FluentPages;
import clda.it.GrayRelease;
import clda.it.LiveText;
import clda.it.Rolling;
import clda.it.ServerKills;
import clda.llm.http.StreamCost;
import clda.nlu.local.NluBenchmark;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Long measurements by name: {@code mvn -Pcampaign verify -Dcampaign=kills -Dargs="--kills=5000 --seed=101"}. */
public final class Campaigns {

    private static final String COMMAND = "clda.campaign.command";
    private static final String SERVER = System.getProperty("clda.server", "payara");
    private static final String STORE = System.getProperty("clda.store", "embedded");
    private static final String SEED = "where chance begins";

    /** Runs a campaign with the values of its options in their order. */
    private interface Main {
        void run(String[] values) throws Exception;
    }

    private record Option(String name, String usually, String meaning) {}

    private record Campaign(String name, String summary, Main main, List<Option> options) {

        Campaign(String name, String summary, Main main, Option... options) {
            this(name, summary, main, List.of(options));
        }

        CommandSpec spec() {
            CommandSpec spec = CommandSpec.create().mixinStandardHelpOptions(true);
            spec.usageMessage().description(summary).showDefaultValues(true);
            for (Option option : options) {
                spec.addOption(OptionSpec.builder("--" + option.name)
                        .type(String.class)
                        .paramLabel("<" + option.name + ">")
                        .defaultValue(option.usually)
                        .description(option.meaning)
                        .build());
            }
            return spec;
        }
    }

    private static final List<Campaign> ALL = List.of(
            new Campaign(
                    "kills",
                    "Kills the engine at random moments, on the store clda.store.",
                    values -> KillCampaign.main(
                            new String[] {values[0], values[1], STORE, values[2], values[3], values[4], values[5]}),
                    new Option("kills", "200", "how many"),
                    new Option("seed", "1", SEED),
                    new Option("engines", "4", "in a process; fewer where a start takes the machine long"),
                    new Option("workers", "1", "processes at a time"),
                    new Option("minutes", "600", "after which it ends in any case"),
                    report("kills-" + STORE)),
            new Campaign(
                    "server-kills",
                    "Kills the whole server under load, clda.server on clda.store.",
                    ServerKills::main,
                    new Option("kills", "100", "how many"),
                    new Option("seed", "1", SEED),
                    report("kills-" + SERVER)),
            new Campaign(
                    "gray-release",
                    "Releases a canary behind haproxy and nginx, and lets it be slow and fail.",
                    GrayRelease::main,
                    new Option("conversations", "100000", "that two nodes without a web server open"),
                    new Option("proxied", "2000", "that are opened through the proxies, besides those of the people"),
                    new Option("people", "12", "who talk at once"),
                    new Option("seconds", "90", "of the longest phase"),
                    new Option("seed", "1", SEED),
                    report("gray-release")),
            new Campaign(
                    "rolling",
                    "Stops and starts both nodes behind haproxy, again and again under load.",
                    Rolling::main,
                    new Option("cycles", "20", "of both nodes"),
                    new Option("turns", "10", "a second"),
                    report("rolling")),
            new Campaign(
                    "planted",
                    "Plants twelve faults, each of which has to be seen.",
                    Sensitivity::main,
                    report("planted")),
            new Campaign(
                    "pauses",
                    "Stops one of two nodes for longer than its lease.",
                    PauseCampaign::main,
                    new Option("pauses", "200", "how many"),
                    new Option("seed", "2", SEED),
                    report("pauses")),
            new Campaign(
                    "kafka",
                    "Kills nodes and their Kafka broker while events go out and in, on the store clda.store.",
                    values -> KafkaCampaign.main(new String[] {values[0], values[1], STORE, values[2], values[3]}),
                    new Option("kills", "300", "how many"),
                    new Option("seed", "1", SEED),
                    new Option("minutes", "600", "after which it ends in any case"),
                    report("kafka-" + STORE)),
            new Campaign(
                    "live",
                    "Measures text at a node that does not write it, while Redis and nodes are killed; on PostgreSQL.",
                    LiveText::main,
                    new Option("bus", "redis", "or postgresql, for clusters without Redis"),
                    new Option("rate", "50", "turns a second"),
                    new Option("seconds", "120", "at rest"),
                    new Option("kills", "50", "of nodes, and as many of Redis"),
                    new Option("sockets", "1000", "that lose their node at once"),
                    new Option("seed", "1", SEED),
                    report("live")),
            new Campaign(
                    "race",
                    "Lets many speak to the same conversations at two nodes.",
                    RaceCampaign::main,
                    new Option("sends", "100000", "messages"),
                    report("race")),
            new Campaign(
                    "compared",
                    "Kills the same agent with LangChain4j in the same way.",
                    ComparedKills::main,
                    new Option("kills", "150", "how many of each"),
                    new Option("seed", "1", SEED),
                    report("compared")),
            new Campaign(
                    "faults",
                    "Does whatever models and their servers do wrong.",
                    ModelFaults::main,
                    new Option("seeds", "50", "for each kind and dialect"),
                    new Option("recordings", "30", "of which each byte is a cut"),
                    new Option("seed", "1", SEED),
                    report("faults")),
            new Campaign(
                    "outage",
                    "Takes models away while many speak.",
                    ModelOutage::main,
                    new Option("people", "1000", "at once"),
                    report("outage")),
            new Campaign(
                    "ledger",
                    "Compares what was booked with what providers counted.",
                    TokenLedger::main,
                    new Option("turns", "10000", "how many"),
                    report("ledger")),
            new Campaign(
                    "long",
                    "Measures one long conversation with a model.",
                    LongConversation::main,
                    new Option("turns", "1000", "how many"),
                    report("long")),
            new Campaign(
                    "growth",
                    "Measures everyday acts while a store grows.",
                    Growth::main,
                    new Option("sizes", "1000,10000,100000", "numbers of conversations, ascending"),
                    report("growth")),
            new Campaign(
                    "cold",
                    "Measures the first look at a conversation that another node has had, with and without Redis.",
                    ColdOpening::main,
                    new Option("turns", "30,200,1000", "numbers of turns, with commas between"),
                    new Option("conversations", "20", "of each"),
                    report("cold")),
            new Campaign(
                    "reminders",
                    "Lets reminders of one moment fall due, on the store clda.store.",
                    values -> RemindersAtOnce.main(new String[] {values[0], STORE}),
                    new Option("reminders", "1000", "how many")),
            new Campaign(
                    "waiting",
                    "Measures the inbox while approvals pile up, on the store clda.store.",
                    values -> WaitingApprovals.main(STORE.equals("postgresql") ? new String[] {STORE} : new String[0])),
            new Campaign(
                    "restore",
                    "Backs up both stores under load, restores them elsewhere and looks what was done twice.",
                    RestoreDrill::main,
                    new Option("megabytes", "1024", "how much is stored"),
                    new Option("conversations", "4000", "in how many conversations, besides pictures"),
                    new Option("people", "10", "who talk meanwhile"),
                    new Option("seed", "1", SEED),
                    report("restore")),
            new Campaign(
                    "fluent",
                    "Measures the page in a browser: long answers, long conversations.",
                    FluentPages::main,
                    new Option("turns", "200,2000", "numbers of turns, with commas between"),
                    report("fluent")),
            new Campaign(
                    "token-cost",
                    "Measures what reading a streamed token costs.",
                    StreamCost::main,
                    report("token-cost")),
            new Campaign(
                    "nlu",
                    "Measures intents and slots without a model.",
                    NluBenchmark::main,
                    new Option("data", "../shared/data/nlu", "where public sets lie, if they are to be measured"),
                    report("nlu")),
            new Campaign(
                    "benchmark",
                    "Measures the reference turn on the running server.",
                    Benchmark::main,
                    report("benchmark")),
            new Campaign(
                    "builds",
                    "Measures what a turn costs in this build and in another one.",
                    TwoBuilds::main,
                    new Option("before", "before.war", "the WAR of the other build"),
                    new Option("rounds", "9", "how many"),
                    report("builds")),
            new Campaign(
                    "servers",
                    "Measures both servers with both stores side by side; needs the profile wildfly.",
                    SideBySide::main,
                    report("servers")),
            new Campaign(
                    "image",
                    "Looks into the images of the profile image, and starts them as containers where root may make namespaces.",
                    ImageCampaign::main,
                    new Option("tars", "target/clda-payara.tar,target/clda-wildfly.tar", "the images"),
                    new Option("other", "none", "folder with the images of another build, which have to be the same"),
                    new Option("starts", "3", "of each, without and with an AOT cache"),
                    report("image")),
            new Campaign(
                    "compose",
                    "Starts what compose.yaml describes, with a node's image, where root may make namespaces.",
                    ComposeCampaign::main,
                    new Option("tar", "target/clda-payara.tar", "the image"),
                    new Option("turns", "50", "of each part"),
                    report("compose")));

    private Campaigns() {}

    private static Option report(String name) {
        return new Option("report", "docs/reports/" + name + ".md", "where the report goes");
    }

    /** What repeats the run that is going on, for its report. */
    public static String command() {
        return System.getProperty(COMMAND, "mvn -Pcampaign verify");
    }

    private static String command(String name, List<String> arguments) {
        return "mvn -Pcampaign" + (SERVER.equals("payara") ? "" : "," + SERVER) + " verify -Dcampaign=" + name
                + (arguments.isEmpty() ? "" : " -Dargs=\"" + String.join(" ", arguments) + "\"")
                + (STORE.equals("embedded") ? "" : " -Dclda.store=" + STORE);
    }

    static CommandLine commands() {
        CommandLine commands =
                new CommandLine(CommandSpec.create().name("campaign").mixinStandardHelpOptions(true));
        commands.addSubcommand(new CommandLine.HelpCommand());
        ALL.forEach(campaign -> commands.addSubcommand(campaign.name, new CommandLine(campaign.spec())));
        commands.setExecutionStrategy(parsed -> {
            Integer helped = CommandLine.executeHelpRequest(parsed);
            if (helped != null) {
                return helped;
            }
            if (!parsed.hasSubcommand()) {
                throw new CommandLine.ParameterException(commands, "Which campaign?");
            }
            return run(parsed.subcommand());
        });
        return commands;
    }

    private static int run(ParseResult parsed) {
        Campaign campaign = ALL.stream()
                .filter(each -> each.name.equals(parsed.commandSpec().name()))
                .findFirst()
                .orElseThrow();
        List<String> values = new ArrayList<>();
        campaign.options.forEach(option ->
                values.add(parsed.commandSpec().findOption("--" + option.name).getValue()));
        System.setProperty(
                COMMAND,
                command(
                        campaign.name,
                        parsed.originalArgs().subList(1, parsed.originalArgs().size())));
        try {
            campaign.main.run(values.toArray(String[]::new));
        } catch (Exception e) {
            throw new CommandLine.ExecutionException(parsed.commandSpec().commandLine(), campaign.name, e);
        }
        return 0;
    }

    public static void main(String[] arguments) {
        System.exit(commands().execute(arguments));
    }
}
