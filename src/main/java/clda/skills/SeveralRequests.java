package clda.skills;

import clda.conversation.SlotValue;
import clda.nlu.Interpretation;
import clda.nlu.Interpreter;
import clda.nlu.Said;
import clda.nlu.account.Account;
import clda.nlu.account.Accounting;
import clda.nlu.account.Find;
import clda.nlu.account.Span;
import clda.skills.Move.Meant;
import clda.skills.Sentences.Read;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads sentences that make several requests: the same one for each of several values, or different ones in a row. */
final class SeveralRequests {

    private final Repertoire repertoire;
    private final Interpreter interpreter;
    private final Sentences sentences;

    SeveralRequests(Repertoire repertoire, Interpreter interpreter, Sentences sentences) {
        this.repertoire = repertoire;
        this.interpreter = interpreter;
        this.sentences = sentences;
    }

    /** The requests of a sentence in order, if it clearly makes several; otherwise empty. */
    List<Meant> in(String intent, Heard heard, Read read) {
        List<Meant> listed = listed(intent, heard, read);
        if (read.onlyTells()) {
            return List.of();
        }
        boolean oneThing = read.account().complete() && read.reading().several().isEmpty();
        if (!listed.isEmpty() || oneThing && !read.isRead()) {
            return listed;
        }
        List<Span> parts = RequestParts.of(heard.text(), read.reading());
        if (parts.isEmpty()) {
            return List.of();
        }
        List<Meant> all = all(parts, heard, null);
        boolean same = all.stream().allMatch(each -> each.intent().equals(intent));
        return all.size() < 2 || oneThing && same ? List.of() : all;
    }

    /** One slot with several values: the same for each of them. */
    private List<Meant> listed(String intent, Heard heard, Read read) {
        Map<String, List<Find>> several = read.reading().several();
        if (several.size() != 1
                || read.isUnclear()
                || !repertoire.missing(intent, read.slots()).isEmpty()) {
            return List.of();
        }
        Map.Entry<String, List<Find>> list = several.entrySet().iterator().next();
        boolean shares = repertoire.skill(intent).intent().slots().stream()
                .anyMatch(slot -> slot.required()
                        && !slot.whole()
                        && !slot.finder().lists()
                        && read.slots().containsKey(slot.name()));
        if (shares && !Accounting.saysEach(heard.text())) {
            return List.of();
        }
        return list.getValue().stream()
                .map(find -> {
                    Map<String, SlotValue> slots = new LinkedHashMap<>(read.slots());
                    slots.put(list.getKey(), find.value());
                    return meant(intent, heard, slots, read.account());
                })
                .toList();
    }

    private static Meant meant(String intent, Heard heard, Map<String, SlotValue> slots, Account account) {
        Interpretation understood = heard.understood();
        return new Meant(intent, understood.confidence(), slots, understood.source(), account);
    }

    /** The meaning of each part, alone or joined with the parts after it; empty if one of them is unclear. */
    private List<Meant> all(List<Span> parts, Heard heard, @Nullable String before) {
        if (parts.isEmpty()) {
            return List.of();
        }
        for (int size = before == null ? parts.size() - 1 : parts.size(); size > 0; size--) {
            Span together =
                    new Span(parts.getFirst().start(), parts.get(size - 1).end());
            List<Meant> first = clear(heard.said().part(together), heard, before);
            if (first.isEmpty()) {
                continue;
            }
            List<Span> others = parts.subList(size, parts.size());
            List<Meant> rest = all(others, heard, first.getLast().intent());
            if (others.isEmpty() || !rest.isEmpty()) {
                List<Meant> all = new ArrayList<>(first);
                all.addAll(rest);
                return all;
            }
        }
        return List.of();
    }

    private List<Meant> clear(Said part, Heard heard, @Nullable String before) {
        Interpretation understood = interpreter.interpret(part.written());
        Heard alone = new Heard(part, understood, heard.language(), heard.tools());
        List<Meant> own =
                repertoire.usable(understood.intent(), heard) ? clear(understood.intent(), alone, false) : List.of();
        // What corrects a request is no further one.
        boolean corrects = Sign.CORRECTION.in(part.read());
        return own.isEmpty() && before != null && !corrects ? clear(before, alone, true) : own;
    }

    private List<Meant> clear(String intent, Heard alone, boolean follows) {
        Read read = sentences.read(intent, alone, follows);
        List<Meant> listed = listed(intent, alone, read);
        if (!listed.isEmpty()) {
            return listed;
        }
        boolean clear = repertoire.missing(intent, read.slots()).isEmpty()
                && read.reading().several().isEmpty()
                && read.account().complete()
                && (follows ? read.reading().saysAny() : read.named());
        return clear ? List.of(meant(intent, alone, read.slots(), read.account())) : List.of();
    }
}
