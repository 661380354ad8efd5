package clda.web.rest;

/** An answer that is an error. The detail is shown to the client. */
public final class ApiProblem extends RuntimeException {

    private final int status;
    private final String detail;

    public ApiProblem(int status, String detail) {
        super(detail);
        this.status = status;
        this.detail = detail;
    }

    int status() {
        return status;
    }

    String detail() {
        return detail;
    }
}
