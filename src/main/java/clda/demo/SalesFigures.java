package clda.demo;

import clda.json.Json;
import clda.nlu.Language;
import clda.skills.AroundSkill;
import clda.skills.Skill;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;

/** Finds what sold most, and writes sums in their currency. */
final class SalesFigures extends AroundSkill {

    SalesFigures(Skill form) {
        super(form);
    }

    @Override
    public String answer(JsonNode arguments, JsonNode result, Language language) {
        ObjectNode figures = Json.MAPPER.createObjectNode();
        figures.set("from", result.path("from"));
        figures.set("to", result.path("to"));
        JsonNode rows = result.path("rows");
        if (!rows.isEmpty()) {
            JsonNode best = rows.get(0);
            for (JsonNode row : rows) {
                if (amount(row).compareTo(amount(best)) > 0) {
                    best = row;
                }
            }
            NumberFormat money = NumberFormat.getCurrencyInstance(language == Language.ZH ? Locale.CHINA : Locale.US);
            money.setCurrency(Currency.getInstance(result.path("currency").asText()));
            figures.put("sum", money.format(result.path("total").decimalValue()))
                    .put("most", money.format(amount(best)))
                    .put("best", best.path("group").asText());
        }
        return super.answer(arguments, figures, language);
    }

    private static BigDecimal amount(JsonNode row) {
        return row.path("amount").decimalValue();
    }
}
