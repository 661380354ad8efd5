package clda.web.socket;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;

/** Puts a {@link SocketUpgrade} before the WebSocket implementation, where that is one which upgrades requests as Servlet has it. */
public class SocketFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(
                new HttpServletRequestWrapper(request) {
                    @Override
                    public <T extends HttpUpgradeHandler> T upgrade(Class<T> type)
                            throws IOException, ServletException {
                        T implementation = made(type);
                        super.upgrade(SocketUpgrade.class).of(implementation);
                        return implementation;
                    }
                },
                response);
    }

    private static <T> T made(Class<T> type) throws ServletException {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new ServletException("the WebSocket implementation cannot be made", e);
        }
    }
}
