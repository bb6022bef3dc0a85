// Why the gateway refused something on the desk's pages, in the words of the reader.
import { Refused } from "../shared/request";
import { t } from "../shared/words";
import { describe } from "./desk";

export function explain(error: unknown): string {
  return (error instanceof Refused && nameReason(error)) || describe(error);
}

/** "" for what has no words here: then the gateway's own are shown. */
function nameReason({ slug, detail }: Refused): string {
  switch (slug) {
    case "not-allowed":
      return t("Your role does not allow this.");
    case "not-found":
      return t("This is not there any more, or it is not yours to see.");
    case "wrong-password":
      return t("The present password is wrong.");
    case "wrong-code":
      return t("This code is wrong or has been used.");
    case "second-factor-on":
      return t("The second step is on already.");
    case "email-taken":
      return t("This e-mail address belongs to another account.");
    case "last-administrator":
      return t("This is the last administrator. Make somebody else one first.");
    case "too-many-attempts":
      return t("Too many attempts. Please wait a few minutes.");
    case "consent-missing":
      return t("Ask the person for consent first.");
    case "answer-missing":
      return t("Write the answer in Korean before you publish it.");
    case "gap-published":
      return t("Withdraw the published answer first.");
    case "invalid-request":
      return t("Please check what you have entered. ({detail})", { detail });
    default:
      return "";
  }
}
