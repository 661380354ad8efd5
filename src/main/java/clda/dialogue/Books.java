package clda.dialogue;

import clda.conversation.ImageStore;
import clda.store.Write;
import java.util.List;

/** What is kept of conversations beside the log. */
public record Books(
        ApprovalBook approvals,
        TaskBook tasks,
        ScheduleBook schedules,
        AnnouncementBook announcements,
        ImageStore images) {

    /** The writes that remove all of it. */
    List<Write> forget(String conversationId) {
        return List.of(
                approvals.forget(conversationId),
                tasks.forget(conversationId),
                schedules.forget(conversationId),
                images.forget(conversationId));
    }
}
