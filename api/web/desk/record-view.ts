// What else can be done with a saved record: consent, the referral pack, another record of the same person.
import { html, type TemplateResult } from "lit";
import { saveIcon } from "../shared/icons";
import { formatDay } from "../shared/format";
import type { Centre } from "../shared/wire";
import { t } from "../shared/words";
import { renderField } from "./fields";
import { nameCentre } from "./names";
import { type CaseRecord, referralPackUrl } from "./records-gateway";
import { seoulDay } from "./weeks";

export interface ReferralActions {
  /** The institution that the pack is for, as it is being typed. */
  to: string;
  centres: readonly Centre[];
  isBusy: boolean;
  address: (to: string) => void;
  consent: (given: boolean) => void;
  save: (url: string) => void;
}

/** Only with consent is there anything to hand on. */
export function renderReferral(record: CaseRecord, actions: ReferralActions): TemplateResult {
  return html`<section class="card" data-testid="referral">
    <h3>${t("Referral to another institution")}</h3>
    ${record.consented_at ? renderPack(record, record.consented_at, actions) : renderConsent(actions)}
  </section>`;
}

function renderConsent({ consent, isBusy }: ReferralActions): TemplateResult {
  return html`<p>${t("One page in Korean and in the language of the resident. It can be made once the resident has agreed that another institution is told.")}</p>
    <p class="line">
      <button type="button" class="outlined" data-testid="consent" ?disabled=${isBusy} @click=${() => consent(true)}>${t("The resident has agreed")}</button>
    </p>`;
}

function renderPack(record: CaseRecord, consentedAt: string, { to, centres, isBusy, address, consent, save }: ReferralActions): TemplateResult {
  const change = (event: Event): void => address((event.target as HTMLInputElement).value);
  const agreed = t("Agreed on {moment}", { moment: formatDay(seoulDay(consentedAt)) });
  return html`<p class="line">
      <span class="quiet" data-testid="consented">${agreed}</span>
      <button type="button" class="plain" data-testid="consent-withdrawn" ?disabled=${isBusy} @click=${() => consent(false)}>
        ${t("The resident agrees no more")}
      </button>
    </p>
    <div class="form narrow" @input=${change}>
      ${renderField({ name: "to", form: "pack", label: t("For whom"), value: to, list: "institutions" })}
      <datalist id="institutions">${centres.map(({ id }) => html`<option value=${nameCentre(centres, id)}></option>`)}</datalist>
      <p class="line">
        <button
          type="button"
          class="outlined"
          data-testid="referral-pack"
          ?disabled=${isBusy || !to.trim()}
          @click=${() => save(referralPackUrl(record.id ?? "", addressee(to, centres)))}
        >
          ${saveIcon}${t("Referral pack (PDF)")}
        </button>
      </p>
    </div>`;
}

/** A centre by its id, so that the pack can name it in both languages; anybody else as written. */
function addressee(to: string, centres: readonly Centre[]): string {
  const name = to.trim();
  return centres.find(({ id }) => nameCentre(centres, id) === name)?.id ?? name;
}
