// The screens of the desk: who sees which, what they are called, and the element that shows each.
import { html, nothing, type TemplateResult } from "lit";
import type { Counsellor } from "../shared/wire";
import { t } from "../shared/words";
import "./account-page";
import "./audit-page";
import "./gaps-page";
import "./people-page";
import "./records-page";
import "./reports-page";
import "./shifts-page";
import { hasTickets, may } from "./rights";

export type Screen =
  | "tickets"
  | "records"
  | "reports"
  | "gaps"
  | "guidebooks"
  | "glossary"
  | "people"
  | "shifts"
  | "audit"
  | "account";

/** What somebody may see, in the order of the menu; the account stands in its own menu. */
export function listScreens(counsellor: Counsellor): { screen: Screen; name: string }[] {
  const isShown: Record<Screen, boolean> = {
    tickets: hasTickets(counsellor),
    records: may(counsellor, "keep_records"),
    reports: may(counsellor, "read_reports"),
    gaps: may(counsellor, "edit_knowledge") || may(counsellor, "answer"),
    guidebooks: may(counsellor, "edit_knowledge") || may(counsellor, "answer"),
    glossary: true,
    people: may(counsellor, "read_tickets") || may(counsellor, "manage_people"),
    shifts: may(counsellor, "read_tickets") || may(counsellor, "plan_shifts"),
    audit: may(counsellor, "read_audit_log"),
    account: false,
  };
  const screens = Object.keys(isShown) as Screen[];
  return screens.filter((screen) => isShown[screen]).map((screen) => ({ screen, name: nameScreen(screen) }));
}

function nameScreen(screen: Screen): string {
  switch (screen) {
    case "tickets":
      return t("Conversations");
    case "records":
      return t("Records");
    case "reports":
      return t("Reports");
    case "gaps":
      return t("Open questions");
    case "guidebooks":
      return t("Guidebooks");
    case "glossary":
      return t("Glossary");
    case "people":
      return t("Staff");
    case "shifts":
      return t("Shifts");
    case "audit":
      return t("Log");
    case "account":
      return t("My account");
  }
}

/** The screen that the address names, if this counsellor may see it; else the first. */
export function screenOf(hash: string, counsellor: Counsellor): Screen {
  const wanted = hash.replace(/^#/, "");
  const screens = listScreens(counsellor).map(({ screen }) => screen);
  return ["account" as Screen, ...screens].find((screen) => screen === wanted) ?? screens[0] ?? "account";
}

export function renderScreens(counsellor: Counsellor, shown: Screen, show: (screen: Screen) => void): TemplateResult {
  return html`<nav class="screens" aria-label=${t("Desk")}>
    ${listScreens(counsellor).map(
      ({ screen, name }) =>
        html`<button
          type="button"
          class="plain"
          data-testid="screen-${screen}"
          aria-current=${screen === shown ? "page" : nothing}
          @click=${() => show(screen)}
        >
          ${name}
        </button>`,
    )}
  </nav>`;
}

/** A page that is an element of its own; nothing for the screens that the desk draws itself. */
export function renderPage(screen: Screen, counsellor: Counsellor, ticket: string): TemplateResult | typeof nothing {
  switch (screen) {
    case "records":
      return html`<desk-records .counsellor=${counsellor} .ticket=${ticket}></desk-records>`;
    case "reports":
      return html`<desk-reports .counsellor=${counsellor}></desk-reports>`;
    case "gaps":
      return html`<desk-gaps .counsellor=${counsellor}></desk-gaps>`;
    case "people":
      return html`<desk-people .counsellor=${counsellor}></desk-people>`;
    case "shifts":
      return html`<desk-shifts .counsellor=${counsellor}></desk-shifts>`;
    case "audit":
      return html`<desk-audit .counsellor=${counsellor}></desk-audit>`;
    case "account":
      return html`<desk-account .counsellor=${counsellor}></desk-account>`;
    case "tickets":
    case "guidebooks":
    case "glossary":
      return nothing;
  }
}
