// Telling this device that a counsellor answered: only where it is possible, and only when asked for.
import { html, type LitElement, nothing, type TemplateResult } from "lit";
import { bellIcon } from "../shared/icons";
import type { DeviceStore } from "../shared/device-store";
import { Refused } from "../shared/request";
import { t } from "../shared/words";
import type { ResidentConversation } from "./conversation";
import type { Gateway } from "./gateway";

const NAME = "push";
const WORKER = "/push-worker.js";

export class Notifications {
  #isBusy = false;
  #trouble: "none" | "blocked" | "failed" = "none";

  constructor(
    private readonly host: LitElement,
    private readonly gateway: Gateway,
    private readonly conversation: ResidentConversation,
    private readonly store: DeviceStore,
    private readonly base: string,
  ) {}

  render(): TemplateResult | typeof nothing {
    const { state } = this.conversation.transcript;
    if (!this.#isPossible || (state !== "waiting" && state !== "human")) return nothing;
    const isOn = this.conversation.isNotified;
    const words = isOn ? t("You will be told on this device. Stop") : t("Tell me when a counsellor answers");
    return html`<div class="status notify" data-testid="notify">
      <button
        type="button"
        class="plain small"
        data-testid="notify-button"
        aria-pressed=${isOn ? "true" : "false"}
        ?disabled=${this.#isBusy}
        @click=${isOn ? this.#stop : this.#start}
      >
        ${bellIcon}<span>${words}</span>
      </button>
      ${this.#renderTrouble()}
    </div>`;
  }

  #renderTrouble(): TemplateResult | typeof nothing {
    if (this.#trouble === "none") return nothing;
    const words = this.#trouble === "blocked" ? t("Your browser does not allow notifications here.") : t("This did not work. Please try again.");
    return html`<span class="trouble" role="alert" data-testid="notify-trouble">${words}</span>`;
  }

  /** A worker belongs to our own pages; on another site there is none. */
  get #isPossible(): boolean {
    const isOurs = location.origin === this.base && isSecureContext;
    return isOurs && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  }

  #start = (): Promise<void> =>
    this.#run(async () => {
      const key = this.conversation.key;
      if (!key) return;
      if ((await Notification.requestPermission()) !== "granted") {
        this.#trouble = "blocked";
        return;
      }
      const { key: serverKey } = await this.gateway.getPushKey();
      await navigator.serviceWorker.register(WORKER);
      const worker = await navigator.serviceWorker.ready;
      const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: serverKey });
      await this.gateway.subscribe(key, subscription.toJSON());
      // Left meanwhile: nothing about it may appear on this device.
      if (key.token === this.conversation.key?.token) this.store.write(NAME, key.id);
      else await subscription.unsubscribe();
    });

  #stop = (): Promise<void> =>
    this.#run(async () => {
      const key = this.conversation.key;
      const subscription = await findSubscription();
      if (key && subscription) await this.gateway.unsubscribe(key, subscription.endpoint);
      await this.forget();
    });

  /** Tell the gateway once more how this device is reached: it may have forgotten, and so may the browser. */
  async renew(): Promise<void> {
    const key = this.conversation.key;
    if (!key || !this.conversation.isNotified) return;
    try {
      const subscription = await findSubscription();
      if (subscription) await this.gateway.subscribe(key, subscription.toJSON());
      else this.store.remove(NAME);
    } catch (error) {
      // Refused for good: it is not on, and the page must not say so.
      if (error instanceof Refused && !error.isTemporary) this.store.remove(NAME);
    }
    this.host.requestUpdate();
  }

  /** The conversation is left: nothing more about it may appear on this device. */
  async forget(): Promise<void> {
    if (!this.store.read<string>(NAME) && !this.#isBusy) return;
    this.store.remove(NAME);
    const subscription = await findSubscription();
    await subscription?.unsubscribe();
  }

  async #run(work: () => Promise<void>): Promise<void> {
    this.#isBusy = true;
    this.#trouble = "none";
    this.host.requestUpdate();
    try {
      await work();
    } catch {
      this.#trouble = "failed";
    }
    this.#isBusy = false;
    this.host.requestUpdate();
  }
}

/** How this browser can be reached, if it may be. */
async function findSubscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  return registration?.pushManager.getSubscription() ?? null;
}
