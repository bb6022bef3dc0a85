// Why something did not work, in the words of the reader: the gateway's own details are English and for its log.
import { Refused } from "../shared/request";
import { t } from "../shared/words";
import { nameVariable } from "./variables";

export function explain(error: unknown): string {
  if (!(error instanceof Refused)) return t("No connection. Nothing is lost; please try again.");
  return nameReason(error) || t("This did not work. Please try again.");
}

/** "" for what has no words of its own: what a counsellor cannot help, or the desk never lets happen. */
function nameReason({ slug, detail, reason }: Refused): string {
  switch (slug) {
    case "not-signed-in":
      return t("Please sign in again.");
    case "not-allowed":
      return t("Your role does not allow this.");
    case "not-found":
      return t("This is not there any more, or it is not yours to see.");
    case "already-claimed":
      return t("A colleague has taken this conversation, or it is closed.");
    case "not-your-ticket":
      return t("This conversation is not with you.");
    case "message-too-long":
      return t("This is longer than 4,000 characters. Please shorten it.");
    case "text-incomplete":
      return t("Please check what you have entered. ({detail})", { detail: reason.split(",").map(nameVariable).join(", ") });
    case "translation-failed":
    case "translation-key":
    case "translation-language":
    case "translation-off":
    case "translation-quota":
    case "translation-too-slow":
      return t("Machine translation is not available at the moment.");
    case "document-refused":
      return nameFileFault(reason);
    case "file-too-large":
      return t("This file is too large. Split it into parts.");
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

/** Why a centre's file was not taken in. */
function nameFileFault(reason: string): string {
  switch (reason) {
    case "unsupported":
      return t("This kind of file cannot be read.");
    case "empty":
    case "text":
      return t("There is no text in this file.");
    case "scan":
      return t("This PDF holds pictures without text. Run text recognition (OCR) first.");
    case "large":
    case "pages":
      return t("This file is too large. Split it into parts.");
    case "mismatch":
      return t("The content of this file is not what its name says.");
    case "old":
      return t("This is an old file format. Save it as DOCX, XLSX or HWPX.");
    case "locked":
      return t("This file is locked with a password.");
    case "macros":
      return t("This file contains macros. Save it without them.");
    case "bomb":
    case "damaged":
    case "encoding":
      return t("This file is damaged and cannot be read.");
    default:
      return "";
  }
}
