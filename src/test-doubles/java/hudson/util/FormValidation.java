package hudson.util;

/** What a form says of a field. */
public abstract class FormValidation extends java.io.IOException {

  /** How bad it is. */
  public enum Kind {
    OK,
    WARNING,
    ERROR
  }

  public final Kind kind;

  private FormValidation(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  private static FormValidation of(Kind kind, String message) {
    return new FormValidation(kind, message) {};
  }

  public static FormValidation error(String message) {
    return of(Kind.ERROR, message);
  }

  public static FormValidation warning(String message) {
    return of(Kind.WARNING, message);
  }

  public static FormValidation ok(String message) {
    return of(Kind.OK, message);
  }

  public static FormValidation ok() {
    return of(Kind.OK, null);
  }

  public static FormValidation validateNonNegativeInteger(String value) {
    return value.matches("\\d{1,9}") ? ok() : error("not a number");
  }

  public static FormValidation validatePositiveInteger(String value) {
    return value.matches("0*[1-9]\\d{0,8}") ? ok() : error("not a positive number");
  }

  public static FormValidation validateRequired(String value) {
    return value.isBlank() ? error("required") : ok();
  }
}
