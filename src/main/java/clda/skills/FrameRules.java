package clda.skills;

import clda.conversation.ConversationEvent.Frame;
import clda.conversation.ConversationEvent.IntentRecognized;
import clda.conversation.ConversationEvent.SlotValue;
import clda.conversation.ConversationEvent.Source;
import clda.conversation.DialogueState;
import clda.effects.Canonical;
import clda.effects.EffectClass;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.Interpretation;
import clda.nlu.Interpreter;
import clda.nlu.Language;
import clda.nlu.account.Account;
import clda.nlu.account.Accounting;
import clda.nlu.account.Kind;
import clda.skills.Move.About;
import clda.skills.Move.Act;
import clda.skills.Move.Meant;
import clda.skills.Move.Refusal;
import clda.skills.Move.Say;
import clda.skills.Sentences.Read;
import clda.tools.ArgumentCheck;
import clda.tools.ArgumentCheck.Violation;
import clda.tools.CallArguments;
import clda.tools.ToolDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules that decide what a sentence does: it may answer the question that was asked, with one value or several, correct an
 * earlier answer, refer to something mentioned before, ask for something else first, give up, or begin something new.
 */
public final class FrameRules {

    /** The intent of a frame that asks the user to choose between several meanings. */
    static final String CHOICE = "choice";

    /** The intent of giving up. */
    private static final String CANCEL = "cancel";

    private static final String SAID = "said";

    /** Maximum number of frames on the stack; deeper ones are forgotten. */
    private static final int DEEPEST = 4;

    /** Certainty below which an action that changes something needs a yes first. */
    private static final double SURE = 0.7;

    /** Certainty from which a sentence that contains an answer may nevertheless be about something else. */
    private static final double CERTAIN = 0.9;

    /** Certainty that a sentence means what it seems to answer. */
    private static final double ANSWERED = 0.8;

    /** Maximum number of characters of a sentence that does not name its topic. */
    private static final int SHORT = 40;

    private final Map<String, Skill> skills;
    private final Interpreter interpreter;
    private final Sentences sentences;
    private final ArgumentCheck check = new ArgumentCheck();

    /** @param skills the skills by intent name */
    public FrameRules(Map<String, Skill> skills, Interpreter interpreter) {
        this.skills = Map.copyOf(skills);
        this.interpreter = interpreter;
        this.sentences = new Sentences(this.skills, interpreter);
    }

    /**
     * A sentence and its interpretation.
     *
     * @param tools the tools that the user may use, by name
     */
    public record Heard(String text, Interpretation understood, Language language, Map<String, ToolDefinition> tools) {}

    /** Decides what to do with the sentence. */
    public Move next(Heard heard, DialogueState state) {
        List<Frame> frames = state.frames().stream()
                .filter(frame -> frame.intent().equals(CHOICE) || usable(frame.intent(), heard))
                .toList();
        return frames.isEmpty() ? begin(heard, state) : goOn(heard, state, frames);
    }

    /** Whether {@link #next} can handle the sentence without a language model, because no part of it is left over. */
    public boolean answersFrame(Move move, DialogueState state) {
        boolean other = move instanceof Say say
                && switch (say.about()) {
                    case Move.NoAnswer none -> true;
                    case Move.SmallTalk talk -> true;
                    case Move.WhichOf which -> true;
                    case Move.Asked asked -> true;
                    case Move.Unclear unclear -> true;
                    case Move.Doubt doubt -> true;
                    case Move.NotUnderstood not -> true;
                    default -> false;
                };
        return !state.frames().isEmpty() && !other && move.meant().account().complete();
    }

    private Move begin(Heard heard, DialogueState state) {
        Interpretation understood = heard.understood();
        if (Sign.DROP_ALL.in(heard.text()) || Sign.UNDO.in(heard.text()) || drops(heard)) {
            return new Say(meant(CANCEL, Map.of()), new Move.NothingOpen(), List.of());
        }
        Optional<Move> again = again(heard, state);
        if (again.isPresent()) {
            return again.get();
        }
        if (usable(understood.intent(), heard)) {
            return enter(understood.intent(), heard, state, List.of());
        }
        return talk(heard, List.of());
    }

    /** Repeats the last action with other values. */
    private Optional<Move> again(Heard heard, DialogueState state) {
        IntentRecognized done = state.done();
        if (done == null || !usable(done.intent(), heard) || heard.text().length() > SHORT) {
            return Optional.empty();
        }
        boolean corrects = Sign.CORRECTION.in(heard.text());
        boolean other = usable(heard.understood().intent(), heard)
                && !heard.understood().intent().equals(done.intent());
        boolean open = Sign.FOLLOW_UP.in(heard.text()) || !heard.understood().known();
        if (other || !corrects && !open) {
            return Optional.empty();
        }
        Read read = sentences.read(done.intent(), heard, true);
        if (!read.reading().saysAny()) {
            return Optional.empty();
        }
        Map<String, SlotValue> slots = new LinkedHashMap<>(done.slots());
        slots.putAll(said(read));
        return Optional.of(advance(
                new Known(done.intent(), slots, read.account()),
                heard,
                List.of(),
                new Move.Nothing(),
                read.isDoubtful() ? Sureness.DOUBTFUL : read.isRead() ? Sureness.SURE : Sureness.LIKELY));
    }

    private Move goOn(Heard heard, DialogueState state, List<Frame> frames) {
        Frame asked = frames.getLast();
        List<Frame> paused = frames.subList(0, frames.size() - 1);
        if (Sign.DROP_ALL.in(heard.text())) {
            return new Say(meant(CANCEL, Map.of()), new Move.Dropped(), List.of());
        }
        if (Sign.DROP.in(heard.text()) || drops(heard) && !asksForText(asked)) {
            return new Say(meant(CANCEL, Map.of()), new Move.Dropped(), aside(paused));
        }
        if (asked.intent().equals(CHOICE)) {
            return choose(heard, state, asked, paused);
        }
        if (Sign.START_OVER.in(heard.text())) {
            return advance(
                    new Known(asked.intent(), Map.of(), Account.NONE),
                    heard,
                    paused,
                    new Move.StartedOver(),
                    Sureness.SURE);
        }
        if (asked.asksWhether() && Sign.AFFIRM.in(heard.text())) {
            return new Act(meant(asked.intent(), asked.slots()));
        }
        if (asked.asksWhether() && Sign.DENY.in(heard.text())) {
            return new Say(meant(CANCEL, Map.of()), new Move.Dropped(), aside(paused));
        }
        if (digresses(heard, asked)) {
            return enter(heard.understood().intent(), heard, state, frames);
        }
        Answers answers = answers(heard, state, asked);
        if (answers.account().refuses()) {
            return new Say(meant(CANCEL, Map.of()), new Move.Dropped(), aside(paused));
        }
        if (!answers.values().isEmpty()) {
            return fill(answers, heard, asked, paused);
        }
        if (asked.rests() && heard.understood().intent().equals(asked.intent())) {
            return enter(asked.intent(), heard, state, frames);
        }
        Optional<About> doubt = doubt(asked.intent(), asked.missing(), heard);
        // If the question has been set aside for a while, a sentence without an answer is not
        // treated as one.
        if (doubt.isEmpty() && (talks(heard) || asked.rests())) {
            return talk(heard, frames);
        }
        int misses = asked.misses() == null ? 1 : asked.misses() + 1;
        List<Frame> kept = new ArrayList<>(paused);
        kept.add(new Frame(
                asked.intent(), asked.slots(), asked.missing(), asked.confirming(), misses, asked.doubtful()));
        return new Say(meant(heard), doubt.orElseGet(() -> new Move.NoAnswer(misses)), kept);
    }

    private static boolean drops(Heard heard) {
        return Sign.DROP.in(heard.text())
                || heard.understood().intent().equals(CANCEL)
                        && heard.understood().confidence() >= CERTAIN;
    }

    /** Whether the user now wants something else. */
    private boolean digresses(Heard heard, Frame asked) {
        String intent = heard.understood().intent();
        if (!usable(intent, heard) || intent.equals(asked.intent())) {
            return false;
        }
        // Any text can answer a question that asks for a text, but a question is unlikely to.
        if (asksForText(asked)) {
            return Sign.QUESTION.in(heard.text());
        }
        String rest = Sign.SAME.removedFrom(
                without(heard.text(), found(asked.intent(), heard.text()).values()));
        if (rest.equals(heard.text())) {
            return true;
        }
        Interpretation ofRest = interpreter.interpret(rest);
        return ofRest.intent().equals(intent) && ofRest.confidence() >= CERTAIN;
    }

    private boolean asksForText(Frame asked) {
        return !asked.intent().equals(CHOICE)
                && !asked.asksWhether()
                && !asked.missing().isEmpty()
                && slot(asked.intent(), asked.missing().getFirst())
                        .map(SlotDefinition::whole)
                        .orElse(false);
    }

    /** @param account nothing is left over of what is any text */
    private record Answers(Map<String, SlotValue> values, Account account, boolean doubtful) {}

    private Answers answers(Heard heard, DialogueState state, Frame asked) {
        Read read = sentences.read(asked.intent(), heard, true);
        Map<String, SlotValue> answers = read.reading().saysAny() ? said(read) : new LinkedHashMap<>();
        boolean corrects = !answers.isEmpty() && Sign.CORRECTION.in(heard.text());
        boolean anyText = false;
        if (asksForText(asked)
                && !asked.rests()
                && !corrects
                && !talksOnly(heard)
                && !Accounting.isTakenBack(heard.text())
                && !answers.containsKey(asked.missing().getFirst())) {
            String rest = without(heard.text(), answers.values());
            if (!rest.isEmpty()) {
                answers.put(asked.missing().getFirst(), new SlotValue(rest, rest));
                anyText = true;
            }
        }
        if (Sign.SAME.in(heard.text())) {
            mentioned(asked.missing(), state).forEach(answers::putIfAbsent);
        }
        boolean doubtful = !anyText && read.isDoubtful();
        return new Answers(answers, anyText ? Account.NONE : read.account(), doubtful);
    }

    /** The values that the sentence itself gives. */
    private static Map<String, SlotValue> said(Read read) {
        return new LinkedHashMap<>(read.slots());
    }

    private static String without(String text, Collection<SlotValue> values) {
        String rest = text;
        for (SlotValue value : values) {
            rest = value.raw().isEmpty() ? rest : rest.replace(value.raw(), " ");
        }
        return text.equals(rest) ? text : rest.replaceAll("\\s{2,}", " ").strip();
    }

    private Move fill(Answers answers, Heard heard, Frame asked, List<Frame> paused) {
        Map<String, SlotValue> slots = new LinkedHashMap<>(asked.slots());
        Map<String, SlotValue> changed = new TreeMap<>();
        answers.values().forEach((name, value) -> {
            SlotValue before = slots.put(name, value);
            if (before != null
                    && !before.value().equals(value.value())
                    && !value.raw().isEmpty()) {
                changed.put(name, value);
            }
        });
        About about = changed.isEmpty() ? new Move.Nothing() : new Move.Changed(changed);
        Sureness sureness = answers.doubtful() || asked.leavesDoubt()
                ? Sureness.DOUBTFUL
                : asked.asksWhether() ? Sureness.LIKELY : Sureness.SURE;
        return advance(new Known(asked.intent(), slots, answers.account()), heard, paused, about, sureness);
    }

    /** Begins an intent, or resumes it if it was paused. */
    private Move enter(String intent, Heard heard, DialogueState state, List<Frame> open) {
        Map<String, SlotValue> slots = new LinkedHashMap<>();
        List<Frame> below = new ArrayList<>();
        for (Frame frame : open) {
            if (frame.intent().equals(intent)) {
                slots.putAll(frame.slots());
            } else if (!frame.intent().equals(CHOICE)) {
                below.add(frame);
            }
        }
        Read read = sentences.read(intent, heard, false);
        List<Frame> deepest = below.size() > DEEPEST ? below.subList(below.size() - DEEPEST, below.size()) : below;
        List<Move.Meant> several = sentences.several(intent, heard, read);
        if (!several.isEmpty()) {
            return new Act(several.getFirst(), several.subList(1, several.size()));
        }
        slots.putAll(read.slots());
        if (Sign.SAME.in(heard.text())) {
            mentioned(sentences.missing(intent, slots), state).forEach(slots::putIfAbsent);
        }
        List<String> others = Sentences.others(read.reading());
        Account account = read.account()
                .with(others.stream()
                        .map(words -> new Account.Left(Kind.WORD, words, true))
                        .toList());
        Known known = new Known(intent, slots, account);
        if (!read.isRead()
                && read.account().refuses()
                && read.reading().denied().isEmpty()) {
            return new Say(known.meant(heard), new Move.Declined(intent, slots), aside(open));
        }
        if (!read.isRead()
                && read.account().leaves(Kind.QUESTION)
                && read.reading().saysAny()) {
            return new Say(known.meant(heard), new Move.Asked(intent, slots), aside(open));
        }
        Sureness sureness = read.isDoubtful()
                ? Sureness.DOUBTFUL
                : heard.understood().confidence() >= SURE ? Sureness.SURE : Sureness.LIKELY;
        return advance(known, heard, deepest, new Move.Nothing(), sureness);
    }

    private Move choose(Heard heard, DialogueState state, Frame asked, List<Frame> paused) {
        SlotValue said = asked.slots().get(SAID);
        Optional<String> chosen = Choice.of(heard.text())
                .map(number -> asked.slots().get(number))
                .map(SlotValue::value)
                .or(() -> Optional.of(heard.understood().intent()).filter(intent -> asked.slots().values().stream()
                        .anyMatch(value -> value.value().equals(intent))));
        if (chosen.isEmpty() || said == null || !usable(chosen.get(), heard)) {
            return next(heard, new DialogueState(paused, state.mentioned(), state.done(), state.current()));
        }
        Read before = sentences.read(
                chosen.get(),
                new Heard(said.value(), Interpretation.unknown(0, List.of()), heard.language(), heard.tools()),
                false);
        Map<String, SlotValue> slots = new LinkedHashMap<>(before.slots());
        slots.putAll(found(chosen.get(), heard.text()));
        return advance(
                new Known(chosen.get(), slots, before.account()),
                heard,
                paused,
                new Move.Nothing(),
                before.isDoubtful() && before.account().turns() ? Sureness.DOUBTFUL : Sureness.SURE);
    }

    private Move talk(Heard heard, List<Frame> frames) {
        Interpretation understood = heard.understood();
        if (talks(heard)) {
            return new Say(meant(heard), new Move.SmallTalk(understood.intent()), aside(frames));
        }
        List<String> likely = understood.alternatives().stream()
                .filter(intent -> usable(intent, heard))
                .toList();
        if (likely.size() < 2) {
            return new Say(meant(heard), new Move.NotUnderstood(), aside(frames));
        }
        Map<String, SlotValue> choices = new TreeMap<>();
        likely.forEach(intent -> choices.put(String.valueOf(choices.size() + 1), new SlotValue(intent, "")));
        choices.put(SAID, new SlotValue(heard.text(), heard.text()));
        List<Frame> asking = new ArrayList<>(frames);
        asking.add(new Frame(CHOICE, choices, List.of(CHOICE)));
        return new Say(meant(heard), new Move.WhichOf(likely), asking);
    }

    private boolean talks(Heard heard) {
        return heard.understood().known()
                && !skills.containsKey(heard.understood().intent());
    }

    /** Whether the sentence is only small talk and therefore not a text value. */
    private boolean talksOnly(Heard heard) {
        return talks(heard)
                && heard.text().length() <= SHORT
                && heard.understood().confidence() >= CERTAIN;
    }

    /** How certain it is that the user wants this. */
    private enum Sureness {
        SURE,
        /** A yes is asked for only if nothing later would ask for one. */
        LIKELY,
        /** A yes is asked for even if something later asks again. */
        DOUBTFUL
    }

    /** @param account the account of the latest sentence */
    private record Known(String intent, Map<String, SlotValue> slots, Account account) {
        Move.Meant meant(Heard heard) {
            double confidence = heard.understood().intent().equals(intent)
                    ? heard.understood().confidence()
                    : ANSWERED;
            return new Meant(intent, confidence, slots, heard.understood().source(), account);
        }
    }

    /** Acts if nothing is missing; otherwise asks. */
    private Move advance(Known known, Heard heard, List<Frame> below, About about, Sureness sureness) {
        String intent = known.intent();
        Map<String, Refusal> unfit = unfit(intent, known.slots(), heard);
        Map<String, SlotValue> slots = new LinkedHashMap<>(known.slots());
        slots.keySet().removeAll(unfit.keySet());
        List<String> missing = sentences.missing(intent, slots);
        Meant meant = new Known(intent, slots, known.account()).meant(heard);
        boolean asks = missing.isEmpty()
                && unfit.isEmpty()
                && (sureness == Sureness.DOUBTFUL || sureness == Sureness.LIKELY && wantsYes(intent, slots, heard));
        if (missing.isEmpty() && !asks) {
            return new Act(meant);
        }
        boolean staysDoubtful = sureness == Sureness.DOUBTFUL && known.account().turns();
        List<Frame> frames = new ArrayList<>(below);
        frames.add(new Frame(intent, slots, missing, asks ? true : null, null, staysDoubtful ? true : null));
        return new Say(
                meant, unfit.isEmpty() ? said(known, missing, heard, about, sureness) : new Move.Unfit(unfit), frames);
    }

    private About said(Known known, List<String> missing, Heard heard, About about, Sureness sureness) {
        if (!(about instanceof Move.Nothing)) {
            return about;
        }
        return doubt(known.intent(), missing, heard)
                .orElseGet(() -> sureness == Sureness.DOUBTFUL ? unclear(known.account()) : about);
    }

    private Optional<About> doubt(String intent, List<String> missing, Heard heard) {
        return skill(intent).doubt(missing, heard.text(), heard.language()).map(Move.Doubt::new);
    }

    private static About unclear(Account account) {
        List<String> words = account.left().stream().map(Account.Left::words).toList();
        return words.isEmpty() ? new Move.Nothing() : new Move.Unclear(words);
    }

    /** Whether something would change without any later confirmation. */
    private boolean wantsYes(String intent, Map<String, SlotValue> slots, Heard heard) {
        ToolDefinition tool = definition(intent, heard);
        return tool.effect() != EffectClass.READ
                && !tool.irreversible()
                && tool.approval()
                        .neededFor(skill(intent).arguments(slots, heard.language()))
                        .isEmpty();
    }

    /** The values that the tool would reject. */
    private Map<String, Refusal> unfit(String intent, Map<String, SlotValue> slots, Heard heard) {
        Map<String, Refusal> unfit = new TreeMap<>();
        if (slots.isEmpty()) {
            return unfit;
        }
        ObjectNode arguments = skill(intent).arguments(slots, heard.language());
        for (Violation violation : check.violations(definition(intent, heard), arguments)) {
            SlotValue value = slots.get(violation.argument());
            if (value != null) {
                unfit.putIfAbsent(violation.argument(), new Refusal(value.raw(), violation));
            }
        }
        return unfit;
    }

    /**
     * Applies the same rules to a call that a language model proposes: asks if something is missing or would be changed.
     * The values stay as the model gave them.
     *
     * @return empty if the call is unknown here, or if exactly these values could not be used after the question
     */
    public Optional<Move> proposed(String tool, JsonNode proposed, Heard heard, DialogueState state) {
        if (!proposed.isObject() || !usable(tool, heard)) {
            return Optional.empty();
        }
        ObjectNode given = given(CallArguments.fitted(definition(tool, heard), proposed));
        if (!check.violations(definition(tool, heard), given).isEmpty()) {
            return Optional.empty();
        }
        Map<String, SlotValue> slots = new LinkedHashMap<>();
        given.properties().forEach(argument -> {
            String value = argument.getValue().isValueNode()
                    ? argument.getValue().asText()
                    : argument.getValue().toString();
            slots.put(argument.getKey(), new SlotValue(value, value));
        });
        Meant meant = new Meant(tool, 1, slots, Source.model);
        List<String> missing = sentences.missing(tool, slots);
        IntentRecognized done = state.done();
        boolean again = done != null && done.intent().equals(tool) && Sign.CORRECTION.in(heard.text());
        boolean asks = missing.isEmpty()
                && again
                && definition(tool, heard).effect() != EffectClass.READ
                && definition(tool, heard).approval().neededFor(given).isEmpty();
        if (missing.isEmpty() && !asks) {
            return Optional.of(new Act(meant));
        }
        JsonNode made = skill(tool).arguments(slots, heard.language());
        boolean same = given.properties().stream()
                .allMatch(argument -> made.has(argument.getKey())
                        && Canonical.text(made.get(argument.getKey())).equals(Canonical.text(argument.getValue())));
        if (!same) {
            return Optional.empty();
        }
        List<Frame> frames = new ArrayList<>(state.frames());
        frames.removeIf(frame -> frame.intent().equals(tool));
        frames.add(new Frame(tool, slots, missing, asks ? true : null, null));
        return Optional.of(new Say(meant, new Move.Nothing(), frames));
    }

    /** The arguments without blank texts. */
    private static ObjectNode given(JsonNode arguments) {
        ObjectNode given = arguments.deepCopy();
        given.properties()
                .removeIf(argument -> argument.getValue().isTextual()
                        && argument.getValue().asText().isBlank());
        return given;
    }

    /** The frames that remain when the topic of a turn is done. */
    public List<Frame> left(DialogueState state, @Nullable String about) {
        Skill skill = about == null ? null : skills.get(about);
        if (skill != null && skill.endsTheTalk()) {
            return List.of();
        }
        return state.frames().stream()
                .filter(frame ->
                        !frame.intent().equals(about) && !frame.intent().equals(CHOICE))
                .toList();
    }

    /** The frames after a reply that does not answer the question of the last frame. */
    public static List<Frame> aside(List<Frame> frames) {
        if (frames.isEmpty()) {
            return frames;
        }
        List<Frame> next = new ArrayList<>(frames);
        next.add(next.removeLast().aside());
        return next;
    }

    private Map<String, SlotValue> found(String intent, String text) {
        Map<String, SlotValue> found = skill(intent).intent().find(text);
        // A flag that every sentence sets carries no information on its own.
        if (found.values().stream().allMatch(value -> value.raw().isEmpty())) {
            found.clear();
        }
        return found;
    }

    private static Map<String, SlotValue> mentioned(List<String> names, DialogueState state) {
        return names.stream()
                .filter(state.mentioned()::containsKey)
                .collect(Collectors.toMap(
                        name -> name,
                        name -> Objects.requireNonNull(state.mentioned().get(name))));
    }

    private Optional<SlotDefinition> slot(String intent, String name) {
        return sentences.slot(intent, name);
    }

    private boolean usable(String intent, Heard heard) {
        return sentences.usable(intent, heard);
    }

    private ToolDefinition definition(String intent, Heard heard) {
        return sentences.definition(intent, heard);
    }

    private Skill skill(String intent) {
        return sentences.skill(intent);
    }

    private static Meant meant(Heard heard) {
        Interpretation understood = heard.understood();
        return new Meant(understood.intent(), understood.confidence(), understood.slots(), understood.source());
    }

    private static Meant meant(String intent, Map<String, SlotValue> slots) {
        return new Meant(intent, 1, slots, Source.local);
    }
}
