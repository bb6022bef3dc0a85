// One conversation on this device: its key, what was said, what waits to be said, and its language.
import type { DeviceStore } from "../shared/device-store";
import type { Language } from "../shared/languages";
import { Refused } from "../shared/request";
import type { Author, Conversation, Message, Sent } from "../shared/wire";
import { Courier, type Sender } from "./courier";
import type { Gateway, Key, Visitor } from "./gateway";
import { type Hearer, Listener } from "./listener";
import { Outbox, type Unsent } from "./outbox";
import { Transcript } from "./transcript";

const ANSWER_PATIENCE_MS = 60_000;
const CLOSE_ELSEWHERE = "#revoke";

/** The conversation was left while the gateway answered. */
class Left extends Error {}

export class ResidentConversation implements Sender, Hearer {
  transcript = new Transcript();
  readonly outbox: Outbox;
  isReached = true;
  /** The language spoken now, for opening a conversation. */
  language: Language = "ko";
  /** The centre whose page this is, for opening a conversation. */
  centre: string | null = null;
  /** The resident closed the conversation on all other devices. */
  closedElsewhere = (): void => undefined;
  readonly #courier: Courier;
  #listener: Listener | null = null;
  #answerDue = 0;
  #isPosting = false;
  #isCaughtUp = false;
  #generation = 0;
  #isClosingElsewhere = false;

  constructor(
    private readonly gateway: Gateway,
    private readonly store: DeviceStore,
    readonly changed: () => void,
    /** Somebody said something just now; what is read from earlier does not count. */
    private readonly said: (author: Author) => void,
  ) {
    this.outbox = new Outbox(store);
    this.outbox.keepOnly(this.key?.id);
    this.#courier = new Courier(this.outbox, this);
  }

  get complete(): number {
    return this.transcript.complete;
  }

  get isStarted(): boolean {
    return this.key !== null;
  }

  /** What opens the conversation, if there is one. */
  get key(): Key | null {
    return this.store.read<Key>("key");
  }

  /** Another number: the resident or another tab left the conversation, and what is still on its way comes too late. */
  get generation(): number {
    return this.#generation;
  }

  /** This device is told when a counsellor answers. */
  get isNotified(): boolean {
    return this.isStarted && this.store.read<string>("push") === this.key?.id;
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
    this.outbox.add(text, payload, this.key?.id);
    if (payload === CLOSE_ELSEWHERE) this.#isClosingElsewhere = true;
    this.changed();
    this.#courier.hurry();
  }

  /** Deliver what waits and listen to what comes. */
  follow(): void {
    if (this.outbox.next) this.#courier.hurry();
    const key = this.key;
    if (this.#listener || !key || this.#isAway) return;
    this.#listener = new Listener(this.gateway, key, this);
    void this.#listener.run();
  }

  /** The page is seen again, or no longer. */
  visibilityChanged(): void {
    if (this.#isAway) return this.rest();
    if (this.isNotified) this.follow();
    if (document.visibilityState === "visible") this.hurry();
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
    const { key } = this;
    if (key) void this.#tellLanguage(key).catch(() => undefined);
  }

  /** Who writes, as the page around the chat knows: told now, and to every later conversation. */
  identify(visitor: Visitor): void {
    if (JSON.stringify(visitor) === JSON.stringify(this.store.read("visitor"))) return;
    this.store.write("visitor", visitor);
    this.store.write("untold-visitor", visitor);
    const { key } = this;
    if (key) void this.#tellVisitor(key);
  }

  /** Leave this conversation and what waits in it; the next message opens another. */
  startOver(): void {
    this.#generation += 1;
    this.outbox.clear();
    this.#leave();
  }

  /** Delete the conversation everywhere, then leave it. */
  async remove(): Promise<void> {
    const { key } = this;
    if (!key) return;
    await this.gateway.remove(key).catch((error: unknown) => {
      if (!(error instanceof Refused && error.isGone)) throw error;
    });
    this.startOver();
  }

  /** Go on with a conversation of another device. */
  adopt(key: Key, conversation: Conversation): void {
    this.store.write("key", key);
    this.heardConversation(conversation);
    this.follow();
  }

  /** A photo or document has been stored. */
  uploaded(key: Key, message: Message): void {
    if (key.id !== this.key?.id) return;
    this.#take([message]);
    this.changed();
  }

  /** Satisfaction has been told. */
  rated(): void {
    this.transcript.rating = "given";
    this.changed();
  }

  async post(entry: Unsent): Promise<Sent> {
    const key = this.key ?? (await this.#start());
    // Another tab opened a conversation, and its news is not here yet.
    if (entry.conversation !== undefined && entry.conversation !== key.id) this.outbox.keepOnly(key.id);
    if (!this.outbox.has(entry.client_id)) throw new Left();
    try {
      return await this.#post(key, entry);
    } catch (error) {
      if (error instanceof Refused && error.isGone) this.lost(key);
      throw error;
    }
  }

  stored({ message, replies, conversation }: Sent): void {
    if (conversation.id !== this.key?.id) return;
    this.#take([message, ...replies]);
    const isAnswered = this.transcript.messages.some((one) => one.seq > message.seq && one.author !== "resident");
    if (!isAnswered) this.#expectAnswer();
    this.heardConversation(conversation);
    this.follow();
  }

  lost(key: Key): void {
    if (key.token !== this.key?.token) return;
    this.outbox.hand(key.id, undefined);
    this.#leave();
  }

  #leave(): void {
    this.rest();
    this.store.remove("key");
    this.store.remove("state");
    this.store.remove("push");
    this.transcript = new Transcript();
    this.#isCaughtUp = false;
    this.#answerDue = 0;
    this.changed();
  }

  /** Another tab opened or left a conversation. */
  keyChanged(): void {
    this.#generation += 1;
    this.outbox.keepOnly(this.key?.id);
    this.rest();
    this.transcript = new Transcript();
    this.#isCaughtUp = false;
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
    const key = this.key;
    if (!key) return;
    const { messages, conversation } = await this.gateway.getMessages(key, this.complete);
    const whole = conversation.ticket === undefined ? await this.gateway.getConversation(key) : conversation;
    if (key.id !== this.key?.id) return;
    this.heardMessages(messages);
    this.#isCaughtUp = true;
    this.heardConversation(whole);
  }

  async #post(key: Key, entry: Unsent): Promise<Sent> {
    await this.#tellLanguage(key).catch((error: unknown) => {
      if (error instanceof Refused && error.isGone) throw error;
    });
    await this.#tellVisitor(key);
    this.#isPosting = true;
    return this.gateway.send(key, entry).finally(() => {
      this.#isPosting = false;
    });
  }

  async #start(): Promise<Key> {
    const generation = this.#generation;
    const { id, token, ...rest } = await this.gateway.start(this.language, this.centre);
    if (generation !== this.#generation) throw new Left();
    this.store.write("key", { id, token });
    this.outbox.hand(undefined, id);
    const visitor = this.store.read<Visitor>("visitor");
    if (visitor) this.store.write("untold-visitor", visitor);
    this.transcript = new Transcript();
    this.#isCaughtUp = true;
    this.transcript.settle({ id, ...rest });
    return { id, token };
  }

  /** Nobody looks, and the device is told: the gateway notifies only where nobody listens. */
  get #isAway(): boolean {
    return document.visibilityState === "hidden" && this.isNotified;
  }

  async #lookUp(): Promise<void> {
    const key = this.key;
    if (!key) return;
    const conversation = await this.gateway.getConversation(key);
    if (key.id === this.key?.id) this.heardConversation(conversation);
  }

  async #tellLanguage(key: Key): Promise<void> {
    const untold = this.store.read<Language>("untold");
    if (!untold) return;
    const conversation = await this.gateway.change(key, { language: untold });
    if (this.store.read("untold") === untold) this.store.remove("untold");
    if (key.id === this.key?.id) this.heardConversation(conversation);
  }

  /** Good to know, but nothing waits for it: what fails is told before the next message. */
  async #tellVisitor(key: Key): Promise<void> {
    const visitor = this.store.read<Visitor>("untold-visitor");
    if (!visitor) return;
    try {
      await this.gateway.change(key, { visitor });
      this.store.remove("untold-visitor");
    } catch (error) {
      // Refused for good: asking again would only cost the resident time.
      if (error instanceof Refused && !error.isTemporary) this.store.remove("untold-visitor");
    }
  }

  #take(messages: readonly Message[]): void {
    for (const fresh of this.transcript.add(messages)) {
      if (fresh.client_id) this.outbox.remove(fresh.client_id);
      if (fresh.author !== "resident") this.#answerDue = 0;
      // The answer, not the wish, says that it was done.
      if (this.#isClosingElsewhere && fresh.author === "bot") {
        this.#isClosingElsewhere = false;
        this.closedElsewhere();
      }
      if (this.#isCaughtUp) this.said(fresh.author);
    }
  }

  #expectAnswer(): void {
    this.#answerDue = Date.now() + ANSWER_PATIENCE_MS;
    setTimeout(this.changed, ANSWER_PATIENCE_MS + 100);
  }
}
