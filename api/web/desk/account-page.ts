// <desk-account>: the own account. Password, second step, and where one is signed in.
import { html, type TemplateResult } from "lit";
import { formatMoment } from "../shared/format";
import { t } from "../shared/words";
import * as account from "./account-gateway";
import { readForm, renderField, text } from "./fields";
import { renderNewPasswordForm } from "./login-view";
import { nameRole } from "./names";
import { DeskPage } from "./page";
import "./second-factor";
import { renderActionsHead, renderTable } from "./table-view";
import { renderLanguage } from "./ticket-words";

/** Sends `account-changed` with the session when something about the account is another. */
export class AccountPage extends DeskPage {
  #devices: account.SignedInDevice[] = [];

  protected override async load(): Promise<void> {
    this.#devices = await account.getDevices();
  }

  protected override nameOfPage(): string {
    return t("My account");
  }

  protected override renderContent(): TemplateResult {
    const { name, email, role, languages } = this.counsellor;
    return html`<section class="card">
        <h3><bdi>${name}</bdi></h3>
        <p><span class="tag">${nameRole(role)}</span> <bdi dir="ltr" class="quiet">${email}</bdi></p>
        <p class="line">${languages.map((one) => html`<span class="tag">${renderLanguage(one)}</span>`)}</p>
      </section>
      <section class="card">
        <h3>${t("Password")}</h3>
        ${renderNewPasswordForm(email, this.#setPassword, this.isBusy)}
      </section>
      <section class="card">
        <h3>${t("Second step when signing in")}</h3>
        ${this.counsellor.second_factor.is_on ? this.#renderSecondFactorOn() : html`<desk-second-factor @second-factor-set=${this.#refresh}></desk-second-factor>`}
      </section>
      <section class="card">
        <h3>${t("Signed in on")}</h3>
        ${this.#renderDevices()}
      </section>`;
  }

  #renderSecondFactorOn(): TemplateResult {
    return html`<p data-testid="second-factor-on"><span class="tag fine">${t("On")}</span></p>
      ${this.counsellor.second_factor.is_required
        ? html`<p class="quiet">${t("Your role needs it, so it stays on.")}</p>`
        : html`<form class="form narrow" @submit=${this.#endSecondFactor}>
            ${renderField({
              name: "password",
              form: "end",
              label: t("Password"),
              type: "password",
              autocomplete: "current-password",
              direction: "ltr",
              isRequired: true,
            })}
            <p class="line">
              <button type="submit" class="outlined" data-testid="second-factor-end" ?disabled=${this.isBusy}>${t("Switch off the second step")}</button>
            </p>
          </form>`}`;
  }

  #renderDevices(): TemplateResult {
    const rows = this.#devices.map(
      (one) =>
        html`<tr data-testid="device">
          <th scope="row"><bdi>${one.device || t("Unknown device")}</bdi></th>
          <td><bdi>${formatMoment(one.created_at)}</bdi></td>
          <td><bdi>${formatMoment(one.seen_at)}</bdi></td>
          <td class="acts">${one.is_this ? html`<span class="tag fine">${t("This device")}</span>` : this.#renderEnd(one)}</td>
        </tr>`,
    );
    return renderTable(t("Signed in on"), [t("Device"), t("Since"), t("Last seen"), renderActionsHead()], rows, t("Nothing here."));
  }

  #renderEnd(device: account.SignedInDevice): TemplateResult {
    return html`<button type="button" class="plain" data-testid="end-device" ?disabled=${this.isBusy} @click=${() => void this.#end(device.id)}>
      ${t("Sign out")}<span class="unseen">: ${device.device}</span>
    </button>`;
  }

  #setPassword = (event: SubmitEvent): void => {
    const form = readForm(event);
    const target = event.currentTarget as HTMLFormElement;
    const change = (): Promise<void> => account.changePassword(String(form.get("password")), String(form.get("current")));
    void this.act(change, t("The new password is set.")).then(async (isDone) => {
      if (!isDone) return;
      target.reset();
      // Setting a password ends the other sessions.
      this.#devices = await account.getDevices().catch(() => this.#devices);
      this.requestUpdate();
    });
  };

  #endSecondFactor = (event: SubmitEvent): void => {
    const password = text(readForm(event), "password");
    void this.act(() => account.endSecondFactor(password), t("The second step is off.")).then((isDone) => {
      if (isDone) this.#refresh();
    });
  };

  #end(id: string): Promise<boolean> {
    return this.act(async () => {
      await account.endDevice(id);
      await this.load();
    }, t("Signed out there."));
  }

  #refresh = (): void => {
    void account.getSession().then(
      (session) => this.dispatchEvent(new CustomEvent("account-changed", { detail: session, bubbles: true, composed: true })),
      () => undefined,
    );
  };
}

customElements.define("desk-account", AccountPage);
