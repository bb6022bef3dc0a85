// What an address of the desk may carry: a one-time code, an invitation, or why single sign-on failed. It is taken out.
import { t } from "../shared/words";

export interface Carried {
  code: string | null;
  /** The code of an invitation, "" for none. */
  invitation: string;
  /** Why somebody comes back without having signed in, in the language spoken when it is asked for; "" for no reason. */
  trouble: () => string;
}

export function takeAddress(): Carried {
  const address = new URL(location.href);
  const code = address.searchParams.get("code");
  const carried = new URLSearchParams(address.hash.slice(1));
  const [invitation, problem] = [carried.get("invitation") ?? "", carried.get("single-sign-on") ?? ""];
  if (code || invitation || problem) {
    address.searchParams.delete("code");
    if (invitation || problem) address.hash = "";
    // Neither reloading nor the history of the browser brings a secret back.
    history.replaceState(null, "", address);
  }
  return { code, invitation, trouble: () => nameProblem(problem) };
}

function nameProblem(problem: string): string {
  switch (problem) {
    case "":
      return "";
    case "expired":
      return t("Signing in took too long. Please try again.");
    case "unknown":
      return t("There is no account here for you yet. Please ask for an invitation.");
    default:
      return t("Signing in did not work.");
  }
}
