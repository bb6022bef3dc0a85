// What a resident can do with a conversation beside writing: the menu, its windows, articles, files, rating, news.
import { html, type LitElement, type TemplateResult } from "lit";
import type { DeviceStore } from "../shared/device-store";
import { binIcon, devicesIcon, freshIcon, keyIcon, printIcon, saveIcon, starIcon } from "../shared/icons";
import { t } from "../shared/words";
import { AnotherDevice } from "./another-device";
import { ArticleReader } from "./article-reader";
import { type Deletion, renderDelete, renderStartOver } from "./ask";
import type { ResidentConversation } from "./conversation";
import { closeDialog, openDialog } from "./dialog";
import { FileTray } from "./file-tray";
import type { Gateway } from "./gateway";
import { type MenuItem, placeMenu, renderMenu } from "./menu";
import { Notifications } from "./notifications";
import { printAlone } from "./print";
import { RatingForm } from "./rating";
import { saveTranscript } from "./transcript-file";

export class ChatTools {
  readonly article: ArticleReader;
  readonly files: FileTray;
  readonly rating: RatingForm;
  readonly notifications: Notifications;
  readonly anotherDevice: AnotherDevice;
  #deletion: Deletion = "idle";

  constructor(
    private readonly host: LitElement,
    gateway: Gateway,
    private readonly conversation: ResidentConversation,
    private readonly store: DeviceStore,
    private readonly base: string,
  ) {
    this.article = new ArticleReader(host, conversation);
    this.files = new FileTray(host, gateway, conversation);
    this.rating = new RatingForm(host, gateway, conversation);
    this.notifications = new Notifications(host, gateway, conversation, store, base);
    conversation.closedElsewhere = () => void this.notifications.renew();
    this.anotherDevice = new AnotherDevice(host, gateway, conversation, base, this.startOver);
  }

  openMenu = (event: Event): void => {
    const menu = this.host.renderRoot.querySelector<HTMLElement>('[data-name="menu"]');
    if (menu) placeMenu(menu, event.currentTarget as HTMLElement);
    openDialog(this.host.renderRoot, "menu");
  };

  keepNothing = (isForgetful: boolean): void => {
    this.store.setForgetful(isForgetful);
    this.host.requestUpdate();
  };

  /** Leave the conversation with all that belongs to it. */
  startOver = (): void => {
    if (this.article.isOpen) this.article.close();
    this.files.clear();
    void this.notifications.forget();
    this.conversation.startOver();
  };

  /** Another tab opened or left a conversation. */
  keyChanged = (): void => {
    this.files.keyChanged();
    this.conversation.keyChanged();
  };

  renderDialogs(): TemplateResult {
    const menu = { items: this.#listItems(), isForgetful: this.store.isForgetful, keepNothing: this.keepNothing };
    return html`${renderMenu(menu)} ${renderStartOver(this.startOver)} ${renderDelete(this.#deletion, this.#remove)}
    ${this.anotherDevice.render()}`;
  }

  #listItems(): MenuItem[] {
    const { messages } = this.conversation.transcript;
    const items: (MenuItem | false)[] = [
      messages.length > 0 && {
        name: "save-transcript",
        label: t("Save the conversation"),
        icon: saveIcon,
        run: () => saveTranscript(messages, this.base),
      },
      messages.length > 0 && { name: "print", label: t("Print"), icon: printIcon, run: printAlone },
      this.rating.isOffered && { name: "rate", label: t("Rate this conversation"), icon: starIcon, run: this.rating.ask },
      this.conversation.isStarted && {
        name: "another-device",
        label: t("Continue on another device"),
        icon: devicesIcon,
        run: () => void this.anotherDevice.show(),
      },
      { name: "enter-code-item", label: t("Enter a code from another device"), icon: keyIcon, run: this.anotherDevice.ask },
      messages.length + this.conversation.outbox.entries.length > 0 && {
        name: "start-over",
        label: t("New conversation"),
        icon: freshIcon,
        run: () => openDialog(this.host.renderRoot, "start-over"),
      },
      this.conversation.isStarted && {
        name: "delete",
        label: t("Delete this conversation"),
        icon: binIcon,
        run: this.#askDelete,
        tone: "danger",
      },
    ];
    return items.filter((item) => item !== false);
  }

  #askDelete = (): void => {
    this.#setDeletion("idle");
    openDialog(this.host.renderRoot, "delete");
  };

  #remove = async (): Promise<void> => {
    this.#setDeletion("running");
    try {
      await this.conversation.remove();
      this.startOver();
      closeDialog(this.host.renderRoot, "delete");
      this.#setDeletion("idle");
    } catch {
      this.#setDeletion("failed");
    }
  };

  #setDeletion(deletion: Deletion): void {
    this.#deletion = deletion;
    this.host.requestUpdate();
  }
}
