package clda.demo;

import static clda.demo.Slots.object;
import static clda.nlu.IntentDefinition.cue;

import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.Naming;
import clda.nlu.Language;
import clda.skills.Skill;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The skill that hands the user over to a person. */
final class HandOver implements Skill {

    private static final List<Naming> ACTS = List.of(
            Naming.act(
                    "\\b(?:talk|speak|connect|transfer|put me through|chat|person|human|agent|agents|hand|over|member|connect|someone|somebody|operator|colleague|representative|support|staff|team|manager|real|live|customer service|through|(?:can|could|may) i|let me|get me|give me|your)\\b"),
            Naming.act("有没有|工作人员|转接|转给|转|找|接|换|叫|人工|真人|客服|服务|活人|聊|说话|谈|联系|人"));

    @Override
    public IntentDefinition intent() {
        return new IntentDefinition(
                "hand_over",
                List.of(
                        cue(
                                ".*\\b(talk|speak|connect|transfer|put me through|chat)\\b.{0,20}\\b(person|human|agent|somebody|someone|operator|colleague|support|staff|manager)\\b.*"),
                        cue("^\\s*(a |an )?(real )?(human|person|agent|operator)( please)?\\W*$"),
                        cue(".*(转|找|接|换|要|叫).{0,4}(人工|真人|客服|活人).*"),
                        cue("^\\s*(人工|真人)(客服|服务)?\\W*$")),
                List.of(),
                ACTS);
    }

    @Override
    public String tool() {
        return "create_ticket";
    }

    @Override
    public String name(Language language) {
        return language.choose("the hand-over", "转人工");
    }

    @Override
    public String summary(Language language) {
        return language.choose("call a person (\"I want to talk to a person\")", "转人工（“我要找人工客服”）");
    }

    @Override
    public ObjectNode arguments(Map<String, SlotValue> slots, Language language) {
        return object().put("title", language.choose("Please take over a conversation", "请人工接手对话"))
                .put("priority", "high");
    }

    @Override
    public String answer(JsonNode arguments, JsonNode result, Language language) {
        String number = result.path("ticketNumber").asText();
        return language.choose(
                "I have asked the support team to take over: ticket **" + number + "**.",
                "已请客服接手，工单 **" + number + "**。");
    }

    @Override
    public boolean endsTheTalk() {
        return true;
    }
}
