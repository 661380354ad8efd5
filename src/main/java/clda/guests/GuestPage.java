package clda.guests;

/**
 * A page of a guest, linked in the bar of all pages.
 *
 * @param file its file in the web application's root, such as {@code mailbox.xhtml}
 * @param title the key of its name in the bar
 */
public record GuestPage(String file, String title) {}
