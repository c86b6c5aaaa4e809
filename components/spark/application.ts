/** What a Spark application is written in: it decides how much memory its processes need outside the heap. */
export type Language = "python" | "jvm";

/** Absolute path of a `.py` file or a `.jar` inside the image. */
export const APPLICATION_PATH = /^\/\S+\.(py|jar)$/;

/** A Java class with its package. `$` separates nested classes. */
export const CLASS_NAME = /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/;

/** Language of an application, by the ending of its path. */
export function languageOf(application: string): Language {
  return application.endsWith(".py") ? "python" : "jvm";
}
