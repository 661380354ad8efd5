package clda.guests.library;

import clda.effects.EffectClass;
import clda.store.jpa.JpaStore;
import clda.tools.bean.AgentTool;
import clda.tools.bean.Param;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Its tool, and what its page shows. */
@Named
@ApplicationScoped
public class Loans {

    public record Loan(String title, @Nullable String dueOn) {}

    @Inject
    private JpaStore store;

    public List<Loan> getAll() {
        List<?> rows = store.read(entities ->
                entities.createNativeQuery("select title, due_on from loan").getResultList());
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Loan((String) row[0], (String) row[1]))
                .toList();
    }

    @AgentTool(value = "Says when a borrowed book has to be returned.", effect = EffectClass.READ)
    public Loan dueDate(@Param("the title of the book") @NotBlank String title) {
        return getAll().stream()
                .filter(loan -> loan.title().equalsIgnoreCase(title))
                .findFirst()
                .orElse(new Loan(title, null));
    }
}
