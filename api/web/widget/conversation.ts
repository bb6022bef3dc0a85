// One conversation on this device: its key, what was said, what waits to be said, and its language.
import type { DeviceStore } from "../shared/device-store";
import type { Language } from "../shared/languages";
import { Refused } from "../shared/request";
import type { Conversation, Message, Sent } from "../shared/wire";
import { Courier, type Sender } from "./courier";
import type { Gateway, Key } from "./gateway";
import { type Hearer, Listener } from "./listener";
import { Outbox, type Unsent } from "./outbox";
import { Transcript } from "./transcript";

const ANSWER_PATIENCE_MS = 60_000;

export class ResidentConversation implements Sender, Hearer {
  transcript = new Transcript();
  readonly outbox: Outbox;
  isReached = true;
  /** The language spoken now, for opening a conversation. */
  language: Language = "ko";
  readonly #courier: Courier;
  #listener: Listener | null = null;
  #answerDue = 0;
  #isPosting = false;
  #isCaughtUp = false;

  constructor(
    private readonly gateway: Gateway,
    private readonly store: DeviceStore,
    readonly changed: () => void,
  ) {
    this.outbox = new Outbox(store);
    this.#courier = new Courier(this.outbox, this);
  }

  get complete(): number {
    return this.transcript.complete;
  }

  get isStarted(): boolean {
    return this.#key !== null;
  }

  /** Earlier messages are on their way. */
  get isOpening(): boolean {
    return this.isStarted && !this.#isCaughtUp && this.isReached;
  }

  /** Somebody is expected to answer at any moment. */
  get isAnswerDue(): boolean {
    if (this.transcript.state !== "bot") return false;
    if (this.outbox.entries.some((entry) => entry.delivery === "sending")) return true;
    // The stream may bring our own message back before the call that posts it returns.
    return this.transcript.newest?.author === "resident" && (this.#isPosting || Date.now() < this.#answerDue);
  }

  /** Whether a counsellor may write although nobody has the chat open. */
  get awaitsPerson(): boolean {
    const state = this.store.read<string>("state");
    return this.isStarted && (state === "waiting" || state === "human");
  }

  send(text: string, payload?: string): void {
    this.outbox.add(text, payload);
    this.changed();
    this.#courier.hurry();
  }

  /** Deliver what waits and listen to what comes. */
  follow(): void {
    if (this.outbox.next) this.#courier.hurry();
    const key = this.#key;
    if (this.#listener || !key) return;
    this.#listener = new Listener(this.gateway, key, this);
    void this.#listener.run();
  }

  /** The network returned or the page is seen again. */
  hurry(): void {
    if (this.outbox.next) this.#courier.hurry();
    this.#listener?.hurry();
  }

  rest(): void {
    this.#listener?.stop();
    this.#listener = null;
  }

  /** The resident chose this language: the gateway is told now, or before the next message. */
  chooseLanguage(language: Language): void {
    this.language = language;
    this.store.write("untold", language);
    const key = this.#key;
    if (key) void this.#tellLanguage(key).catch(() => undefined);
  }

  /** Leave this conversation and what waits in it; the next message opens another. */
  startOver(): void {
    this.outbox.clear();
    this.lost();
  }

  async post(entry: Unsent): Promise<Sent> {
    const key = this.#key ?? (await this.#start());
    await this.#tellLanguage(key).catch((error: unknown) => {
      if (error instanceof Refused && error.isGone) throw error;
    });
    this.#isPosting = true;
    return this.gateway.send(key, entry).finally(() => {
      this.#isPosting = false;
    });
  }

  stored({ message, replies, conversation }: Sent): void {
    if (conversation.id !== this.#key?.id) return;
    this.#take([message, ...replies]);
    const isAnswered = this.transcript.messages.some((one) => one.seq > message.seq && one.author !== "resident");
    if (!isAnswered) this.#expectAnswer();
    this.heardConversation(conversation);
    this.follow();
  }

  lost(): void {
    this.rest();
    this.store.remove("key");
    this.store.remove("state");
    this.transcript = new Transcript();
    this.#answerDue = 0;
    this.changed();
  }

  /** Another tab opened or left a conversation. */
  keyChanged(): void {
    this.rest();
    this.transcript = new Transcript();
    this.changed();
    this.follow();
  }

  reached(isReached: boolean): void {
    if (isReached === this.isReached) return;
    this.isReached = isReached;
    if (isReached && this.outbox.next) this.#courier.hurry();
    this.changed();
  }

  heardMessages(messages: readonly Message[]): void {
    this.#take(messages);
    this.transcript.complete = Math.max(this.complete, ...messages.map((one) => one.seq));
    this.changed();
  }

  heardConversation(conversation: Conversation): void {
    this.transcript.settle(conversation);
    this.store.write("state", this.transcript.state);
    this.changed();
    if (this.transcript.lacksTicket && conversation.ticket === undefined) void this.#lookUp().catch(() => undefined);
  }

  async catchUp(): Promise<void> {
    const key = this.#key;
    if (!key) return;
    const { messages, conversation } = await this.gateway.getMessages(key, this.complete);
    const whole = conversation.ticket === undefined ? await this.gateway.getConversation(key) : conversation;
    if (key.id !== this.#key?.id) return;
    this.#isCaughtUp = true;
    this.heardMessages(messages);
    this.heardConversation(whole);
  }

  get #key(): Key | null {
    return this.store.read<Key>("key");
  }

  async #start(): Promise<Key> {
    const { id, token, ...rest } = await this.gateway.start(this.language);
    this.store.write("key", { id, token });
    this.transcript = new Transcript();
    this.transcript.settle({ id, ...rest });
    return { id, token };
  }

  async #lookUp(): Promise<void> {
    const key = this.#key;
    if (key) this.heardConversation(await this.gateway.getConversation(key));
  }

  async #tellLanguage(key: Key): Promise<void> {
    const untold = this.store.read<Language>("untold");
    if (!untold) return;
    const conversation = await this.gateway.chooseLanguage(key, untold);
    if (this.store.read("untold") === untold) this.store.remove("untold");
    this.heardConversation(conversation);
  }

  #take(messages: readonly Message[]): void {
    for (const fresh of this.transcript.add(messages)) {
      if (fresh.client_id) this.outbox.remove(fresh.client_id);
      if (fresh.author !== "resident") this.#answerDue = 0;
    }
  }

  #expectAnswer(): void {
    this.#answerDue = Date.now() + ANSWER_PATIENCE_MS;
    setTimeout(this.changed, ANSWER_PATIENCE_MS + 100);
  }
}
